"""A ballot that is received and waits for its check, as its voter sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from elections.domain import intake
from elections.models import Election
from tests.factories.elections import make_open_box, slate

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60_000


def test_tracker_is_told_at_once_and_the_receipt_follows_even_after_a_reload(
    visit: Callable[..., Page],
) -> None:
    box = make_open_box(slate([f"Candidate {number}" for number in range(14)], seats=12), voters=2)
    entry = box.entries[0]
    page = visit(f"/elections/{box.election.pk}/booth/#{box.codes[entry.pk]}", entry.person)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="Candidate 3 Firm · post").get_by_text("For").click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Encrypt the ballot").click()
    expect(page.get_by_role("button", name="Cast the ballot")).to_be_visible(timeout=SLOW)
    # Another process is checking ballots of this box, so that nobody begins with this one.
    Election.objects.filter(pk=box.election.pk).update(checking_until=timezone.now() + intake.LEASE)
    page.get_by_role("button", name="Cast the ballot").click()

    expect(page.get_by_text("before you close this page, note the tracker")).to_be_visible(
        timeout=SLOW
    )
    shown = page.locator("#received-tracker")
    expect(shown).to_be_visible()
    tracker = shown.inner_text()
    assert box.refresh().received.get().tracker == tracker

    page.reload()
    expect(shown).to_have_text(tracker)
    expect(page.get_by_role("heading", name="Casting your ballot")).to_be_visible()
    Election.objects.filter(pk=box.election.pk).update(checking_until=None)
    intake.check_received(election=box.election)

    expect(page.get_by_role("heading", name="Your ballot is in the box")).to_be_visible(
        timeout=SLOW
    )
    expect(page.locator("#tracker")).to_have_text(tracker)
    expect(shown).to_be_hidden()
    assert box.refresh().ballots.get().tracker == tracker
    # What was awaited is here: the page begins anew.
    page.reload()
    expect(page.get_by_text("A ballot of yours is in the box.")).to_be_visible()
