"""Nobody supervises those among whom they sit (CN-D2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from assemblies.domain.sitting import ballot
from assemblies.enums import Method
from assemblies.errors import OfficesIncompatible
from assemblies.models import Assembly, Motion
from bylaws.enums import Matter
from bylaws.models import Association
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind
from elections.models import Election
from members.enums import BodyKind
from members.models import Mandate, Person, Term
from tests.factories.assemblies import (
    SENT_AT,
    add_motion,
    both,
    convened,
    entries_of,
    make_assembly,
    make_body,
    make_tellers,
)

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "vectors" / "rules" / "cases.json"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def slate(office: str, *people: Person) -> ContestSpec:
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=both("选举", office),
        seats=1,
        office=office,
        candidates=[CandidateSpec(name=person.name, person=person) for person in people],
    )


def meeting() -> tuple[Assembly, Motion, Motion, list[Person]]:
    """One motion elects the council, the other the supervisors; three who may stand."""
    assembly = make_assembly()
    council = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    supervisors = add_motion(assembly, Matter.ELECT_SUPERVISORS, Method.SECRET)
    make_tellers(assembly)
    convened(assembly)
    people = [entry.person for entry in entries_of(assembly)[:3] if entry.person is not None]
    return assembly, council, supervisors, people


def lay(motion: Motion, *contests: ContestSpec) -> Election:
    return ballot.prepare_box(
        motion=motion, contests=contests, channel=Channel.PAPER, by=None, at=SENT_AT
    )


def test_who_stands_for_the_council_does_not_stand_as_a_supervisor() -> None:
    case = next(c for c in json.loads(CASES.read_text()) if c.get("id") == "X9")
    assert (case["who"], case["expect"]) == ("supervisor also council member", "block CN-D2")
    _assembly, council, supervisors, (first, second, third) = meeting()
    lay(council, slate("council_member", first, second))

    with pytest.raises(OfficesIncompatible) as refused:
        lay(supervisors, slate("supervisor", third, second))

    told = str(refused.value)
    assert str(second) in told
    assert "supervisor and council member" in told
    assert "a provincial regulation on trade associations" in told
    assert Election.objects.count() == 1
    lay(supervisors, slate("supervisor", third))
    assert Election.objects.count() == 2


def test_nor_is_both_asked_in_one_box() -> None:
    _assembly, council, _supervisors, (first, second, _third) = meeting()
    with pytest.raises(OfficesIncompatible):
        lay(council, slate("council_member", first, second), slate("supervisor", second))


def test_a_seat_of_the_same_term_counts_and_one_of_another_term_does_not() -> None:
    assembly, council, _supervisors, (first, second, _third) = meeting()
    assert assembly.term is not None
    board = make_body(BodyKind.SUPERVISORY_BOARD)
    now, before = assembly.term.from_on, assembly.term.from_on - timedelta(days=1461)
    terms = [
        Term.objects.create(body=board, number=number, from_on=day)
        for number, day in enumerate((before, now), 1)
    ]
    seat = {"person": first, "office": "supervisor", "recorded_at": SENT_AT}
    Mandate.objects.create(term=terms[1], from_on=now, **seat)
    with pytest.raises(OfficesIncompatible):
        lay(council, slate("council_member", first, second))
    Mandate.objects.all().delete()
    Mandate.objects.create(term=terms[0], from_on=before, **seat)
    lay(council, slate("council_member", first, second))


def test_where_the_profile_has_no_such_rule_both_may_be_stood_for() -> None:
    _assembly, council, supervisors, (first, second, _third) = meeting()
    Association.objects.update(profile="uk")
    lay(council, slate("council_member", first))
    lay(supervisors, slate("supervisor", first, second))
