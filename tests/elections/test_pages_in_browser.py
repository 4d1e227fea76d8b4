"""The booth, the trustees' and the credential authority's pages as people use them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Request, expect

from elections.domain import opening, publishing, results
from elections.domain.closing import close_election
from elections.enums import ElectionState
from elections.models import Election, RollEntry
from members.models import Person, User
from tests.factories.elections import (
    AT,
    Box,
    make_election,
    make_open_box,
    make_user,
    motion,
    single,
    slate,
)

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
SLOW = 60_000


@pytest.fixture
def sent() -> list[str]:
    """All that the browsers of ``visit`` send: addresses, headers and bodies."""
    return []


@pytest.fixture
def visit(  # type: ignore[no-untyped-def]  # live_server is pytest-django's own class
    live_server, new_context: Callable[..., BrowserContext], sent: list[str]
) -> Callable[..., Page]:
    """Open a page in a browser of the person's own, logged in as that person."""

    def note(request: Request) -> None:
        # No browser sends what stands after "#" (RFC 9110, section 7.1), where letters have a code.
        body = (request.post_data_buffer or b"").decode(errors="replace")
        sent.append(f"{request.url.partition('#')[0]} {request.headers} {body}")

    def open_page(path: str, person: Person | None = None, **options: object) -> Page:
        context = new_context(
            locale="en", base_url=live_server.url, viewport=PHONE, accept_downloads=True, **options
        )
        context.on("request", note)
        if person is not None:
            user = User.objects.filter(person=person).first() or make_user(person)
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    return open_page


def booth_of(box: Box, entry: RollEntry) -> str:
    return f"/elections/{box.election.pk}/booth/#{box.codes[entry.pk]}"


def stored_in(page: Page) -> str:
    """Everything that the tab keeps beyond the page."""
    return str(page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])"))


def test_voter_casts_a_slate_on_a_phone(visit: Callable[..., Page]) -> None:
    box = make_open_box(slate(("A", "B", "C"), seats=2), single("P"), voters=2)
    entry = box.entries[0]
    page = visit(booth_of(box, entry), entry.person)
    expect(page.get_by_text("Step 1 of 4")).to_be_visible()
    assert "#" not in page.url
    page.get_by_role("button", name="Continue").click()

    page.get_by_role("group", name="A Firm · post").get_by_text("For").click()
    page.get_by_role("group", name="B Firm · post").get_by_text("For").click()
    expect(page.get_by_text("2 of 2 chosen")).to_be_visible()
    page.get_by_role("group", name="C Firm · post").get_by_text("For").click()
    expect(page.get_by_text("first take a mark back")).to_be_visible()
    expect(page.get_by_text("2 of 2 chosen")).to_be_visible()
    page.get_by_role("group", name="C Firm · post").get_by_text("Against").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Choose one of the three.")).to_be_visible()
    page.get_by_text("Abstain", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("A and B")).to_be_visible()
    page.get_by_role("button", name="Encrypt and cast").click()

    expect(page.get_by_role("heading", name="Your ballot is in the box")).to_be_visible(
        timeout=SLOW
    )
    tracker = page.locator("#tracker").inner_text()
    assert box.refresh().ballots.get().tracker == tracker
    assert box.codes[entry.pk] not in stored_in(page)
    page.get_by_role("link", name="Find it on the board").click()
    expect(page.locator("li:target")).to_have_text(tracker)
    box.close()
    box.decrypt()
    assert [
        (line.candidate.name.en, line.votes_for, line.votes_against, line.abstentions)
        for contest in box.election.contests.all()
        for line in results.contest_figures(contest).lines
    ] == [("A", 1, 0, 0), ("B", 1, 0, 0), ("C", 0, 1, 0), ("P", 0, 0, 1)]


def test_typing_error_is_told_before_anything_is_computed(visit: Callable[..., Page]) -> None:
    box = make_open_box()
    entry = box.entries[0]
    page = visit(f"/elections/{box.election.pk}/booth/", entry.person)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    code = box.codes[entry.pk]
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")

    for typed, told in [
        (code[:-2], "A code has 22 letters and digits."),
        (code[:-1] + "0", "Character 22 cannot stand in a code."),
        (wrong, "There is a typing error in the code."),
    ]:
        page.get_by_label("The code of your letter").fill(typed)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text(told)).to_be_visible()

    assert not [url for url in asked if "booth.json" in url or "ballots" in url]
    page.get_by_label("The code of your letter").fill(code.replace("-", " "))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Adopt the dues")).to_be_visible()


def test_language_change_in_the_booth_loses_no_mark_and_leaves_no_code(
    visit: Callable[..., Page],
) -> None:
    box = make_open_box(slate(("A", "B"), seats=1))
    entry = box.entries[0]
    page = visit(booth_of(box, entry), entry.person)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="B Firm · post").get_by_text("For").click()

    page.get_by_role("button", name="中文").click()

    marked = page.locator("fieldset").nth(1).get_by_role("radio").first
    expect(marked).to_be_checked()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert box.codes[entry.pk] not in stored_in(page)


