"""Nobody is given seats on both sides, whatever the order of the boxes and resolutions (CN-D2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils.translation import override

from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.todo import todos
from assemblies.domain.sitting import ballot, resolve, session
from assemblies.domain.sitting.lots import draw_lot
from assemblies.domain.sitting.written_in import sentences_of, written_in_told
from assemblies.errors import OfficesIncompatible
from assemblies.models import Motion, Resolution
from bylaws.enums import Matter
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel
from elections.models import Election
from members.enums import Office
from members.models import Mandate, Person
from tests.factories.assemblies import DAY, minute, published_on_paper
from tests.factories.rounds import METHOD, next_on_paper, settle, stated_by_the_bylaws
from tests.factories.written_in import meeting, question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def slate(office: Office, *people: Person, seats: int = 1) -> ContestSpec:
    standing = [CandidateSpec(name=one.name, person=one) for one in people]
    return replace(question(office, people[0]), candidates=standing, seats=seats)


def lay(motion: Motion, *contests: ContestSpec) -> Election:
    return ballot.prepare_box(
        motion=motion, contests=contests, channel=Channel.PAPER, by=None, at=minute(7)
    )


def resolved(motion: Motion) -> Resolution:
    return resolve.resolve_motion(motion=motion, by=None, at=minute(20))


def offices_of(person: Person) -> list[str]:
    found = Mandate.objects.filter(person=person, from_on=DAY)
    return list(found.values_list("office", flat=True))


# Before anybody votes


def test_who_is_elected_to_the_council_and_has_no_seat_yet_is_laid_on_no_supervisors_ballot() -> (
    None
):
    (council, supervisors), (first, second, *_others) = meeting(
        Matter.ELECT_COUNCIL, Matter.ELECT_SUPERVISORS
    )
    votes = [[(6, 1, 0), (1, 6, 0)]]
    asked = [slate(Office.COUNCIL_MEMBER, first, second, seats=2)]
    published_on_paper(council, votes, returned=7, contests=asked)

    with pytest.raises(OfficesIncompatible, match="supervisor and council member"):
        lay(supervisors, question(Office.SUPERVISOR, first))
    # Whoever was voted down may still stand.
    lay(supervisors, question(Office.SUPERVISOR, second))


def test_nor_while_the_next_round_of_the_council_is_prepared() -> None:
    (council, supervisors), (first, second, *_others) = meeting(
        Matter.ELECT_COUNCIL, Matter.ELECT_SUPERVISORS
    )
    votes = [[(6, 1, 0), (1, 6, 0)]]
    asked = [slate(Office.COUNCIL_MEMBER, first, second, seats=2)]
    published_on_paper(council, votes, returned=7, contests=asked)
    settle(council, "another_ballot", decided=METHOD, number=1)

    for person in (first, second):
        with pytest.raises(OfficesIncompatible):
            lay(supervisors, question(Office.SUPERVISOR, person))


def test_nor_on_another_ballot_of_the_supervisors() -> None:
    (supervisors, council), (first, second, *_others) = meeting(
        Matter.ELECT_SUPERVISORS, Matter.ELECT_COUNCIL
    )
    asked = [slate(Office.SUPERVISOR, first, second, seats=2)]
    published_on_paper(supervisors, [[(2, 5, 0), (3, 4, 0)]], returned=7, contests=asked)
    published_on_paper(
        council, [[(6, 1, 0)]], returned=7, contests=[question(Office.COUNCIL_MEMBER, first)]
    )
    session.set_current(item=supervisors.item, by=None, at=minute(8))

    with pytest.raises(OfficesIncompatible, match="supervisor and council member"):
        settle(supervisors, "another_ballot", decided=METHOD, number=2)
    # The next of them by votes may be voted on again alone.
    settle(supervisors, "another_ballot", decided=METHOD, number=1)
    next_on_paper(supervisors, [(6, 1, 0)])
    settle(supervisors, "vacant", decided=METHOD)
    for motion in (council, supervisors):
        resolved(motion)
    assert (offices_of(first), offices_of(second)) == (["council_member"], ["supervisor"])


# When the seats are given


def drawn_into_the_council() -> tuple[Motion, Motion, Person]:
    """Tied in the council's ballot, elected as a supervisor meanwhile, then drawn by lot: nobody
    could tell when the boxes were prepared."""
    stated_by_the_bylaws(("election.tie_rule", "lot"))
    (council, supervisors), people = meeting(Matter.ELECT_COUNCIL, Matter.ELECT_SUPERVISORS)
    asked = [slate(Office.COUNCIL_MEMBER, *people[:3], seats=2)]
    votes = [[(5, 2, 0), (4, 3, 0), (4, 3, 0)]]
    published_on_paper(council, votes, returned=7, contests=asked)
    settle(council, "lot")
    lot = draw_lot(decision=council.seat_decisions.get(), called="123456", by=None, at=minute(9))
    by_key = {str(one.pk): one.person for one in lot.contest.candidates.all()}
    drawn = by_key[lot.chosen[0]]
    assert drawn is not None
    lot.decided_at = None
    lot.save()
    published_on_paper(
        supervisors, [[(6, 1, 0)]], returned=7, contests=[question(Office.SUPERVISOR, drawn)]
    )
    draw_lot(decision=lot, called="123456", by=None, at=minute(10))
    return council, supervisors, drawn


@pytest.mark.parametrize("council_first", [True, False])
def test_elected_to_both_they_are_given_the_seat_that_is_resolved_on_first(
    council_first: bool,
) -> None:
    council, supervisors, drawn = drawn_into_the_council()
    one, other = (council, supervisors) if council_first else (supervisors, council)
    given = "council member" if council_first else "supervisor"
    held = "supervisor" if council_first else "council member"

    assert written_in_told(one, today=DAY) == []
    assert "held_back" not in resolved(one).figures
    (told,) = sentences_of(written_in_told(other, today=DAY))
    assert told.startswith(f"{drawn.name.en}, elected as {held}, is given no seat: ")
    assert f"holds a seat as {given}" in told
    assert "a provincial regulation on trade associations" in told
    resolution = resolved(other)

    assert offices_of(drawn) == [given.replace(" ", "_")]
    assert resolution.outcome == "passed"
    said = f"{drawn.name.en}, elected as {held}, is given no seat yet"
    assert resolution.sentence.en.endswith(said)
    assert "a provincial regulation on trade associations" in resolution.citation.en
    (row,) = resolution.figures["held_back"]
    assert (row["person"], row["stood"]) == (str(drawn.pk), True)


def test_the_seat_that_is_held_back_stands_on_the_list_of_what_is_to_do() -> None:
    council, supervisors, drawn = drawn_into_the_council()
    for motion in (council, supervisors):
        resolved(motion)
    assembly = council.item.assembly
    found = todos(assembly, agenda_rows(assembly), today=DAY)
    told = [row for row in found if "holds no seat yet" in row.what]
    assert [row.what for row in told] == [
        f"{drawn.name.en} was elected as supervisor and holds no seat yet"
    ]
