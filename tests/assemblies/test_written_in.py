"""Who is written in and elected is given a seat by the rules that whoever is nominated stands
under (CN-C1 to CN-C7a, CN-D2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.todo import Todo, todos
from assemblies.domain.signing.figure_checks import figure_checks
from assemblies.domain.sitting import resolve, session
from assemblies.domain.sitting.settle_seats import SeatChoice, settle_seats
from assemblies.domain.sitting.written_in import elected_to_office, sentences_of, written_in_told
from assemblies.domain.writing.minutes_facts import as_data, meeting_of
from assemblies.models import Assembly, Motion, Resolution
from bylaws.enums import Matter
from bylaws.models import Association
from elections.domain.prepare import CandidateSpec
from elections.enums import Channel
from elections.models import Candidate
from members.domain.mandates import body_of, create_mandates
from members.enums import BodyKind, Office
from members.models import Mandate, Person, Term
from records.models import LogEntry
from tests.assemblies.test_operator_page import client_of
from tests.factories.assemblies import (
    DAY,
    clear_for_office,
    make_secretary,
    minute,
    published_on_paper,
)
from tests.factories.members import make_user
from tests.factories.rounds import METHOD, next_on_paper, settle
from tests.factories.written_in import (
    declared_president,
    meeting,
    people_of,
    president_written_in,
    question,
    voted,
)

pytestmark = pytest.mark.django_db
MEASURES = "Measures with notice Minfa (2015) 166, art. 4"
NOTICE = "Notice Minfa (2015) 166"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def resolved(motion: Motion) -> Resolution:
    return resolve.resolve_motion(motion=motion, by=None, at=minute(20))


def holders(office: Office) -> list[Person]:
    return [row.person for row in Mandate.objects.filter(office=office, from_on=DAY)]


def held_back(motion: Motion) -> dict[str, str]:
    """What the operator is told before the seat is given: sentence and citation by topic."""
    (one,) = written_in_told(motion, today=DAY)
    return {check.topic: f"{check.sentence} {check.citation}" for check in one.stopping}


# What stops whom


def test_council_member_written_in_meets_every_rule_and_is_seated() -> None:
    (motion,), (stands, person, *_others) = meeting(Matter.ELECT_COUNCIL)
    voted(motion, stands, Office.COUNCIL_MEMBER)
    assert written_in_told(motion, today=DAY) == []
    resolution = resolved(motion)
    assert holders(Office.COUNCIL_MEMBER) == [person]
    assert "held_back" not in resolution.figures
    assert "written in" not in resolution.sentence.en


def test_president_written_in_without_clearance_is_elected_and_given_no_seat() -> None:
    motion, person = president_written_in()
    told = held_back(motion)["filing.clearance"]
    assert told.startswith("No clearance is on record.")
    assert NOTICE in told
    resolution = resolved(motion)
    assert resolution.outcome == "passed"
    assert holders(Office.PRESIDENT) == []
    (row,) = resolution.figures["held_back"]
    assert (row["person"], row["office"]) == (str(person.pk), "president")
    assert row["reasons"][0] == {
        "topic": "filing.clearance",
        "verdict": "not_met",
        "title": {"zh": "任职审核", "en": "Clearance for office"},
        "citation": {"zh": "民发〔2015〕166号", "en": NOTICE},
    }
    (entry,) = LogEntry.objects.filter(event="motion_resolved")
    assert entry.payload is not None
    assert entry.payload["figures"]["held_back"] == [row]


def test_resolution_says_so_in_each_language_with_the_rules() -> None:
    motion, person = president_written_in()
    resolution = resolved(motion)
    told = f"{person.name.en}, written in as president, is given no seat yet"
    assert resolution.sentence.en.endswith(f"elected 1; below the threshold 1. {told}")
    assert resolution.sentence.zh.endswith(f"。另选人{person.name.zh}当选会长，暂不就任")
    assert "民发〔2015〕166号所附办法第四条" in resolution.citation.zh
    assert NOTICE in resolution.citation.en
    assert MEASURES in resolution.citation.en


def test_minutes_say_so_and_their_figures_hold() -> None:
    motion, person = president_written_in()
    resolution = resolved(motion)
    facts = meeting_of(Assembly.objects.get(pk=motion.item.assembly_id))
    (item,) = facts.items
    assert (item.sentence, item.agrees) == (resolution.sentence, True)
    assert person.name.en in item.sentence.en
    checks = figure_checks({"meeting": as_data(facts), "follow_ups": []})
    assert [check.holds for check in checks if check.code == "item"] == [True]


def test_resolving_again_gives_no_seat_either() -> None:
    motion, person = president_written_in()
    first = resolved(motion)
    clear_for_office(motion.item.assembly, person)
    assert resolved(motion) == first
    assert holders(Office.PRESIDENT) == []


def test_clearance_on_record_no_longer_stops_whoever_was_written_in() -> None:
    motion, person = president_written_in()
    assert [row.person for row in elected_to_office(motion.item.assembly)] == [person]
    clear_for_office(motion.item.assembly, person)
    assert "filing.clearance" not in held_back(motion)


@pytest.mark.parametrize(
    ("born_on", "told"),
    [(date(1955, 12, 18), "71 full years on 18 December 2026, at most 70."), (None, "on record")],
)
def test_age_of_whoever_was_written_in_is_asked(born_on: date | None, told: str) -> None:
    motion, person = president_written_in()
    Person.objects.filter(pk=person.pk).update(born_on=born_on)
    found = held_back(motion)["officers.age"]
    assert told in found
    assert MEASURES in found
    # How old somebody is stands in no resolution.
    resolution = resolved(motion)
    (row,) = resolution.figures["held_back"]
    assert "full years" not in f"{resolution.sentence} {row}"
    assert set(row["reasons"][1]) == {"topic", "verdict", "title", "citation"}


def test_terms_of_whoever_was_written_in_are_counted() -> None:
    motion, _person = president_written_in(served=True)
    found = held_back(motion)["officers.terms"]
    assert "3 terms in a row as president until now, at most 2" in found
    assert NOTICE in found


def test_what_only_the_person_can_declare_is_unknown_and_stops() -> None:
    motion, _person = president_written_in()
    told = held_back(motion)
    assert set(told) == {
        "filing.clearance",
        "officers.public_servants",
        "officers.separate",
        "officers.legal_representative",
    }
    assert told["officers.public_servants"].startswith("Not declared: nobody who is written in")


@pytest.mark.parametrize("council_first", [True, False])
def test_supervisor_written_in_beside_the_council_is_held_back(council_first: bool) -> None:
    """The same person is elected to both; whichever is resolved first."""
    (council, supervisors), (stands, _second, person, *_others) = meeting(
        Matter.ELECT_COUNCIL, Matter.ELECT_SUPERVISORS
    )
    published_on_paper(
        council,
        [[(6, 1, 0)]],
        returned=7,
        contests=[question(Office.COUNCIL_MEMBER, person)],
    )
    voted(supervisors, stands, Office.SUPERVISOR, place=3)
    order = [council, supervisors] if council_first else [supervisors, council]
    if council_first:
        resolved(council)
    told = held_back(supervisors)["supervisors.incompatible.offices"]
    assert "is or stands as council member too" in told
    assert "a provincial regulation on trade associations" in told
    for motion in order:
        resolved(motion)
    assert (holders(Office.SUPERVISOR), holders(Office.COUNCIL_MEMBER)) == ([], [person])


def test_supervisor_written_in_has_not_said_whether_they_keep_the_books() -> None:
    (motion,), (stands, *_others) = meeting(Matter.ELECT_SUPERVISORS)
    voted(motion, stands, Office.SUPERVISOR)
    assert "Not declared" in held_back(motion)["supervisors.incompatible.offices"]


def test_who_is_written_in_for_two_offices_that_do_not_go_together_is_given_neither() -> None:
    (motion,), (stands, person, other, *_others) = meeting(Matter.ELECT_OFFICERS)
    clear_for_office(motion.item.assembly, stands, person)
    published_on_paper(
        motion,
        [[(1, 6, 0)], [(1, 6, 0)]],
        returned=7,
        contests=[question(Office.PRESIDENT, stands), question(Office.SECRETARY_GENERAL, person)],
        written={3: 5},
    )
    found = written_in_told(motion, today=DAY)
    assert [(one.person, one.office) for one in found] == [
        (other, Office.PRESIDENT),
        (other, Office.SECRETARY_GENERAL),
    ]
    assert all("officers.separate.offices" in [c.topic for c in one.stopping] for one in found)
    resolved(motion)
    assert not Mandate.objects.filter(from_on=DAY).exists()


def test_who_was_written_in_and_elected_by_a_further_ballot_is_asked_the_same() -> None:
    (motion,), (stands, *_others) = meeting(Matter.ELECT_SUPERVISORS)
    stands_for = question(Office.SUPERVISOR, stands)
    published_on_paper(motion, [[(3, 4, 0)]], returned=7, contests=[stands_for], written={2: 3})
    assert motion.election is not None
    contest = motion.election.contests.get()
    settle_seats(
        motion=motion,
        box=motion.election,
        choices=[SeatChoice(contest.pk, "another_ballot", decided="Art. 9", number=2)],
        channel=Channel.PAPER,
        by=None,
        at=minute(8),
    )
    motion.refresh_from_db()
    second = next_on_paper(motion, [(2, 5, 0), (5, 2, 0)])
    assert not Candidate.objects.filter(contest__election=second, is_write_in=True).exists()
    assert "supervisors.incompatible.offices" in held_back(motion)
    resolved(motion)
    assert holders(Office.SUPERVISOR) == []


# What was declared before, and lesser rules


def test_whoever_had_declared_is_asked_nothing_again_and_seated() -> None:
    motion, person = declared_president(date(1980, 5, 6))
    assert written_in_told(motion, today=DAY) == []
    resolved(motion)
    assert holders(Office.PRESIDENT) == [person]


def test_lesser_rules_are_told_and_the_seat_is_given() -> None:
    motion, person = declared_president(date(1961, 12, 18))
    (one,) = written_in_told(motion, today=DAY)
    assert (one.stopping, [check.topic for check in one.told]) == ([], ["officers.age_in_term"])
    (told,) = sentences_of([one])
    assert told.startswith(f"{person.name.en}, written in as president: Age within the term:")
    resolution = resolved(motion)
    assert holders(Office.PRESIDENT) == [person]
    assert "held_back" not in resolution.figures


def test_nothing_is_asked_where_the_profile_has_no_such_rule() -> None:
    motion, person = president_written_in()
    Association.objects.update(profile="uk")
    assert written_in_told(motion, today=DAY) == []
    resolved(motion)
    assert holders(Office.PRESIDENT) == [person]


# Where it is told


def test_operator_is_told_before_and_the_list_of_what_is_to_do_after() -> None:
    motion, person = president_written_in()
    assembly, client = motion.item.assembly, client_of(make_secretary())
    session.set_current(item=motion.item, by=None, at=minute(7))
    told = f"{person.name.en}, written in as president, is given no seat: Clearance for office:"
    item = f"/assemblies/{assembly.pk}/items/{motion.item_id}/"
    for address in (item, f"/assemblies/{assembly.pk}/operate/"):
        assert told in client.get(address).content.decode()
    page = client.get(f"/assemblies/{assembly.pk}/clearances/").content.decode()
    assert f"Not cleared yet: {person.name.en}" in page
    seen = client_of(make_user(person=people_of(assembly)[3])).get(item)
    assert (seen.status_code, "is given no seat" in seen.content.decode()) == (200, False)

    resolved(motion)
    assert told not in client.get(item).content.decode()
    (row,) = still_to_do(assembly)
    assert row.what == f"{person.name.en} was written in as president and holds no seat yet"
    assert f"Clearance for office: not met ({NOTICE})" in row.detail
    assert "Public service: not determinable" in row.detail


@pytest.mark.parametrize("who", ["the same", "another"])
def test_seat_is_no_longer_to_do_once_somebody_holds_it(who: str) -> None:
    motion, person = president_written_in()
    assembly = motion.item.assembly
    resolved(motion)
    assert len(still_to_do(assembly)) == 1
    holder = person if who == "the same" else people_of(assembly)[4]
    give(BodyKind.COUNCIL, Office.PRESIDENT, holder)
    assert still_to_do(assembly) == []


def test_seat_left_vacant_keeps_no_other_on_the_list() -> None:
    """Of two seats the meeting left one vacant; the other was held back, and is given later."""
    (motion,), (first, second, person, *_others) = meeting(Matter.ELECT_SUPERVISORS)
    standing = [CandidateSpec(name=one.name, person=one) for one in (first, second)]
    asked = replace(question(Office.SUPERVISOR, first), seats=2, candidates=standing)
    votes = [[(1, 6, 0), (1, 6, 0)]]
    published_on_paper(motion, votes, returned=7, contests=[asked], written={3: 5})
    settle(motion, "vacant", decided=METHOD)
    resolved(motion)
    assert len(still_to_do(motion.item.assembly)) == 1
    give(BodyKind.SUPERVISORY_BOARD, Office.SUPERVISOR, person)
    assert still_to_do(motion.item.assembly) == []


def give(kind: BodyKind, office: Office, person: Person) -> None:
    """What the secretariat enters in the register."""
    body = body_of(kind)
    term, _created = Term.objects.get_or_create(body=body, number=4, defaults={"from_on": DAY})
    create_mandates(
        term=term,
        office=office,
        holders=[(person, None)],
        from_on=DAY,
        decision=None,
        source="Approval 21",
        by=None,
        at=minute(30),
    )


def still_to_do(assembly: Assembly) -> list[Todo]:
    found = todos(assembly, agenda_rows(assembly), today=DAY)
    return [row for row in found if "written in" in row.what]
