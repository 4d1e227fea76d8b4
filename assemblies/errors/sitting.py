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


class BoxMissing(AssemblyRefused):
    code = "box_missing"
    message = _("“%(item)s” has no ballot box yet. Prepare it first.")


class BoxReplaced(AssemblyRefused):
    code = "box_replaced"
    message = _("That ballot box is no longer the one that stands. Look at the page again.")


class ConsentsNotForeseen(AssemblyRefused):
    code = "consents_not_foreseen"
    message = _("On “%(item)s” consents in writing do not count, so none are entered.")
