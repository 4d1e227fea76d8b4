"""Who is elected by ballots whose results are published, whether a seat was given yet or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from assemblies.domain.sitting.judged import Judged, judged_contests
from assemblies.enums import ItemKind
from assemblies.errors import RuleRefused, told_by_the_rules
from assemblies.models import Assembly, Motion
from elections.domain.rounds import rounds_of
from elections.enums import ElectionState
from elections.models import Candidate
from members.enums import Office
from members.models import Person

Elected = tuple[Candidate, Person, Office]
"""Who is elected, as whom, and to which office."""


def elected_in(judged: Sequence[Judged]) -> Iterator[Elected]:
    """Nobody by a preliminary ballot, which gives no office."""
    for one in judged:
        if not one.contest.office or one.contest.preliminary:
            continue
        for candidate in one.elected:
            if candidate.person is not None:
                yield candidate, candidate.person, Office(one.contest.office)


def elected_told(motion: Motion) -> list[Elected]:
    """Nobody where a count is refused, which resolving says in its own words."""
    try:
        with told_by_the_rules():
            return list(elected_in(judged_contests(motion)))
    except RuleRefused:
        return []


def elected_without_seat(assembly: Assembly) -> Iterator[Elected]:
    """Whom the elections of the meeting, and of those that belong to it, elected so far and nobody
    resolved on yet: they no longer stand and hold no seat. Every round that is published counts,
    while the next one is prepared or voted on too."""
    family = assembly.parent_id or assembly.pk
    here = Q(item__assembly=family) | Q(item__assembly__parent=family)
    rows = Motion.objects.filter(here, item__kind=ItemKind.ELECTION, election__isnull=False)
    for motion in rows.select_related("item__assembly", "election").order_by("item"):
        if not is_resolved(motion):
            yield from elected_told(motion)


def written_in_for(motion: Motion) -> set[tuple[object, str]]:
    """Person and office of everybody who was written in; in a further round they stand."""
    rows = Candidate.objects.filter(
        contest__election__in=rounds_of(motion.election),
        contest__election__state=ElectionState.PUBLISHED,
        contest__preliminary=False,
        is_write_in=True,
    )
    return set(rows.values_list("person", "contest__office"))


def is_resolved(motion: Motion) -> bool:
    return motion.resolutions.filter(annulled_at__isnull=True).exists()
