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


class SubjectNotNamed(AssemblyRefused):
    code = "subject_not_named"
    message = _(
        "What the notice did not name cannot be resolved (%(citation)s), and it is too late to "
        "name it: a correction sent on %(sent_on)s is in time for a meeting on %(earliest)s at the "
        "earliest; this one is on %(meeting_on)s. Postpone the meeting, or take it to the next."
    )


class MeetingCancelled(AssemblyRefused):
    code = "meeting_cancelled"
    message = _("Notice was given that this meeting is not held. Plan a new one.")


class NotYetConvened(AssemblyRefused):
    code = "not_yet_convened"
    message = _(
        "No notice of this meeting was sent yet, so there is none to correct. Change the meeting "
        "itself, then convene it."
    )


class SameDate(AssemblyRefused):
    code = "same_date"
    message = _(
        "The meeting is set for this very instant. Give another date, or send a correction."
    )


class PaperTypeUnknown(AssemblyRefused):
    code = "paper_type_unknown"
    message = _(
        "The file %(name)s is no PDF, Word file (DOCX), JPEG or PNG. Save it as one of these and "
        "upload it again."
    )


class PaperLocked(AssemblyRefused):
    code = "paper_locked"
    message = _(
        "The file %(name)s is damaged or asks for a password, so nobody else could read it. Save "
        "it without, and upload it again."
    )


class PaperOverSize(AssemblyRefused):
    code = "paper_over_size"
    message = _("The file %(name)s is larger than %(mb)s MB. Make it smaller and upload it again.")


class EnclosuresOverSize(AssemblyRefused):
    code = "enclosures_over_size"
    message = _(
        "What is to go with the notice is %(size)s MB together, and mail servers refuse more than "
        "%(mb)s MB. Leave something out, or make the files smaller."
    )


class PaperGone(AssemblyRefused):
    code = "paper_gone"
    message = _("The paper “%(key)s” is not there any more. Load the page again and choose anew.")
