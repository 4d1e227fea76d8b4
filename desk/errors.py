"""What can be wrong with the desk's own acts."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class ExampleRefused(ActRefused):
    code = "example_refused"
    message = _(
        "This database holds an association already, so the example is not loaded into it. "
        "Use an empty database."
    )


class ExampleMissing(ActRefused):
    code = "example_missing"
    message = _(
        "The meeting of this database has no voting codes in %(folder)s: it is not the example's, "
        "and nobody comes or votes in it by command."
    )


class ApprovalRefused(ActRefused):
    code = "approval_refused"
