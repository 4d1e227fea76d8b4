"""Who counts the votes of a day stands for nothing that day (CN-E11)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.enums import Function
from assemblies.errors import KeyHolderStands, TellerStands
from assemblies.models import Appointment, Assembly
from bylaws.domain.in_force import rulebook_on
from elections.domain.rounds import all_rounds
from elections.enums import ElectionState
from elections.models import Candidate, Election
from members.models import Person

COUNTING = (
    Function.CHIEF_SCRUTINEER,
    Function.SCRUTINEER,
    Function.COUNTER,
    Function.VOTE_CALLER,
)
TOPIC = "count.tellers"


def refuse_candidates_as_tellers(
    assembly: Assembly, *, tellers: Iterable[Person] = (), candidates: Iterable[Person] = ()
) -> None:
    """Raises TellerStands where one person would count and stand at the meeting or at the first
    meetings of that day, KeyHolderStands where a candidate holds a key or makes the voting codes.
    ``tellers`` and ``candidates`` are about to be named; those on record count with them. Nothing
    is refused where the profile has no such rule."""
    sources = rulebook_on(meeting_day(assembly)).sources(TOPIC)
    if not sources:
        return
    counting = {*tellers, *_counting(assembly)}
    standing = {*candidates, *_standing(assembly)}
    if both := counting & standing:
        raise TellerStands(names=_named(both), citation=str(cited(sources)))
    if both := standing & holders_of_keys(assembly):
        raise KeyHolderStands(names=_named(both), citation=str(cited(sources)))


def refuse_candidates_as_key_holders(assembly: Assembly, holders: Iterable[Person]) -> None:
    """Raises KeyHolderStands where somebody who is about to be named a trustee or the credential
    authority stands for election that day, by the rule on those who count."""
    sources = rulebook_on(meeting_day(assembly)).sources(TOPIC)
    if sources and (both := {*holders} & {*_standing(assembly)}):
        raise KeyHolderStands(names=_named(both), citation=str(cited(sources)))


def holders_of_keys(assembly: Assembly) -> set[Person]:
    """The trustees and the credential authority of the meeting's electronic ballots."""
    ceremony = assembly.ceremony
    if ceremony is None:
        return set()
    trustees = ceremony.trustees.select_related("person")
    return {ceremony.authority, *(trustee.person for trustee in trustees)}


def _named(people: Iterable[Person]) -> str:
    return ", ".join(sorted(str(person) for person in people))


def _of_the_day(assembly: Assembly, path: str = "") -> Q:
    first = assembly.parent_id or assembly.pk
    return Q(**{f"{path}assembly": first}) | Q(**{f"{path}assembly__parent": first})


def _counting(assembly: Assembly) -> list[Person]:
    rows = Appointment.objects.filter(_of_the_day(assembly), function__in=COUNTING)
    return [row.person for row in rows.select_related("person")]


def _standing(assembly: Assembly) -> list[Person]:
    """Candidates of the boxes that stand, and of the rounds before them: the motion of an annulled
    one has its repetition."""
    last = Election.objects.filter(_of_the_day(assembly, "motion__item__"))
    boxes = [box for box in all_rounds(last) if box.state != ElectionState.ANNULLED]
    rows = Candidate.objects.filter(
        contest__election__in=boxes, person__isnull=False, is_write_in=False
    )
    return [row.person for row in rows.select_related("person") if row.person is not None]
