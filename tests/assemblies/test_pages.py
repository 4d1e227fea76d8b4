"""Every page answers, in both languages, before, during and after the meeting."""

from __future__ import annotations

import pytest
from django.test import Client

from assemblies.domain.sitting import session
from assemblies.enums import Method
from bylaws.enums import Matter
from tests.factories.assemblies import (
    add_motion,
    add_report,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_secretary,
    minute,
    opened,
    vote_by_hands,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_page_of_a_meeting_shows_phase_figures_and_agenda(client: Client) -> None:
    assembly = make_assembly()
    add_report(assembly)
    bylaws = add_motion(assembly, Matter.BYLAWS)
    opened(assembly)
    vote_by_hands(bylaws, (6, 1, 0))
    text = text_of(client, f"/assemblies/{assembly.pk}/")
    assert "passed · resolution 2026-1" in text
    assert "6 / 1 / 0" in text
    assert "Submit the bylaws for approval" in text


def test_every_page_answers_in_every_phase(client: Client) -> None:
    assembly = make_assembly()
    report = add_report(assembly)
    motion = add_motion(assembly)
    box = add_motion(assembly, Matter.ELECT_COUNCIL, method="secret")
    pages = ["", "agenda/", "functions/", "roll/", "convene/", "check-in/", "hall/"]
    addresses = [f"/assemblies/{assembly.pk}/{page}" for page in pages]
    addresses += [
        f"/assemblies/{assembly.pk}/items/{item.pk}/" for item in (report, motion.item, box.item)
    ]
    addresses += ["/assemblies/", "/assemblies/new/", "/assemblies/resolutions/"]

    def look() -> None:
        for address in addresses:
            response = client.get(address, follow=True)
            assert response.status_code == 200, address

    look()
    convened(assembly)
    look()
    checked_in(assembly, 7)
    session.open_meeting(assembly=assembly, by=None, at=minute(0))
    session.set_current(item=motion.item, by=None, at=minute(1))
    look()
    vote_by_hands(motion, (7, 0, 0))
    look()


def test_question_elects_to_no_other_office_than_its_item(client: Client) -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    opened(assembly)
    address = f"/assemblies/{assembly.pk}/items/{motion.item_id}/candidates/"
    entries = [str(entry.pk) for entry in entries_of(assembly)[:2]]
    asked = {"council_member-seats": 1, "council_member-candidates": entries, "paper": "1"}
    client.post(address, asked | {"council_member-office": "president"})
    motion.refresh_from_db()
    assert motion.election is None
    client.post(address, asked | {"council_member-office": "council_member"})
    motion.refresh_from_db()
    assert motion.election is not None
    assert motion.election.contests.get().office == "council_member"
