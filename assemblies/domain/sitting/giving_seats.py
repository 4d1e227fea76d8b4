"""A seat that was held back is given, once what stood against it is settled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from assemblies.domain.days import local_day, meeting_day
from assemblies.domain.locking import lock_motion, stream_of
from assemblies.domain.planning.compatibility import Place, refuse_beside_held
from assemblies.domain.sitting.effects import term_for
from assemblies.domain.sitting.seats_held import is_open
from assemblies.errors import (
    SeatDayOutside,
    SeatHeldAlready,
    SeatNotHeldBack,
    SeatSourceMissing,
    SeatTaken,
)
from assemblies.models import Resolution
from elections.models import Candidate
from members.domain import mandates
from members.enums import Office
from members.models import Mandate, User
from records.domain import log


@transaction.atomic
def give_seat(
    *,
    resolution: Resolution,
    candidate: UUID | str,
    from_on: date,
    source: str,
    by: User | None,
    at: datetime,
) -> Mandate:
    """Give the seat that ``resolution`` held back from ``candidate``, by the decision of the
    election, from ``from_on``; ``source`` is the paper that settles what stood against it, or says
    so in words. Given again, nothing changes.

    Whoever presses answers for what ``source`` says: age, terms, clearance and declarations are not
    asked anew. Offices that do not go together are (CN-C4, CN-D2): nothing settles that but the end
    of the other seat. Raises SeatNotHeldBack, SeatHeldAlready, SeatTaken, SeatSourceMissing,
    SeatDayOutside, OfficesIncompatible, UnitsIncompatible.
    """
    motion = lock_motion(resolution.motion)
    resolution = Resolution.objects.get(pk=resolution.pk)
    row = _held_back(resolution, str(candidate))
    elected = Candidate.objects.select_related("person", "firm", "contest").get(pk=row["candidate"])
    person, office = elected.person, Office(row["office"])
    assert person is not None  # nobody else is held back
    assembly = motion.item.assembly
    given = Mandate.objects.filter(
        person=person, office=office, decision=resolution.decision, superseded_at__isnull=True
    ).first()
    if given is not None:
        return given
    told = {"person": str(person), "office": office.label}
    term = term_for(assembly, elected.contest, at=at)
    if term.mandates.filter(person=person, office=office, superseded_at__isnull=True).exists():
        raise SeatHeldAlready(**told)
    if not is_open(resolution, row):
        raise SeatTaken(**told)
    if not source.strip():
        raise SeatSourceMissing
    if not meeting_day(assembly) <= from_on <= local_day(at):
        raise SeatDayOutside
    refuse_beside_held(assembly, Place(person, elected.firm, office), on=from_on)
    (mandate,) = mandates.create_mandates(
        term=term,
        office=office,
        holders=[(person, elected.firm)],
        from_on=from_on,
        until_on=term.until_on,
        decision=resolution.decision,
        source=source.strip(),
        by=by,
        at=at,
    )
    payload = {
        "resolution": str(resolution.pk),
        "candidate": str(elected.pk),
        "office": office.value,
        "mandate": mandate.pk,
        "from_on": from_on,
        "source": mandate.source,
    }
    log.record(stream=stream_of(assembly), event="seat_given", payload=payload, by=by, at=at)
    return mandate


def _held_back(resolution: Resolution, candidate: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = resolution.figures.get("held_back", [])
    found = next((row for row in rows if row["candidate"] == candidate), None)
    if found is None or resolution.annulled_at is not None:
        raise SeatNotHeldBack
    return found
