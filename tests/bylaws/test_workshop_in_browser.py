"""The article editor as the secretariat uses it: the redline follows the pen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests.bylaws.workshop import TEXT, editor, ids, page_of, shown
from tests.factories.texts import bring_into_force, make_amendment, make_regulation, make_version

pytestmark = pytest.mark.django_db(transaction=True)
expect.set_options(timeout=20_000)


@pytest.fixture
def amendment():
    return make_amendment(
        bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))
    )


@pytest.fixture
def desk(  # type: ignore[no-untyped-def]  # live_server is pytest-django's own class
    live_server, new_context: Callable[..., BrowserContext], office: Client
) -> Callable[..., Page]:
    """Open a page as the secretariat, in a browser of its own."""

    def open_page(path: str, **options: object) -> Page:
        context = new_context(locale="en", base_url=live_server.url, **options)
        session = office.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    return open_page


def test_redline_follows_the_pen(desk, amendment):
    page = desk(editor(amendment, ids(amendment.base)[1]))
    preview = page.locator("#preview")
    expect(preview.locator("ins")).to_have_count(0)

    page.get_by_label("The text").fill("甲乙丙，依照第三条和第九条。")

    expect(preview.locator("del")).to_have_text("丁戊己")
    expect(preview.locator("ins")).to_have_text("依照第三条和第九条")
    expect(preview.get_by_role("listitem").filter(has_text="第三条")).to_contain_text(
        "理事会会议须有三分之二以上理事出席"
    )
    expect(preview.get_by_role("listitem").filter(has_text="第九条")).to_contain_text(
        "is not there"
    )
    assert amendment.changes.count() == 0
    page.get_by_label("The text").press_sequentially("壬")
    expect(preview.locator("ins").last).to_have_text("壬")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("heading", name="Changes", exact=False).first).to_be_visible()
    assert page.url.endswith(page_of(amendment))
    assert shown(amendment)[1] == "第一条 甲乙丙，依照第三条和第九条。壬"


def test_editor_works_without_scripts(desk, amendment):
    page = desk(editor(amendment, ids(amendment.base)[1]), java_script_enabled=False)
    page.get_by_label("The text").fill("甲乙丙。")

    page.get_by_role("button", name="Show the redline").click()

    expect(page.locator("#preview del")).to_have_text("，丁戊己")
    expect(page.get_by_label("The text")).to_have_value("甲乙丙。")
    assert amendment.changes.count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_the_screen(desk, amendment, width):
    page = desk(editor(amendment, ids(amendment.base)[1]), viewport={"width": width, "height": 844})
    pen, preview, act = (
        page.locator(place).bounding_box() for place in ("#id_text", "#preview", ".ws-act >> nth=0")
    )
    if width < 700:
        assert pen["y"] + pen["height"] < preview["y"] < act["y"]
    else:
        assert pen["x"] + pen["width"] < preview["x"]
        assert act["x"] + act["width"] < preview["x"]
    for path in (None, page_of(amendment), page_of(amendment, view="side")):
        if path:
            page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
