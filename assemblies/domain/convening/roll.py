"""Freezing the roll of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.enums import Phase
from assemblies.errors import RollInUse
from assemblies.models import Assembly
from elections.domain import roll as rolls
from elections.domain.prepare import attach_roll
from elections.models import Election, Roll
from members.domain import mandates
from members.domain.delegates import constituencies_of
from members.domain.rules import ruling_on
from members.enums import BodyKind, Office
from members.models import Mandate, Term, User
from records.domain import log
from records.fields import Translated

SEATS = {
    BodyKind.COUNCIL: Office.COUNCIL_MEMBER,
    BodyKind.STANDING_COUNCIL: Office.STANDING_MEMBER,
    BodyKind.SUPERVISORY_BOARD: Office.SUPERVISOR,
}
"""The office whose holders make up a body."""

OFFICERS_SIT = "standing_council.officers_sit"
SITTING = (Office.PRESIDENT, Office.VICE_PRESIDENT)

POST = {
    Office.COUNCIL_MEMBER: Translated(zh="理事", en="council member"),
    Office.STANDING_MEMBER: Translated(zh="常务理事", en="standing council member"),
    Office.PRESIDENT: Translated(zh="会长", en="president"),
    Office.VICE_PRESIDENT: Translated(zh="副会长", en="vice-president"),
    Office.SUPERVISOR: Translated(zh="监事", en="supervisor"),
    Office.DELEGATE: Translated(zh="会员代表", en="delegate"),
}


@transaction.atomic
def freeze_assembly_roll(
    *, assembly: Assembly, record_on: date, by: User | None, at: datetime
) -> Roll:
    """Freeze who is entitled on ``record_on`` and lay it under the meeting.

    The same day again gives the same roll. Before notice is sent another day may be taken;
    afterwards RollInUse. Boxes that were prepared on the former roll go along: on it nobody of the
    meeting could vote. Raises RollEmpty, PhaseForbids.
    """
    assembly = lock_assembly(assembly.pk)
    if assembly.roll is not None and assembly.roll.record_on == record_on:
        return assembly.roll
    if assembly.roll is not None and assembly.phase != Phase.PREPARE:
        raise RollInUse(record_on=assembly.roll.record_on)
    require_phase(assembly, Phase.PREPARE)
    roll = freeze_for(assembly, record_on, by=by, at=at)
    assembly.roll = roll
    assembly.save(update_fields=["roll"])
    payload = {"roll": str(roll.pk), "record_on": record_on, "digest": roll.digest}
    log.record(stream=stream_of(assembly), event="roll_attached", payload=payload, by=by, at=at)
    for box in Election.objects.filter(motion__item__assembly=assembly).order_by("pk"):
        attach_roll(election=box, roll=roll, by=by, at=at)
    return roll


def freeze_for(assembly: Assembly, record_on: date, *, by: User | None, at: datetime) -> Roll:
    """The roll of the meeting's body as the register has it: members, delegates or holders of
    seats. Raises RollEmpty."""
    if assembly.by_delegates:
        return freeze_delegates(assembly, record_on, by=by, at=at)
    if assembly.body.kind not in SEATS:
        return rolls.freeze_roll(body=assembly.body, record_on=record_on, by=by, at=at)
    return freeze_holders(assembly, record_on, by=by, at=at)


def holders_of(term: Term, day: date) -> list[Mandate]:
    """Who holds a seat of the term on ``day``; of two terms that overlap, this one's alone. In a
    standing council the officers come first, where the rules let them sit in it."""
    kind = BodyKind(term.body.kind)
    held = mandates.holders_on(body_kind=kind, office=SEATS[kind], day=day)
    own = [mandate for mandate in held if mandate.term_id == term.pk]
    if kind != BodyKind.STANDING_COUNCIL:
        return own
    officers = officers_sitting(term, day)
    sitting = {mandate.person_id for mandate in officers}
    return officers + [mandate for mandate in own if mandate.person_id not in sitting]


def officers_sitting(term: Term, day: date) -> list[Mandate]:
    """President and vice-presidents of the council's term of the same number, each once, where the
    rules of ``day`` let them sit in the standing council."""
    ruling = ruling_on(OFFICERS_SIT, day)
    if ruling is None or not ruling.value:
        return []
    once: dict[UUID, Mandate] = {}
    for office in SITTING:
        for row in mandates.holders_on(body_kind=BodyKind.COUNCIL, office=office, day=day):
            if row.term.number == term.number:
                once.setdefault(row.person_id, row)
    return list(once.values())


def freeze_holders(assembly: Assembly, record_on: date, *, by: User | None, at: datetime) -> Roll:
    """The roll of a council or board: who holds a seat in it on ``record_on``."""
    return _of_holders(assembly, holders_of(assembly.term, record_on), record_on, by=by, at=at)


def freeze_delegates(assembly: Assembly, record_on: date, *, by: User | None, at: datetime) -> Roll:
    """The roll of an assembly of delegates: who holds a delegate's mandate of its term on
    ``record_on``. Each has a vote of their own, whatever firm they come from."""
    return _of_holders(assembly, delegates_on(assembly.term, record_on), record_on, by=by, at=at)


def delegates_on(term: Term, day: date) -> list[Mandate]:
    """Who holds a delegate's mandate of the term on ``day``."""
    kind = BodyKind(term.body.kind)
    held = mandates.holders_on(body_kind=kind, office=Office.DELEGATE, day=day)
    return [mandate for mandate in held if mandate.term_id == term.pk]


def _of_holders(
    assembly: Assembly,
    held: list[Mandate],
    record_on: date,
    *,
    by: User | None,
    at: datetime,
) -> Roll:
    elected = constituencies_of(assembly.term) if assembly.by_delegates else {}
    return rolls.freeze_roll_of_holders(
        body=assembly.body,
        holders=[(row.person, row.firm, _post(row, elected)) for row in held],
        record_on=record_on,
        by=by,
        at=at,
    )


def _post(row: Mandate, elected: Mapping[object, str]) -> Translated:
    """What the roll calls the holder of a seat; of a delegate also who elected them."""
    post, constituency = POST[Office(row.office)], elected.get(row.person_id, "")
    if not constituency:
        return post
    return Translated(zh=f"{post.zh}（{constituency}）", en=f"{post.en} ({constituency})")
