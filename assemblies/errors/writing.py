"""What is refused of minutes and papers."""

from __future__ import annotations

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
