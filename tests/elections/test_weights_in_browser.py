"""Unequal votes in browsers: codes made and printed, a ballot cast, the sum decrypted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from elections.domain import opening, results
from elections.domain.closing import close_election
from elections.enums import ElectionState
from elections.models import Election
from tests.elections.in_booth import cast, mark
from tests.elections.test_ceremony_in_browser import (
    SLOW,
    decrypt_in_browser,
    make_keys_of_all,
    make_voting_codes,
)
from tests.factories.elections import AT, Box, make_election, make_weighted_roll, motion

pytestmark = pytest.mark.django_db(transaction=True)


def test_ballots_of_five_three_and_one_vote_from_codes_to_count(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    election = make_election(motion(), on_roll=make_weighted_roll(5, 3, 1))
    held = election.ceremony
    assert held
    keys_path = f"/elections/keys/{held.pk}/"
    trustees = [trustee.person for trustee in held.trustees.all()]
    keys = make_keys_of_all(visit, keys_path, trustees, tmp_path)
    path = f"/elections/codes/{held.pk}/"
    saved = make_voting_codes(visit, path, held.authority, tmp_path)
    listed = election.credentials.order_by("weight").values_list("weight", flat=True)
    assert list(listed) == [1, 3, 5]

    opening.consent_to_small_electorate(election=election, text="Told", by=None, at=AT)
    box = Box(election, {})
    opening.open_election(election=election, present=box.entries, by=None, at=AT)
    box.refresh()
    codes = {row["voter"]: row["code"] for row in json.loads(saved.read_text())["codes"]}
    box.codes = {entry.pk: codes[str(entry.person_id)] for entry in box.entries}
    heavy, *others = box.entries
    page = visit(f"/elections/{election.pk}/booth/#{box.codes[heavy.pk]}", heavy.person)
    expect(page.get_by_text("Your ballot counts for 5 votes.")).to_be_visible()
    mark(page, "For")
    cast(page)
    expect(page.locator("#tracker")).not_to_be_empty(timeout=SLOW)
    for entry in others:
        box.cast(entry, [[0, 1]])

    close_election(election=election, by=None, at=AT)
    for person, key in zip(trustees, keys, strict=True):
        decrypt_in_browser(visit, keys_path, person, key)
    assert Election.objects.get().state == ElectionState.COUNTED
    line = results.contest_figures(election.contests.get()).lines[0]
    assert (line.votes_for, line.votes_against) == (5, 4)


def test_letters_say_how_many_votes_a_ballot_is(visit: Callable[..., Page], tmp_path: Path) -> None:
    election = make_election(motion(), on_roll=make_weighted_roll(5, 1, 1))
    held = election.ceremony
    assert held
    page = visit(f"/elections/codes/{held.pk}/", held.authority)
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Make 3 codes").click()
    with page.expect_download():
        page.get_by_role("button", name="Save the codes").click()
    page.get_by_role("button", name="Print the letters").click()
    letters = page.locator("#letters .letter")
    expect(letters).to_have_count(3)
    told = [letters.nth(place).text_content() or "" for place in range(3)]
    heavy = [text for text in told if "Votes that your ballot counts for: 5" in text]
    assert len(heavy) == 1
    assert "您的选票所计票数： 5" in heavy[0]
    assert sum("Votes that your ballot counts for" in text for text in told) == 1
