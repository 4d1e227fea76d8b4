"""What can be wrong with the desk's own acts."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class ExampleRefused(ActRefused):
    code = "example_refused"
    message = _(
        "This database holds an association already, so the example is not loaded into it. "
        "Use an empty database."
    )
