"""Refusals of the assemblies, each told to the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bylaws.errors import BylawsError, Lang
from records.errors import ActRefused


class AssemblyRefused(ActRefused):
    """Base of the refusals of this app."""

    code = "assembly_refused"


class PhaseForbids(AssemblyRefused):
    code = "phase_forbids"
    message = _("The meeting is in the phase “%(phase)s”. This is done in the phase “%(needed)s”.")


class PhaseHasItsAct(AssemblyRefused):
    code = "phase_has_its_act"
    message = _(
        "The phase “%(phase)s” begins by convening, opening or closing the meeting, not by itself."
    )


class RollMissing(AssemblyRefused):
    code = "roll_missing"
    message = _("The roll is not frozen yet. Freeze it first: it says who is entitled to attend.")


class RollInUse(AssemblyRefused):
    code = "roll_in_use"
    message = _(
        "Notice was sent to the roll of %(record_on)s, so it stands. A correction needs a new "
        "meeting."
    )


class AgendaIncomplete(AssemblyRefused):
    code = "agenda_incomplete"
    message = _("The agenda is not complete: %(what)s Complete it before sending notice.")


class AgendaFixed(AssemblyRefused):
    code = "agenda_fixed"
    message = _(
        "The agenda was sent with the notice and can no longer be changed. What it does not name "
        "cannot be resolved."
    )


class NoticeTooLate(AssemblyRefused):
    code = "notice_too_late"
    message = _(
        "Notice of %(days)s days is required (%(citation)s). Sent on %(sent_on)s, the meeting may "
        "be held on %(earliest)s at the earliest; it is set for %(meeting_on)s. Move the meeting."
    )


class NotOnRoll(AssemblyRefused):
    code = "not_on_roll"
    message = _("%(voter)s is not on the roll of this meeting.")


class NotEntitled(AssemblyRefused):
    code = "not_entitled"
    message = _("%(voter)s is on the roll without a vote: %(reason)s. Admit them as a guest.")


class NoQuorum(AssemblyRefused):
    code = "no_quorum"
    message = _(
        "No quorum: %(present)s of %(entitled)s are present, %(required)s are needed "
        "(%(citation)s). Wait for more to check in, or adjourn."
    )


class ItemNotNow(AssemblyRefused):
    code = "item_not_now"
    message = _("“%(item)s” is not the current item. Set it “now” first.")


class ItemNeedsVote(AssemblyRefused):
    code = "item_needs_vote"
    message = _("“%(item)s” is put to the vote. Take the vote and resolve it.")


class ItemOnlyHeard(AssemblyRefused):
    code = "item_only_heard"
    message = _("“%(item)s” is only heard: there is nothing to vote on.")


class ItemsUndecided(AssemblyRefused):
    code = "items_undecided"
    message = _("The meeting cannot be closed while items are open: %(items)s.")


class SecretBallotRequired(AssemblyRefused):
    code = "secret_ballot_required"
    message = _("“%(item)s” must be voted by secret ballot (%(citation)s).")


class HandsNotForeseen(AssemblyRefused):
    code = "hands_not_foreseen"
    message = _("“%(item)s” is voted by secret ballot, so no hands are counted.")


class HandsForeseen(AssemblyRefused):
    code = "hands_foreseen"
    message = _("“%(item)s” is voted by show of hands, so it has no ballot box.")


class CountsExceedPresent(AssemblyRefused):
    code = "counts_exceed_present"
    message = _(
        "For, against and abstain are %(counted)s together, but only %(present)s were present when "
        "the quorum was stated. Count again."
    )


class CountsIncomplete(AssemblyRefused):
    code = "counts_incomplete"
    message = _(
        "For, against and abstain are %(counted)s together, but %(present)s were present. Whoever "
        "does not raise a hand abstains: enter the difference as abstentions."
    )


class AlreadyResolved(AssemblyRefused):
    code = "already_resolved"
    message = _("“%(item)s” was resolved as No. %(number)s. The resolution stands.")


class NotVotedYet(AssemblyRefused):
    code = "not_voted_yet"
    message = _("“%(item)s” was not voted yet: there are no figures to resolve on.")


class ResultNotPublished(AssemblyRefused):
    code = "result_not_published"
    message = _("The result of “%(item)s” is not published yet. Count it and publish it first.")


class CandidatesMissing(AssemblyRefused):
    code = "candidates_missing"
    message = _("“%(item)s” has no candidates yet. Enter them first.")


class CeremonyMissing(AssemblyRefused):
    code = "ceremony_missing"
    message = _("This meeting has no scrutineers with keys yet. Name them first, or vote on paper.")


class KeyHoldersFixed(AssemblyRefused):
    code = "key_holders_fixed"
    message = _(
        "Ballot boxes are prepared for the trustees who are named, so they stay. If one of them "
        "fails, annul the box and vote on paper."
    )


class BoxMissing(AssemblyRefused):
    code = "box_missing"
    message = _("“%(item)s” has no ballot box yet. Prepare it first.")


class BoxReplaced(AssemblyRefused):
    code = "box_replaced"
    message = _("That ballot box is no longer the one that stands. Look at the page again.")


class TellerStands(AssemblyRefused):
    code = "teller_stands"
    message = _(
        "Whoever stands for election does not count the votes (%(citation)s): %(names)s. Release "
        "them from their function, or let them not stand."
    )


class ElectionTooEarly(AssemblyRefused):
    code = "election_too_early"
    message = _(
        "“%(item)s” is voted on before anybody is elected (%(citation)s). Adopt it first, then "
        "open this ballot."
    )


class AmendmentNotReady(AssemblyRefused):
    code = "amendment_not_ready"
    message = _(
        "“%(amendment)s” is not submitted to the vote (%(state)s). Submit it first, then put it on "
        "the agenda."
    )


class AmendmentOnAgenda(AssemblyRefused):
    code = "amendment_on_agenda"
    message = _(
        "“%(amendment)s” is on the agenda of “%(meeting)s” already. It is voted on in one meeting."
    )


class AmendmentChanged(AssemblyRefused):
    code = "amendment_changed"
    message = _(
        "“%(amendment)s” was changed after it was put on the agenda, so nobody votes on what was "
        "not announced. Set the item aside; what it says now is for the agenda of another meeting."
    )


class UnitsUndecided(AssemblyRefused):
    code = "units_undecided"
    message = _(
        "“%(item)s” is on the text that the single changes make. Vote on them first; still open: "
        "item %(numbers)s."
    )


class ConsentsNotForeseen(AssemblyRefused):
    code = "consents_not_foreseen"
    message = _("On “%(item)s” consents in writing do not count, so none are entered.")


class ScheduleUnlawful(AssemblyRefused):
    code = "schedule_unlawful"
    message = _("This dues standard cannot be put to the vote: %(findings)s")


class NoHolders(AssemblyRefused):
    code = "no_holders"
    message = _(
        "Nobody holds a seat in this body yet. Resolve its election first; then it can meet."
    )


class NotConvenedFromHere(AssemblyRefused):
    code = "not_convened_from_here"
    message = _("A first meeting is held by the council or the supervisory board just elected.")


class MinutesNotReady(AssemblyRefused):
    code = "minutes_not_ready"
    message = _("The minutes are not there yet. Make them first, then go on.")


class MinutesOutdated(AssemblyRefused):
    code = "minutes_outdated"
    message = _(
        "The record has changed since version %(version)s of the minutes was made. Make them "
        "again, read them, then go on."
    )


class MinutesNotFinal(AssemblyRefused):
    code = "minutes_not_final"
    message = _("These minutes are a draft. Make them final before they are signed.")


class FiguresDispute(AssemblyRefused):
    code = "figures_dispute"
    message = _(
        "The counts on record are no longer those that were resolved on: %(items)s. Find out which "
        "is right; the minutes cannot be final before."
    )


class ScanUnreadable(AssemblyRefused):
    code = "scan_unreadable"
    message = _("“%(name)s” is no PDF, PNG or JPEG. Scan the signed paper as one of these.")


class RuleRefused(AssemblyRefused):
    """A refusal of the rules, in the words of the rules."""

    code = "rule_refused"


@contextmanager
def told_by_the_rules() -> Iterator[None]:
    """Turn an error of the pure rules into a refusal in the language of the moment."""
    try:
        yield
    except BylawsError as error:
        language: Lang = "zh" if (get_language() or "").startswith("zh") else "en"
        raise RuleRefused(error.render(language)) from error


class NoCaseChosen(AssemblyRefused):
    code = "no_case_chosen"
    message = _("Choose at least one application or proceeding.")


class CaseNotReady(AssemblyRefused):
    code = "case_not_ready"
    message = _("“%(case)s” is “%(state)s” and cannot be put to the vote. Settle that first.")


class CaseOnAgenda(AssemblyRefused):
    code = "case_on_agenda"
    message = _("“%(case)s” stands on the agenda of %(meeting)s already.")
