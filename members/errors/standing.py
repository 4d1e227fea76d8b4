"""What forbids a change of standing, or a step of a proceeding."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class StandingForbids(ActRefused):
    """A standing that may not follow the one on record."""

    code = "standing_forbids"
    message = _(
        "On %(day)s %(firm)s is “%(status)s” on record; that cannot become “%(wanted)s”. Correct "
        "the latest entry first if it is wrong."
    )


class EffectiveBeforeNotice(ActRefused):
    code = "effective_before_notice"
    message = _("A membership cannot end before the notice came in, on %(day)s.")


class NothingToCorrect(ActRefused):
    code = "nothing_to_correct"
    message = _(
        "The first entry of a membership is its admission. It can be corrected and not taken away."
    )


class EntryReplaced(ActRefused):
    code = "entry_replaced"
    message = _(
        "This entry was replaced since the page was opened, or something later follows it. Look "
        "at the latest entry."
    )


class CitationMissing(ActRefused):
    code = "citation_missing"
    message = _("Say what happened and which rule it rests on.")


class ProceedingStateForbids(ActRefused):
    code = "proceeding_state_forbids"
    message = _("The proceeding is “%(state)s”; “%(act)s” cannot follow.")


class ProceedingOpen(ActRefused):
    code = "proceeding_open"
    message = _("A proceeding of this kind is open against %(firm)s already. Go on with that one.")


class HearingMissing(ActRefused):
    """Nobody is expelled unheard, nor judged while the time to answer runs."""

    code = "hearing_missing"
    message = _(
        "%(firm)s was not heard yet. Send the charge and hear the firm, or note that it did not "
        "use the hearing, before anything is decided."
    )


class AnswerTimeRuns(ActRefused):
    code = "answer_time_runs"
    message = _("%(firm)s may answer until %(day)s. That it did not can be noted after that day.")


class AnswerTimeShort(ActRefused):
    code = "answer_time_short"
    message = _(
        "%(days)s days are due to answer a charge, so until %(day)s at the earliest (%(citation)s)."
    )


class SuccessionFiled(ActRefused):
    code = "succession_filed"
    message = _("That this seat passed was filed with the council already, on %(day)s.")


class EnteredOtherwise(ActRefused):
    """The same standing from the same day, but for another reason or by another paper."""

    code = "entered_otherwise"
    message = _(
        "“%(status)s” from %(day)s is on record already (%(source)s). Where that is wrong, correct "
        "the latest entry instead."
    )


class ExpelledStays(ActRefused):
    code = "expelled_stays"
    message = _(
        "%(firm)s was expelled on %(day)s. It comes back by an application, which asks who lifted "
        "the expulsion."
    )
