"""What a dues schedule, a waiver or a run refuses."""

from django.utils.translation import gettext_lazy as _

from dues.errors.base import DuesError


class ScheduleNotLawful(DuesError):
    code = "schedule_not_lawful"
    message = _("The dues schedule cannot be adopted as it stands: %(findings)s")


class ScheduleAlreadyAdopted(DuesError):
    code = "schedule_already_adopted"
    message = _(
        "This dues schedule was adopted by another decision. Draw up a new schedule to change it."
    )


class ScheduleOverlaps(DuesError):
    code = "schedule_overlaps"
    message = _(
        "From %(day)s on another dues schedule is in use already (%(title)s). Choose a later day, "
        "from which this one takes its place."
    )


class ScheduleInUse(DuesError):
    code = "schedule_in_use"
    message = _("This dues schedule was adopted and stays as it is. Draw up another for a change.")


class NoScheduleThen(DuesError):
    code = "no_schedule_then"
    message = _("No dues schedule is in use on %(day)s. Adopt one that holds then.")


class ChargeSticksOut(DuesError):
    code = "charge_sticks_out"
    message = _(
        "Dues are billed already from %(from_on)s until %(until_on)s, into this period. Run the "
        "period of %(from_on)s again first: it takes back what no longer holds."
    )


class WaiverOverlaps(DuesError):
    code = "waiver_overlaps"
    message = _(
        "From %(from_on)s on this member has a waiver already (%(reference)s). Choose a time that "
        "does not touch it."
    )


class RunStale(DuesError):
    code = "run_stale"
    message = _(
        "Another dues standard has taken over this period since the run was asked for. Discard the "
        "run and begin anew."
    )


class NoAccountForInvoices(DuesError):
    code = "no_account_for_invoices"
    message = _(
        "No bank account in %(currency)s is named on invoices. Enter one in the settings of the "
        "dues first."
    )


class SecretBallotWanted(DuesError):
    code = "secret_ballot_wanted"
    message = _(
        "A dues standard is adopted by secret ballot only (%(citation)s). What was decided "
        "otherwise cannot be put in use; put it on the agenda of an assembly."
    )
