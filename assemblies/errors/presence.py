"""What is refused at the desk and for want of a quorum."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class NotOnRoll(AssemblyRefused):
    code = "not_on_roll"
    message = _("%(voter)s is not on the roll of this meeting.")


class NotEntitled(AssemblyRefused):
    code = "not_entitled"
    message = _("%(voter)s is on the roll without a vote: %(reason)s. Admit them as a guest.")


class NotInHall(AssemblyRefused):
    code = "not_in_hall"
    message = _("%(voter)s is not in the hall. Check them in first; then they draw a slip.")


class NoPaperForSlip(AssemblyRefused):
    code = "no_paper_for_slip"
    message = _(
        "No ballot of today takes papers beside slips, so nothing can be given for the slip. Leave "
        "it with whoever drew it, or take it back if they leave."
    )


class NoQuorum(AssemblyRefused):
    code = "no_quorum"
    message = _(
        "No quorum: %(present)s of %(entitled)s are present, %(required)s are needed "
        "(%(citation)s). Wait for more to check in, or adjourn."
    )


class TellerStands(AssemblyRefused):
    code = "teller_stands"
    message = _(
        "Whoever stands for election does not count the votes (%(citation)s): %(names)s. Release "
        "them from their function, or let them not stand."
    )
