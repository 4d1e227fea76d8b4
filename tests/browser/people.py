"""People at browsers of their own, who read what is on the page and press what they find there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from desk.domain.example.accounts import PASSWORD

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
# On a machine that runs other tests at the same time a page may take its time, in milliseconds.
expect.set_options(timeout=20_000)
# What encrypts, adds up or sets pages takes this long there.
SLOW = 90_000


class Visitor:
    """One person at their own browser. Labels are given in English, the language of the source,
    and read on the page in the language that this person's browser asks for."""

    def __init__(
        self,
        new_context: Callable[..., BrowserContext],
        address: str,
        *,
        language: str = "en",
        phone: bool = False,
    ) -> None:
        self.language = language
        self.page: Page = new_context(
            locale=LOCALES[language],
            base_url=address,
            viewport=PHONE if phone else DESKTOP,
            accept_downloads=True,
        ).new_page()
        self.page.set_default_timeout(SLOW)

    def words(self, english: str, **values: object) -> str:
        """What stands on this person's page for an English sentence of the source."""
        with translation.override(self.language):
            text = gettext(english)
        assert self.language == "en" or text != english, f"no Chinese for: {english}"
        return text % values if values else text

    def open(self, path: str) -> Response | None:
        return self.page.goto(path)

    def log_in(self, email: str, *, path: str = "/") -> None:
        """By the log-in page, which leads on to ``path``."""
        self.open(f"/accounts/login/?next={path}")
        self.give_password(email)

    def give_password(self, email: str) -> None:
        form = self.page.locator("main form").filter(has=self.page.locator("[type=password]"))
        form.locator("[name=login]").fill(email)
        form.locator("[name=password]").fill(PASSWORD)
        form.locator("button[type=submit]").click()
        expect(self.page.locator("header details.menu")).to_be_visible()

    def button(self, english: str, *, within: Locator | None = None, **values: object) -> Locator:
        place = within or self.page
        return place.get_by_role("button", name=self.words(english, **values), exact=True)

    def press(self, english: str, *, within: Locator | None = None, **values: object) -> None:
        self.button(english, within=within, **values).click()

    def follow(self, english: str, **values: object) -> None:
        """Click a link of the page itself, not of its header."""
        main = self.page.get_by_role("main")
        main.get_by_role("link", name=self.words(english, **values), exact=True).first.click()

    def sees(self, english: str, *, timeout: float | None = None, **values: object) -> None:
        place = self.page.get_by_text(self.words(english, **values)).locator("visible=true")
        expect(place.first).to_be_visible(timeout=timeout)

    def told(self, english: str, *, timeout: float | None = None, **values: object) -> None:
        """The message at the top of the page after an act, and that it is no refusal."""
        messages = self.page.locator("ul.messages")
        expect(messages).to_contain_text(self.words(english, **values), timeout=timeout)
        expect(messages.locator(".error")).to_have_count(0)

    def download(self, link: Locator, folder: Path) -> Path:
        """Save what a link hands out, under the name that the server gives it."""
        with self.page.expect_download(timeout=SLOW) as started:
            link.click()
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path

    def fetch(self, path: str | None) -> bytes:
        """What an address that the browser would show in a viewer of its own answers."""
        assert path
        answer = self.page.request.get(path, timeout=SLOW)
        assert answer.ok, (path, answer.status)
        return answer.body()

    def look(self, name: str, folder: Path | None, **options: Any) -> None:
        """A picture of the page for people to judge, where a folder is given."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png", full_page=True, **options)
