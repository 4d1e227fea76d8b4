"""The page from which a whole meeting is run: what can be pressed, and why something cannot."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from assemblies.domain.presence import appoint, check_in
from assemblies.enums import Function, Method
from assemblies.models import Assembly, Motion, Resolution
from bylaws.enums import Matter
from members.models import User
from tests.factories.assemblies import (
    add_motion,
    add_report,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    opened,
)
from tests.factories.members import make_user

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def lin() -> User:
    return make_secretary()


@pytest.fixture
def client(lin: User) -> Client:
    return client_of(lin)


def page(client: Client, assembly: Assembly) -> str:
    response = client.get(f"/assemblies/{assembly.pk}/operate/")
    assert response.status_code == 200
    return response.content.decode()


def press(client: Client, assembly: Assembly, path: str, **data: object) -> str:
    response = client.post(f"/assemblies/{assembly.pk}/operate/{path}/", data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def item_path(motion: Motion, act: str) -> str:
    return f"items/{motion.item_id}/{act}"


def test_vote_by_hands_is_run_from_opening_to_closing(client: Client) -> None:
    assembly = make_assembly()
    report, motion = add_report(assembly), add_motion(assembly)
    checked_in(convened(assembly), 7)
    press(client, assembly, "do/open")
    press(client, assembly, f"items/{report.pk}/now")
    press(client, assembly, f"items/{report.pk}/settle")
    press(client, assembly, item_path(motion, "now"))
    assert "State the quorum first." in page(client, assembly)
    press(client, assembly, item_path(motion, "quorum"))
    asked = press(client, assembly, item_path(motion, "hands"), votes_for=5, votes_against=1)
    assert "everyone present who raised no hand" in asked
    press(
        client,
        assembly,
        item_path(motion, "hands"),
        votes_for=5,
        votes_against=1,
        abstentions=1,
        confirmed=1,
    )
    press(client, assembly, item_path(motion, "resolve"))
    assert Resolution.objects.get().outcome == "passed"
    assert "The meeting is closed." in press(client, assembly, "do/close")


def test_ballot_is_not_opened_without_quorum_and_the_page_says_so(client: Client) -> None:
    assembly = make_assembly()
    make_tellers(assembly)
    motion = add_motion(assembly, Matter.FINANCIAL_RULES, Method.SECRET)
    opened(assembly)
    press(client, assembly, item_path(motion, "now"))
    press(client, assembly, item_path(motion, "box-paper"))
    for entry in entries_of(assembly)[:3]:
        check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(2))
    assert "No quorum: 4 present, 6 needed." in page(client, assembly)
    assert "No quorum: 4 of 9" in press(client, assembly, item_path(motion, "issue"), issued=4)
    motion.refresh_from_db()
    assert motion.election is not None
    assert motion.election.state == "ready"


def test_count_greater_than_those_present_is_not_offered_for_confirmation(client: Client) -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    press(client, assembly, item_path(motion, "now"))
    press(client, assembly, item_path(motion, "quorum"))
    asked = press(client, assembly, item_path(motion, "hands"), votes_for=7, votes_against=1)
    assert "More hands than people present. Count again." in asked
    assert "This is the count" not in asked


def test_second_screen_is_told_who_runs_the_meeting_and_takes_over(
    client: Client, lin: User
) -> None:
    assembly = make_assembly()
    first, second = add_motion(assembly), add_motion(assembly)
    opened(assembly)
    press(client, assembly, item_path(first, "now"))
    other = client_of(make_secretary())
    assert f"{lin} has run the meeting since" in page(other, assembly)
    refused = press(other, assembly, item_path(second, "now"))
    assert "Take over to go on from your screen." in refused
    item = other.post(
        f"/assemblies/{assembly.pk}/items/{second.item_id}/now/", follow=True
    ).content.decode()
    assert "Take over to go on from your screen." in item
    press(other, assembly, "take-over")
    press(other, assembly, item_path(second, "now"))
    second.item.refresh_from_db()
    assert second.item.state == "current"
    assert "has run the meeting since" in page(client, assembly)


def test_desk_goes_on_whoever_runs_the_meeting(client: Client) -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    press(client, assembly, item_path(motion, "now"))
    entry = entries_of(assembly)[8]
    client_of(make_secretary()).post(f"/assemblies/{assembly.pk}/check-in/{entry.pk}/in/")
    assert assembly.attendances.filter(entry=entry).exists()


def test_counter_enters_their_own_count_on_their_own_page(client: Client) -> None:
    assembly = make_assembly()
    assembly.two_counts = True
    assembly.save(update_fields=["two_counts"])
    motion = add_motion(assembly)
    opened(assembly)
    counter = make_user()
    counter.person = make_tellers(assembly)[0]
    counter.save()
    press(client, assembly, item_path(motion, "now"))
    press(client, assembly, item_path(motion, "quorum"))
    count = {"votes_for": 5, "votes_against": 1, "abstentions": 1, "confirmed": 1}
    press(client, assembly, item_path(motion, "hands"), **count)
    motion.refresh_from_db()
    assert motion.present is None
    phone = client_of(counter)
    seen = phone.get(f"/assemblies/{assembly.pk}/hands/").content.decode()
    assert "One count is in." in seen
    phone.post(f"/assemblies/{assembly.pk}/hands/", count | {"votes_against": 2, "abstentions": 0})
    assert "The two counts differed." in page(client, assembly)
    phone.post(f"/assemblies/{assembly.pk}/hands/", count)
    press(client, assembly, item_path(motion, "hands"), **count)
    motion.refresh_from_db()
    assert (motion.present, motion.votes_for) == (7, 5)


def test_roll_is_called_from_the_page_and_named_on_the_item(client: Client) -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, method=Method.ROLL_CALL)
    # The page states the quorum at the hour of the test, so they come in before that.
    check_in.open_check_in(assembly=convened(assembly), by=None, at=timezone.now())
    for entry in entries_of(assembly)[:7]:
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=timezone.now())
    press(client, assembly, "do/open")
    press(client, assembly, item_path(motion, "now"))
    press(client, assembly, item_path(motion, "quorum"))
    first, *others = entries_of(assembly)[:7]
    press(client, assembly, item_path(motion, f"call/{first.pk}"), choice="against")
    assert "have not answered yet" in press(client, assembly, item_path(motion, "call"))
    for entry in others:
        answered = client.post(
            f"/assemblies/{assembly.pk}/operate/items/{motion.item_id}/call/{entry.pk}/",
            {"choice": "for"},
            headers={"hx-request": "true"},
        )
        assert answered.status_code == 200
    press(client, assembly, item_path(motion, "call"))
    press(client, assembly, item_path(motion, "resolve"))
    figures = Resolution.objects.get().figures
    assert (figures["for"], figures["against"]) == (6, 1)
    item = client.get(f"/assemblies/{assembly.pk}/items/{motion.item_id}/").content.decode()
    assert "Roll call" in item
    assert str(first.person) in item


def test_break_and_statement_are_entered_on_the_page(client: Client) -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    press(client, assembly, item_path(motion, "now"))
    speaker = entries_of(assembly)[0]
    words = "I object to the count."
    told = press(
        client,
        assembly,
        "statement",
        item=motion.item_id,
        speaker=f"entry-{speaker.pk}",
        kind="objection",
        text=words,
    )
    assert words in told
    told = press(client, assembly, "adjourn", reason_zh="午休", reason_en="Lunch")
    assert "The meeting is adjourned." in told
    refused = press(client, assembly, item_path(motion, "quorum"))
    assert "Resume: the quorum is stated anew" in refused
    press(client, assembly, "do/resume")
    assert "Resume: the quorum is stated anew" not in page(client, assembly)


def test_page_answers_before_and_after_the_meeting(client: Client) -> None:
    assembly = make_assembly()
    add_motion(assembly)
    assert "It is run from here once the check-in desk is open." in page(client, assembly)
    convened(assembly)
    page(client, assembly)
    checked_in(assembly, 2)
    assert "No quorum: 2 present, 6 needed." in page(client, assembly)


def test_page_of_counts_is_for_those_who_count(client: Client) -> None:
    assembly = make_assembly()
    add_motion(assembly)
    opened(assembly)
    chair, stranger = make_user(), make_user()
    chair.person = entries_of(assembly)[0].person
    chair.save()
    assert chair.person is not None
    appoint.appoint(
        assembly=assembly, person=chair.person, function=Function.CHAIR, by=None, at=minute(1)
    )
    address = f"/assemblies/{assembly.pk}/hands/"
    assert client_of(chair).get(address).status_code == 200
    assert client_of(stranger).get(address).status_code == 404
