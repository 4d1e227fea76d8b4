"""What can be wrong with dues."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class DuesError(ActRefused):
    """Base of the errors of this app."""


class ScheduleNotLawful(DuesError):
    code = "schedule_not_lawful"
    message = _("The dues schedule cannot be adopted as it stands: %(findings)s")


class ScheduleAlreadyAdopted(DuesError):
    code = "schedule_already_adopted"
    message = _(
        "This dues schedule was adopted by another decision. Draw up a new schedule to change it."
    )
