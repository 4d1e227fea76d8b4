"""What calls about dues keep of persons, and how they forget one."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dues.models import CallNote
from members.domain.personal.personal_data import Holding, Row
from members.domain.personal.traces import Traces, traces_of
from members.models import Person


def _notes_of(traces: Traces) -> QuerySet[CallNote]:
    """Calls to a firm that the person acted for: a name tells of them only there."""
    return CallNote.objects.filter(firm__in=traces.firms).select_related("firm")


def _told(note: CallNote, traces: Traces) -> bool:
    text = f"{note.spoke_to}\n{note.note}"
    return traces.names_here(text) or traces.tells(text)


def _calls(person: Person) -> Iterator[Row]:
    traces = traces_of(person)
    for note in _notes_of(traces).order_by("called_at"):
        if _told(note, traces):
            yield (note.firm.name, note.called_at, note.spoke_to, note.note)


HOLDINGS = (
    Holding(
        "calls",
        _("Calls about dues"),
        _("To know what a firm said when it was called about unpaid dues."),
        (
            ("firm", _("Firm")),
            ("called_at", _("Called")),
            ("spoke_to", _("Spoke to")),
            ("note", _("What was said")),
        ),
        _calls,
    ),
)


def erase(traces: Traces) -> int:
    """Name, address and number in notes of calls; that there was a call stays."""
    changed = 0
    for note in _notes_of(traces):
        if _told(note, traces):
            note.spoke_to = traces.without(note.spoke_to)
            note.note = traces.without(note.note)
            note.save(update_fields=["spoke_to", "note"])
            changed += 1
    return changed
