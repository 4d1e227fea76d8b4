"""Reading the PDF that the pages hand out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pypdfium2

from tests.browser.people import SLOW, Visitor


def pages_of(content: bytes) -> list[str]:
    """What each page says, without any white space: lines break differently in every language."""
    document = pypdfium2.PdfDocument(content)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def text_of(content: bytes) -> str:
    return "".join(pages_of(content))


def missing_in(text: str, sentences: Iterable[str]) -> list[str]:
    """Those of ``sentences`` that ``text``, as :func:`text_of` gives it, does not say. A verdict
    begins with a capital letter where it begins a line."""
    said = text.casefold()
    return [each for each in sentences if squeezed(each).casefold() not in said]


def squeezed(text: str) -> str:
    return "".join(text.split())


def make_minutes(runner: Visitor, pictures: Path | None) -> dict[str, str]:
    """From the meeting's page: the minutes made and read, by language."""
    runner.follow("Minutes and reports")
    runner.press("Make the minutes")
    runner.told("The minutes are being made. They appear here in a moment.", timeout=SLOW)
    links = {"zh": "中文 PDF", "en": "English PDF"}
    runner.look("minutes", pictures)
    return {
        language: text_of(hand_over(runner, label, pictures)) for language, label in links.items()
    }


def hand_over(reader: Visitor, label: str, pictures: Path | None) -> bytes:
    """The paper that a link of the page leads to; kept where somebody wants to look at it."""
    link = reader.page.get_by_role("main").get_by_role("link", name=label, exact=True).first
    content = reader.fetch(link.get_attribute("href"))
    if pictures is not None:
        (pictures / f"{label}.pdf").write_bytes(content)
    return content
