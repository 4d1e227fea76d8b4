"""What is refused of the roll and the notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class RollMissing(AssemblyRefused):
    code = "roll_missing"
    message = _("The roll is not frozen yet. Freeze it first: it says who is entitled to attend.")


class RollInUse(AssemblyRefused):
    code = "roll_in_use"
    message = _(
        "Notice was sent to the roll of %(record_on)s, so it stands. A correction needs a new "
        "meeting."
    )


class NoticeTooLate(AssemblyRefused):
    code = "notice_too_late"
    message = _(
        "Notice of %(days)s days is required (%(citation)s). Sent on %(sent_on)s, the meeting may "
        "be held on %(earliest)s at the earliest; it is set for %(meeting_on)s. Move the meeting."
    )


class NoHolders(AssemblyRefused):
    code = "no_holders"
    message = _(
        "Nobody holds a seat in this body yet. Resolve its election first; then it can meet."
    )


class NotConvenedFromHere(AssemblyRefused):
    code = "not_convened_from_here"
    message = _("A first meeting is held by the council or the supervisory board just elected.")
