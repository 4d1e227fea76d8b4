"""Three of the secretariat at a meeting of forty: two desks, and one screen that runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assemblies.domain.convening import convene, roll
from assemblies.domain.days import local_day
from assemblies.domain.presence import check_in
from assemblies.models import Assembly, Attendance, HandsCount, Motion, Resolution
from desk.domain.example.accounts import PASSWORD
from elections.models import RollEntry
from members.enums import Role
from tests.browser.people import Visitor
from tests.factories.assemblies import (
    add_motion,
    both,
    entries_of,
    make_assembly,
    make_members,
)
from tests.factories.members import make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS, QUORUM = 40, 27
PEOPLE = {"lin": "Lin Hui", "wang": "Wang Lei", "sun": "Sun Yan"}


@pytest.fixture
def meeting(transactional_db: None) -> Assembly:
    """Convened for today, two motions by hands, each counted twice."""
    now = timezone.now()
    for key, name in PEOPLE.items():
        person = make_person(zh=name, en=name)
        make_user(
            Role.SECRETARIAT, person=person, email=f"{key}@association.example", password=PASSWORD
        )
    assembly = make_assembly(starts_at=now)
    Assembly.objects.update(two_counts=True, re_election=False)
    assembly.refresh_from_db()
    add_motion(assembly)
    add_motion(assembly)
    make_members(MEMBERS)
    sent = now - timedelta(days=17)
    roll.freeze_assembly_roll(assembly=assembly, record_on=local_day(sent), by=None, at=sent)
    convene.convene_assembly(
        assembly=assembly,
        subject=both("会议通知", "Notice"),
        text=both("请出席。", "Please attend."),
        by=None,
        at=sent,
    )
    assembly.refresh_from_db()
    return assembly


def test_two_desks_and_a_screen_that_changes_hands(
    meeting: Assembly, arrive: Callable[..., Visitor], pictures: Path | None
) -> None:
    base, entries = f"/assemblies/{meeting.pk}", entries_of(meeting)
    lead, left, right = arrive(), arrive(), arrive()
    for visitor, key in ((lead, "lin"), (left, "wang"), (right, "sun")):
        visitor.log_in(f"{key}@association.example", path=f"{base}/check-in/")
    lead.press("Open the check-in desk")
    lead.open(f"{base}/operate/")

    for visitor, name in ((left, "Left"), (right, "Right")):
        visitor.page.reload()
        visitor.page.locator("#desk-name").fill(name)
        visitor.press("Keep")
    check_in_at_once(left, right, entries[0], entries[1])
    expect(left.page.locator("#desk-told")).to_contain_text("In the hall")
    expect(right.page.locator("#desk-told")).to_contain_text("In the hall")
    # The same person at both desks: one takes them in, the other is told where and since when.
    check_in_at_once(left, right, entries[2], entries[2])
    told = [each.page.locator("#desk-told") for each in (left, right)]
    assert entries[2].firm is not None
    for place in told:
        expect(place).to_contain_text(entries[2].firm.membership.number)
    texts = sorted(place.inner_text().splitlines()[0] for place in told)
    assert texts[0].startswith("In already, since ")
    assert texts[0].endswith(("at Left", "at Right"))
    assert texts[1] == "In the hall"
    assert Attendance.objects.filter(entry=entries[2]).count() == 1
    left.look("desk-same-person", pictures)

    come(meeting, entries, QUORUM - 1)
    expect(lead.page.locator("#operate-now")).to_contain_text(f"No quorum: {QUORUM - 1} present")
    expect(lead.button("Open the meeting")).to_be_disabled()
    come(meeting, entries, QUORUM + 3)
    expect(left.page.locator("#desk-count .n").first).to_have_text(str(QUORUM + 3))
    expect(lead.button("Open the meeting")).to_be_enabled()
    lead.press("Open the meeting")
    lead.press("Go on to it")

    # Who ran it from the first press is told to the others, until one takes it over.
    right.open(f"{base}/operate/")
    right.sees("has run the meeting since")
    expect(right.button("State the quorum")).to_be_disabled()
    right.look("another-runs-it", pictures)
    right.press("Take over")
    expect(lead.page.locator("#operate-now")).to_contain_text(f"{PEOPLE['sun']} has run")

    first, second = Motion.objects.order_by("item__position")
    right.press("State the quorum")
    lead.open(f"{base}/hands/")
    enter_count(right, 20, 5)
    enter_count(lead, 19, 6)
    lead.sees("The two counts differed.")
    expect(right.page.locator("#operate-now")).to_contain_text("The two counts differed.")
    enter_count(right, 20, 5)
    enter_count(lead, 20, 5)
    lead.sees("Both counts agree: the count stands.")
    lead.look("both-counts-agree", pictures)
    assert HandsCount.objects.filter(motion=first, superseded_at__isnull=True).count() == 2
    right.press("Resolve")
    expect(right.page.locator("#operate-now")).to_contain_text("Go on to it")
    assert Resolution.objects.get(motion=first).outcome == "passed"

    right.press("Go on to it")
    for entry in entries[:4]:
        check_in.check_out(assembly=meeting, entry=entry, by=None, at=timezone.now())
    right.press("State the quorum")
    expect(right.page.locator("#operate-now")).to_contain_text("No quorum")
    expect(lead.page.locator("#hands-count")).to_contain_text("No quorum: 26 present, 27 needed.")
    expect(lead.page.locator("[name=votes_for]")).to_have_count(0)
    assert not HandsCount.objects.filter(motion=second).exists()
    right.look("no-quorum", pictures)
    come(meeting, entries, QUORUM)
    right.press("State the quorum anew")
    enter_count(right, 20, 0)
    enter_count(lead, 20, 0)
    right.press("Resolve")
    right.press("Close the meeting")
    right.told("The meeting is closed. The minutes follow.")
    meeting.refresh_from_db()
    assert meeting.closed_at is not None
    # They ask for what is new by themselves, and there will be nothing to answer them.
    for visitor in (lead, left, right):
        visitor.page.close()


def check_in_at_once(left: Visitor, right: Visitor, one: RollEntry, other: RollEntry) -> None:
    """Both desks press Enter before either has an answer."""
    for visitor, entry in ((left, one), (right, other)):
        assert entry.firm is not None
        visitor.page.locator("#q").fill(entry.firm.membership.number)
    answered = "**/check-in/scan/"
    with left.page.expect_response(answered), right.page.expect_response(answered):
        left.page.locator("#q").press("Enter", no_wait_after=True)
        right.page.locator("#q").press("Enter", no_wait_after=True)


def come(meeting: Assembly, entries: list[RollEntry], wanted: int) -> None:
    """Others come in until ``wanted`` are there."""
    here = set(check_in.present_entries(meeting).values_list("pk", flat=True))
    for entry in [each for each in entries if each.pk not in here][: wanted - len(here)]:
        check_in.check_in(assembly=meeting, entry=entry, by=None, at=timezone.now())


def enter_count(visitor: Visitor, votes_for: int, against: int) -> None:
    visitor.page.locator("[name=votes_for]").fill(str(votes_for))
    visitor.page.locator("[name=votes_against]").fill(str(against))
    entering = visitor.button("Enter the count").or_(visitor.button("Correct the count"))
    entering.click()
    visitor.press("This is the count")
