"""The pages of slips as a server answers them: no cookie, no log-in, one language at a time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from elections.crypto import credentials
from elections.domain import slip_box
from elections.domain.credentials import credentials_fingerprint
from elections.models import Election
from members.enums import Role
from tests.factories.elections import make_election, make_person, make_user
from tests.factories.slips import SlipBox, make_open_slip_box, make_slip_box

pytestmark = pytest.mark.django_db


def public_addresses(box: SlipBox) -> list[str]:
    pages = ("slip_booth", "slip_data", "slip_state")
    return [
        reverse("elections:slip", args=[box.ceremony.pk]),
        *(reverse(f"elections:{page}", args=[box.election.pk]) for page in pages),
    ]


def secretariat() -> Client:
    user = make_user(make_person())
    user.roles.create(role=Role.SECRETARIAT)
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, url: str, content: object, **headers: str) -> Any:
    return client.post(url, json.dumps(content), content_type="application/json", headers=headers)


def test_no_answer_to_a_slip_sets_a_cookie_even_beside_a_log_in() -> None:
    box = make_open_slip_box(make_person())
    raw, supplement = box.fill_in(box.printed[0], [[1, 0]])
    cast = reverse("elections:slip_cast", args=[box.election.pk])
    checking = Client(enforce_csrf_checks=True)

    answers = [
        client.get(url) for client in (checking, secretariat()) for url in public_addresses(box)
    ]
    taken = post(checking, cast, {"ballot": raw, "supplement": supplement})
    again = post(checking, cast, {"ballot": "other", "supplement": None})

    assert (taken.status_code, again.status_code) == (200, 409)
    assert not any(answer.cookies for answer in [*answers, taken, again])
    assert not any(answer.has_header("Set-Cookie") for answer in [*answers, taken, again])
    assert not checking.cookies
    assert "csrf" not in answers[0].content.decode()


def test_language_is_the_addresss_or_the_browsers_and_never_a_cookies() -> None:
    box = make_open_slip_box(make_person())
    url = public_addresses(box)[0]
    client = Client()
    client.cookies["django_language"] = "en"

    def told(**options: Any) -> tuple[str, bool]:
        answer = client.get(url, **options)
        return answer.headers["Content-Language"], 'lang="zh-hans"' in answer.content.decode()

    assert told(headers={"Accept-Language": "zh-CN,zh;q=0.9"}) == ("zh-hans", True)
    assert told(data={"lang": "en"}, headers={"Accept-Language": "zh-CN"}) == ("en", False)


def test_refusal_is_told_in_the_language_of_the_address() -> None:
    box = make_open_slip_box(make_person())
    box.cast_slip(box.printed[0], [[1, 0]])
    raw, supplement = box.fill_in(box.printed[0], [[0, 1]])
    cast = reverse("elections:slip_cast", args=[box.election.pk])

    answer = post(Client(), f"{cast}?lang=en", {"ballot": raw, "supplement": supplement})

    assert answer.json() == {
        "error": "final",
        "message": "A ballot of this slip is in the box; it is final.",
    }


def test_desk_takes_slips_out_together_and_tells_what_it_refused() -> None:
    box, yesterday = make_slip_box(), make_slip_box()
    client = secretariat()
    asked = client.get(reverse("elections:slip_desk_data", args=[box.ceremony.pk])).json()
    assert asked["elections"] == [{"id": str(box.election.pk), "uuid": box.election.code}]
    codes = [*box.printed[3:], yesterday.printed[0]]
    slips = [
        {
            "public": credentials.derive(code, asked["name"])[1],
            "credentials": {str(box.election.pk): credentials.derive(code, box.election.code)[1]},
        }
        for code in codes
    ]
    box.issue(box.entries[:3])

    told = post(
        client,
        reverse("elections:slips_out", args=[box.ceremony.pk]),
        {"reason": "surplus", "slips": slips},
        **{"Accept-Language": "en"},
    ).json()

    assert (told["out"], told["left"], told["to_scan"]) == (2, 3, 0)
    assert [(one["slip"], one["code"]) for one in told["refused"]] == [
        (slips[2]["public"], "slip_unknown")
    ]
    assert box.election.credentials.count() == 3


@pytest.mark.parametrize(
    "sent",
    [
        {"reason": "surplus"},
        {"reason": "lost", "slips": []},
        {"reason": "surplus", "slips": ["a"]},
        {"reason": "surplus", "slips": [{"public": 1, "credentials": {}}]},
    ],
)
def test_unreadable_scan_changes_nothing(sent: object) -> None:
    box = make_slip_box()

    answer = post(secretariat(), reverse("elections:slips_out", args=[box.ceremony.pk]), sent)

    assert (answer.status_code, answer.json()["error"]) == (409, "slip_malformed")
    assert box.election.credentials.count() == 5


def test_authority_learns_which_slips_a_run_off_leaves_out() -> None:
    box = make_slip_box()
    box.scan_out(box.printed[0])
    run_off = make_election(held=box.ceremony, on_roll=box.election.roll)
    client = Client()
    client.force_login(make_user(box.ceremony.authority))

    day = client.get(reverse("elections:slips_data", args=[box.ceremony.pk])).json()
    kept = [c for c in box.printed if credentials.derive(c, day["name"])[1] not in day["out"]]
    publics = [credentials.derive(code, run_off.code)[1] for code in kept]
    answer = post(
        client,
        reverse("elections:submit_credentials", args=[run_off.pk]),
        {"publics": sorted(publics)},
    ).json()

    assert answer["received"] == 4
    assert answer["fingerprint"] == credentials_fingerprint(Election.objects.get(pk=run_off.pk))


def test_screen_shows_how_many_ballots_are_in_and_no_tracker_before_the_closing() -> None:
    box = make_open_slip_box(make_person())
    tracker = box.cast_slip(box.printed[0], [[1, 0]]).tracker
    live = reverse("elections:board_live", args=[box.election.pk])

    during = Client().get(live).content.decode()
    box.close()
    after = Client().get(live).content.decode()

    assert tracker not in during
    assert '<div class="n">1</div>' in during
    assert tracker in after


def test_slip_of_a_meeting_that_has_voted_tells_what_it_was_drawn_for() -> None:
    box = make_open_slip_box(make_person())
    box.cast_slip(box.printed[0], [[1, 0]])
    page = reverse("elections:slip", args=[box.ceremony.pk])

    def shown() -> str:
        return Client(headers={"accept-language": "en"}).get(page).content.decode()

    assert "This slip was drawn for" not in shown()
    box.close()
    box.decrypt()
    assert f"This slip was drawn for: {box.ceremony.title}." in shown()


def test_pages_of_slips_are_not_there_where_voters_have_letters() -> None:
    held = make_election().ceremony
    assert held is not None
    box = held.elections.get()

    pages = [("slip", held.pk), ("slip_booth", box.pk), ("slip_data", box.pk)]

    assert {Client().get(reverse(f"elections:{n}", args=[k])).status_code for n, k in pages} == {
        404
    }
    assert slip_box.tally_of_slips(held)["made"] == 0
