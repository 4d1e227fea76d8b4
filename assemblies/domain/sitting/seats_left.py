"""Seats that a published ballot left open: what may follow for each, as the rulebook says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assemblies.domain.governing import book_of
from assemblies.domain.sitting.judged import DECIDED, Judged, judged_contests, outcome_of
from assemblies.enums import ItemKind, Method
from assemblies.errors import RuleRefused, SeatsStillOpen, told_by_the_rules
from assemblies.models import Motion, SeatDecision
from bylaws.domain.rounds import (
    Allowed,
    candidates_in_another_ballot,
    ways_on_shortfall,
    ways_on_tie,
)
from bylaws.domain.rulebook import Rulebook
from bylaws.enums import SeatWay
from elections.enums import ElectionState
from elections.models import Candidate
from members.models import Membership


@dataclass(frozen=True, slots=True)
class Senior:
    """A candidate and the day that seniority goes by; None where the register lacks it."""

    candidate: Candidate
    on: date | None


@dataclass(frozen=True, slots=True)
class OpenSeats:
    """``seats`` of a question on which nothing was decided yet. ``standing`` are those who may be
    voted on again, most votes first; ``put_up`` how many of them another ballot has, None where
    the meeting says so. ``lot`` is one that was committed and not drawn yet."""

    judged: Judged
    seats: int
    ways: tuple[Allowed, ...]
    standing: tuple[Candidate, ...]
    put_up: int | None
    lot: SeatDecision | None

    @property
    def is_tie(self) -> bool:
        return bool(self.judged.slate.tied_at_edge)

    @property
    def tied(self) -> tuple[Candidate, ...]:
        return self.judged.named(self.judged.slate.tied_at_edge)

    def way(self, name: str) -> Allowed | None:
        return next((one for one in self.ways if one.way.value == name), None)


def open_seats(motion: Motion) -> list[OpenSeats]:
    """The seats of an election's published rounds that are still open, question by question; none
    of what is no election, and none where a ballot was held in the wrong form.

    Raises RuleRefused where a count does not reconcile.
    """
    if motion.item.kind != ItemKind.ELECTION or motion.method != Method.SECRET:
        return []
    with told_by_the_rules():
        judged = judged_contests(motion)
        if not judged or outcome_of(judged) not in DECIDED:
            return []
        book = book_of(motion.item.assembly)
        return [_open(one, book) for one in judged if one.open > 0]


def open_seats_told(motion: Motion | None) -> list[OpenSeats]:
    """The same for a page: nothing where the result is not published or the count is refused,
    which resolving then says in its own words."""
    if motion is None or motion.election is None:
        return []
    if motion.election.state != ElectionState.PUBLISHED:
        return []
    try:
        return open_seats(motion)
    except RuleRefused:
        return []


def require_seats_settled(motion: Motion) -> None:
    """Raises SeatsStillOpen while seats are open on which nothing was decided."""
    seats = sum(one.seats for one in open_seats(motion))
    if seats:
        raise SeatsStillOpen(item=str(motion.item.title), seats=seats)


def _open(judged: Judged, book: Rulebook) -> OpenSeats:
    slate, seats = judged.slate, judged.open
    voted_on_again = any(SeatWay(one.way).is_ballot for one in judged.decisions)
    keys = [] if voted_on_again else [*slate.tied_at_edge, *slate.outvoted, *slate.failed]
    again = judged.way is not None or voted_on_again
    lot = judged.contest.seat_decisions.filter(way=SeatWay.LOT, decided_at__isnull=True).first()
    found = OpenSeats(
        judged=judged,
        seats=seats,
        ways=(),
        standing=judged.named(keys),
        put_up=candidates_in_another_ballot(book, seats=seats, standing=len(keys)),
        lot=lot,
    )
    if lot is not None:
        return found
    if not found.is_tie or voted_on_again:
        ways = ways_on_shortfall(book, again=again, standing=len(keys))
        return replace(found, ways=ways)
    ways = ways_on_tie(book, again=again)
    if any(one.way.is_seniority and _leaves_equal(found, one.way) for one in ways):
        chosen = {one.way for one in ways}
        other = [SeatWay.RUN_OFF, SeatWay.LOT, SeatWay.VACANT]
        ways = (*ways, *(Allowed(way, (), True) for way in other if way not in chosen))
    return replace(found, ways=ways)


def by_seniority(open_: OpenSeats, way: SeatWay) -> list[Senior]:
    """The tied, the most senior first; those of whom the register lacks the day stand last."""
    found = [Senior(candidate, _day_of(candidate, way)) for candidate in open_.tied]
    return sorted(found, key=lambda senior: (senior.on is None, senior.on or date.max))


def _day_of(candidate: Candidate, way: SeatWay) -> date | None:
    if way is SeatWay.OLDEST:
        return candidate.person.born_on if candidate.person else None
    membership = Membership.objects.filter(firm=candidate.firm_id).first()
    return membership.joined_on if membership and candidate.firm_id else None


def equal_at_the_edge(seniors: Sequence[Senior], seats: int) -> list[Senior]:
    """Those whom an equal day keeps from being told apart at the last of ``seats``."""
    last, after = seniors[seats - 1].on, seniors[seats].on
    return [one for one in seniors if one.on == last] if last == after else []


def _leaves_equal(open_: OpenSeats, way: SeatWay) -> bool:
    seniors = by_seniority(open_, way)
    known = all(one.on is not None for one in seniors)
    return known and bool(equal_at_the_edge(seniors, open_.seats))
