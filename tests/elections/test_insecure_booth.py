"""The booth in a hall whose server has neither a certificate nor a name that browsers trust."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from elections.domain import results
from tests.conftest import INSECURE_HOST
from tests.elections.in_booth import cast, mark
from tests.factories.elections import make_open_box, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60_000
WITHHELD = """
[window.isSecureContext, "subtle" in crypto, "clipboard" in navigator, "mediaDevices" in navigator]
"""


def test_ballot_is_cast_over_plain_http_and_nothing_is_asked_of_another_server(
    live_server: Any, new_context: Callable[..., BrowserContext], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, INSECURE_HOST]
    box = make_open_box()
    entry = box.entries[0]
    user = make_user(entry.person)
    origin = f"http://{INSECURE_HOST}:{urlsplit(live_server.url).port}"
    context = new_context(locale="en", base_url=origin)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()

    page.goto(f"/elections/vote/#{box.codes[entry.pk]}")
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[type=password]").fill("pass")
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("main").get_by_role("link", name="Vote").click()
    expect(page.get_by_text("Step 1 of 4")).to_be_visible()
    # Else this would be one more test of a page that has all of them.
    assert page.evaluate(WITHHELD) == [False, False, False, False]
    mark(page, "For")
    cast(page)

    expect(page.get_by_role("heading", name="Your ballot is in the box")).to_be_visible(
        timeout=SLOW
    )
    tracker = page.locator("#tracker").inner_text()
    assert box.refresh().ballots.get().tracker == tracker
    page.get_by_role("button", name="Copy the tracker").click()
    expect(page.get_by_text("The tracker is marked: copy it by hand")).to_be_visible()
    assert page.evaluate("getSelection().toString().trim()") == tracker
    page.get_by_role("link", name="Find it on the board").click()
    expect(page.locator("li:target")).to_have_text(tracker)
    box.close()
    box.decrypt()
    (line,) = results.contest_figures(box.election.contests.get()).lines
    assert (line.votes_for, line.votes_against, line.abstentions) == (1, 0, 0)
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(f"{origin}/")] == []
