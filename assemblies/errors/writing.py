"""What is refused of minutes and papers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


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


class MinutesAreFinal(AssemblyRefused):
    code = "minutes_are_final"
    message = _(
        "The minutes are final and stay as they are. What is still to be said goes to the next "
        "meeting."
    )


class MinutesNotBeingRead(AssemblyRefused):
    code = "minutes_not_being_read"
    message = _(
        "These minutes are not laid before their readers now. Ask the recorder for the version "
        "that is."
    )


class NotAReader(AssemblyRefused):
    code = "not_a_reader"
    message = _(
        "These minutes are read by the chair, the recorder, the supervisors and, of a board, by "
        "whoever attended. Tell one of them what you noticed."
    )


class RemarkEmpty(AssemblyRefused):
    code = "remark_empty"
    message = _("Write the words first, then keep them.")


class RemarksUnanswered(AssemblyRefused):
    code = "remarks_unanswered"
    message = _(
        "Remarks of readers have no answer yet: %(number)s. Answer each, then make the minutes "
        "final."
    )


class TextNotHere(AssemblyRefused):
    code = "text_not_here"
    message = _("The minutes have no place for such a text here. Load the page again.")


class TextChangedMeanwhile(AssemblyRefused):
    """``standing`` is what somebody else saved, ``mine`` what was to be saved over it."""

    code = "text_changed_meanwhile"
    message = _(
        "Somebody else has changed this text since you opened it. Both stand below: put them "
        "together, then keep it."
    )

    def __init__(self, standing: Any, mine: Any) -> None:
        super().__init__()
        self.standing, self.mine = standing, mine


class WordFileUnread(AssemblyRefused):
    """A Word file that cannot be read, in the words of its reader."""

    code = "word_file_unread"


class ExcerptOfDraft(AssemblyRefused):
    code = "excerpt_of_draft"
    message = _("An extract is made from final minutes only. Make them final first.")


class ExcerptEmpty(AssemblyRefused):
    code = "excerpt_empty"
    message = _("Choose the items that the extract is to have.")


class ExcerptUnaddressed(AssemblyRefused):
    code = "excerpt_unaddressed"
    message = _("Say for whom the extract is and for what purpose.")


class CertifierUnknown(AssemblyRefused):
    code = "certifier_unknown"
    message = _(
        "An extract is certified by the secretary-general, the president or the chair of the "
        "meeting. Choose one of them."
    )