def test_ballot_is_sent_again_after_the_connection_broke(visit: Callable[..., Page]) -> None:
    box = make_open_box()
    entry = box.entries[0]
    page = visit(booth_of(box, entry), entry.person)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("For", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Check", exact=True).click()

    def lose_answer(route) -> None:  # type: ignore[no-untyped-def]  # Playwright's Route
        route.fetch()
        route.abort()

    page.route("**/ballots/", lose_answer)
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible(timeout=SLOW)
    page.unroute("**/ballots/")
    page.get_by_role("button", name="Send the same ballot again").click()

    expect(page.get_by_role("heading", name="Your ballot is in the box")).to_be_visible(
        timeout=SLOW
    )
    assert box.refresh().ballots.count() == 1


def test_marks_changed_after_the_connection_broke_are_what_is_cast(
    visit: Callable[..., Page],
) -> None:
    box = make_open_box()
    entry = box.entries[0]
    page = visit(booth_of(box, entry), entry.person)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("For", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.route("**/ballots/", lambda route: route.abort())
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible(timeout=SLOW)
    page.unroute("**/ballots/")

    page.get_by_role("button", name="Back to the code").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Against", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Encrypt and cast").click()

    expect(page.locator("#tracker")).not_to_be_empty(timeout=SLOW)
    box.refresh()
    box.close()
    box.decrypt()
    (line,) = results.contest_figures(box.election.contests.get()).lines
    assert (line.votes_for, line.votes_against, line.abstentions) == (0, 1, 0)


def test_letter_link_carries_the_code_past_the_log_in(
    visit: Callable[..., Page], sent: list[str]
) -> None:
    box = make_open_box()
    entry = box.entries[0]
    user = make_user(entry.person)
    page = visit(f"/elections/vote/#{box.codes[entry.pk]}")
    assert "#" not in page.url
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[type=password]").fill("pass")
    page.locator("main form button[type=submit]").first.click()

    page.get_by_role("main").get_by_role("link", name="Vote").click()

    expect(page.get_by_label("The code of your letter")).to_have_value(box.codes[entry.pk])
    assert box.codes[entry.pk] not in stored_in(page)
    assert box.codes[entry.pk] not in "\n".join(sent)
    assert user.email in "\n".join(sent).replace("%40", "@")


def test_code_is_kept_for_the_day_only_when_asked(visit: Callable[..., Page]) -> None:
    box = make_open_box()
    entry = box.entries[0]
    code = box.codes[entry.pk]
    page = visit(f"/elections/{box.election.pk}/booth/", entry.person)
    page.get_by_label("The code of your letter").fill(code)
    page.get_by_label("Keep the code in this tab").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Against", exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.locator("#tracker")).not_to_be_empty(timeout=SLOW)
    assert code in stored_in(page)
    page.get_by_role("link", name="Your other ballots").click()

    page.get_by_role("link", name="Vote again").click()
    expect(page.get_by_label("The code of your letter")).to_have_value(code)
    page.goto("/elections/vote/")
    page.get_by_role("button", name="Forget the code").click()

    expect(page.get_by_role("button", name="Forget the code")).to_be_hidden()
    assert code not in stored_in(page)


def test_booth_says_why_one_cannot_vote(visit: Callable[..., Page]) -> None:
    box = make_open_box()
    entry = box.entries[0]
    box.close()

    page = visit(f"/elections/{box.election.pk}/booth/", entry.person)

    expect(page.get_by_text("The ballot box is closed.")).to_be_visible()


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
    keys = [make_trustee_key(visit, keys_path, person, tmp_path) for person in trustees]
    saved = make_voting_codes(visit, codes_path, held.authority, tmp_path)
    opening.consent_to_small_electorate(election=election, text="Told", by=None, at=AT)
    entries = list(election.roll.entries.all())
    opening.open_election(election=election, present=entries, by=None, at=AT)
    codes = {row["voter"]: row["code"] for row in json.loads(saved.read_text())["codes"]}
    for entry, choice in zip(entries, ["For", "For", "Against"], strict=True):
        page = visit(f"/elections/{election.pk}/booth/#{codes[str(entry.person_id)]}", entry.person)
        page.get_by_role("button", name="Continue").click()
        page.get_by_text(choice, exact=True).locator("visible=true").click()
        page.get_by_role("button", name="Check", exact=True).click()
        page.get_by_role("button", name="Encrypt and cast").click()
        expect(page.locator("#tracker")).not_to_be_empty(timeout=SLOW)
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
    verified = subprocess.run(
        [sys.executable, "-m", "elections.crypto.verify", str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
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
