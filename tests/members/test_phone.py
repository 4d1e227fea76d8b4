"""The register and the log-in on a telephone, in a real browser."""

import pytest
from django.urls import reverse

from members.enums import Role
from tests.factories.members import make_representative, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
TOO_SMALL = """[...document.querySelectorAll('.btn, nav a, input, select, summary')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
  .filter(e => !['checkbox', 'radio', 'hidden'].includes(e.type))
  .map(e => e.outerHTML.slice(0, 80))"""
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_pages_fit_a_telephone_and_fingers(live_server, new_context, locale):
    representative = make_representative()
    user = make_user(Role.SECRETARIAT, person=representative.person, password="river-stone-2026")
    page = new_context(locale=locale, viewport=PHONE).new_page()
    page.goto(live_server.url + reverse("account_login"))
    assert page.evaluate(TOO_SMALL) == []
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", "river-stone-2026")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".menu")
    firm, person = representative.firm, representative.person
    for url in (
        reverse("members:firms"),
        reverse("members:firm", args=[firm.pk]),
        reverse("members:firm_standing", args=[firm.pk]),
        reverse("members:firm_admit"),
        reverse("members:person", args=[person.pk]),
        reverse("members:bodies"),
        reverse("members:imports"),
        reverse("members:account", args=[user.pk]),
    ):
        page.goto(live_server.url + url)
        assert (url, page.evaluate(WIDTH)) == (url, PHONE["width"])
        assert (url, page.evaluate(TOO_SMALL)) == (url, [])
