"""Who cannot hold two offices at once: officers and council members are no supervisors, where the
profile says so (CN-D2). Asked when candidates are laid on a ballot, before anybody votes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.errors import OfficesIncompatible
from assemblies.models import Assembly
from bylaws.domain.in_force import rulebook_on
from bylaws.errors import NoRuleInForce
from elections.domain.prepare import ContestSpec
from elections.enums import ElectionState
from elections.models import Candidate
from members.enums import Office
from members.models import Mandate
from records.fields import Translated

TOPIC = "supervisors.incompatible"
SUPERVISE = frozenset({Office.SUPERVISOR, Office.CHIEF_SUPERVISOR})
GOVERN = frozenset(
    {
        Office.COUNCIL_MEMBER,
        Office.STANDING_MEMBER,
        Office.PRESIDENT,
        Office.VICE_PRESIDENT,
        Office.SECRETARY_GENERAL,
    }
)


def incompatibility_rule(assembly: Assembly) -> Translated | None:
    """The citation of the rule on the meeting's day; None where the profile has none."""
    try:
        sources = rulebook_on(meeting_day(assembly)).sources(TOPIC)
    except NoRuleInForce:
        return None
    return cited(sources) if sources else None


def refuse_incompatible(assembly: Assembly, contests: Sequence[ContestSpec]) -> None:
    """Raises OfficesIncompatible for a candidate of ``contests`` who, for the same term, holds or
    stands for an office on the other side, in this meeting or those that belong to it."""
    rule = incompatibility_rule(assembly)
    if rule is None:
        return
    asked = [
        (candidate.person, contest.office)
        for contest in contests
        for candidate in contest.candidates
        if candidate.person is not None
    ]
    others = {*_held(assembly), *_stood_for(assembly), *((p.pk, office) for p, office in asked)}
    for person, office in asked:
        for other in sorted(_other_side(office)):
            if (person.pk, other) in others:
                raise OfficesIncompatible(
                    person=person,
                    first=Office(office).label,
                    second=Office(other).label,
                    citation=rule,
                )


def _other_side(office: str) -> frozenset[Office]:
    if office in SUPERVISE:
        return GOVERN
    return SUPERVISE if office in GOVERN else frozenset()


def _held(assembly: Assembly) -> Iterator[tuple[object, str]]:
    """Seats held on the day, less those of terms that this one follows: who leaves the council on
    the day of its re-election may stand as a supervisor."""
    running = Mandate.objects.filter(Mandate.holds_on(meeting_day(assembly)))
    if assembly.term is not None:
        running = running.filter(term__from_on__gte=assembly.term.from_on)
    yield from running.values_list("person", "office")


def _stood_for(assembly: Assembly) -> Iterator[tuple[object, str]]:
    """Boxes that were annulled no longer count; who was not elected stands no more."""
    item = "contest__election__motion__item__assembly"
    family = assembly.parent_id or assembly.pk
    here = Q(**{item: family}) | Q(**{f"{item}__parent": family})
    rows = Candidate.objects.filter(here, person__isnull=False, is_write_in=False)
    open_ones = rows.exclude(
        contest__election__state__in=(ElectionState.ANNULLED, ElectionState.PUBLISHED)
    )
    yield from open_ones.values_list("person", "contest__office")
