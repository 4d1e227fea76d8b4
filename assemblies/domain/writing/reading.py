"""The draft before the board: who reads it, what they remark, what is answered.

Read are the minutes of a closed meeting only; while it is open there are drafts.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.writing.minutes import check_ready, latest_minutes
from assemblies.enums import Function, MinutesState, Phase
from assemblies.errors import (
    MinutesAreFinal,
    MinutesNotBeingRead,
    MinutesNotReady,
    NotAReader,
    RemarkEmpty,
)
from assemblies.models import AgendaItem, Assembly, Minutes, ReadingRemark
from members.enums import BodyKind
from members.models import Person, User
from records.domain import log

READERS = (Function.CHAIR, Function.RECORDER, Function.SUPERVISOR)
BOARDS = (BodyKind.COUNCIL, BodyKind.STANDING_COUNCIL, BodyKind.SUPERVISORY_BOARD)
"""Whoever attended a meeting of these reads its minutes too."""


def readers_of(assembly: Assembly) -> list[Person]:
    """Chair, recorder and supervisors, and of a board everyone who attended; each once."""
    found = [
        row.person
        for row in assembly.appointments.filter(function__in=READERS)
        .select_related("person")
        .order_by("function", "position")
    ]
    for meeting in (assembly, *assembly.follow_ups.select_related("body")):
        if meeting.body.kind in BOARDS:
            found += _came(meeting)
    return list({person.pk: person for person in found}.values())


def _came(assembly: Assembly) -> list[Person]:
    """Whoever was in the hall themselves for any time, in the order of the roll."""
    stays = assembly.attendances.filter(proxy__isnull=True, entry__person__isnull=False)
    rows = stays.select_related("entry__person").order_by("entry__position")
    return [stay.entry.person for stay in rows if stay.entry.person]


def is_reader(assembly: Assembly, person_id: UUID | None) -> bool:
    return person_id is not None and person_id in {one.pk for one in readers_of(assembly)}


@transaction.atomic
def start_reading(*, assembly: Assembly, by: User | None, at: datetime) -> dict[str, Minutes]:
    """Lay the newest version before its readers.

    Raises MinutesNotReady, MinutesAreFinal, MinutesOutdated, ItemsUndecided, FiguresDispute, and
    PhaseForbids while the meeting is open.
    """
    locked = lock_assembly(assembly.pk)
    require_phase(locked, Phase.MINUTES, Phase.SIGN)
    rows = latest_minutes(locked)
    if not rows:
        raise MinutesNotReady
    states = {row.state for row in rows.values()}
    if states & {MinutesState.FINAL, MinutesState.SIGNED}:
        raise MinutesAreFinal
    if states == {MinutesState.READING}:
        return rows
    check_ready(locked, rows)
    for row in rows.values():
        row.state = MinutesState.READING
        row.save(update_fields=["state"])
    payload = {"version": row.version}
    log.record(stream=stream_of(locked), event="minutes_reading", payload=payload, by=by, at=at)
    return rows


@transaction.atomic
def remark(
    *,
    minutes: Minutes,
    person: Person | None,
    item: AgendaItem | None,
    text: str,
    by: User | None,
    at: datetime,
) -> ReadingRemark:
    """Keep what a reader remarks on the version that is being read.

    Raises NotAReader, MinutesNotBeingRead, RemarkEmpty.
    """
    locked = lock_assembly(minutes.assembly_id)
    row = Minutes.objects.get(pk=minutes.pk)
    if row.state != MinutesState.READING:
        raise MinutesNotBeingRead
    if person is None or not is_reader(locked, person.pk):
        raise NotAReader
    if not text.strip():
        raise RemarkEmpty
    made = ReadingRemark.objects.create(
        minutes=row, person=person, item=item, text=text.strip(), made_at=at
    )
    payload = {"version": row.version, "remark": str(made.pk)}
    log.record(stream=stream_of(locked), event="minutes_remarked", payload=payload, by=by, at=at)
    return made


@transaction.atomic
def answer_remark(
    *, remark: ReadingRemark, answer: str, by: User | None, at: datetime
) -> ReadingRemark:
    """Keep what became of a remark. A later answer takes the place of the former, which the log
    keeps. Raises RemarkEmpty, MinutesAreFinal."""
    locked = lock_assembly(remark.minutes.assembly_id)
    row = ReadingRemark.objects.select_related("minutes").get(pk=remark.pk)
    if not answer.strip():
        raise RemarkEmpty
    if row.minutes.state in (MinutesState.FINAL, MinutesState.SIGNED):
        raise MinutesAreFinal
    if row.answer == answer.strip():
        return row
    row.answer, row.answered_at = answer.strip(), at
    row.save(update_fields=["answer", "answered_at"])
    payload = {"remark": str(row.pk), "answer": row.answer}
    event = "minutes_remark_answered"
    log.record(stream=stream_of(locked), event=event, payload=payload, by=by, at=at)
    return row


def remarks_of(assembly: Assembly) -> list[ReadingRemark]:
    """On every version, the newest version first, of each in the order they were made."""
    rows = ReadingRemark.objects.filter(minutes__assembly=assembly)
    rows = rows.select_related("minutes", "person", "item")
    return list(rows.order_by("-minutes__version", "made_at"))
