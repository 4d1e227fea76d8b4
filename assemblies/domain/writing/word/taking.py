"""Free texts of an edited Word file, taken over into the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assemblies.domain.writing.free_texts import save_text
from assemblies.domain.writing.standing_texts import rows_of
from assemblies.domain.writing.word.comparing import merged
from assemblies.errors import TextNotHere
from assemblies.models import AgendaItem, Assembly
from members.models import User


@dataclass(frozen=True, slots=True)
class Taken:
    """A text of a place; ``item`` is empty for the meeting's own."""

    section: str
    item: str
    meeting: str
    revision: int
    text: str


@transaction.atomic
def take_texts(
    *, assembly: Assembly, language: str, texts: Sequence[Taken], by: User | None, at: datetime
) -> int:
    """Keep all of them or none; the other language stays. Returns how many.

    Raises what :func:`save_text` does.
    """
    meetings = {str(one.pk): one for one in (assembly, *assembly.follow_ups.all())}
    for taken in texts:
        meeting = meetings.get(taken.meeting)
        if meeting is None:
            raise TextNotHere
        items = AgendaItem.objects.filter(assembly=meeting)
        item = next((one for one in items if str(one.pk) == taken.item), None)
        if taken.item and item is None:
            raise TextNotHere
        row = rows_of(meeting).get((item.pk if item else None, taken.section))
        save_text(
            assembly=meeting,
            item=item,
            section=taken.section,
            text=merged(row.text if row else None, language, taken.text),
            revision=taken.revision,
            by=by,
            at=at,
        )
    return len(texts)
