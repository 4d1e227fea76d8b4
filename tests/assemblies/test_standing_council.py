"""A standing council: elected by the council, met, minuted; and how often it has to meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from assemblies.domain.convening import roll
from assemblies.domain.convening.roll import holders_of
from assemblies.domain.planning import frequency
from assemblies.domain.planning.cases import power_of
from assemblies.domain.presence import appoint
from assemblies.domain.presence.check_in import check_out
from assemblies.domain.sitting import resolve, session
from assemblies.domain.sitting.follow_up import convene_follow_up
from assemblies.domain.writing import minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, read_back
from assemblies.domain.writing.minutes_layout import places_to_sign
from assemblies.enums import Function, Method
from assemblies.errors import NoQuorum
from assemblies.models import Assembly, Motion
from bylaws.enums import Matter
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import ContestKind
from elections.models import RollEntry
from members.domain import mandates
from members.enums import BodyKind, Office
from members.models import Body, Mandate, Representative, Term
from records.domain import documents
from tests.factories.assemblies import (
    DAY,
    RECORD_ON,
    SENT_AT,
    add_motion,
    both,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_body,
    make_tellers,
    minute,
    opened,
    published_on_paper,
    vote_by_hands,
)
from tests.factories.members import make_person, make_representative
from tests.factories.pdf import squeezed, text_of
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def seat(term: Term, office: Office, *people: Representative) -> None:
    mandates.create_mandates(
        term=term,
        office=office,
        holders=[(row.person, row.firm) for row in people],
        from_on=RECORD_ON,
        decision=None,
        by=None,
        at=SENT_AT,
    )


def make_standing_council() -> tuple[Assembly, list[Representative]]:
    """In preparation: a president, two vice-presidents, of whom the second was elected into the
    standing council too, and six more who were."""
    assembly = make_assembly(BodyKind.STANDING_COUNCIL)
    people = [make_representative() for _each in range(9)]
    council = Term.objects.create(
        body=make_body(BodyKind.COUNCIL), number=assembly.term.number, from_on=RECORD_ON
    )
    seat(council, Office.COUNCIL_MEMBER, *people)
    seat(council, Office.PRESIDENT, people[0])
    seat(council, Office.VICE_PRESIDENT, *people[1:3])
    seat(council, Office.SECRETARY_GENERAL, people[8])
    seat(assembly.term, Office.STANDING_MEMBER, *people[2:8])
    return assembly, people


def test_officers_sit_in_it_beside_those_elected_each_once() -> None:
    assembly, people = make_standing_council()
    found = roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    rows = [(entry.person, str(entry.post)) for entry in found.entries.order_by("position")]
    assert rows == [
        (people[0].person, "president"),
        (people[1].person, "vice-president"),
        (people[2].person, "vice-president"),
        *((row.person, "standing council member") for row in people[3:8]),
    ]


def test_officers_stay_out_where_the_bylaws_say_so() -> None:
    assembly, people = make_standing_council()
    state_rules({"standing_council.officers_sit": False})
    held = holders_of(assembly.term, RECORD_ON)
    assert [row.person for row in held] == [row.person for row in people[2:8]]


def test_meeting_from_its_notice_to_its_minutes() -> None:
    assembly, people = make_standing_council()
    Assembly.objects.filter(pk=assembly.pk).update(re_election=False)
    assembly.refresh_from_db()
    motion = add_motion(assembly, Matter.ORDINARY)
    for function, person in (
        (Function.CHAIR, people[0].person),
        (Function.RECORDER, make_person(zh="苗佳宁", en="Miao Jianing")),
    ):
        appoint.appoint(assembly=assembly, person=person, function=function, by=None, at=SENT_AT)
    opened(assembly, members=0, present=6)
    assert (assembly.notices.get().deliveries.count(), len(entries_of(assembly))) == (8, 8)
    resolution = vote_by_hands(motion, (4, 1, 1))
    assert (resolution.outcome, resolution.decision is not None) == ("passed", True)
    session.close_meeting(assembly=assembly, by=None, at=minute(60))

    made = minutes.make_minutes(assembly=assembly, by=None, at=minute(80))
    facts = read_back(as_data(build_facts(Assembly.objects.get(pk=assembly.pk))))
    places = places_to_sign(facts)
    assert len(places) == 2 + 5  # chair and recorder, and whoever else attended
    paper = squeezed(text_of(documents.read(made["zh"].document)))
    for words in ("副会长", "常务理事"):
        assert squeezed(words) in paper


def test_short_of_its_quorum_it_is_not_opened() -> None:
    """Two thirds of eight are six."""
    assembly, _people = make_standing_council()
    add_motion(assembly, Matter.ORDINARY)
    checked_in(convened(assembly, 0), 6)
    check_out(assembly=assembly, entry=entries_of(assembly)[0], by=None, at=minute(0))
    with pytest.raises(NoQuorum):
        session.open_meeting(assembly=assembly, by=None, at=minute(1))


def test_two_thirds_of_those_present_are_needed() -> None:
    assembly, _people = make_standing_council()
    Assembly.objects.filter(pk=assembly.pk).update(re_election=False)
    assembly.refresh_from_db()
    motion = add_motion(assembly, Matter.ORDINARY)
    opened(assembly, members=0, present=7)
    assert vote_by_hands(motion, (4, 3, 0)).outcome == "failed"


def slate(standing: list[RollEntry], seats: int, office: Office) -> ContestSpec:
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=both("常务理事", "Standing council members"),
        seats=seats,
        office=office,
        candidates=[
            CandidateSpec(name=entry.person.name, person=entry.person, firm=entry.firm)
            for entry in standing
            if entry.person is not None
        ],
    )


def test_council_elects_it_by_a_slate_from_its_own_members() -> None:
    council = make_assembly(BodyKind.COUNCIL)
    seat(council.term, Office.COUNCIL_MEMBER, *(make_representative() for _each in range(9)))
    motion = add_motion(council, Matter.ELECT_STANDING_COUNCIL, Method.SECRET)
    make_tellers(council)
    opened(council, members=0, present=9)
    standing = entries_of(council)[:4]
    votes = [(9, 0, 0), (7, 2, 0), (6, 3, 0), (5, 4, 0)]
    published_on_paper(
        motion,
        [votes],
        returned=9,
        contests=[slate(standing, 3, Office.STANDING_MEMBER)],
    )
    resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    body = Body.objects.get(kind=BodyKind.STANDING_COUNCIL)
    assert dict(body.name) == {"zh": "常务理事会", "en": "Standing council"}
    held = Mandate.objects.filter(term__body=body).order_by("pk")
    assert [row.person_id for row in held] == [entry.person_id for entry in standing[:3]]
    assert [(term.number, term.from_on) for term in body.terms.all()] == [(4, DAY)]


def test_new_council_elects_it_at_its_first_meeting() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    body = make_body(BodyKind.COUNCIL)
    make_body(BodyKind.STANDING_COUNCIL)
    published_on_paper(
        motion,
        [[(7, 0, 0)] * 5],
        returned=7,
        contests=[slate(entries_of(assembly)[:5], 5, Office.COUNCIL_MEMBER)],
    )
    resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    meeting = convene_follow_up(
        parent=assembly,
        body=body,
        contests=[slate(entries_of(assembly)[:1], 1, Office.PRESIDENT)],
        channel="paper",
        by=None,
        at=minute(8),
    )
    motions = Motion.objects.filter(item__assembly=meeting).order_by("item__position")
    assert [(row.item.matter, row.election_id is not None) for row in motions] == [
        ("elect_officers", True),
        ("elect_standing_council", False),
    ]


@pytest.mark.parametrize(
    ("rules", "has_power"),
    [
        ({"membership.decided_by_council": True}, False),
        ({"membership.decided_by_council": False}, False),
        (
            {"membership.decided_by_council": True, "standing_council.decides_members": True},
            True,
        ),
    ],
)
def test_it_decides_on_members_only_where_the_bylaws_let_it(
    rules: dict[str, bool], has_power: bool
) -> None:
    state_rules(rules)
    found, ruling = power_of(make_assembly(BodyKind.STANDING_COUNCIL))
    assert (found, ruling is not None) == (has_power, True)


@pytest.mark.parametrize(
    ("day", "met", "next_by"),
    [
        (date(2027, 4, 30), False, None),
        (date(2027, 5, 1), False, "Jun 30"),
        (date(2027, 5, 1), True, None),
        (date(2027, 11, 1), True, "Dec 31"),
        (date(2027, 11, 1), False, "Jun 30"),
    ],
)
def test_it_has_to_meet_twice_a_year(day: date, met: bool, next_by: str | None) -> None:
    assembly, _people = make_standing_council()
    # The planned meeting of December belongs to the year before, unless it is moved.
    starts = assembly.starts_at.replace(year=2027, month=3) if met else assembly.starts_at
    Assembly.objects.filter(pk=assembly.pk).update(starts_at=starts)
    found = [task for task in frequency.tasks_on(day) if "Standing" in task.title]
    assert len(found) == (1 if next_by else 0)
    for task in found:
        assert next_by is not None
        assert task.citation == "bylaws of single associations (instances, not law)"
        month, number = next_by.split()
        assert month in task.detail
        assert number in task.detail
