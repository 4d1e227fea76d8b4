"""The one field of the check-in desk: scanned or typed, once or twice, at one desk or another."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from assemblies.domain.presence import badges, check_in, desk_rows
from assemblies.models import Assembly, Attendance
from assemblies.views.desk import _take
from elections.models import RollEntry
from tests.factories.assemblies import (
    add_report,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_members,
    make_secretary,
    minute,
)
from tests.factories.members import suspend

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    return client


def desk(members: int = 4) -> Assembly:
    assembly = make_assembly()
    add_report(assembly)
    return checked_in(convened(assembly, members), 0)


def scan(client: Client, assembly: Assembly, text: str) -> str:
    address = f"/assemblies/{assembly.pk}/check-in/scan/"
    answer = client.post(address, {"q": text}, headers={"hx-request": "true"})
    return answer.content.decode()


def present(assembly: Assembly) -> list[RollEntry]:
    return list(check_in.present_entries(assembly))


def test_badge_checks_in_at_once_and_says_so_the_second_time(client: Client) -> None:
    assembly = desk()
    entry = entries_of(assembly)[2]
    code = badges.code_of(assembly, entry)
    client.post(f"/assemblies/{assembly.pk}/check-in/name/", {"name": " Desk A "})

    first, again = scan(client, assembly, code), scan(client, assembly, code.lower())

    assert "In the hall" in first
    assert "data-taken" in first
    assert str(entry.person) in first
    stay = Attendance.objects.get()
    assert (stay.entry, stay.desk) == (entry, "Desk A")
    assert "In already, since" in again
    assert "at Desk A" in again
    assert "data-taken" not in again


def test_the_only_one_that_matches_is_in_at_once(client: Client) -> None:
    assembly = desk()
    for entry in entries_of(assembly):
        assert entry.firm is not None
    typed = [
        entries_of(assembly)[0].firm.membership.number,  # type: ignore[union-attr]
        entries_of(assembly)[1].firm.registration_code.lower(),  # type: ignore[union-attr]
        entries_of(assembly)[2].firm.name.zh,  # type: ignore[union-attr]
    ]
    for text in typed:
        assert "In the hall" in scan(client, assembly, text)
    assert present(assembly) == entries_of(assembly)[:3]


def test_of_several_that_match_nobody_is_in_before_one_is_chosen(client: Client) -> None:
    assembly = desk()
    common = entries_of(assembly)[0].firm.name.zh[:2]  # type: ignore[union-attr]
    text = scan(client, assembly, common)
    assert "names several" in text
    assert text.count('class="desk-row') == 4
    assert present(assembly) == []


def test_codes_that_open_another_door_are_refused_in_words(client: Client) -> None:
    assembly = desk()
    code = badges.code_of(assembly, entries_of(assembly)[0])
    forged = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert "Nobody gave out this code." in scan(client, assembly, forged)
    assert "Nobody on the roll matches" in scan(client, assembly, "nobody at all")
    assert present(assembly) == []


def test_who_has_no_vote_is_told_why_and_not_counted(client: Client) -> None:
    assembly = make_assembly()
    add_report(assembly)
    [suspended] = make_members(1)
    suspend(suspended)
    checked_in(convened(assembly, 2), 0)
    text = scan(client, assembly, suspended.number)
    excluded = RollEntry.objects.get(roll=assembly.roll, firm=suspended.firm)
    assert excluded.reason.en in text
    assert present(assembly) == []


def test_stays_are_shown_with_their_times_and_desks(client: Client) -> None:
    assembly = desk()
    entry = entries_of(assembly)[0]
    check_in.check_in(assembly=assembly, entry=entry, desk="B", by=None, at=minute(0))
    check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(5))
    check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(9))
    page = client.get(
        f"/assemblies/{assembly.pk}/check-in/",
        {"q": badges.code_of(assembly, entry)},
        headers={"hx-request": "true"},
    )
    text = " ".join(page.content.decode().split())
    assert "in 09:00 (B), out 09:05 · in 09:09" in text


def test_without_script_the_page_comes_back_with_what_was_done(client: Client) -> None:
    assembly = desk()
    code = badges.code_of(assembly, entries_of(assembly)[0])
    page = client.post(f"/assemblies/{assembly.pk}/check-in/scan/", {"q": code}).content.decode()
    assert "<html" in page
    assert "In the hall" in page
    assert '<div class="n">1</div>' in page


def test_desk_asks_nothing_of_other_servers(client: Client) -> None:
    """It works in a hall without internet."""
    assembly = desk()
    page = client.get(f"/assemblies/{assembly.pk}/check-in/").content.decode()
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_whom_another_desk_took_in_meanwhile_is_told_in_since(rf: RequestFactory) -> None:
    """Both desks looked the same person up before either had pressed."""
    assembly = desk()
    entry = entries_of(assembly)[1]
    found = desk_rows.find(assembly, badges.code_of(assembly, entry), limit=1)
    check_in.check_in(assembly=assembly, entry=entry, desk="Left", by=None, at=minute(1))
    request = rf.post("/")
    request.user = make_secretary()
    with override("en"):
        told = _take(request, assembly, "", found)
    assert (told.kind, told.text.startswith("In already, since ")) == ("wait", True)
    assert told.text.endswith("at Left")
    assert Attendance.objects.count() == 1
