"""Refusals of boxes in which some vote electronically and some on paper."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from elections.errors.base import BallotRefused, ElectionRefused


class VotesOnPaper(BallotRefused):
    code = "votes_on_paper"
    message = _("This vote is cast on paper: the desk has handed out a ballot for it.")


class SideTooSmall(ElectionRefused):
    code = "side_too_small"
    message = _(
        "%(electronic)s people would vote electronically and %(papers)s on paper. Either side "
        "needs at least %(least)s, or its votes could be told from the result: move people to one "
        "side at the desk, or let nobody vote on paper."
    )


class PaperChosen(ElectionRefused):
    code = "paper_chosen"
    message = _("%(voter)s votes on paper today. Note at the desk that it is electronic after all.")


class SlipStillOut(ElectionRefused):
    code = "slip_still_out"
    message = _("A slip is out for %(voters)s. Take it back first, in exchange for the paper.")


class SlipBoxOpen(ElectionRefused):
    code = "slip_box_open"
    message = _(
        "%(box)s is open, and nobody can know whether the slip of %(voters)s has voted in it. "
        "Hand out paper once it is closed, for the boxes that follow."
    )


class VotedElectronically(ElectionRefused):
    code = "voted_electronically"
    message = _("%(voters)s voted electronically in %(box)s already; there is no paper beside it.")


class PaperStillOut(ElectionRefused):
    code = "paper_still_out"
    message = _(
        "A ballot on paper is handed out for %(voters)s in a box that is open. Move them once it "
        "is closed."
    )
