"""What a trustee's page says, in a browser, before anything wrong is decrypted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from elections.crypto import tally
from elections.crypto.election import parse
from elections.domain import opening
from elections.models import Election, PartialDecryption
from tests.elections.test_ceremony_in_browser import make_keys_of_all, make_trustee_key
from tests.factories.elections import AT, Box, make_codes, make_election, motion

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60_000


def closed_box(election: Election) -> Box:
    """Of three voters, two of whom have voted."""
    box = Box(election, {})
    make_codes(box)
    opening.open_election(election=election, present=box.entries, by=None, at=AT)
    box.refresh()
    for entry in box.entries[:2]:
        box.cast(entry, [[1, 0]])
    box.close()
    return box


def test_key_of_another_meeting_and_a_sum_of_other_ballots_are_told_and_hand_in_nothing(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    election = make_election(motion(), voters=3)
    held, other = election.ceremony, make_election(motion()).ceremony
    assert held
    assert other
    path = f"/elections/keys/{held.pk}/"
    people = [trustee.person for trustee in held.trustees.all()]
    keys = make_keys_of_all(visit, path, people, tmp_path)
    theirs = other.trustees.all()[0].person
    foreign = make_trustee_key(visit, f"/elections/keys/{other.pk}/", theirs, tmp_path)
    box = closed_box(election)
    honest = box.election.encrypted_tally
    page = visit(path, people[0])
    compute = page.get_by_role("button", name="Add up and decrypt")
    hand_in = page.get_by_role("button", name="They are equal: hand in my share")

    page.locator("#decrypt-file").set_input_files(foreign)
    page.get_by_role("button", name="Take the key").click()
    compute.click()
    expect(page.get_by_text("This is not the key with which this box was opened.")).to_be_visible(
        timeout=SLOW
    )
    expect(hand_in).to_be_hidden()

    first = box.election.ballots.order_by("position")[:1]
    left_out = tally.encrypted_tally(parse(box.election.raw), [ballot.raw for ballot in first])
    Election.objects.filter(pk=election.pk).update(encrypted_tally=left_out)
    page.locator("#decrypt-file").set_input_files(keys[0])
    page.get_by_role("button", name="Take the key").click()
    compute.click()
    told = page.get_by_text("The published sum is not that of the ballots in the archive.")
    expect(told).to_be_visible(timeout=SLOW)
    expect(hand_in).to_be_hidden()
    assert not PartialDecryption.objects.exists()

    Election.objects.filter(pk=election.pk).update(encrypted_tally=honest)
    compute.click()
    expect(hand_in).to_be_visible(timeout=SLOW)
    expect(page.locator("[data-fill=ballots]")).to_have_text("2")
