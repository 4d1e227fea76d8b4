"""Lists as CSV, for whoever answers for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assemblies.models import Assembly, Attendance, Notice, Resolution
from elections.models import Roll

# A cell that begins so is run as a formula by spreadsheet programs.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def roll_csv(roll: Roll) -> bytes:
    """Every entry, entitled or excluded, with the reason; the roll's digest stands last."""
    entries = roll.entries.select_related("firm__membership", "person").order_by("position")
    rows: list[Sequence[object]] = [
        (
            _("No."),
            _("Member number"),
            _("Firm"),
            _("Unified social credit code"),
            _("Representative"),
            _("Post"),
            _("Entitled"),
            pgettext("how many", "Votes"),
            _("Reason"),
            _("Rule"),
        )
    ]
    rows += [
        (
            entry.position,
            entry.firm.membership.number if entry.firm else "",
            entry.firm or "",
            entry.firm.registration_code if entry.firm else "",
            entry.person or "",
            entry.post,
            _("yes") if entry.entitled else _("no"),
            entry.weight if entry.entitled else 0,
            entry.reason,
            entry.citation,
        )
        for entry in entries
    ]
    rows.append((_("SHA-256 of the roll"), roll.digest))
    return _written(rows)


def resolutions_csv(resolutions: Iterable[Resolution]) -> bytes:
    """The register of resolutions: each verdict as its sentence, with what it rests on."""
    rows: list[Sequence[object]] = [
        (
            _("No."),
            _("Meeting"),
            _("Motion"),
            _("Resolved"),
            _("Verdict"),
            _("Rule"),
            _("Who sees to it"),
            _("To be carried out by"),
            _("State of progress"),
        )
    ]
    rows += [
        (
            resolution.label,
            resolution.motion.item.assembly,
            resolution.motion.item,
            resolution.resolved_at.isoformat(),
            resolution.sentence,
            resolution.citation,
            resolution.owner or "",
            resolution.due_on.isoformat() if resolution.due_on else "",
            resolution.get_progress_display(),
        )
        for resolution in resolutions
    ]
    return _written(rows)


def deliveries_csv(notice: Notice) -> bytes:
    """What became of a notice for each voter."""
    deliveries = notice.deliveries.select_related("entry__firm", "entry__person")
    rows: list[Sequence[object]] = [
        (_("Firm"), _("Representative"), _("Way"), _("Address"), _("State"), _("Sent"), _("Note"))
    ]
    rows += [
        (
            delivery.entry.firm or "",
            delivery.entry.person or "",
            delivery.get_channel_display(),
            delivery.address,
            delivery.get_state_display(),
            delivery.sent_at.isoformat() if delivery.sent_at else "",
            delivery.detail,
        )
        for delivery in deliveries.order_by("entry__position")
    ]
    return _written(rows)


def attendance_csv(assembly: Assembly) -> bytes:
    """Each stay: in and out, and whether in the hall, remotely or through the holder of an
    authority."""
    stays = assembly.attendances.select_related("entry__firm__membership", "entry__person")
    rows: list[Sequence[object]] = [
        (
            _("Member number"),
            _("Firm"),
            _("Representative"),
            _("In"),
            _("Out"),
            pgettext("attendance", "Where"),
        )
    ]
    rows += [
        (
            stay.entry.firm.membership.number if stay.entry.firm else "",
            stay.entry.firm or "",
            stay.entry.person or "",
            stay.in_at.isoformat(),
            stay.out_at.isoformat() if stay.out_at else "",
            _where(stay),
        )
        for stay in stays.order_by("entry__position", "in_at")
    ]
    return _written(rows)


def _where(stay: Attendance) -> str:
    if stay.proxy_id is not None:
        return _("by proxy")
    return _("remotely") if stay.remote else _("in the hall")


def _written(rows: Iterable[Sequence[object]]) -> bytes:
    """With a byte order mark: spreadsheet programs read Chinese wrongly without."""
    file = io.StringIO()
    csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + file.getvalue()).encode()


def _harmless(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
