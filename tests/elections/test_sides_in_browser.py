"""The check-in desk on a day that votes by device and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from members.enums import Role
from tests.assemblies.test_sides_at_desk import Hall
from tests.factories.assemblies import entries_of
from tests.factories.elections import make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_votes_move_to_paper_and_the_desk_says_what_is_short(visit: Callable[..., Page]) -> None:
    hall = Hall()
    secretary = make_person()
    make_user(secretary).roles.create(role=Role.SECRETARIAT)
    page = visit(f"/assemblies/{hall.assembly.pk}/check-in/", secretary)
    short = page.get_by_text("Either side needs at least 5 people")

    for number, entry in enumerate(entries_of(hall.assembly)[:5], start=1):
        page.get_by_label("Scan a badge, or type").fill(str(entry.person))
        row = page.locator(f"#entry-{entry.pk}")
        row.get_by_role("button", name="Votes on paper").click()
        expect(row.get_by_role("button", name="Votes electronically after all")).to_be_visible()
        expect(short).to_have_count(int(number < 5))


def test_name_typed_while_the_page_loads_is_searched_for(visit: Callable[..., Page]) -> None:
    hall = Hall()
    secretary = make_person()
    make_user(secretary).roles.create(role=Role.SECRETARIAT)
    page = visit("/", secretary)
    waiting: list[Route] = []
    page.route("**/htmx*.js", lambda route: waiting.append(route))
    page.goto(f"/assemblies/{hall.assembly.pk}/check-in/", wait_until="commit")
    entry = entries_of(hall.assembly)[3]

    page.get_by_label("Scan a badge, or type").fill(str(entry.person))
    for route in waiting:
        route.continue_()

    expect(page.locator(".desk-row")).to_have_count(1)
    expect(page.locator(f"#entry-{entry.pk}")).to_be_visible()
