"""What a voter does in the booth, where a test asks nothing of the steps on the way."""

from __future__ import annotations

from playwright.sync_api import Page


def mark(page: Page, choice: str) -> None:
    """From the code in its field to the ballot as it will be sealed, on a motion alone."""
    page.get_by_role("button", name="Continue").click()
    page.get_by_text(choice, exact=True).locator("visible=true").click()
    page.get_by_role("button", name="Check", exact=True).click()


def cast(page: Page) -> None:
    page.get_by_role("button", name="Encrypt the ballot").click()
    page.get_by_role("button", name="Cast the ballot").click()
