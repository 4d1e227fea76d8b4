"""Which offices do not go together: for one person, and for two persons of one firm (CN-D2, CN-C4).

The offices are data of the rule. Asked when somebody is examined, again when candidates are laid on
a ballot, before anybody votes, and at last before seats are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.sitting.elected import elected_without_seat
from assemblies.errors import OfficesIncompatible
from assemblies.errors.planning import UnitsIncompatible
from assemblies.models import Assembly
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.profiles import FIRM, Exclusion
from bylaws.domain.rulebook import Rulebook
from elections.domain.prepare import ContestSpec
from elections.enums import ElectionState
from elections.models import Candidate
from members.enums import Office
from members.models import Firm, Mandate, Person
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Place:
    """That somebody holds an office, is elected to it or stands for it, for a firm where they do so
    for one."""

    person: Person
    firm: Firm | None
    office: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """``other`` is what keeps a place from being taken, by the rule on ``topic``."""

    topic: str
    citation: Translated
    between: str
    other: Place


@dataclass(frozen=True, slots=True)
class Apart:
    """A rule that keeps offices apart on the meeting's day."""

    topic: str
    citation: Translated
    exclusions: Sequence[Exclusion]


def rules_apart(assembly: Assembly) -> list[Apart]:
    """None of them where the profile has no such rule."""
    return apart_in(rulebook_on(meeting_day(assembly)))


def apart_in(book: Rulebook) -> list[Apart]:
    """The same of a rulebook that was read already."""
    return [Apart(rule.topic, cited(rule.sources), rule.exclusions) for rule in book.excluding()]


def conflicts_of(
    place: Place, others: Iterable[Place], rules: Sequence[Apart]
) -> Iterator[Conflict]:
    """Which of ``others`` do not go with ``place``."""
    known = list(others)
    for rule in rules:
        for one in rule.exclusions:
            against = one.against(place.office)
            for other in known:
                if other.office in against and _touches(one, place, other):
                    yield Conflict(rule.topic, rule.citation, one.between, other)


def _touches(exclusion: Exclusion, place: Place, other: Place) -> bool:
    same = place.person.pk == other.person.pk
    if exclusion.between != FIRM:
        return same
    return not same and place.firm is not None and other.firm == place.firm


def refuse_incompatible(assembly: Assembly, contests: Sequence[ContestSpec]) -> None:
    """Raises OfficesIncompatible for a candidate of ``contests`` who, for the same term, holds an
    office on the other side, is elected to it or stands for it, in this meeting or those that
    belong to it, and UnitsIncompatible for two of one firm whom a rule keeps apart."""
    rules = rules_apart(assembly)
    if not rules:
        return
    asked = [
        Place(candidate.person, candidate.firm, contest.office)
        for contest in contests
        for candidate in contest.candidates
        if candidate.person is not None
    ]
    others = [*places_taken(assembly), *asked]
    for place in asked:
        for conflict in conflicts_of(place, others, rules):
            raise _refusal(place, conflict)


def refuse_beside_held(assembly: Assembly, place: Place, *, on: date) -> None:
    """Raises OfficesIncompatible or UnitsIncompatible where a seat held ``on`` that day does not go
    with ``place``."""
    held = places_held(assembly, on=on)
    for conflict in conflicts_of(place, held, rules_apart(assembly)):
        raise _refusal(place, conflict)


def _refusal(place: Place, conflict: Conflict) -> OfficesIncompatible | UnitsIncompatible:
    told = {
        "person": place.person,
        "first": Office(place.office).label,
        "second": Office(conflict.other.office).label,
        "citation": conflict.citation,
    }
    if conflict.between == FIRM:
        return UnitsIncompatible(**told, other=conflict.other.person, firm=place.firm)
    return OfficesIncompatible(**told)


def places_taken(assembly: Assembly) -> list[Place]:
    """Who holds an office of the term that begins, who is elected to one and has no seat yet, and
    who stands for one, at the meeting and at those that belong to it."""
    elected = (
        Place(person, candidate.firm, office)
        for candidate, person, office in elected_without_seat(assembly)
    )
    return [*places_held(assembly), *elected, *_stood_for(assembly)]


def places_held(assembly: Assembly, *, on: date | None = None) -> Iterator[Place]:
    """Seats held on the meeting's day, or ``on`` another, less those of terms that this one
    follows: who leaves the council on the day of its re-election may stand as a supervisor."""
    running = Mandate.objects.filter(Mandate.holds_on(on or meeting_day(assembly)))
    if assembly.term is not None:
        running = running.filter(term__from_on__gte=assembly.term.from_on)
    for row in running.select_related("person", "firm").order_by("office", "pk"):
        yield Place(row.person, row.firm, row.office)


def _stood_for(assembly: Assembly) -> Iterator[Place]:
    """Boxes that were annulled no longer count; who was not elected stands no more."""
    item = "contest__election__motion__item__assembly"
    family = assembly.parent_id or assembly.pk
    here = Q(**{item: family}) | Q(**{f"{item}__parent": family})
    rows = Candidate.objects.filter(here, person__isnull=False, is_write_in=False)
    open_ones = rows.exclude(
        contest__election__state__in=(ElectionState.ANNULLED, ElectionState.PUBLISHED)
    )
    rows = open_ones.select_related("person", "firm", "contest")
    for row in rows.order_by("contest__office", "position"):
        assert row.person is not None  # filtered above
        yield Place(row.person, row.firm, row.contest.office)
