"""A ballot that was prepared by mistake is taken back, so that it can be prepared rightly."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from assemblies.domain.locking import lock_motion, require_phase, stream_of
from assemblies.domain.sitting import phases
from assemblies.domain.sitting.ballot import BEFORE_MINUTES, require_unresolved
from assemblies.errors import BoxReplaced
from assemblies.models import Motion
from bylaws.enums import SeatWay
from elections.domain.prepare import discard_election
from elections.models import Election
from members.models import User
from records.domain import log


@transaction.atomic
def take_box_back(*, motion: Motion, box: UUID | None, by: User | None, at: datetime) -> Motion:
    """Take back the box ``box``, which was prepared for the motion and not opened. Of a further
    round the ballot before it stands again, and what was decided on its open seats by another
    ballot is to be decided anew.

    Pressed again, where the motion has no box any more, it changes nothing. Raises BoxReplaced,
    AlreadyResolved, PhaseForbids, and what ``elections`` refuses of a box that was opened or that
    repeats an annulled one.
    """
    if box is None:
        raise BoxReplaced
    motion = lock_motion(motion)
    election = motion.election
    if election is None or not Election.objects.filter(pk=box).exists():
        return motion
    if election.pk != box:
        raise BoxReplaced
    require_phase(motion.item.assembly, *BEFORE_MINUTES)
    require_unresolved(motion)
    before = election.follows
    motion.election = before
    motion.save(update_fields=["election"])
    undone = _undecide(motion, before) if before is not None else []
    discard_election(election=election, by=by, at=at)
    payload = {"motion": str(motion.pk), "election": str(box), "decisions": undone}
    stream = stream_of(motion.item.assembly)
    log.record(stream=stream, event="box_taken_back", payload=payload, by=by, at=at)
    phases.follow_boxes(motion.item.assembly, by=by, at=at)
    return motion


def _undecide(motion: Motion, before: Election) -> list[dict[str, object]]:
    """The decisions that another ballot be held on seats of ``before``, as the log keeps them."""
    ways = [way.value for way in SeatWay if way.is_ballot]
    decisions = motion.seat_decisions.filter(contest__election=before, way__in=ways)
    told: list[dict[str, object]] = [
        {"contest": str(one.contest_id), "way": one.way, "seats": one.seats, "decided": one.decided}
        for one in decisions
    ]
    decisions.delete()
    return told
