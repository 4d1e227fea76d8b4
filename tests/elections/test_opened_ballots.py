"""Audit or cast: an opened ballot shows what the booth encrypted, and never enters the box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from elections.crypto import credentials, verify
from elections.crypto.ballot import commitment_of, prepare_ballot, sign_ballot
from elections.crypto.election import parse
from elections.domain import casting, intake
from elections.domain.opened_ballots import record_opened
from elections.errors import BallotInBox, BallotLate, BallotMalformed, BallotWasOpened
from tests.elections.in_booth import mark
from tests.factories.elections import make_open_box, motion, slate

SLOW = 30_000


@pytest.mark.django_db
def test_opened_ballot_is_refused_however_it_comes() -> None:
    box = make_open_box(slate())
    entry = box.entries[0]
    description = parse(box.election.raw)
    secret, public = credentials.derive(box.codes[entry.pk], box.election.code)
    made = prepare_ballot(description, public, [[1, 0, 0], [0, 1, 0]])

    first = record_opened(election=box.election, commitment=made.commitment)
    assert record_opened(election=box.election, commitment=made.commitment).pk == first.pk
    # Only a booth that cheats signs what it has opened.
    raw, supplement = sign_ballot(description, secret, made)
    for take in (casting.cast_ballot, intake.receive_ballot):
        with pytest.raises(BallotWasOpened):
            take(election=box.election, entry=entry, raw=raw, supplement=supplement)
    assert not box.refresh().participations.filter(cast=True).exists()

    box.cast(entry, [[1, 0, 0], [0, 1, 0]])  # another ballot with the same marks is welcome
    assert box.refresh().ballots.count() == 1


@pytest.mark.django_db
def test_ballot_in_the_box_cannot_be_opened_any_more() -> None:
    box = make_open_box(slate())
    one, two, _three = box.entries
    cast = box.cast(one, [[1, 0, 0], [0, 0, 0]])
    raw, supplement = box.make_ballot(two, [[1, 0, 0], [0, 0, 0]])
    intake.receive_ballot(election=box.election, entry=two, raw=raw, supplement=supplement)

    for commitment in (commitment_of(cast.raw), commitment_of(raw)):
        with pytest.raises(BallotInBox):
            record_opened(election=box.election, commitment=commitment)
    for nonsense in ("", "x" * 42, "-" * 43):
        with pytest.raises(BallotMalformed):
            record_opened(election=box.election, commitment=nonsense)
    box.close()
    with pytest.raises(BallotLate):
        record_opened(election=box.election, commitment="A" * 43)


@pytest.mark.django_db(transaction=True)
def test_voter_has_one_ballot_opened_and_checked_and_casts_another(
    visit: Callable[..., Page], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = make_open_box(motion())
    entry = box.entries[0]
    address = f"/elections/{box.election.pk}/booth/?entry={entry.pk}"
    page = visit(address, entry.person)
    page.get_by_label("The code of your letter").fill(box.codes[entry.pk])
    mark(page, "Against")
    page.get_by_role("button", name="Encrypt the ballot").click()
    expect(page.locator("#commitment")).not_to_be_empty(timeout=SLOW)
    commitment = page.locator("#commitment").inner_text()
    page.get_by_role("button", name="Open it instead").click()
    expect(page.get_by_role("heading", name="The opened ballot")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the opened ballot").click()
    file = tmp_path / "opened.json"
    waiting.value.save_as(file)
    page.get_by_role("button", name="Mark a new ballot").click()
    page.get_by_text("For", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Encrypt the ballot").click()
    expect(page.locator("#commitment")).not_to_have_text(commitment, timeout=SLOW)
    page.get_by_role("button", name="Cast the ballot").click()
    expect(page.locator("#tracker")).not_to_be_empty(timeout=SLOW)

    assert verify.main(["--ballot", str(file)]) == verify.VERIFIED
    told = capsys.readouterr().out
    assert f"commitment: {commitment}" in told
    assert '"反对 / against"' in told
    assert '"赞成 / for"' not in told
    row = box.refresh()
    assert row.opened_ballots.get().commitment == commitment
    assert commitment_of(row.ballots.get().raw) != commitment

    other = visit("/elections/check-ballot/")
    other.locator("#opened-file").set_input_files(file)
    expect(other.locator("[data-commitment]")).to_have_text(commitment, timeout=SLOW)
    expect(other.locator("[data-fingerprint]")).to_have_text(row.fingerprint)
    expect(other.locator("[data-questions] dd")).to_have_text(["反对 / against"])
    lie = file.read_text(encoding="utf-8").replace('"value": 1', '"value": 9')
    lie = lie.replace('"value": 0', '"value": 1').replace('"value": 9', '"value": 0')
    file.write_text(lie, encoding="utf-8")
    other.locator("#opened-file").set_input_files(file)
    expect(other.get_by_text("The ballot does not hold what the file says")).to_be_visible(
        timeout=SLOW
    )
    file.write_text("{}", encoding="utf-8")
    other.locator("#opened-file").set_input_files(file)
    expect(other.get_by_text("This is not the file of an opened ballot")).to_be_visible(
        timeout=SLOW
    )
