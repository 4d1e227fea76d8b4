"""The trustees' and the credential authority's pages as people use them, to the verified result."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.apps import apps
from playwright.sync_api import Page, expect

from elections.domain import opening, publishing, results
from elections.domain.closing import close_election
from elections.enums import ElectionState
from elections.models import Election
from members.models import Person
from tests.elections.in_booth import cast, mark
from tests.factories.elections import AT, make_election, motion

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60_000


def make_trustee_key(visit: Callable[..., Page], path: str, person: Person, folder: Path) -> Path:
    page = visit(path, person)
    page.get_by_role("button", name="Make my key").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    saved = folder / f"{person.pk}.json"
    download.value.save_as(saved)
    page.locator("#restore-file").set_input_files(saved)
    page.get_by_role("button", name="Read back and prove").click()
    expect(page.get_by_text("Proved: your saved key can be read back.")).to_be_visible()
    return saved


def make_keys_of_all(
    visit: Callable[..., Page], path: str, people: Iterable[Person], folder: Path
) -> list[Path]:
    """Where every trustee is needed: each leaves their page open, and they rehearse by itself."""
    pages: list[Page] = []

    def keep(*args: object) -> Page:
        pages.append(visit(*args))
        return pages[-1]

    keys = [make_trustee_key(keep, path, person, folder) for person in people]
    for page in pages:
        told = page.get_by_text("All trustees have decrypted the test together.")
        expect(told).to_be_visible(timeout=SLOW)
    return keys


def make_voting_codes(visit: Callable[..., Page], path: str, person: Person, folder: Path) -> Path:
    page = visit(path, person)
    page.get_by_role("button", name="Make 3 codes").click()
    expect(page.get_by_role("button", name="Send for every box")).to_be_disabled()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the codes").click()
    saved = folder / "codes.json"
    download.value.save_as(saved)
    page.get_by_role("button", name="Send for every box").click()
    expect(page.get_by_text("All public halves are with the server.")).to_be_visible(timeout=SLOW)
    return saved


def decrypt_in_browser(visit: Callable[..., Page], path: str, person: Person, key: Path) -> None:
    page = visit(path, person)
    page.locator("#decrypt-file").set_input_files(key)
    page.get_by_role("button", name="Take the key").click()
    page.get_by_role("button", name="Add up and decrypt").click()
    expect(page.get_by_text("The published sum is that of these ballots.")).to_be_visible(
        timeout=SLOW
    )
    head = Election.objects.get().head
    expect(page.locator("[data-fill=head]")).to_have_text(head)
    page.get_by_role("button", name="They are equal: hand in my share").click()
    expect(page.get_by_text("Your share is in.")).to_be_visible()


def everything_stored() -> str:
    """Every row of every table: log, outbox, queue, sessions and whatever a backup would hold."""
    return str([list(model.objects.values()) for model in apps.get_models()])


def test_election_from_keys_to_verified_archive_in_browsers(
    visit: Callable[..., Page], sent: list[str], tmp_path: Path
) -> None:
    election = make_election(motion(), voters=3)
    held = election.ceremony
    assert held
    assert election.roll
    keys_path, codes_path = f"/elections/keys/{held.pk}/", f"/elections/codes/{held.pk}/"
    trustees = [trustee.person for trustee in held.trustees.all()]
    keys = make_keys_of_all(visit, keys_path, trustees, tmp_path)
    saved = make_voting_codes(visit, codes_path, held.authority, tmp_path)
    opening.consent_to_small_electorate(election=election, text="Told", by=None, at=AT)
    entries = list(election.roll.entries.all())
    opening.open_election(election=election, present=entries, by=None, at=AT)
    codes = {row["voter"]: row["code"] for row in json.loads(saved.read_text())["codes"]}
    receipts = []
    for entry, choice in zip(entries, ["For", "For", "Against"], strict=True):
        page = visit(f"/elections/{election.pk}/booth/#{codes[str(entry.person_id)]}", entry.person)
        mark(page, choice)
        cast(page)
        expect(page.locator("#tracker")).not_to_be_empty(timeout=SLOW)
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the receipt").click()
        receipts.append(tmp_path / f"{entry.pk}.receipt.json")
        download.value.save_as(receipts[-1])
    close_election(election=election, by=None, at=AT)
    for person, key in zip(trustees, keys, strict=True):
        decrypt_in_browser(visit, keys_path, person, key)
    assert Election.objects.get().state == ElectionState.COUNTED
    publishing.publish_result(election=election, by=None, at=AT)

    page = visit(f"/elections/{election.pk}/")
    expect(page.get_by_text("present 3, ballots issued 3, returned 3")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"{election.slug}.bel").click()
    archive = tmp_path / f"{election.slug}.bel"
    download.value.save_as(archive)
    given = [part for kept in receipts for part in ("--receipt", str(kept))]
    verified = subprocess.run(
        [sys.executable, "-m", "elections.crypto.verify", str(archive), *given],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    assert verified.stdout.count("receipt borne out") == len(receipts)
    figures = results.contest_figures(election.contests.get()).lines[0]
    assert (figures.votes_for, figures.votes_against) == (2, 1)

    # What the trustees and the authority hold was never sent, and nobody stores it.
    private = [json.loads(key.read_text())["private_key"] for key in keys]
    plain = [code.replace("-", "") for code in codes.values()]
    for place in ("\n".join(sent), everything_stored()):
        assert [secret for secret in (*private, *codes.values(), *plain) if secret in place] == []
        # The public halves went the same way, so they would have been seen.
        assert [json.loads(key.read_text())["public_key"] in place for key in keys] == [True] * len(
            keys
        )


def test_key_may_be_read_back_again_after_the_rehearsal(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    election = make_election()
    held = election.ceremony
    assert held
    path = f"/elections/keys/{held.pk}/"
    people = [trustee.person for trustee in held.trustees.all()]
    keys = make_keys_of_all(visit, path, people, tmp_path)
    page = visit(path, people[0])
    page.locator("#restore-file").set_input_files(keys[0])
    page.get_by_role("button", name="Read back and prove").click()
    told = page.get_by_text("All trustees have decrypted the test together.")
    expect(told).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Proved: your saved key can be read back.")).to_be_visible()


def test_key_is_read_back_from_the_printed_sheet(visit: Callable[..., Page]) -> None:
    election = make_election()
    held = election.ceremony
    assert held
    person = held.trustees.first().person
    page = visit(f"/elections/keys/{held.pk}/", person)
    page.get_by_role("button", name="Make my key").click()
    expect(page.get_by_text("The key is made.")).to_be_visible()
    sheet = page.locator(".sheet")
    digits = sheet.locator("[data-fill=digits]").text_content()
    check = sheet.locator("[data-fill=check]").text_content()
    assert sheet.locator("svg path").count() == 1

    restore = page.locator("[data-part=restore]")
    restore.get_by_text("I have the printed sheet").click()
    restore.get_by_label("Digits of the key").fill(digits)
    restore.get_by_label("Check characters").fill(check[::-1])
    restore.get_by_role("button", name="Read back and prove").click()
    expect(restore.get_by_text("The key does not fit its check characters")).to_be_visible()
    restore.get_by_label("Check characters").fill(check)
    restore.get_by_role("button", name="Read back and prove").click()

    expect(restore.get_by_text("Proved: your saved key can be read back.")).to_be_visible()


def test_letters_are_printed_one_page_a_voter(visit: Callable[..., Page], tmp_path: Path) -> None:
    election = make_election(voters=3)
    assert election.ceremony
    page = visit(f"/elections/codes/{election.ceremony.pk}/", election.ceremony.authority)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Make 3 codes").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the codes").click()
    rows = json.loads(Path(download.value.path()).read_text())["codes"]
    page.get_by_role("button", name="Print the letters").click()

    assert page.evaluate("window.printed")
    letters = page.locator(".letter")
    assert letters.count() == 3
    assert [letter.locator(".big-code").text_content() for letter in letters.all()] == [
        row["code"] for row in rows
    ]
    page.emulate_media(media="print")
    printed = page.pdf(format="A4")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 3
