"""What has changed at a meeting since a page looked: marks that a page compares every two seconds.

Five hundred phones ask at once, so asking costs one query: the head of the meeting's log, with the
state and the board of the current ballot box (a ballot is the one thing that no log tells of).
Only when one of these is new are the marks made anew, once for all who ask.

A phone's mark leaves out what does not concern its owner, or every arrival and every ballot would
make all phones load their page. That it changes tells nobody but its owner, who alone holds the
sealed name by which it is asked for: else whoever asks would learn when another one voted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Subquery

from assemblies.domain.sitting.announcing import announced_until
from assemblies.enums import ItemState, ProxyState
from assemblies.models import (
    AgendaItem,
    Assembly,
    Attendance,
    Motion,
    Proxy,
    QuorumCheck,
    Recusal,
    Resolution,
    SeatDecision,
)
from elections.models import Election, Participation, RollEntry
from records.models import Stream

COUNTS = "counts"
SEALED = signing.Signer(salt="assemblies.pulse")
# Marks of the versions asked for last; a meeting in session needs one.
KEPT = 16


@dataclass(frozen=True, slots=True)
class Marks:
    """``common`` changes with what everyone sees, ``counts`` with every arrival and ballot too,
    ``own`` with what concerns one person, by their key."""

    common: str
    counts: str
    own: dict[UUID, str]

    def of(self, person_id: UUID | None) -> str:
        if person_id is None:
            return self.common
        return _digest(self.common, self.own.get(person_id, ""))


def name_of(assembly: Assembly, person_id: UUID | None) -> str:
    """The sealed name by which a person's page asks for their mark; nobody's without a person."""
    return SEALED.sign(f"{assembly.pk.hex}.{person_id.hex if person_id else ''}")


def name_of_counts(assembly: Assembly) -> str:
    """The sealed name by which the desk and the screen ask."""
    return SEALED.sign(f"{assembly.pk.hex}.{COUNTS}")


def mark_of(assembly_id: UUID, name: str) -> str | None:
    """The mark that ``name`` asks for; None where there is no such meeting.

    Raises BadSignature for a name that was not given out for this meeting.
    """
    meeting, _dot, whose = SEALED.unsign(name).partition(".")
    if meeting != assembly_id.hex:
        raise signing.BadSignature
    marks = marks_now(assembly_id)
    if marks is None:
        return None
    if whose == COUNTS:
        return marks.counts
    return marks.of(UUID(whose) if whose else None)


def version_of(assembly_id: UUID) -> tuple[str, ...] | None:
    """What tells whether anything happened; None where there is no such meeting. One query."""
    boxes = Election.objects.filter(
        motion__item__assembly=assembly_id, motion__item__state=ItemState.CURRENT
    )
    row = (
        Stream.objects.filter(name=f"assembly:{assembly_id}")
        .annotate(
            box=Subquery(boxes.values("pk")[:1]),
            box_state=Subquery(boxes.values("state")[:1]),
            box_head=Subquery(boxes.values("head")[:1]),
        )
        .values_list("head", "box", "box_state", "box_head")
        .first()
    )
    return tuple(str(part or "") for part in row) if row is not None else None


def marks_now(assembly_id: UUID) -> Marks | None:
    """The marks of this moment; None where there is no such meeting."""
    version = version_of(assembly_id)
    return _marks(assembly_id, version) if version is not None else None


@lru_cache(maxsize=KEPT)
def _marks(assembly_id: UUID, version: tuple[str, ...]) -> Marks:
    """Made once for each version: the log's head is that of a salted chain, so it never returns."""
    common = _digest(*_seen_by_all(assembly_id))
    counts = _digest(common, *version)
    return Marks(common=common, counts=counts, own=_own(assembly_id))


def _seen_by_all(assembly_id: UUID) -> Iterator[object]:
    """Everything that a phone shows of the meeting, whoever holds it."""
    assembly = Assembly.objects.get(pk=assembly_id)
    yield (assembly.phase, assembly.roll_id, assembly.opened_at, assembly.closed_at)
    yield dict(assembly.remote_access)
    yield from AgendaItem.objects.filter(assembly=assembly_id).values_list(
        "pk", "position", "state", "title", "note"
    )
    yield from Motion.objects.filter(item__assembly=assembly_id).values_list(
        "pk", "text", "method", "revision", "present", "votes_for", "votes_against", "abstentions"
    )
    yield from Election.objects.filter(motion__item__assembly=assembly_id).values_list(
        "pk", "state", "channel", "round"
    )
    yield from Resolution.objects.filter(
        motion__item__assembly=assembly_id, annulled_at__isnull=True
    ).values_list("pk", "outcome")
    yield from SeatDecision.objects.filter(motion__item__assembly=assembly_id).values_list(
        "pk", "decided_at"
    )
    yield from QuorumCheck.objects.filter(assembly=assembly_id).values_list("pk")
    yield from assembly.adjournments.values_list("pk", "until_at", "resumed_at")
    yield from assembly.notices.values_list("pk")
    yield announced_until(assembly)


def _own(assembly_id: UUID) -> dict[UUID, str]:
    """What concerns each person: their votes, and those that they hold or gave away."""
    concerned: dict[UUID, set[UUID]] = {}
    roll = Assembly.objects.values_list("roll", flat=True).get(pk=assembly_id)
    entries = RollEntry.objects.filter(roll=roll).exclude(person=None)
    for entry, person in entries.values_list("pk", "person"):
        concerned.setdefault(entry, set()).add(person)
    lodged = Proxy.objects.filter(assembly=assembly_id, state=ProxyState.LODGED)
    for entry, holder in lodged.values_list("principal", "holder"):
        concerned.setdefault(entry, set()).add(holder)
    facts: dict[UUID, list[object]] = {}
    for row in _facts(assembly_id):
        for person in concerned.get(row[0], ()):
            facts.setdefault(person, []).append(row)
    return {person: _digest(*sorted(map(str, rows))) for person, rows in facts.items()}


def _facts(assembly_id: UUID) -> Iterator[tuple[Any, ...]]:
    """Rows that begin with the entry of the roll that they are about."""
    yield from Proxy.objects.filter(assembly=assembly_id, state=ProxyState.LODGED).values_list(
        "principal", "holder"
    )
    yield from Attendance.objects.filter(assembly=assembly_id, out_at__isnull=True).values_list(
        "entry", "proxy", "pk"
    )
    yield from Recusal.objects.filter(
        item__assembly=assembly_id, item__state=ItemState.CURRENT, withdrawn_at__isnull=True
    ).values_list("entry", "item")
    yield from Participation.objects.filter(
        election__motion__item__assembly=assembly_id,
        election__motion__item__state=ItemState.CURRENT,
    ).values_list("entry", "election", "admitted", "cast", "holder", "on_paper")


def _digest(*parts: object) -> str:
    said = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()[:20]
