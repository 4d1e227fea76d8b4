"""What the sums of a box tell of single voters, however well its ballots are kept secret.

With few ballots the result alone often tells how somebody voted. With votes of unequal weight it
can tell the same of a few heavy voters among many: of 237 votes for, where two have a hundred each
and all others one, both of the two voted for. No rule forbids either (a board of three must elect
its chief), so the meeting is told and asked before the opening.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import ngettext

from elections.domain.weights import kinds_of
from elections.errors import ElectionRefused, SmallElectorate, WeightsTell
from elections.models import Election, RollEntry
from members.models import Person

SMALL_ELECTORATE = 10
"""No rule of the association: fewer voters than this, all or those of a weight, are asked."""
SURE, OFTEN = 0.99, 0.01
"""Told is what is at least so likely, given the sum; asked is where so many of the results tell."""
MOST_STEPS = 1_500_000
"""Beyond, the reckoning takes longer than an opening may; what was not reckoned is asked for."""

Sums = dict[int, float]
NO_HOLDERS: Mapping[UUID, Person] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Told:
    """That the sums tell of ``voters`` with ``weight`` votes each, in ``share`` of the results as
    they fall when all toss a coin; None where there are too many sums to reckon with."""

    voters: int
    weight: int
    share: float | None

    def __str__(self) -> str:
        told = ngettext(
            "%(voters)s voter with %(weight)s votes",
            "%(voters)s voters with %(weight)s votes each",
            self.voters,
        )
        return told % {"voters": self.voters, "weight": self.weight}


def people_of(entries: Iterable[RollEntry], holders: Mapping[UUID, Person]) -> int:
    """How many people cast the votes of ``entries``: who holds five authorities is one, and knows
    all of these votes. ``holders``: who votes by authority, by the key of the entry."""
    voters: set[object] = set()
    for entry in entries:
        holder = holders.get(entry.pk)
        voters.add(holder.pk if holder is not None else entry.person_id or entry.pk)
    return len(voters)


def consent_wanted(
    row: Election,
    voting: Sequence[RollEntry],
    papers: Sequence[RollEntry] = (),
    holders: Mapping[UUID, Person] = NO_HOLDERS,
) -> ElectionRefused | None:
    """Why the meeting has to agree before ``voting`` vote in the box, and ``papers`` on paper
    beside those who vote by device; None where it need not, or has agreed already. How few vote
    is asked by device alone: of papers in a hall everybody sees it."""
    if row.small_electorate_consent:
        return None
    if unequal := told_of_weights(voting, papers):
        return unequal
    if not row.is_electronic:
        return None
    people = people_of(voting, holders)
    return SmallElectorate(voters=people) if people < SMALL_ELECTORATE else None


def told_of_weights(voting: Sequence[RollEntry], papers: Sequence[RollEntry]) -> WeightsTell | None:
    """Whom the sums of either part tell of; None where they tell of nobody."""
    # By slip and on paper whoever has five votes casts five ballots: they add up to the same sums.
    told = [one for part in (voting, papers) for one in told_by_sums(kinds_of(part))]
    return WeightsTell(classes="; ".join(map(str, told))) if told else None


def told_by_sums(kinds: Mapping[int, int]) -> list[Told]:
    """Of which voters the sum tells how many of them voted for, by the number of ``kinds`` (weight
    and voters), heaviest first; only where they are fewer than ``SMALL_ELECTORATE``.

    Reckoned with the votes for alone, each voter tossing a coin; what the votes against tell
    besides is not in it.
    """
    found = []
    for weight, voters in sorted(kinds.items(), reverse=True):
        others = {other: number for other, number in kinds.items() if other != weight}
        if voters >= SMALL_ELECTORATE or not others:
            continue
        share = _share_told(weight, voters, others, MOST_STEPS // len(kinds))
        if share is None or share >= OFTEN:
            found.append(Told(voters, weight, share))
    return found


def _share_told(weight: int, voters: int, others: Mapping[int, int], steps: int) -> float | None:
    """How likely it is that the sum leaves one number of votes for among ``voters`` as good as the
    only one; None where that takes more than so many ``steps``."""
    rest: Sums = {0: 1.0}
    for other, number in others.items():
        steps -= len(rest) * (number + 1)
        if steps < 0:
            return None
        rest = _added(rest, other, number)
    if len(rest) * (voters + 1) > steps:
        return None
    whole, likeliest = Sums(), Sums()
    for own, chance in _tossed(weight, voters).items():
        for sum_, likely in rest.items():
            both = chance * likely
            whole[own + sum_] = whole.get(own + sum_, 0.0) + both
            likeliest[own + sum_] = max(likeliest.get(own + sum_, 0.0), both)
    return sum(chance for sum_, chance in whole.items() if likeliest[sum_] >= SURE * chance)


def _added(sums: Sums, weight: int, voters: int) -> Sums:
    found = Sums()
    for own, chance in _tossed(weight, voters).items():
        for sum_, likely in sums.items():
            found[own + sum_] = found.get(own + sum_, 0.0) + chance * likely
    return found


def _tossed(weight: int, voters: int) -> Sums:
    """The votes for of ``voters``, each tossing a coin."""
    ways = 2**voters
    return {weight * number: comb(voters, number) / ways for number in range(voters + 1)}
