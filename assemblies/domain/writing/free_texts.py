"""Words of the minutes beside the facts: saved place by place, nothing that was saved is lost.

Facts follow the record and free text decides nothing; numbers in it that are none of the item's
are listed as a hint (:func:`strange_numbers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.writing.minutes_facts import as_data
from assemblies.domain.writing.minutes_facts.shapes import ItemFacts, MeetingFacts
from assemblies.domain.writing.standing_texts import rows_of
from assemblies.enums import MinutesState, Phase, Section
from assemblies.errors import MinutesAreFinal, TextChangedMeanwhile, TextNotHere
from assemblies.models import AgendaItem, Assembly, FreeText
from members.models import User
from records.domain import log
from records.fields import Translated

WRITTEN_IN = (Phase.LIVE, Phase.COUNT, Phase.MINUTES, Phase.SIGN)
OF_ITEM = (Section.DISCUSSION, Section.REMARK)
OF_MEETING = (Section.OPENING, Section.CLOSING)
NUMBER = re.compile(r"(?<![\d.:])\d+(?:\.\d+)?(?![\d.:]*\d)")
# Instants, days, keys and digests hold digits that nobody means by a number.
NO_FIGURE = re.compile(r"\d{4}-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{40,}$")


@transaction.atomic
def save_text(
    *,
    assembly: Assembly,
    item: AgendaItem | None,
    section: str,
    text: Translated,
    revision: int,
    by: User | None,
    at: datetime,
) -> FreeText | None:
    """Keep ``text`` as the next revision of its place. ``revision`` is the one it was written over,
    0 where there was none.

    The same text again keeps nothing new. Raises TextChangedMeanwhile where somebody else has saved
    since, with what they saved; MinutesAreFinal, TextNotHere, PhaseForbids.
    """
    locked = lock_assembly(assembly.pk)
    require_phase(locked, *WRITTEN_IN)
    _check_place(locked, item, section)
    if newest_state(locked) in (MinutesState.FINAL, MinutesState.SIGNED):
        raise MinutesAreFinal
    standing = rows_of(locked).get((item.pk if item else None, section))
    kept = Translated({key: words.strip() for key, words in text.items() if words.strip()})
    if standing is None and not kept:
        return None
    if standing is not None and standing.text == kept:
        return standing
    if revision != (standing.revision if standing else 0):
        raise TextChangedMeanwhile(standing, kept)
    row = FreeText.objects.create(
        assembly=locked,
        item=item,
        section=section,
        revision=revision + 1,
        text=kept,
        written_by=by,
        written_at=at,
    )
    payload = {"section": section, "item": str(item.pk) if item else "", "revision": row.revision}
    log.record(stream=stream_of(locked), event="minutes_text_saved", payload=payload, by=by, at=at)
    return row


def _check_place(assembly: Assembly, item: AgendaItem | None, section: str) -> None:
    places = OF_ITEM if item else OF_MEETING
    if section not in places or (item is not None and item.assembly_id != assembly.pk):
        raise TextNotHere


def newest_state(assembly: Assembly) -> str:
    """The state of the newest version; empty where there is none."""
    row = assembly.minutes.order_by("-version").first()
    return row.state if row else ""


def history_of(assembly: Assembly, item_id: UUID | None, section: str) -> list[FreeText]:
    """Every revision of one place, the newest first."""
    rows = FreeText.objects.filter(assembly=assembly, item=item_id, section=section)
    return list(rows.select_related("written_by__person").order_by("-revision"))


def strange_numbers(text: Translated, facts: ItemFacts | MeetingFacts) -> list[str]:
    """Numbers in ``text`` that stand nowhere in the facts beside it, in the order of the text."""
    known = set(_numbers(as_data(facts)))
    written = [number for words in text.values() for number in NUMBER.findall(words)]
    return [number for number in dict.fromkeys(written) if number not in known]


def _numbers(data: Any) -> Iterator[str]:
    """Every number that the facts state, as a figure or in their words; not the free text's own."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in Section.values:
                yield from _numbers(value)
    elif isinstance(data, list):
        for value in data:
            yield from _numbers(value)
    elif isinstance(data, bool) or data is None or NO_FIGURE.match(str(data)):
        return
    else:
        yield from NUMBER.findall(str(data))
