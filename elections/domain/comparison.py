"""Compare the two tellers' counts of a contest; neither sees the other's before both are in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from elections.domain.results import LineFigures, lines_of
from elections.enums import Channel
from elections.models import Contest, Count
from members.models import Person


@dataclass(frozen=True, slots=True)
class Difference:
    """A row on which two counts differ, with the values of each."""

    name: str
    mine: tuple[int, ...]
    other: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountStatus:
    """What one teller may know: ``others_in`` counts are in; ``differences`` only once both are."""

    contest: Contest
    mine: Count | None
    others_in: int
    accepted: Count | None
    differences: tuple[Difference, ...]


def standing_counts(contest: Contest) -> QuerySet[Count]:
    """The counts on paper that no later one of the same teller replaced."""
    return contest.counts.filter(channel=Channel.PAPER, superseded_at__isnull=True)


def differences(mine: Count, other: Count) -> tuple[Difference, ...]:
    """Rows that differ, in the order of the result sheet; none when the counts agree."""
    pairs: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = [
        (_("ballots issued"), (mine.issued,), (other.issued,)),
        (_("ballots returned"), (mine.returned,), (other.returned,)),
        (_("valid ballots"), (mine.valid,), (other.valid,)),
        (_("invalid ballots"), (mine.invalid,), (other.invalid,)),
    ]
    for own, their in zip(lines_of(mine), lines_of(other), strict=True):
        pairs.append((str(own.candidate.name), _values(own), _values(their)))
    return tuple(Difference(name, a, b) for name, a, b in pairs if a != b)


def _values(line: LineFigures) -> tuple[int, ...]:
    return line.votes_for, line.votes_against, line.abstentions, line.partly_invalid


def count_status(contest: Contest, teller: Person) -> CountStatus:
    """The state of the contest's counts as ``teller`` may see it."""
    counts = list(standing_counts(contest).prefetch_related("lines__candidate"))
    mine = next((count for count in counts if count.teller_id == teller.pk), None)
    others = [count for count in counts if count.teller_id != teller.pk]
    return CountStatus(
        contest=contest,
        mine=mine,
        others_in=len(others),
        accepted=next((count for count in counts if count.accepted), None),
        differences=differences(mine, others[-1]) if mine and others else (),
    )
