"""Who may open which page, with few people; the whole table is the desk's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assemblies.domain.planning import plan
from assemblies.domain.presence import appoint
from assemblies.enums import Function, Method
from assemblies.models import Assembly
from bylaws.enums import Matter
from members.enums import Role
from members.models import User
from tests.factories.assemblies import (
    SENT_AT,
    STARTS_AT,
    add_motion,
    both,
    convened,
    entries_of,
    make_assembly,
)
from tests.factories.members import make_person, make_user

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "stranger", "representative", "chair", "auditor", "secretariat")
IN, SEEN, HIDDEN = "login", 200, 404
# What a page answers to each role. GET pages give 200; acts are posted and redirect (302).
EVERYONE = (IN, SEEN, SEEN, SEEN, SEEN, SEEN)
MEMBERS = (IN, HIDDEN, SEEN, SEEN, SEEN, SEEN)
ROLL = (IN, HIDDEN, HIDDEN, SEEN, SEEN, SEEN)
RUNNERS = (IN, HIDDEN, HIDDEN, SEEN, HIDDEN, SEEN)
OFFICE = (IN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, SEEN)
TABLE = {
    "assemblies": EVERYONE,
    "resolutions": EVERYONE,
    "resolutions_export": EVERYONE,
    "assembly": MEMBERS,
    "item": MEMBERS,
    "item_box": MEMBERS,
    "roll": ROLL,
    "roll_export": ROLL,
    "attendance_export": ROLL,
    "notice": ROLL,
    "deliveries_export": ROLL,
    "desk": RUNNERS,
    "desk_count": RUNNERS,
    "day_ballots": RUNNERS,
    "remote": OFFICE,
    "ballot_marks": RUNNERS,
    "hall": RUNNERS,
    "candidates": RUNNERS,
    "plan": OFFICE,
    "agenda": OFFICE,
    "functions": OFFICE,
    "convene": OFFICE,
}
POSTED = {
    "step": RUNNERS,
    "desk_act": RUNNERS,
    "guests": RUNNERS,
    "hands": RUNNERS,
    "paper_open": RUNNERS,
    "annul": RUNNERS,
    "take_back": RUNNERS,
    "consent": RUNNERS,
    "item_act": RUNNERS,
    "follow_up": RUNNERS,
    "agenda_move": OFFICE,
    "agenda_cases": OFFICE,
    "roll_freeze": OFFICE,
    "letters_post": OFFICE,
    "delivery": OFFICE,
}
OF_BOX = ("annul", "take_back", "consent")


def users_of(assembly: Assembly) -> dict[str, User | None]:
    chair = make_person(zh="丁主席", en="Chair")
    appoint.appoint(assembly=assembly, person=chair, function=Function.CHAIR, by=None, at=SENT_AT)
    return {
        "anonymous": None,
        "stranger": make_user(person=make_person()),
        "representative": make_user(person=entries_of(assembly)[0].person),
        "chair": make_user(person=chair),
        "auditor": make_user(Role.AUDITOR),
        "secretariat": make_user(Role.SECRETARIAT),
    }


def addresses(assembly: Assembly) -> dict[str, str]:
    here = f"/assemblies/{assembly.pk}/"
    item = assembly.items.order_by("position")[1]
    notice = assembly.notices.get()
    row = notice.deliveries.order_by("pk")[0]
    entry = entries_of(assembly)[0]
    return {
        "assemblies": "/assemblies/",
        "resolutions": "/assemblies/resolutions/",
        "resolutions_export": "/assemblies/resolutions.csv",
        "plan": "/assemblies/new/",
        "assembly": here,
        "item": f"{here}items/{item.pk}/",
        "item_box": f"{here}items/{item.pk}/box/",
        "candidates": f"{here}items/{item.pk}/candidates/",
        "roll": f"{here}roll/",
        "roll_export": f"{here}roll.csv",
        "attendance_export": f"{here}attendance.csv",
        "notice": f"{here}notices/{notice.pk}/",
        "deliveries_export": f"{here}notices/{notice.pk}/deliveries.csv",
        "desk": f"{here}check-in/",
        "desk_count": f"{here}check-in/count/",
        "day_ballots": f"{here}ballots/",
        "remote": f"{here}remote/",
        "ballot_marks": f"{here}ballots/marks/",
        "hall": f"{here}hall/",
        "agenda": f"{here}agenda/",
        "functions": f"{here}functions/",
        "convene": f"{here}convene/",
        "step": f"{here}do/close/",
        "desk_act": f"{here}check-in/{entry.pk}/in/",
        "guests": f"{here}check-in/guests/",
        "hands": f"{here}items/{item.pk}/hands/",
        "paper_open": f"{here}items/{item.pk}/paper/",
        "annul": f"{here}items/{item.pk}/annul/",
        "take_back": f"{here}items/{item.pk}/take-back/",
        "consent": f"{here}items/{item.pk}/consent/",
        "item_act": f"{here}items/{item.pk}/quorum/",
        "follow_up": f"{here}first-meetings/{assembly.body_id}/",
        "agenda_move": f"{here}agenda/{item.pk}/",
        "agenda_cases": f"{here}agenda/cases/",
        "roll_freeze": f"{here}roll/freeze/",
        "letters_post": f"{here}notices/{notice.pk}/letters/",
        "delivery": f"{here}deliveries/{row.pk}/",
    }


@pytest.fixture
def assembly() -> Assembly:
    assembly = make_assembly()
    add_motion(assembly)
    add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    return convened(assembly, 2)


def answers(client: Client, user: User | None, address: str, *, post: bool) -> object:
    client.logout()
    if user is not None:
        client.force_login(user)
    response = client.post(address) if post else client.get(address)
    if response.status_code == 302 and "/accounts/login/" in response.url:
        return IN
    return response.status_code


def test_pages_by_role(assembly: Assembly, client: Client) -> None:
    users, where = users_of(assembly), addresses(assembly)
    found = {
        name: tuple(answers(client, users[role], where[name], post=False) for role in ROLES)
        for name in TABLE
    }
    # A convened meeting's notice is shown, not written: the page goes on to it.
    assert found.pop("convene") == (IN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, 302)
    assert found == {name: row for name, row in TABLE.items() if name != "convene"}


def test_acts_by_role(assembly: Assembly, client: Client) -> None:
    """Who may act gets past the door; what the act says then is another matter."""
    users, where = users_of(assembly), addresses(assembly)
    for name, row in POSTED.items():
        found = tuple(answers(client, users[role], where[name], post=True) for role in ROLES)
        for role, wanted, got in zip(ROLES, row, found, strict=True):
            # The item here has no box and its motion no hands: those pages say 404 to everyone.
            allowed = wanted == SEEN
            past = got in (200, 302) or (name in OF_BOX and got in (200, 404))
            assert past if allowed else got == wanted, (name, role, got)


def test_meetings_and_resolutions_of_others_are_not_listed(client: Client) -> None:
    assembly = make_assembly()
    add_motion(assembly)
    convened(assembly, 1)
    other = plan.plan_assembly(
        body=assembly.body,
        term=assembly.term,
        title=both("另一次会议", "Another meeting"),
        place=both("", ""),
        starts_at=STARTS_AT.replace(day=28),
        re_election=False,
        by=None,
        at=SENT_AT,
    )
    client.force_login(make_user(person=entries_of(assembly)[0].person))
    text = client.get("/assemblies/").content.decode()
    assert str(assembly.pk) in text
    assert str(other.pk) not in text


def test_unknown_meetings_are_not_found(client: Client) -> None:
    client.force_login(make_user(Role.SECRETARIAT))
    assert client.get(f"/assemblies/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("address", ["assemblies", "assembly"])
def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(
    address: str, client: Client
) -> None:
    assembly = make_assembly()
    add_motion(assembly)
    client.force_login(make_user(Role.SECRETARIAT))
    where = "/assemblies/" if address == "assemblies" else f"/assemblies/{assembly.pk}/"
    client.get(where)
    with CaptureQueriesContext(connection) as one:
        client.get(where)
    for day in (28, 29):
        add_motion(assembly)
        make_assembly(starts_at=STARTS_AT.replace(day=day))
    with CaptureQueriesContext(connection) as three:
        client.get(where)
    assert len(three) == len(one)
