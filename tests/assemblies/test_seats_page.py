"""The page on which is decided what follows for seats left open, and what the hall sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assemblies.domain.signing.figure_checks import figure_checks
from assemblies.domain.sitting import resolve
from assemblies.domain.sitting.operating import take_over
from assemblies.domain.writing.minutes_facts import as_data, meeting_of
from assemblies.models import Motion, Resolution, SeatDecision
from elections.counting.lot import draw
from elections.enums import Channel, ElectionState
from elections.models import Election
from tests.assemblies.test_operator_page import client_of
from tests.factories.assemblies import make_secretary, minute
from tests.factories.members import make_user
from tests.factories.rounds import council, next_on_paper, stated_by_the_bylaws

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of(make_secretary())


def path(motion: Motion, rest: str = "") -> str:
    return f"/assemblies/{motion.item.assembly_id}/items/{motion.item_id}/seats/{rest}"


def page(client: Client, motion: Motion) -> str:
    response = client.get(path(motion))
    assert response.status_code == 200
    return response.content.decode()


def choose(client: Client, motion: Motion, **chosen: Any) -> str:
    """Fill in the one question that stands on the page."""
    motion.refresh_from_db()
    box = motion.election
    assert box is not None
    contest = box.contests.get().pk
    data = {f"{contest}-{name}": value for name, value in chosen.items()}
    data |= {"channel": Channel.PAPER, "box": box.pk}
    response = client.post(path(motion), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def operating(client: Client, motion: Motion) -> str:
    return client.get(f"/assemblies/{motion.item.assembly_id}/operate/").content.decode()


def hall(client: Client, motion: Motion) -> str:
    return client.get(f"/assemblies/{motion.item.assembly_id}/hall/").content.decode()


def test_tie_leads_from_the_desk_to_a_run_off_and_the_resolution(client: Client) -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    told = operating(client, motion)
    assert "Decide on the seats left open" in told
    assert "Seats are still open: decide on them first." in told
    assert "tie for 1 seat" in hall(client, motion)
    told = page(client, motion)
    assert "Electoral Law, art. 45 (by analogy)" in told
    assert "another ballot among those not elected" not in told
    assert "It is on record." in choose(client, motion, way="run_off")
    motion.refresh_from_db()
    assert motion.election is not None
    assert (motion.election.round, motion.election.state) == (2, ElectionState.READY)
    told = hall(client, motion)
    assert "Round 2" in told
    assert "run-off among the tied" in told
    assert "The most votes elect; no threshold is asked." in operating_calc(client, motion)
    next_on_paper(motion, [(2, 1, 4), (3, 0, 4)])
    told = operating(client, motion)
    assert "Decide on the seats left open" not in told
    client.post(f"/assemblies/{motion.item.assembly_id}/operate/items/{motion.item_id}/resolve/")
    resolution = Resolution.objects.get()
    assert resolution.outcome == "passed"
    told = client.get(f"/assemblies/{motion.item.assembly_id}/items/{motion.item_id}/").content
    assert "Round 2 (run-off among the tied)" in told.decode()
    assert "Earlier rounds" in told.decode()


def operating_calc(client: Client, motion: Motion) -> str:
    address = f"/assemblies/{motion.item.assembly_id}/items/{motion.item_id}/"
    return client.get(address).content.decode()


def test_boards_of_the_rounds_lead_to_each_other(client: Client) -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    first = motion.election
    assert first is not None
    choose(client, motion, way="run_off")
    second = Election.objects.get(follows=first)
    board = client.get(f"/elections/{first.pk}/").content.decode()
    assert f"/elections/{second.pk}/" in board
    assert "What it decided stands." in board
    board = client.get(f"/elections/{second.pk}/").content.decode()
    assert "it is about seats that an earlier ballot left open" in board


def test_shortfall_that_no_text_settles_needs_the_meetings_words(client: Client) -> None:
    motion, _standing = council([(6, 1, 0), (3, 3, 1), (2, 4, 1)], seats=2)
    told = page(client, motion)
    assert told.count("no text in force says so; the meeting decides") == 3
    assert "Organic Law of Villagers" in told
    refused = choose(client, motion, way="vacant")
    assert "Let the meeting decide it" in refused
    assert not SeatDecision.objects.exists()
    refused = choose(client, motion, way="another_ballot", decided="Art. 9")
    assert "Enter the number that the meeting decided on" in refused
    choose(client, motion, way="another_ballot", decided="Art. 9", number=1)
    assert Election.objects.get(round=2).contests.get().candidates.count() == 1


def test_nothing_chosen_changes_nothing(client: Client) -> None:
    motion, _standing = council([(6, 1, 0), (3, 3, 1), (2, 4, 1)], seats=2)
    choose(client, motion)
    assert not SeatDecision.objects.exists()
    assert Election.objects.count() == 1


def test_lot_is_shown_in_the_hall_before_and_after_it_is_drawn(client: Client) -> None:
    stated_by_the_bylaws(("election.tie_rule", "lot"))
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    choose(client, motion, way="lot")
    decision = SeatDecision.objects.get()
    for shown in (hall(client, motion), page(client, motion)):
        assert f"{decision.seed_begins}|…" in shown
        assert all(row["candidate"] in shown for row in decision.tied)
    draw_here = path(motion, f"{decision.pk}/draw/")
    assert (
        "nothing but digits"
        in client.post(draw_here, {"called": "six"}, follow=True).content.decode()
    )
    assert (
        "The lot is drawn."
        in client.post(draw_here, {"called": "271 828"}, follow=True).content.decode()
    )
    refused = client.post(draw_here, {"called": "314159"}, follow=True).content.decode()
    assert "A lot is drawn once." in refused
    seed = f"{decision.seed_begins}|271828"
    drawn = draw(seed, [row["candidate"] for row in decision.tied])
    shown = hall(client, motion)
    assert seed in shown
    assert drawn[0].digest in shown


def test_page_is_for_who_runs_the_meeting_from_one_screen(client: Client) -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    assert client_of(make_user()).get(path(motion)).status_code == 404
    take_over(assembly=motion.item.assembly, by=make_secretary(), at=timezone.now())
    assert "Take over to go on from your screen" in choose(client, motion, way="run_off")
    assert not SeatDecision.objects.exists()


def facts_of(motion: Motion) -> dict[str, Any]:
    data = as_data(meeting_of(motion.item.assembly))
    assert isinstance(data, dict)
    return data


def test_minutes_tell_every_round_and_their_figures_are_reckoned_again(client: Client) -> None:
    motion, standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    choose(client, motion, way="run_off")
    next_on_paper(motion, [(2, 1, 4), (3, 0, 4)])
    resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    (item,) = facts_of(motion)["items"]
    assert [(box["round"], box["contests"][0]["reason"]) for box in item["boxes"]] == [
        (1, ""),
        (2, "run_off"),
    ]
    first, second = (box["contests"][0] for box in item["boxes"])
    assert [one["way"] for one in first["decisions"]] == ["run_off"]
    assert (first["tied_seats"], len(first["tied"])) == (1, 2)
    assert second["elected"] == [dict(standing[2].name)]
    assert second["threshold"] == {}
    assert item["agrees"]
    checks = figure_checks({"meeting": facts_of(motion), "follow_ups": []})
    assert [check for check in checks if not check.holds and "item" in check.code] == []


def test_lot_in_the_minutes_is_drawn_again_by_the_check(client: Client) -> None:
    stated_by_the_bylaws(("election.tie_rule", "lot"))
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    choose(client, motion, way="lot")
    decision = SeatDecision.objects.get()
    client.post(path(motion, f"{decision.pk}/draw/"), {"called": "271828"})
    resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    facts = facts_of(motion)
    contest = facts["items"][0]["boxes"][0]["contests"][0]
    assert len(contest["elected"]) == 2
    told = contest["decisions"][0]

    def faults() -> list[str]:
        checks = figure_checks({"meeting": facts, "follow_ups": []})
        return [check.told for check in checks if not check.holds]

    before = faults()
    told["seed"] = told["seed"][:-1] + "0"
    while draw(told["seed"], [one["candidate"] for one in told["places"]])[0].candidate == (
        decision.refresh_from_db() or decision.chosen[0]
    ):
        told["seed"] += "0"
    assert len(faults()) == len(before) + 1
