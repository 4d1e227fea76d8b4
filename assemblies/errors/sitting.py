"""What is refused while the meeting sits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class PhaseForbids(AssemblyRefused):
    code = "phase_forbids"
    message = _("The meeting is in the phase “%(phase)s”. This is done in the phase “%(needed)s”.")


class PhaseHasItsAct(AssemblyRefused):
    code = "phase_has_its_act"
    message = _(
        "The phase “%(phase)s” begins by convening, opening or closing the meeting, not by itself."
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
    message = _("“%(item)s” is not voted by show of hands, so no hands are counted.")


class RollCallNotForeseen(AssemblyRefused):
    code = "roll_call_not_foreseen"
    message = _("“%(item)s” is not voted by roll call, so nobody is called.")


class NotCalled(AssemblyRefused):
    code = "not_called"
    message = _(
        "%(voter)s has no vote here: only who was present when the quorum was stated is called. "
        "State the quorum anew if they came in since."
    )


class RollCallIncomplete(AssemblyRefused):
    code = "roll_call_incomplete"
    message = _("%(missing)s of those present have not answered yet: %(names)s.")


class RollCallChanged(AssemblyRefused):
    code = "roll_call_changed"
    message = _(
        "%(called)s are called, but %(present)s voters were stated: the attendance was changed "
        "afterwards. State the quorum anew."
    )


class CountedByTwo(AssemblyRefused):
    code = "counted_by_two"
    message = _(
        "At this meeting two people count the hands, each on their own. Both enter their count on "
        "the page “Count the hands”."
    )


class HandsForeseen(AssemblyRefused):
    code = "hands_foreseen"
    message = _("“%(item)s” is not voted by secret ballot, so it has no ballot box.")


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


class BoxMissing(AssemblyRefused):
    code = "box_missing"
    message = _("“%(item)s” has no ballot box yet. Prepare it first.")


class BoxNotOpened(AssemblyRefused):
    code = "box_not_opened"
    message = _(
        "The ballot on “%(item)s” was not opened yet, so there is nothing to annul. Take it back, "
        "then prepare it anew."
    )


class BoxReplaced(AssemblyRefused):
    code = "box_replaced"
    message = _("That ballot box is no longer the one that stands. Look at the page again.")


class ConsentsNotForeseen(AssemblyRefused):
    code = "consents_not_foreseen"
    message = _("On “%(item)s” consents in writing do not count, so none are entered.")


class CountedByOne(AssemblyRefused):
    code = "counted_by_one"
    message = _("At this meeting one count of the hands is entered, by who runs the meeting.")


class MeetingAdjourned(AssemblyRefused):
    code = "meeting_adjourned"
    message = _(
        "The meeting has been adjourned since %(at)s. Resume it first: the quorum is stated anew."
    )


class BoxStillOpen(AssemblyRefused):
    code = "box_still_open"
    message = _("Close the ballot first: %(items)s. A ballot is not left open in a break.")


class AnotherOperates(AssemblyRefused):
    code = "another_operates"
    message = _(
        "%(operator)s has run the meeting since %(since)s. Take over to go on from your screen."
    )


class ResumedTooEarly(AssemblyRefused):
    code = "resumed_too_early"
    message = _("A break ends after it began. Give a later time, or none.")


class StatementEmpty(AssemblyRefused):
    code = "statement_empty"
    message = _("Write down what was said, word for word.")
