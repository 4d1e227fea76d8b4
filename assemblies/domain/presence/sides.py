"""At the check-in desk: who votes on paper on a day on which others vote electronically."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from assemblies.domain.presence.check_in import lock_desk
from assemblies.domain.presence.desk_rows import DeskRow, rows_of
from assemblies.domain.presence.votes import Votes, votes_now
from assemblies.errors.remote import PaperInHallOnly
from assemblies.models import Assembly
from elections.domain import secrecy, sides
from elections.domain.eligibility import is_by_slip
from elections.domain.slip_box import holders_of_slips
from elections.enums import BEFORE_OPENING, Channel, ElectionState
from elections.models import Ceremony, Election, RollEntry
from members.models import User


@dataclass(frozen=True, slots=True)
class Sides:
    """Of the votes in the hall: how many would be cast either way now, by how many ``people``
    (electronically, on paper), and the fewest people of each."""

    electronic: int
    papers: int
    people: tuple[int, int]
    least: int

    @property
    def is_short(self) -> bool:
        """Whether a mixed box would be refused now."""
        electronic, papers = self.people
        return electronic < self.least or 0 < papers < self.least


def mixed_boxes(assembly: Assembly) -> QuerySet[Election]:
    """The boxes of the meeting that are not closed and take votes both ways."""
    return Election.objects.filter(
        motion__item__assembly=assembly,
        channel=Channel.MIXED,
        state__in=[*BEFORE_OPENING, ElectionState.OPEN],
    )


def sides_now(assembly: Assembly) -> Sides | None:
    """None where no box of the meeting takes votes both ways any more."""
    boxes = list(mixed_boxes(assembly).select_related("motion__item"))
    if not boxes or assembly.ceremony is None or assembly.roll_id is None:
        return None
    if not assembly.is_hybrid:
        return _sides(assembly.ceremony, votes_now(assembly), boxes)
    # Who takes part remotely may vote in one of them and not in another.
    each = [_sides(assembly.ceremony, votes_now(assembly, box.motion.item), [box]) for box in boxes]
    return min(each, key=lambda one: min(one.people))


def _sides(ceremony: Ceremony, votes: Votes, boxes: Sequence[Election]) -> Sides:
    chosen = sides.on_paper(ceremony)
    papers = [entry for entry in votes.voting if entry.pk in chosen]
    others = [entry for entry in votes.voting if entry.pk not in chosen]
    if ceremony.is_by_slip:
        held = holders_of_slips(ceremony)
        others = [entry for entry in others if entry.pk in held]
    people = [secrecy.people_of(side, votes.holders) for side in (others, papers)]
    return Sides(
        electronic=len(others),
        papers=len(papers),
        people=(people[0], people[1]),
        least=max(sides.least_of(box) for box in boxes),
    )


def consent_wanted(box: Election, votes: Votes) -> str:
    """Why the meeting has to agree before the box opens for ``votes``; empty where it need not."""
    if box.state not in BEFORE_OPENING:
        return ""
    voting, papers = sides.sides_of(box, votes.voting)
    if box.ceremony is not None and is_by_slip(box):
        held = holders_of_slips(box.ceremony)
        voting = [entry for entry in voting if entry.pk in held]
    wanted = secrecy.consent_wanted(box, voting, papers, votes.holders)
    return str(wanted) if wanted is not None else ""


@transaction.atomic
def take_paper(*, assembly: Assembly, entry: RollEntry, by: User | None, at: datetime) -> int:
    """Somebody votes on paper today, with every vote that they cast. Returns how many were moved.

    Raises CeremonyMissing, PhaseForbids, PaperInHallOnly, and what ``elections.domain.sides``
    refuses.
    """
    ceremony = lock_desk(assembly)
    [row] = rows_of(assembly, [entry.pk], limit=1)
    if row.is_remote:
        raise PaperInHallOnly(voter=str(entry))
    moved = _votes_of(row)
    return sides.vote_on_paper(ceremony=ceremony, entries=moved, by=by, at=at)


@transaction.atomic
def take_device(*, assembly: Assembly, entry: RollEntry, by: User | None, at: datetime) -> int:
    """Somebody votes electronically after all. Raises as :func:`take_paper` does."""
    ceremony = lock_desk(assembly)
    [row] = rows_of(assembly, [entry.pk], limit=1)
    moved = _votes_of(row)
    return sides.vote_electronically(ceremony=ceremony, entries=moved, by=by, at=at)


def _votes_of(row: DeskRow) -> list[RollEntry]:
    """Those that are cast from a row at the desk; its own before it came in."""
    return row.votes or [row.entry]
