"""The letters on a telephone, in a real browser, and the preview that follows the typing."""

import pytest
from django.urls import reverse

from members.domain.letters.letter_templates import add_standard_templates
from members.enums import Role
from members.models import LetterTemplate
from tests.factories.mailings import make_mailing, make_reachable_firm
from tests.factories.members import AT, make_user
from tests.members.test_phone import PHONE, TOO_SMALL, WIDTH

pytestmark = pytest.mark.django_db(transaction=True)


def log_in(page, live_server, user):
    page.goto(live_server.url + reverse("account_login"))
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", "river-stone-2026")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".menu")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_letters_fit_a_telephone_and_fingers(live_server, new_context, locale):
    user = make_user(Role.SECRETARIAT, password="river-stone-2026")
    add_standard_templates(by=None, at=AT)
    paper = make_reachable_firm(address="晋东市望岳区中环东路一百二十八号汽车城三号楼" * 3)
    mailing = make_mailing(make_reachable_firm(email=f"{'a' * 60}@firm.example"), paper)
    sent = make_mailing(paper, released=True)
    page = new_context(locale=locale, viewport=PHONE).new_page()
    log_in(page, live_server, user)
    for name, key in (
        ("mailings", None),
        ("mailing_new", None),
        ("mailing", mailing.pk),
        ("mailing", sent.pk),
        ("mailing_edit", mailing.pk),
        ("mailing_release", mailing.pk),
        ("letter", mailing.letters.first().pk),
        ("letter_templates", None),
        ("letter_template", LetterTemplate.objects.first().pk),
        ("letter_reports", None),
    ):
        page.goto(live_server.url + reverse(f"members:{name}", args=[key] if key else []))
        assert (name, page.evaluate(WIDTH)) == (name, PHONE["width"])
        assert (name, page.evaluate(TOO_SMALL)) == (name, [])


def test_preview_follows_the_typing(live_server, new_context):
    user = make_user(Role.SECRETARIAT, password="river-stone-2026")
    make_reachable_firm(number="A1", email="a@firm.example")
    page = new_context(locale="en-GB").new_page()
    log_in(page, live_server, user)
    page.goto(live_server.url + reverse("members:mailing_new"))

    page.fill("[name=body_en]", "Your number is {number}.")
    page.get_by_text("Your number is A1.").wait_for()
    page.fill("[name=body_en]", "Your number is {nomber}.")
    page.get_by_text("the field {nomber}, which is not known").wait_for()
