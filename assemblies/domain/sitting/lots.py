"""A lot among the tied, drawn from a public seed.

The list and the rule are committed first: they are logged and shown in the hall. The seed begins
with what the published ballot fixed, the head of its board (on paper the box's own code), and ends
with digits that are called or rolled in the hall afterwards. So nobody can choose the list to suit
the seed, and everybody can draw again (``elections.counting.lot``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import lock_motion, require_sitting, stream_of
from assemblies.domain.planning.lot_seed import digits_called
from assemblies.domain.planning.nominate import in_stroke_order
from assemblies.domain.sitting.ballot import require_unresolved
from assemblies.domain.sitting.seats_left import OpenSeats
from assemblies.errors import LotAlreadyDrawn, LotNotCommitted, LotOfAnnulledBallot
from assemblies.models import Motion, SeatDecision
from bylaws.enums import SeatWay
from elections.counting.lot import SEPARATOR, draw
from elections.enums import ElectionState
from elections.models import Contest
from members.models import User
from records.domain import log
from records.fields import Translated


def commit_lot(decision: SeatDecision, open_: OpenSeats, at: datetime) -> None:
    """Fill in the list, by the strokes of the surnames, and what the seed begins with."""
    box = open_.judged.election
    decision.tied = [
        {"candidate": str(candidate.pk), "name": dict(candidate.name)}
        for candidate in in_stroke_order(open_.tied, lambda one: one.name.zh)
    ]
    decision.seed_begins = box.head or box.code
    decision.committed_at, decision.decided_at = at, None


@dataclass(frozen=True, slots=True)
class ShownLot:
    """A lot as a page shows it: the list with its numbers, and who was drawn."""

    decision: SeatDecision
    contest: Contest
    seats: int
    seed_begins: str
    seed: str
    rows: tuple[dict[str, object], ...]


def lots_of(motion: Motion | None) -> list[ShownLot]:
    """The lots of a motion's standing rounds, drawn or only committed, in their order."""
    if motion is None:
        return []
    kept = motion.seat_decisions.filter(way=SeatWay.LOT).exclude(
        contest__election__state=ElectionState.ANNULLED
    )
    return [
        ShownLot(
            decision=row,
            contest=row.contest,
            seats=row.seats,
            seed_begins=row.seed_begins,
            seed=row.seed,
            rows=tuple(
                one | {"name": Translated(one["name"]), "is_chosen": one["candidate"] in row.chosen}
                for one in row.tied
            ),
        )
        for row in kept.select_related("contest")
    ]


@transaction.atomic
def draw_lot(*, decision: SeatDecision, called: str, by: User | None, at: datetime) -> SeatDecision:
    """Draw from the committed list with the digits ``called`` in the hall; spaces between them do
    not count. With the same digits again nothing changes.

    Raises LotNotCommitted, LotSeedInvalid, LotAlreadyDrawn for other digits than it was drawn
    with, LotOfAnnulledBallot, AlreadyResolved.
    """
    motion = lock_motion(decision.motion)
    row = SeatDecision.objects.select_for_update().get(pk=decision.pk)
    if row.way != SeatWay.LOT or row.committed_at is None:
        raise LotNotCommitted
    seed = f"{row.seed_begins}{SEPARATOR}{digits_called(called)}"
    if row.decided_at is not None:
        if row.seed != seed:
            raise LotAlreadyDrawn(seed=row.seed)
        return row
    if row.contest.election.state == ElectionState.ANNULLED:
        raise LotOfAnnulledBallot
    require_sitting(motion.item.assembly)
    require_unresolved(motion)
    drawn = draw(seed, [one["candidate"] for one in row.tied])
    digests = {one.candidate: one.digest for one in drawn}
    row.seed, row.decided_at = seed, at
    row.tied = [one | {"digest": digests[one["candidate"]]} for one in row.tied]
    row.chosen = [one.candidate for one in drawn[: row.seats]]
    row.save()
    log.record(
        stream=stream_of(motion.item.assembly),
        event="lot_drawn",
        payload={"contest": str(row.contest_id), "seed": seed, "order": list(digests.items())},
        by=by,
        at=at,
    )
    return row
