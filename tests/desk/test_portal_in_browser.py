"""A representative at a telephone: what to pay, and a new representative from form to letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from members.models import ChangeRequest
from tests.factories.reminders import make_debtors
from tests.factories.requests import SCAN, make_representative_user

pytestmark = pytest.mark.django_db(transaction=True)
expect.set_options(timeout=20_000)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def firm() -> Any:
    return make_debtors("JD0001")[0].firm


@pytest.fixture
def phone(firm: Any, live_server: Any, new_context: Callable[..., BrowserContext]) -> Page:
    client = Client()
    client.force_login(make_representative_user(firm))
    session = client.cookies["sessionid"].value
    context = new_context(locale="en-GB", base_url=live_server.url, viewport=PHONE)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def fits(page: Page) -> bool:
    """Nothing stands beyond the edge of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_every_page_of_a_firm_fits_a_phone(phone: Page, firm: Any) -> None:
    paths = ["", "dues/", "data/", "data/change/", "people/", "people/name/", "papers/"]

    wide = []
    for path in ["/me/", *(f"/me/firms/{firm.pk}/{path}" for path in paths)]:
        phone.goto(path)
        wide += [] if fits(phone) else [path]

    assert wide == []


def test_what_to_pay_is_one_tap_from_the_start_and_shows_its_code(phone: Page, firm: Any) -> None:
    invoice = firm.invoices.get()
    phone.goto("/me/")

    phone.get_by_role("link", name="Pay 1,000 CNY").click()
    code = phone.get_by_role("img", name="Code with the facts of the payment")
    expect(code).to_be_hidden()
    phone.get_by_text("Show the code that a telephone reads").click()

    expect(code).to_be_visible()
    expect(phone.get_by_text(invoice.reference)).to_be_visible()
    assert fits(phone)


def test_representative_is_named_on_a_phone_and_the_letter_handed_in(
    phone: Page, firm: Any
) -> None:
    phone.goto(f"/me/firms/{firm.pk}/people/")
    phone.get_by_role("link", name="Name a representative").click()
    phone.locator("[name=name_zh]").fill("己六")
    phone.locator("[name=name_en]").fill("Ji Liu")
    phone.get_by_role("button", name="Go on to the letter").click()
    expect(phone.get_by_role("link", name="English PDF")).to_be_visible()
    fits_before = fits(phone)

    scan = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    phone.locator("input[type=file]").set_input_files(scan)
    phone.get_by_role("button", name="Hand in the letter").click()

    expect(phone.get_by_role("link", name="What you handed in")).to_be_visible()
    assert (fits_before, fits(phone)) == (True, True)
    assert ChangeRequest.objects.get().evidence.size == len(SCAN)
