"""Why an act on anonymous slips is refused."""

from django.utils.translation import gettext_lazy as _

from elections.errors.base import BallotRefused, ElectionRefused


class SlipsInHallOnly(ElectionRefused):
    code = "slips_in_hall_only"
    message = _(
        "Slips are drawn in the hall and serve nobody outside it. Vote here only those in the "
        "hall, or send letters with codes."
    )


class VotersFixed(ElectionRefused):
    code = "voters_fixed"
    message = _(
        "Slips were drawn or a ballot box was opened already: how voters are known stays as it is "
        "for this day."
    )


class SlipsNotUsed(ElectionRefused):
    code = "slips_not_used"
    message = _("The voters of this day have codes by letter; nobody draws a slip.")


class SlipsInUse(ElectionRefused):
    code = "slips_in_use"
    message = _(
        "Slips are drawn already, so their list can only grow. Load the file of the slips that "
        "were printed, and make further ones there."
    )


class SlipNotDrawn(ElectionRefused):
    code = "slip_not_drawn"
    message = _("No slip is out for %(voter)s. Look at the name again.")


class SlipHoldersAway(ElectionRefused):
    code = "slip_holders_away"
    message = _(
        "A slip is out for %(voters)s, who may not vote on this item now. Take the slip back at "
        "the desk, or vote on paper."
    )


class SlipOutAlready(ElectionRefused):
    code = "slip_out_already"
    message = _("This slip is out already.")


class SlipUnknown(ElectionRefused):
    code = "slip_unknown"
    message = _(
        "This slip is not one of this meeting: it is of another day, or its codes were replaced. "
        "Put it aside; it counts nowhere here."
    )


class SlipHasVoted(ElectionRefused):
    code = "slip_has_voted"
    message = _(
        "Its ballot is in the box and stays there. Scan this slip out once that box is closed."
    )


class SlipMalformed(ElectionRefused):
    code = "slip_malformed"
    message = _("The page sent something unreadable. Reload it.")


class VoteBySlip(BallotRefused):
    code = "by_slip"
    message = _("This vote is by slip: scan the slip that you drew at the check-in desk.")


class NotBySlip(BallotRefused):
    code = "not_by_slip"
    message = _("Nobody votes by slip here. Log in and use the code of your letter.")


class SlipVoid(BallotRefused):
    code = "slip_void"
    message = _("This slip was taken back and votes no more. Ask the check-in desk.")


class SlipNotListed(BallotRefused):
    code = "slip_not_listed"
    message = _(
        "This slip is not on the list of this ballot: it is of another day, or it was taken out "
        "before the opening. Ask the check-in desk."
    )


class BallotFinal(BallotRefused):
    code = "final"
    message = _("A ballot of this slip is in the box; it is final.")
