"""What reminders, calls and measures refuse."""

from django.utils.translation import gettext_lazy as _

from dues.errors.base import DuesError


class LevelInUse(DuesError):
    code = "level_in_use"
    message = _(
        "Firms were reminded at this level as it is. Choose a later day, from which the change "
        "holds."
    )


class LaterLevelExists(DuesError):
    code = "later_level_exists"
    message = _("From %(day)s on this level is set already. Choose that day or a later one.")


class LevelsInRow(DuesError):
    code = "levels_in_row"
    message = _("Levels follow one another without a gap. The one to go on with is %(position)s.")


class LevelOutOfOrder(DuesError):
    code = "level_out_of_order"
    message = _(
        "%(other)s is reached after %(days)s days. A later level needs more days, an earlier one "
        "fewer."
    )


class ReminderSent(DuesError):
    code = "reminder_sent"
    message = _("The reminder to %(firm)s was sent and stays on record.")


class StatementsMissing(DuesError):
    code = "statements_missing"
    message = _(
        "%(count)s letters have no statement yet; they are being made. Release the mailing once "
        "they are there."
    )


class CallInFuture(DuesError):
    code = "call_in_future"
    message = _("The call is still to come. Enter the time at which you spoke.")


class PromiseBeforeCall(DuesError):
    code = "promise_before_call"
    message = _("%(day)s is before the call. Enter the day from then on.")
