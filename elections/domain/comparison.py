"""Compare the two tellers' counts of a contest; neither sees the other's before both are in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from elections.domain.results import LineFigures, lines_of
from elections.enums import Channel, VoidReason
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
        (_("blank ballots"), (mine.blank,), (other.blank,)),
    ]
    for reason in VoidReason:
        name = _("invalid: %(reason)s") % {"reason": reason.label}
        pairs.append(
            (name, (mine.void_reasons.get(reason, 0),), (other.void_reasons.get(reason, 0),))
        )
    # Somebody written in may have a line in one of them alone.
    ours, theirs = _by_place(mine), _by_place(other)
    for place in sorted({*ours, *theirs}):
        named = (ours.get(place) or theirs[place]).candidate.name
        pairs.append((str(named), _values(ours.get(place)), _values(theirs.get(place))))
    return tuple(Difference(name, a, b) for name, a, b in pairs if a != b)


def _by_place(count: Count) -> dict[int, LineFigures]:
    return {line.candidate.position: line for line in lines_of(count)}


def _values(line: LineFigures | None) -> tuple[int, ...]:
    if line is None:
        return (0,)
    if line.candidate.is_write_in:
        return (line.votes_for,)
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
