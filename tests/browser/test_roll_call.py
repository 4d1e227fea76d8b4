"""The roll called with three keys, faster than the server answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assemblies.domain.presence import check_in
from assemblies.domain.sitting import session
from assemblies.enums import Method
from assemblies.models import AgendaItem, Motion, RollCallVote
from tests.browser.assembly_day import PRESENT, SECRETARIAT, Day
from tests.browser.people import SLOW, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
# Pressed without a pause, and what stands on record afterwards, in the order of the roll.
KEYS = "1231231111"
ANSWERS = ["for", "against", "abstain", "for", "against", "abstain", "for", "for", "for", "for"]


def test_no_key_writes_over_an_answer_that_is_on_its_way(
    day: Day, arrive: Callable[..., Visitor], pictures: Path | None
) -> None:
    called = take_up_by_roll_call(day)
    runner = arrive()
    runner.log_in(SECRETARIAT)
    runner.open(f"/assemblies/{day.assembly.pk}/operate/")
    runner.press("State the quorum")
    page = runner.page
    expect(page.locator(".roll-lines .waiting")).to_have_count(PRESENT)
    for key in KEYS:
        page.keyboard.press(key)
    sums = page.locator(".roll-sums")
    expect(sums).to_contain_text(f"{PRESENT - len(KEYS)} of {PRESENT}", timeout=SLOW)
    assert answers(called) == ANSWERS
    expect(page.locator(".roll-lines .answered")).to_have_count(len(KEYS))

    # Back to a name to correct its answer; the key after that is for the next who waits.
    for _step in range(2):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("2")
    page.keyboard.press("3")
    expect(sums).to_contain_text(f"{PRESENT - len(KEYS) - 1} of {PRESENT}", timeout=SLOW)
    assert answers(called) == [*ANSWERS[:8], "against", "for", "abstain"]
    runner.look("roll-call", pictures)


def take_up_by_roll_call(day: Day) -> Motion:
    """The first motion of the agenda is voted by roll call, and current; nothing is stated yet."""
    now = timezone.now()
    item = AgendaItem.objects.filter(assembly=day.assembly, motion__isnull=False).earliest(
        "position"
    )
    Motion.objects.filter(item=item).update(method=Method.ROLL_CALL)
    check_in.open_check_in(assembly=day.assembly, by=None, at=now)
    day.come(wanted=PRESENT)
    session.open_meeting(assembly=day.assembly, by=None, at=timezone.now())
    session.set_current(item=item, by=None, at=timezone.now())
    return Motion.objects.get(item=item)


def answers(motion: Motion) -> list[str]:
    found = RollCallVote.objects.filter(motion=motion).order_by("entry__position")
    return list(found.values_list("choice", flat=True))
