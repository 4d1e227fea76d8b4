"""The figures of a contest out of the decrypted sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from elections.domain.description import Questions
from elections.domain.sides import electronic_places
from elections.domain.weights import votes_at
from elections.domain.write_ins import written_in
from elections.enums import LISTS, Channel
from elections.models import Candidate, Contest, Count, CountLine

Marks = tuple[int, int]
"""For and against."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """``marks`` of those who stand, in the order of the ballot; ``written`` has the marks of
    whoever got one, by the place of the name among the answers; ``blank`` votes for nobody."""

    marks: tuple[Marks, ...]
    written: dict[int, int]
    blank: int


def decode(asked: Questions, sums: Sequence[Sequence[int]]) -> Decoded:
    """What ``sums`` (by question and answer, a blank vote first) say of one contest."""
    contest = asked.contest
    blank, votes = 0, list(sums[asked.first])
    if contest.blank_vote:
        blank, *votes = votes
    if contest.kind not in LISTS:
        votes_for, votes_against = votes
        return Decoded(((votes_for, votes_against),), {}, blank)
    number = len(contest.standing)
    against = list(sums[asked.first + 1]) if contest.has_against else [0] * number
    written = {place: marks for place, marks in enumerate(votes[number:], number + 1) if marks}
    return Decoded(tuple(zip(votes[:number], against, strict=True)), written, blank)


def write_count(contest: Contest, decoded: Decoded, counted: int, at: datetime) -> Count:
    """The accepted count of ``counted`` votes by device. Whoever neither marked for nor against
    abstained; an online ballot is never invalid, since the box took only what the proofs allow."""
    count = Count.objects.create(
        contest=contest,
        channel=Channel.ONLINE,
        issued=votes_at(electronic_places(contest.election)),
        returned=counted,
        valid=counted,
        invalid=0,
        blank=decoded.blank,
        accepted=True,
        recorded_at=at,
    )
    lines: list[tuple[Candidate, Marks]] = list(zip(contest.standing, decoded.marks, strict=True))
    others = written_in(contest, decoded.written)
    lines += [(others[place], (marks, 0)) for place, marks in decoded.written.items()]
    CountLine.objects.bulk_create(
        CountLine(
            count=count,
            candidate=candidate,
            votes_for=votes_for,
            votes_against=votes_against,
            abstentions=counted - votes_for - votes_against,
        )
        for candidate, (votes_for, votes_against) in lines
    )
    return count
