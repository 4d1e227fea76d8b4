"""What is refused of taking part without coming."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class RemoteNotAllowed(AssemblyRefused):
    code = "remote_not_allowed"
    message = _("Everybody has to come to this meeting (%(citation)s): nobody takes part remotely.")


class RemoteNotForeseen(AssemblyRefused):
    code = "remote_not_foreseen"
    message = _("The notice of this meeting lets nobody take part remotely. Come to the desk.")


class RemoteNotInNotice(AssemblyRefused):
    code = "remote_not_in_notice"
    message = _(
        "Whether one may take part remotely was told by the notice and stays so. Only how can be "
        "put in other words; else cancel this meeting and call another."
    )


class RemoteBySlip(AssemblyRefused):
    code = "remote_by_slip"
    message = _(
        "The secret ballots of this day are cast with slips that are drawn in the hall, so nobody "
        "takes part remotely. Let voters have codes instead."
    )


class RemoteOnPaper(AssemblyRefused):
    code = "remote_on_paper"
    message = _(
        "%(voter)s votes on paper today, which is done in the hall. Note first that they vote "
        "electronically."
    )


class RemoteWithoutBallot(AssemblyRefused):
    code = "remote_without_ballot"
    message = _(
        "%(voters)s take part remotely and could not vote on paper. Take the ballot back and "
        "prepare it electronically, or both ways; or check them out."
    )


class PaperInHallOnly(AssemblyRefused):
    code = "paper_in_hall_only"
    message = _("%(voter)s takes part remotely, and ballot papers are handed out in the hall.")
