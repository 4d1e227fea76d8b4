"""Every address of the app, for every role: one table, and it is complete."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from elections.enums import Channel
from elections.models import Election
from elections.urls import urlpatterns
from members.enums import Role
from members.models import User
from tests.factories.assemblies import make_association
from tests.factories.elections import (
    AT,
    Box,
    make_election,
    make_open_box,
    make_person,
    make_user,
    slate,
)
from tests.factories.slips import SlipBox, make_open_slip_box

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "stranger", "elector", "trustee", "authority", "secretariat", "auditor")
LOGIN = 302
# Status by role, in the order of ROLES. POST addresses are asked with an empty object: 409 is a
# refusal by the rules, which only who passed the door gets to hear.
GET = {
    "index": (LOGIN, 404, 404, 404, 404, 200, 200),
    "vote": (200, 200, 200, 200, 200, 200, 200),
    "booth_digests": (200, 200, 200, 200, 200, 200, 200),
    "booth_digests_text": (200, 200, 200, 200, 200, 200, 200),
    "keys": (LOGIN, 404, 404, 200, 404, 200, 200),
    "rounds": (LOGIN, 404, 404, 200, 404, 200, 200),
    "codes": (LOGIN, 404, 404, 404, 200, 200, 200),
    "electors": (LOGIN, 404, 404, 404, 200, 404, 404),
    "check_ballot": (200, 200, 200, 200, 200, 200, 200),
    "board": (200, 200, 200, 200, 200, 200, 200),
    "board_live": (200, 200, 200, 200, 200, 200, 200),
    "archive": (200, 200, 200, 200, 200, 200, 200),
    "supplements": (200, 200, 200, 200, 200, 200, 200),
    "booth": (LOGIN, 404, 200, 404, 404, 404, 404),
    "booth_data": (LOGIN, 404, 200, 404, 404, 404, 404),
    "ballot_state": (LOGIN, 404, 409, 404, 404, 404, 404),
    "slips_data": (LOGIN, 404, 404, 404, 200, 404, 404),
    "slip_desk": (LOGIN, 404, 404, 404, 200, 200, 404),
    "slip_desk_data": (LOGIN, 404, 404, 404, 200, 200, 404),
    "slip": (200, 200, 200, 200, 200, 200, 200),
    "slip_booth": (200, 200, 200, 200, 200, 200, 200),
    "slip_data": (200, 200, 200, 200, 200, 200, 200),
    "slip_state": (409, 409, 409, 409, 409, 409, 409),
    "count": (LOGIN, 404, 404, 200, 404, 200, 200),
    "ballot_papers": (LOGIN, 404, 404, 200, 404, 200, 200),
    "count_form": (LOGIN, 404, 404, 200, 404, 200, 200),
}
POST = {
    "submit_key": (LOGIN, 404, 404, 409, 404, 404, 404),
    "new_nonce": (LOGIN, 404, 404, 200, 404, 404, 404),
    "confirm_restored": (LOGIN, 404, 404, 409, 404, 404, 404),
    "submit_dealing": (LOGIN, 404, 404, 409, 404, 404, 404),
    "submit_verification": (LOGIN, 404, 404, 409, 404, 404, 404),
    "complain": (LOGIN, 404, 404, 409, 404, 404, 404),
    "submit_rehearsal": (LOGIN, 404, 404, 409, 404, 404, 404),
    "cast": (LOGIN, 404, 409, 404, 404, 404, 404),
    "mail_codes": (LOGIN, 404, 404, 404, 302, 404, 404),
    "open_ballot": (LOGIN, 404, 409, 404, 404, 404, 404),
    "submit_credentials": (LOGIN, 404, 404, 404, 409, 404, 404),
    "register_slips": (LOGIN, 404, 404, 404, 409, 404, 404),
    "slips_out": (LOGIN, 404, 404, 404, 409, 409, 404),
    "slip_open": (409, 409, 409, 409, 409, 409, 409),
    "slip_cast": (409, 409, 409, 409, 409, 409, 409),
    "submit_share": (LOGIN, 404, 404, 409, 404, 404, 404),
    "enter_count": (LOGIN, 404, 404, 409, 404, 404, 404),
}
BY_SLIP = {pattern.name for pattern in urlpatterns if "slip" in str(pattern.name)}
OF_CEREMONY = {pattern.name for pattern in urlpatterns if "<uuid:ceremony>" in str(pattern.pattern)}


@pytest.fixture
def box() -> Box:
    return make_open_box(slate())


@pytest.fixture
def paper(box: Box) -> Election:
    make_association()
    return make_election(
        on_roll=box.election.roll, held=box.election.ceremony, channel=Channel.PAPER
    )


@pytest.fixture
def by_slip(box: Box) -> SlipBox:
    assert box.election.ceremony
    return make_open_slip_box(box.election.ceremony.authority)


@pytest.fixture
def clients(box: Box) -> dict[str, Client]:
    held = box.election.ceremony
    assert held
    secretariat, auditor = make_user(make_person()), make_user()
    secretariat.roles.create(role=Role.SECRETARIAT)
    auditor.roles.create(role=Role.AUDITOR)
    users: dict[str, User | None] = {
        "anonymous": None,
        "stranger": make_user(make_person()),
        "elector": make_user(box.entries[0].person),
        "trustee": make_user(held.trustees.first().person),
        "authority": make_user(held.authority),
        "secretariat": secretariat,
        "auditor": auditor,
    }
    clients = {role: Client() for role in ROLES}
    for role, user in users.items():
        if user is not None:
            clients[role].force_login(user)
    return clients


def address(name: str, box: Box, paper: Election, by_slip: SlipBox) -> str:
    box = by_slip if name in BY_SLIP else box
    held = box.election.ceremony
    assert held
    arguments: list[Any] = [box.election.pk]
    if name in ("index", "vote", "booth_digests", "booth_digests_text", "check_ballot"):
        arguments = []
    elif name in OF_CEREMONY:
        arguments = [held.pk]
    elif name == "count":
        arguments = [paper.pk]
    elif name in ("ballot_papers", "count_form"):
        arguments = [paper.pk, "zh"]
    elif name == "enter_count":
        arguments = [paper.pk, paper.contests.get().pk]
    return reverse(f"elections:{name}", args=arguments)


def test_table_names_every_address() -> None:
    assert {pattern.name for pattern in urlpatterns} == {*GET, *POST}


@pytest.mark.parametrize("name", GET)
def test_page_answers_each_role(
    name: str, box: Box, paper: Election, by_slip: SlipBox, clients: dict[str, Client]
) -> None:
    url = address(name, box, paper, by_slip)

    assert tuple(clients[role].get(url).status_code for role in ROLES) == GET[name]


@pytest.mark.parametrize("name", POST)
def test_act_answers_each_role(
    name: str, box: Box, paper: Election, by_slip: SlipBox, clients: dict[str, Client]
) -> None:
    url = address(name, box, paper, by_slip)
    answers = tuple(
        clients[role].post(url, data="{}", content_type="application/json").status_code
        for role in ROLES
    )

    assert answers == POST[name]
    assert {clients[role].get(url).status_code for role in ROLES} <= {LOGIN, 404, 405}


def test_box_that_is_not_open_is_shown_to_its_people_alone(clients: dict[str, Client]) -> None:
    hidden = make_election()
    urls = [reverse(f"elections:{name}", args=[hidden.pk]) for name in ("board", "archive")]

    seen = {
        role: tuple(client.get(url).status_code for url in urls) for role, client in clients.items()
    }

    assert seen == {
        "anonymous": (LOGIN, LOGIN),
        "stranger": (404, 404),
        "elector": (404, 404),
        "trustee": (404, 404),
        "authority": (404, 404),
        "secretariat": (200, 404),
        "auditor": (200, 404),
    }


def test_refusals_are_told_as_code_and_sentence(box: Box, clients: dict[str, Client]) -> None:
    entry = box.entries[0]
    raw, supplement = box.make_ballot(entry, [[1, 0, 0], [0, 1, 0]])
    url = reverse("elections:cast", args=[box.election.pk])
    content = {"ballot": raw, "supplement": supplement, "entry": str(entry.pk)}
    elector = clients["elector"]

    first = elector.post(url, content, content_type="application/json").json()
    again = elector.post(url, content, content_type="application/json").json()
    bare = elector.post(url, content | {"supplement": None}, content_type="application/json")
    broken = elector.post(url, data="{", content_type="application/json")
    deep = elector.post(url, data="[" * 100_000, content_type="application/json")

    # Each answer is signed anew.
    assert {**first, "signature": ""} == {**again, "signature": ""}
    assert first["tracker"] == box.refresh().ballots.get().tracker
    assert (bare.status_code, bare.json()["error"]) == (409, "missing_supplement")
    assert (broken.status_code, broken.json()["error"]) == (400, "malformed")
    assert (deep.status_code, deep.json()["error"]) == (400, "malformed")


def test_board_tells_no_time_of_a_ballot_and_lists_trackers_by_their_letters(
    box: Box, clients: dict[str, Client]
) -> None:
    for entry in box.entries:
        box.cast(entry, [[1, 0, 0], [0, 1, 0]])
    trackers = sorted(box.refresh().ballots.values_list("tracker", flat=True))

    page = clients["anonymous"].get(reverse("elections:board_live", args=[box.election.pk]))

    text = page.content.decode()
    assert sorted(trackers, key=text.index) == trackers
    assert AT.strftime("%H:%M") not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_boxes_asks_the_database_as_often_for_three_as_for_one(
    rows: int, clients: dict[str, Client], django_assert_num_queries: Any
) -> None:
    for _row in range(rows - 1):
        make_election()

    with django_assert_num_queries(12):
        page = clients["secretariat"].get(reverse("elections:index"))

    assert page.content.decode().count("/elections/") >= rows
