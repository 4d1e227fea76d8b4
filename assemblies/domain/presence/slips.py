"""Slips at the check-in desk: one drawn for each vote that somebody casts, and given back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.presence.check_in import lock_desk
from assemblies.domain.presence.desk_rows import rows_of
from assemblies.domain.presence.sides import mixed_boxes
from assemblies.errors import NotInHall
from assemblies.errors.presence import NoPaperForSlip
from assemblies.models import Assembly
from elections.domain import sides, slip_box
from elections.domain.weights import votes_of
from elections.models import RollEntry
from members.models import User


@transaction.atomic
def draw_slips(*, assembly: Assembly, entry: RollEntry, by: User | None, at: datetime) -> int:
    """Note that somebody drew a slip for each vote that they cast: their own, and those whose
    authority they hold. Returns how many they have now; who has one draws no second one.

    Raises NotInHall, CeremonyMissing, SlipsNotUsed, PhaseForbids.
    """
    ceremony = lock_desk(assembly)
    [row] = rows_of(assembly, [entry.pk], limit=1)
    if not row.votes:
        raise NotInHall(voter=str(entry))
    # One vote alone that is on paper is refused with its reason; of several the others draw.
    for vote in row.by_device or row.votes:
        slip_box.issue_slip(ceremony=ceremony, entry=vote, by=by, at=at)
    return votes_of(row.by_device)


@transaction.atomic
def return_slips(
    *,
    assembly: Assembly,
    entry: RollEntry,
    by: User | None,
    at: datetime,
    exchanged: bool = False,
) -> int:
    """Note that somebody gave back every slip that they had, in the hall or on leaving it;
    ``exchanged`` for ballots on paper, which they have then in every box that takes votes both
    ways. Returns how many; again, they have none and nothing changes.

    Raises SlipNotDrawn for who never had one, NoPaperForSlip where no box of the day takes votes
    both ways, CeremonyMissing, SlipsNotUsed, PhaseForbids.
    """
    ceremony = lock_desk(assembly)
    if exchanged and not mixed_boxes(assembly).exists():
        raise NoPaperForSlip
    [row] = rows_of(assembly, [entry.pk], limit=1)
    held = slip_box.holders_of_slips(ceremony)
    votes = [vote for vote in row.may_hold if vote.pk in held]
    for vote in votes or [entry]:
        slip_box.return_slip(ceremony=ceremony, entry=vote, by=by, at=at, exchanged=exchanged)
    if exchanged:
        sides.vote_on_paper(ceremony=ceremony, entries=votes, by=by, at=at)
    return votes_of(votes)
