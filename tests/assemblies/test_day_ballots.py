"""All ballots of a day prepared together, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.sitting.ballot import prepare_box
from assemblies.domain.sitting.day import Prepared, ballots_of_day, prepare_day
from assemblies.enums import Method, Phase
from assemblies.errors import RollMissing
from assemblies.forms.day import DayForm
from assemblies.models import Assembly, Motion, Nomination, NominationCall
from bylaws.enums import Matter
from elections.enums import Channel, ElectionState
from elections.models import Election
from members.enums import BodyKind, Office
from records.domain import log
from tests.factories.assemblies import (
    add_motion,
    convened,
    make_assembly,
    make_body,
    make_secretary,
    make_tellers,
    minute,
)
from tests.factories.elections import make_ceremony
from tests.factories.nominations import CALLED_AT, agreed, make_call, make_nomination

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


class Day:
    """Dues by secret ballot, a council with three confirmed, officers nobody is nominated for."""

    def __init__(self) -> None:
        make_body(BodyKind.COUNCIL)
        self.assembly: Assembly = make_assembly()
        self.dues = add_motion(self.assembly, Matter.DUES_STANDARD, Method.SECRET)
        self.call = make_call(Matter.ELECT_COUNCIL, assembly=self.assembly)
        self.council = Motion.objects.get(item=self.call.item)
        self.officers = add_motion(self.assembly, Matter.ELECT_OFFICERS, Method.SECRET)
        add_motion(self.assembly, Matter.WORK_REPORT, Method.SHOW_OF_HANDS)
        make_tellers(self.assembly)
        convened(self.assembly)
        self.assembly.ceremony = make_ceremony()
        self.assembly.save()

    def confirm(
        self,
        number: int = 3,
        call: NominationCall | None = None,
        office: str = Office.COUNCIL_MEMBER,
    ) -> list[Nomination]:
        call = call or self.call
        rows = [agreed(make_nomination(call, office=office)) for _one in range(number)]
        for place, row in enumerate(rows, start=1):
            row.outcome, row.position = "confirmed", place
            row.save()
        call.confirmed_at, call.confirmed_by = CALLED_AT, "Council"
        call.save()
        return rows

    def prepare(self, channel: str = Channel.ONLINE, **seats: int) -> list[Prepared]:
        return prepare_day(
            assembly=self.assembly,
            channel=channel,
            seats={(self.council.item_id, office): n for office, n in seats.items()},
            by=None,
            at=minute(-10),
        )


def test_all_that_can_be_made_is_made_and_the_others_are_told_why() -> None:
    day = Day()
    day.confirm()

    done = {one.motion.pk: one for one in day.prepare(council_member=2)}

    dues, council, officers = (done[one.pk] for one in (day.dues, day.council, day.officers))
    assert len(done) == 3
    assert (officers.box, officers.refusal) == (None, "Enter the candidates first.")
    assert dues.box
    assert council.box
    contest = council.box.contests.get()
    assert (contest.seats, contest.candidates.count(), contest.office) == (2, 3, "council_member")
    assert {dues.box.ceremony_id, council.box.ceremony_id} == {day.assembly.ceremony_id}
    assert log.verify(stream=f"assembly:{day.assembly.pk}") > 0


def test_prepared_again_nothing_is_made_twice() -> None:
    day = Day()
    day.confirm()
    first = [one.box for one in day.prepare(council_member=2) if one.box]

    again = day.prepare(council_member=2)

    assert [one.motion for one in again] == [day.officers]
    assert set(Election.objects.all()) == set(first)


def test_list_that_is_not_confirmed_keeps_the_others_from_nothing() -> None:
    day = Day()

    done = day.prepare(Channel.PAPER)

    told = [(one.motion, bool(one.box), one.refusal) for one in done]
    assert told == [
        (day.dues, True, ""),
        (day.council, False, "Confirm the list of candidates first."),
        (day.officers, False, "Enter the candidates first."),
    ]


def test_what_refuses_one_box_is_told_of_it_alone() -> None:
    """Nobody holds keys yet: no electronic box, and nothing half-made."""
    day = Day()
    day.confirm()
    Assembly.objects.filter(pk=day.assembly.pk).update(ceremony=None)

    done = day.prepare(council_member=2)

    assert not Election.objects.exists()
    assert all(one.refusal for one in done)
    boxes = {one.box for one in day.prepare(Channel.PAPER, council_member=2) if one.box}
    assert boxes == set(Election.objects.all())
    assert Election.objects.count() == 2


def test_each_says_what_it_lacks_before_it_can_open() -> None:
    day = Day()
    day.confirm()
    day.prepare(council_member=2)

    dues, council, officers = ballots_of_day(day.assembly)

    assert [bool(one.box) for one in (dues, council, officers)] == [True, True, False]
    assert {each.code for each in dues.missing} == {"key", "codes"}
    assert dues.missing == council.missing
    Motion.objects.filter(pk=day.dues.pk).update(method=Method.SHOW_OF_HANDS)
    assert len(ballots_of_day(day.assembly)) == 2


def test_meeting_without_a_roll_says_so_before_anything_is_pressed() -> None:
    day = Day()
    day.confirm()
    day.assembly.roll = None
    day.assembly.save()

    assert not any(one.can_be_made for one in ballots_of_day(day.assembly))
    assert {one.obstacle for one in ballots_of_day(day.assembly)} == {str(RollMissing.message)}
    assert {one.refusal for one in day.prepare(Channel.PAPER)} == {str(RollMissing.message)}
    assert not Election.objects.exists()


def test_confirmed_list_that_names_nobody_is_no_question() -> None:
    day = Day()
    for row in day.confirm():
        row.outcome, row.position = "struck", None
        row.save()

    council = ballots_of_day(day.assembly)[1]

    assert not council.can_be_made
    assert "Reopen it on the page of the nominations" in council.obstacle


def test_where_nothing_could_be_made_nothing_is_praised() -> None:
    day = Day()
    Motion.objects.filter(pk=day.dues.pk).update(method=Method.SHOW_OF_HANDS)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    url = reverse("assemblies:day_ballots", args=[day.assembly.pk])

    told = client.post(url, {"channel": "paper"}, follow=True).content.decode()

    assert "Confirm the list of candidates first." in told
    assert "prepared." not in told


def test_box_that_was_prepared_by_itself_keeps_its_way_of_voting() -> None:
    day = Day()
    day.confirm()
    alone = prepare_box(motion=day.dues, channel=Channel.PAPER, by=None, at=minute(-20))

    done = day.prepare(Channel.ONLINE, council_member=2)

    assert [(one.motion, bool(one.box)) for one in done] == [
        (day.council, True),
        (day.officers, False),
    ]
    alone.refresh_from_db()
    assert alone.channel == Channel.PAPER
    assert [one.is_ready for one in ballots_of_day(day.assembly)] == [True, False, False]


def test_page_says_at_a_glance_whether_the_day_is_ready() -> None:
    day = Day()
    names = [str(row.person) for row in day.confirm()]
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    url = reverse("assemblies:day_ballots", args=[day.assembly.pk])
    day.prepare(Channel.PAPER, council_member=2)

    page = client.get(url).content.decode()

    assert "2 of 3 are ready" in page
    assert all(name in page for name in names)
    operate = reverse("assemblies:operate", args=[day.assembly.pk])
    assert operate not in page
    Assembly.objects.filter(pk=day.assembly.pk).update(phase=Phase.CHECK_IN)
    assert operate in client.get(url).content.decode()
    Motion.objects.filter(pk=day.officers.pk).update(method=Method.SHOW_OF_HANDS)
    assert "The day is ready" in client.get(url).content.decode()


def test_page_prepares_all_with_the_seats_entered() -> None:
    day = Day()
    day.confirm()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    url = reverse("assemblies:day_ballots", args=[day.assembly.pk])
    field = f"seats-{day.council.item_id}-council_member"
    page = client.get(url).content.decode()
    assert "3 candidates are confirmed" in page
    assert "Enter the candidates first." in page

    for sent in ({}, {field: ""}):
        refused = client.post(url, {"channel": "paper", **sent}).content.decode()
        assert "This field is required." in refused
    refused = client.post(url, {"channel": "paper", field: 4}).content.decode()
    assert "less than or equal to 3" in refused
    assert not Election.objects.exists()

    told = client.post(url, {"channel": "paper", field: 2}, follow=True).content.decode()

    assert "2 ballot boxes are prepared." in told
    assert "Enter the candidates first." in told
    boxes = Election.objects.all()
    assert {(box.channel, box.state) for box in boxes} == {(Channel.PAPER, ElectionState.READY)}
    assert "seats: 2 · candidates: 3" in told


def test_nobody_proposes_how_many_seats_are_filled() -> None:
    """As many as stand would elect them all, whoever pressed without looking."""
    day = Day()
    day.confirm()
    form = DayForm(None, ballots=ballots_of_day(day.assembly))
    field = form[f"seats-{day.council.item_id}-council_member"]
    assert (field.initial, field.field.required) == (None, True)

    done = {one.motion: one for one in day.prepare()}

    assert done[day.council].box is None
    assert "how many seats" in done[day.council].refusal
    assert done[day.dues].box


def test_office_of_which_there_is_mostly_one_begins_with_one_seat() -> None:
    day = Day()
    call = make_call(Matter.ELECT_OFFICERS, assembly=day.assembly)
    day.confirm(2, call=call, office=Office.PRESIDENT)
    ballots = ballots_of_day(day.assembly)
    name = f"seats-{call.item_id}-president"

    assert DayForm(None, ballots=ballots)[name].initial == 1
    done = {one.motion.item: one.box for one in day.prepare(Channel.PAPER)}
    box = done[call.item]
    assert box is not None
    contest = box.contests.get()
    assert (contest.office, contest.seats, contest.candidates.count()) == ("president", 1, 2)


def test_page_is_empty_where_nothing_is_voted_on_in_secret() -> None:
    assembly = make_assembly()
    add_motion(assembly, Matter.WORK_REPORT, Method.SHOW_OF_HANDS)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())

    page = client.get(reverse("assemblies:day_ballots", args=[assembly.pk])).content.decode()

    assert "Nothing is voted on by secret ballot." in page
    assert "Prepare all ballots" not in page
