"""Desk, screen and a member's phone follow the same meeting, and each other, without a reload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assemblies.domain.presence import badges, check_in
from assemblies.domain.sitting import announcing, ballot, session
from assemblies.models import AgendaItem
from desk.domain.example.accounts import VISITORS
from elections.models import Election
from tests.browser.assembly_day import PRESENT, SECRETARIAT, Day, email_of
from tests.browser.people import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def test_desk_screen_and_phone_follow_one_item(
    day: Day, arrive: Callable[..., Visitor], pictures: Path | None
) -> None:
    mine = day.entry(VISITORS[0])
    check_in.open_check_in(assembly=day.assembly, by=None, at=timezone.now())
    day.come(wanted=PRESENT)
    check_in.check_out(assembly=day.assembly, entry=mine, by=None, at=timezone.now())
    present = check_in.present_entries(day.assembly).count()
    session.open_meeting(assembly=day.assembly, by=None, at=timezone.now())
    desk, screen, phone = arrive(), arrive(), arrive(phone=True)
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    base = f"/assemblies/{day.assembly.pk}"
    for visitor, email, page in (
        (desk, SECRETARIAT, "check-in"),
        (screen, SECRETARIAT, "hall"),
        (phone, email_of(VISITORS[0]), "follow"),
    ):
        visitor.log_in(email)
        visitor.open(f"{base}/{page}/")
    phone.sees("You are not checked in. Show your code at the desk.")
    phone.look("phone-away", pictures)

    code = badges.code_of(day.assembly, mine)
    scan_without_network(desk, code, pictures)
    desk.press("Try again")
    expect(desk.page.locator("#desk-told")).to_contain_text("In the hall")
    expect(desk.page.locator("#q")).to_have_value("")
    expect(desk.page.locator("#q")).to_be_focused()
    expect(desk.page.locator("#desk-count .n").first).to_have_text(str(present + 1))
    desk.look("desk-in", pictures)
    phone.sees("No item is being dealt with at the moment.")
    # The same badge again, at the same desk.
    desk.page.locator("#q").fill(code)
    desk.page.locator("#q").press("Enter")
    expect(desk.page.locator("#desk-told")).to_contain_text("In already, since")

    box = open_box(day)
    expect(screen.page.locator("#hall-now")).to_contain_text(f"0 / {present + 1}")
    phone.sees("Vote now")
    phone.look("phone-vote", pictures)
    day.others_vote(box, number=1, marks=lambda _order, _contest: ["for"])
    expect(screen.page.locator("#hall-now")).to_contain_text(f"1 / {present + 1}")
    announcing.announce_closing(
        motion=day.item("dues_standard").motion, minutes=5, by=None, at=timezone.now()
    )
    for visitor in (screen, phone):
        expect(visitor.page.locator("[data-until]")).to_contain_text("4:")
    screen.look("hall-open", pictures)

    phone.page.context.set_offline(True)
    phone.sees("No connection.")
    phone.look("phone-offline", pictures)
    phone.page.context.set_offline(False)
    expect(phone.page.locator("#no-connection")).to_be_hidden()
    # Somebody looks for the desk's Out: the phone no longer leads to the booth.
    check_in.check_out(assembly=day.assembly, entry=mine, by=None, at=timezone.now())
    phone.sees("You are not checked in. Show your code at the desk.")
    expect(phone.page.get_by_role("link", name="Vote now")).to_have_count(0)
    expect(desk.page.locator("#desk-count .n").first).to_have_text(str(present))


def scan_without_network(desk: Visitor, code: str, pictures: Path | None) -> None:
    """The field is free for the next one, and what was not noted is said."""
    desk.page.context.set_offline(True)
    desk.page.locator("#q").fill(code)
    desk.page.locator("#q").press("Enter")
    desk.sees("Not noted.")
    desk.look("desk-offline", pictures)
    desk.page.context.set_offline(False)


def open_box(day: Day) -> Election:
    item: AgendaItem = day.item("dues_standard")
    session.set_current(item=item, by=None, at=timezone.now())
    return ballot.open_ballot(motion=item.motion, by=None, at=timezone.now())
