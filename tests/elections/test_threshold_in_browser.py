"""Three trustees at browsers of their own agree upon a common key; two of them count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from elections.domain import opening
from elections.domain.closing import close_election
from elections.enums import ElectionState, TrusteeState
from elections.models import Ceremony, Election, Trustee
from tests.elections.test_ceremony_in_browser import (
    SLOW,
    decrypt_in_browser,
    make_trustee_key,
    make_voting_codes,
)
from tests.factories.elections import AT, make_election
from tests.factories.keys import make_threshold_ceremony

pytestmark = pytest.mark.django_db(transaction=True)


def test_common_key_from_three_browsers_counts_with_two(
    visit: Callable[..., Page], sent: list[str], tmp_path: Path
) -> None:
    held = make_threshold_ceremony()
    election = make_election(held=held)
    assert election.roll
    path = f"/elections/keys/{held.pk}/"
    people = [trustee.person for trustee in held.trustees.all()]
    # Each leaves the page open after reading the key back; the rounds follow by themselves.
    pages: list[Page] = []

    def keep(*args: object, **options: object) -> Page:
        pages.append(visit(*args, **options))
        return pages[-1]

    keys = [make_trustee_key(keep, path, person, tmp_path) for person in people[:2]]
    expect(pages[0].get_by_text("as soon as these have followed: Trustee 3")).to_be_visible(
        timeout=SLOW
    )
    # The third had no time: their page is closed, and they give the key again later.
    keys.append(make_trustee_key(keep, path, people[2], tmp_path))
    pages.pop().close()
    late = visit(path, people[2])
    late.locator("#rounds-file").set_input_files(keys[0])
    late.get_by_role("button", name="Take part").click()
    expect(late.get_by_text("This is not the key with which you entered")).to_be_visible(
        timeout=SLOW
    )
    late.reload()
    late.locator("#rounds-file").set_input_files(keys[2])
    late.get_by_role("button", name="Take part").click()
    for page in (*pages, late):
        expect(page.get_by_text("The common key stands")).to_be_visible(timeout=SLOW)
        expect(page.locator("[data-state-of='1']")).to_have_text("decryption rehearsed")
    assert Ceremony.objects.get().rehearsed_at is not None
    assert set(Trustee.objects.values_list("state", flat=True)) == {TrusteeState.REHEARSED}

    make_voting_codes(visit, f"/elections/codes/{held.pk}/", held.authority, tmp_path)
    opening.consent_to_small_electorate(election=election, text="Told", by=None, at=AT)
    entries = list(election.roll.entries.all())
    opening.open_election(election=election, present=entries, by=None, at=AT)
    close_election(election=election, by=None, at=AT)
    for person, key in zip(people[1:], keys[1:], strict=True):
        decrypt_in_browser(visit, path, person, key)
    assert Election.objects.get().state == ElectionState.COUNTED
    private = [key.read_text().split('"private_key": "')[1].split('"')[0] for key in keys]
    assert [secret for secret in private if secret in "\n".join(sent)] == []
