"""The booth as voters use it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from elections.domain import results
from elections.models import RollEntry
from tests.elections.in_booth import cast, mark
from tests.factories.elections import (
    Box,
    make_open_box,
    make_user,
    single,
    slate,
)

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60_000


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
    cast(page)

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
    mark(page, "For")

    def lose_answer(route) -> None:  # type: ignore[no-untyped-def]  # Playwright's Route
        route.fetch()
        route.abort()

    page.route("**/ballots/", lose_answer)
    cast(page)
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
    mark(page, "For")
    page.route("**/ballots/", lambda route: route.abort())
    cast(page)
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible(timeout=SLOW)
    page.unroute("**/ballots/")

    page.get_by_role("button", name="Back to the code").click()
    mark(page, "Against")
    cast(page)

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
    mark(page, "Against")
    cast(page)
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
