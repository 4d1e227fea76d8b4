"""Votes that are worth more than one: how many those of a roll are together, and what a box of them
weighs.

By voting code a member casts one ballot of its whole weight, which stands with the public code on
the list. On paper, and by slip, each vote is a paper or a slip of its own: they are all alike, and
none tells of its voter's weight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from elections.models import Ceremony, Election, Participation, Roll, RollEntry, SlipIssue


def votes_of(entries: Iterable[RollEntry]) -> int:
    """The votes of ``entries`` together."""
    return sum(entry.weight for entry in entries)


def entitled_votes(roll: Roll | None) -> int:
    """All votes on a roll; none without one."""
    if roll is None:
        return 0
    return int(roll.entries.filter(entitled=True).aggregate(sum=Sum("weight"))["sum"] or 0)


def votes_at(places: QuerySet[Participation]) -> int:
    """The votes of those who have the given places in a box."""
    return int(places.aggregate(sum=Sum("entry__weight"))["sum"] or 0)


def weights_listed(election: Election) -> dict[str, int]:
    """The public codes of the box, each with how many votes it has."""
    return dict(election.credentials.values_list("public", "weight"))


def counted_votes(election: Election) -> int:
    """The votes in the box: the weights of all codes that cast a ballot."""
    cast = election.ballots.values("credential")
    found = election.credentials.filter(public__in=cast).aggregate(sum=Sum("weight"))
    return int(found["sum"] or 0)


def slips_held(ceremony: Ceremony) -> QuerySet[SlipIssue]:
    """Who has slips now."""
    return ceremony.slip_issues.filter(returned_at__isnull=True)


def slips_drawn(ceremony: Ceremony) -> int:
    """How many slips are in the voters' hands: one for each vote of those who have some."""
    return int(slips_held(ceremony).aggregate(sum=Sum("number"))["sum"] or 0)


def kinds_of(entries: Iterable[RollEntry]) -> Counter[int]:
    """How many of ``entries`` have how many votes."""
    return Counter(entry.weight for entry in entries)
