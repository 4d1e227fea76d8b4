"""Who counts is no candidate, and what is voted on before anybody is elected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.todo import todos
from assemblies.domain.presence import appoint
from assemblies.domain.sitting import ballot, session
from assemblies.enums import Function, Method
from assemblies.errors import ElectionTooEarly, TellerStands
from assemblies.models import Appointment, Assembly, Motion
from bylaws.enums import Matter
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind, ElectionState
from elections.models import RollEntry
from members.models import Person
from records.models import LogEntry
from tests.factories.assemblies import (
    DAY,
    SENT_AT,
    add_motion,
    both,
    convened,
    entries_of,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    open_paper_box,
    opened,
    vote_by_hands,
)

pytestmark = pytest.mark.django_db
RULE = "election methods of single associations (instances, not law)"


def person_of(entry: RollEntry) -> Person:
    assert entry.person is not None  # every firm of the factories is represented
    return entry.person


def council_of(entries: list[RollEntry]) -> ContestSpec:
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=both("理事", "Council members"),
        seats=2,
        office="council_member",
        candidates=[CandidateSpec(name=p.name, person=p) for p in map(person_of, entries)],
    )


def meeting() -> tuple[Assembly, Motion]:
    """Convened, with the election of the council on its agenda and two counters."""
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    return convened(assembly), motion


def put_up(motion: Motion, entries: list[RollEntry]) -> None:
    ballot.prepare_box(
        motion=motion,
        contests=[council_of(entries)],
        channel=Channel.PAPER,
        by=None,
        at=SENT_AT,
    )


def name_as(function: Function, assembly: Assembly, entry: RollEntry) -> Appointment:
    return appoint.appoint(
        assembly=assembly, person=person_of(entry), function=function, by=None, at=SENT_AT
    )


def test_candidate_is_not_appointed_to_count_and_is_told_by_name_and_rule() -> None:
    assembly, motion = meeting()
    standing = entries_of(assembly)[:3]
    put_up(motion, standing)

    with override("en"), pytest.raises(TellerStands) as refused:
        name_as(Function.SCRUTINEER, assembly, standing[0])

    told = str(refused.value)
    assert person_of(standing[0]).name.en in told
    assert RULE in told
    assert name_as(Function.CHAIR, assembly, standing[0]).function == Function.CHAIR


def test_teller_does_not_stand_before_the_release() -> None:
    assembly, motion = meeting()
    standing = entries_of(assembly)[:3]
    served = name_as(Function.SCRUTINEER, assembly, standing[0])
    with pytest.raises(TellerStands):
        put_up(motion, standing)
    assert not Motion.objects.filter(election__isnull=False).exists()

    appoint.release(appointment=served, by=None, at=SENT_AT)
    appoint.release(appointment=served, by=None, at=SENT_AT)
    put_up(motion, standing)

    assert Motion.objects.filter(election__isnull=False).exists()
    released = LogEntry.objects.filter(event="released")
    assert [entry.payload for entry in released] == [
        {"person": str(served.person_id), "function": "scrutineer"}
    ]


def test_box_does_not_open_while_a_teller_stands_in_it() -> None:
    """However it came about, as with functions that a first meeting takes over."""
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    standing = entries_of(assembly)[:3]
    put_up(motion, standing)
    Appointment.objects.create(
        assembly=assembly, person=person_of(standing[1]), function=Function.COUNTER, position=3
    )

    with pytest.raises(TellerStands):
        open_paper_box(motion)


def test_function_is_taken_back_on_the_page() -> None:
    assembly, _motion = meeting()
    served = name_as(Function.COUNTER, assembly, entries_of(assembly)[0])
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{assembly.pk}/functions/"
    assert f'value="{served.pk}"' in client.get(page).content.decode()

    client.post(page, {"release": served.pk})

    assert not Appointment.objects.filter(pk=served.pk).exists()
    assert client.post(page, {"release": "x"}).status_code == 404


def test_method_and_scrutineers_are_due_before_anybody_is_elected() -> None:
    assembly = make_assembly()
    method = add_motion(assembly, Matter.ELECTION_METHOD)
    scrutineers = add_motion(assembly, Matter.SCRUTINEERS)
    council = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    opened(assembly)

    def due() -> list[tuple[str, str]]:
        assembly.refresh_from_db()
        with override("en"):
            listed = todos(assembly, agenda_rows(assembly), today=DAY + timedelta(days=1))
            told = [t for t in listed if t.what.startswith("Resolve on it before")]
            assert {RULE in todo.detail for todo in told} <= {True}
            return [(todo.what.partition(": ")[2], todo.kind) for todo in told]

    titles = [motion.item.title.en for motion in (method, scrutineers)]
    assert due() == [(titles[0], "later"), (titles[1], "later")]
    vote_by_hands(method, (7, 0, 0))
    assert due() == [(titles[1], "later")]
    session.set_current(item=council.item, by=None, at=minute(4))
    assert due() == [(titles[1], "wait")]


@pytest.mark.parametrize("first", [Matter.ELECTION_METHOD, Matter.SCRUTINEERS])
def test_nobody_is_elected_before_what_comes_first_is_adopted(first: Matter) -> None:
    assembly = make_assembly()
    method = add_motion(assembly, first)
    council = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    put_up(council, entries_of(assembly)[:3])
    session.set_current(item=council.item, by=None, at=minute(1))

    with override("en"), pytest.raises(ElectionTooEarly) as refused:
        ballot.open_ballot(motion=council, by=None, at=minute(1))
    vote_by_hands(method, (2, 5, 0))
    session.set_current(item=council.item, by=None, at=minute(4))
    with pytest.raises(ElectionTooEarly):
        ballot.open_ballot(motion=council, by=None, at=minute(4))

    told = str(refused.value)
    assert (method.item.title.en in told, RULE in told) == (True, True)
    assert not council.item.assembly.quorum_checks.filter(item=council.item).exists()


def test_election_opens_after_its_method_was_adopted() -> None:
    assembly = make_assembly()
    method = add_motion(assembly, Matter.ELECTION_METHOD)
    council = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    put_up(council, entries_of(assembly)[:3])
    vote_by_hands(method, (7, 0, 0))
    session.set_current(item=council.item, by=None, at=minute(4))

    assert ballot.open_ballot(motion=council, by=None, at=minute(4)).state == ElectionState.OPEN
