"""A seat that was held back is given later, by the election that filled it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assemblies.domain.days import local_day
from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.todo import todos
from assemblies.domain.sitting import resolve
from assemblies.domain.sitting.giving_seats import give_seat
from assemblies.errors import (
    OfficesIncompatible,
    SeatDayOutside,
    SeatHeldAlready,
    SeatNotHeldBack,
    SeatSourceMissing,
)
from assemblies.models import Assembly, Resolution
from bylaws.enums import Matter
from members.domain.mandates import body_of, create_mandates, end_mandate
from members.enums import BodyKind, Office
from members.models import Mandate, Person, Term
from records.models import LogEntry
from tests.assemblies.test_operator_page import client_of
from tests.factories.assemblies import DAY, make_secretary, minute, published_on_paper
from tests.factories.written_in import meeting, president_written_in, question, voted

pytestmark = pytest.mark.django_db
SOURCE = "Clearance 21 of the supervising unit"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def held_back() -> tuple[Resolution, Person]:
    motion, person = president_written_in()
    return resolve.resolve_motion(motion=motion, by=None, at=minute(20)), person


def give(resolution: Resolution, source: str = SOURCE, day: date = DAY) -> Mandate:
    (row,) = resolution.figures["held_back"]
    return give_seat(
        resolution=resolution,
        candidate=row["candidate"],
        from_on=day,
        source=source,
        by=None,
        at=minute(30),
    )


def test_seat_is_given_by_the_decision_of_the_election_with_what_settled_it() -> None:
    resolution, person = held_back()
    given = give(resolution)
    assert given.decision is not None
    assert given.decision == resolution.decision
    assert (given.person, given.office, given.source) == (person, "president", SOURCE)
    assert (given.from_on, given.term.body.kind, given.term.number) == (DAY, "council", 4)
    entry = LogEntry.objects.get(event="seat_given")
    assert entry.payload is not None
    assert (entry.payload["resolution"], entry.payload["source"]) == (str(resolution.pk), SOURCE)


def test_given_again_nothing_changes() -> None:
    resolution, _person = held_back()
    assert give(resolution) == give(resolution)
    assert Mandate.objects.filter(office="president", from_on=DAY).count() == 1
    assert LogEntry.objects.filter(event="seat_given").count() == 1


def test_refused_where_the_register_has_it_already() -> None:
    resolution, person = held_back()
    term, _created = Term.objects.get_or_create(
        body=body_of(BodyKind.COUNCIL), number=4, defaults={"from_on": DAY}
    )
    entered = {"term": term, "office": "president", "from_on": DAY, "by": None, "at": minute(25)}
    create_mandates(holders=[(person, None)], decision=None, source="Paper", **entered)
    with pytest.raises(SeatHeldAlready, match="president"):
        give(resolution)
    assert Mandate.objects.filter(office="president", from_on=DAY).count() == 1


def test_refused_without_what_settles_it_and_of_a_day_before_the_election_or_to_come() -> None:
    resolution, _person = held_back()
    with pytest.raises(SeatSourceMissing):
        give(resolution, source="  ")
    for days in (-1, 1):
        with pytest.raises(SeatDayOutside):
            give(resolution, day=DAY + timedelta(days=days))
    assert not Mandate.objects.filter(office="president", from_on__gte=DAY).exists()


def test_refused_of_whom_the_resolution_holds_nothing_back() -> None:
    resolution, _person = held_back()
    (contest,) = resolution.figures["contests"]
    stood = contest["candidates"][0]["candidate"]
    with pytest.raises(SeatNotHeldBack):
        give_seat(
            resolution=resolution,
            candidate=stood,
            from_on=DAY,
            source=SOURCE,
            by=None,
            at=minute(30),
        )


def test_refused_while_a_seat_on_the_other_side_is_held() -> None:
    (council, supervisors), (stands, _second, person, *_others) = meeting(
        Matter.ELECT_COUNCIL, Matter.ELECT_SUPERVISORS
    )
    asked = [question(Office.COUNCIL_MEMBER, person)]
    published_on_paper(council, [[(6, 1, 0)]], returned=7, contests=asked)
    voted(supervisors, stands, Office.SUPERVISOR, place=3)
    resolve.resolve_motion(motion=council, by=None, at=minute(20))
    resolution = resolve.resolve_motion(motion=supervisors, by=None, at=minute(21))
    with pytest.raises(OfficesIncompatible, match="supervisor and council member"):
        give(resolution)

    seat = Mandate.objects.get(person=person, office="council_member", from_on=DAY)
    end_mandate(mandate=seat, on=DAY, reason="Gave it up", source="Letter", by=None, at=minute(25))
    assert give(resolution, source="Letter of the day").office == "supervisor"


def test_page_gives_it_and_the_list_of_what_is_to_do_leads_there() -> None:
    resolution, person = held_back()
    assembly, item = resolution.motion.item.assembly, resolution.motion.item
    client = client_of(make_secretary())
    address = reverse("assemblies:give_seats", args=[assembly.pk, item.pk])
    found = todos(assembly, agenda_rows(assembly), today=DAY)
    assert [row.url for row in found if "holds no seat yet" in row.what] == [address]
    (row,) = resolution.figures["held_back"]
    # The page goes by the clock, and the meetings of the tests are to come.
    today = timezone.now()
    Assembly.objects.filter(pk=assembly.pk).update(opened_at=today)

    page = client.get(address).content.decode()
    assert f"{person.name.en} · president" in page
    assert "Clearance for office" in page

    prefix = row["candidate"]
    sent = {"candidate": prefix, f"{prefix}-day": str(local_day(today)), f"{prefix}-source": ""}
    assert "This field is required." in client.post(address, sent).content.decode()
    told = client.post(address, sent | {f"{prefix}-source": SOURCE}, follow=True)
    assert "The seat is given." in told.content.decode()
    assert "No seat is held back any more." in told.content.decode()
    assert Mandate.objects.get(person=person, office="president").decision == resolution.decision
