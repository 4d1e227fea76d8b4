"""Elections on paper in which somebody is written in and elected."""

from __future__ import annotations

from datetime import date

from assemblies.domain.nominating import confirming, proposing
from assemblies.enums import Method
from assemblies.models import Assembly, Motion
from bylaws.enums import Matter
from elections.domain import publishing
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import ContestKind, WriteIns
from members.enums import Office
from members.models import Person
from tests.factories.assemblies import (
    add_motion,
    both,
    clear_for_office,
    count_on_paper,
    entries_of,
    make_assembly,
    make_tellers,
    minute,
    open_paper_box,
    opened,
    published_on_paper,
)
from tests.factories.nominations import (
    NOTICE_AT,
    OVER_AT,
    agreed,
    announced,
    give_terms,
    make_call,
    make_nomination,
    make_nominee,
)

WRITTEN = 2
"""Where the first of the roll who does not stand is among the answers."""


def people_of(assembly: Assembly) -> list[Person]:
    return [entry.person for entry in entries_of(assembly) if entry.person is not None]


def meeting(*matters: Matter) -> tuple[list[Motion], list[Person]]:
    """Open, with an election for each of ``matters``, and who may stand or be written in: each is
    old enough, and whole in the register."""
    assembly = make_assembly()
    motions = [add_motion(assembly, matter, Method.SECRET) for matter in matters]
    make_tellers(assembly)
    opened(assembly)
    Person.objects.update(born_on=date(1980, 5, 6))
    return motions, people_of(assembly)


def question(office: Office, stands: Person) -> ContestSpec:
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=both("选举", str(office.label)),
        seats=1,
        office=office,
        candidates=[CandidateSpec(name=stands.name, person=stands)],
        write_ins=WriteIns.FREE,
    )


def voted(motion: Motion, stands: Person, office: Office, *, place: int = WRITTEN) -> None:
    """Who stands is voted down, and who is at ``place`` written in with the votes that elect."""
    clear_for_office(motion.item.assembly, stands)
    published_on_paper(
        motion,
        [[(1, 6, 0)]],
        returned=7,
        contests=[question(office, stands)],
        written={place: 5},
    )


def president_written_in(*, served: bool = False) -> tuple[Motion, Person]:
    """Whoever is written in, or somebody else, was president in the three terms before."""
    (motion,), (stands, person, other, *_others) = meeting(Matter.ELECT_OFFICERS)
    give_terms(person if served else other, Office.PRESIDENT, 1, 2, 3)
    voted(motion, stands, Office.PRESIDENT)
    return motion, person


def declared_president(born_on: date) -> tuple[Motion, Person]:
    """Put forward for the office too, with nothing against them, but taken off the list; then
    written in."""
    call = make_call(Matter.ELECT_OFFICERS)
    assembly = call.item.assembly
    rows = [agreed(make_nomination(call, office=Office.PRESIDENT)) for _each in range(2)]
    stands, person = (row.person for row in rows)
    Person.objects.filter(pk=person.pk).update(born_on=born_on)
    give_terms(make_nominee(), Office.PRESIDENT, 1, 2, 3)
    announced(call)
    proposing.withdraw(nomination=rows[1], reason="Asked to.", by=None, at=NOTICE_AT)
    confirming.confirm_list(call=call, decided_by="The committee", by=None, at=OVER_AT)
    make_tellers(assembly)
    opened(assembly, members=6)
    clear_for_office(assembly, stands, person)
    motion = Motion.objects.get(item=call.item)
    election = open_paper_box(motion, [question(Office.PRESIDENT, stands)])
    place = election.contests.get().eligible.get(person=person).position
    count_on_paper(election, [[(1, 6, 0)]], returned=7, written={place: 5})
    publishing.publish_result(election=election, by=None, at=minute(6))
    motion.refresh_from_db()
    return motion, person
