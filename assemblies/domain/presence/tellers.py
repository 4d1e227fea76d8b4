"""Who counts the votes of a day stands for nothing that day (CN-E11)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.enums import Function
from assemblies.errors import TellerStands
from assemblies.models import Appointment, Assembly
from bylaws.domain.in_force import rulebook_on
from elections.models import Candidate
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
    meetings of that day. ``tellers`` and ``candidates`` are about to be named; those on record
    count with them. Nothing is refused where the profile has no such rule."""
    sources = rulebook_on(meeting_day(assembly)).sources(TOPIC)
    if not sources:
        return
    counting = {*tellers, *_counting(assembly)}
    standing = {*candidates, *_standing(assembly)}
    if both := counting & standing:
        names = ", ".join(sorted(str(person) for person in both))
        raise TellerStands(names=names, citation=str(cited(sources)))


def _of_the_day(assembly: Assembly, path: str = "") -> Q:
    first = assembly.parent_id or assembly.pk
    return Q(**{f"{path}assembly": first}) | Q(**{f"{path}assembly__parent": first})


def _counting(assembly: Assembly) -> list[Person]:
    rows = Appointment.objects.filter(_of_the_day(assembly), function__in=COUNTING)
    return [row.person for row in rows.select_related("person")]


def _standing(assembly: Assembly) -> list[Person]:
    """Candidates of the boxes that stand: the motion of an annulled one has its repetition."""
    box = "contest__election__motion__item__"
    rows = Candidate.objects.filter(_of_the_day(assembly, box), person__isnull=False)
    return [row.person for row in rows.select_related("person") if row.person is not None]
