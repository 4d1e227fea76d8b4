"""A paper as a Word file, from the very page that its PDF is set from: no word of it is told twice.

Free texts stand under a bookmark that names their place, so that a file that was edited tells
which is which; bookmarks and styles outlive a file's way through another word processor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from docx.document import Document
from lxml import html

from assemblies.domain.writing.word.places import bookmark_of, placeholder_of
from assemblies.domain.writing.word.tables import table_of, words_of
from bylaws.domain.formats.docx_document import (
    Description,
    append,
    blank,
    packed,
    set_footer,
    type_width,
)
from bylaws.domain.formats.docx_elements import Element, element, paragraph, run, said
from bylaws.errors import Lang
from records.domain.pdf import rendered

STYLES = {"h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading2"}
OF_CLASS = {"annex-title": "Heading1", "cite": "Cited", "key": "Cited", "number": "Centred"}
UNTOLD = ("svg", "style", "head")


def write_word(
    *, template: str, context: Mapping[str, Any], language: str, zone: ZoneInfo, on: date
) -> bytes:
    """The bytes of the file; the same record gives the same ones. ``on`` dates it."""
    page = html.document_fromstring(rendered(template, context, language, zone))
    lang: Lang = "zh" if language == "zh" else "en"
    title = " ".join((page.findtext(".//title") or "").split())
    author = page.xpath("string(//meta[@name='author']/@content)")
    document = blank(Description(title=title, subject="", author=str(author), on=on, lang=lang))
    _add_styles(document, lang)
    append(document, list(_Written(type_width(document), lang).blocks(page.find("body"))))
    set_footer(document, lang)
    return packed(document)


class _Written:
    """The blocks of one page, in its order."""

    def __init__(self, width: int, lang: Lang) -> None:
        self.width, self.lang = width, lang
        self.bookmarks = 0

    def blocks(self, parent: Any) -> Iterator[Element]:
        for child in parent:
            kinds = (child.get("class") or "").split()
            if not isinstance(child.tag, str) or child.tag in UNTOLD:
                continue
            if place := child.get("data-place"):
                yield from self._free(child, place)
            elif child.tag == "table":
                yield from table_of(child, self.width)
                yield said("Spacer", "")
            elif child.tag == "ol":
                items = [words_of(one) for one in child.findall("li")]
                yield from (said("Item", f"{n}. {item}") for n, item in enumerate(items, start=1))
            elif child.tag in STYLES:
                yield said(STYLES[child.tag], words_of(child))
            elif child.tag in ("p", "span"):
                if words := words_of(child):
                    yield said(self._style(kinds), words)
            else:
                yield from self.blocks(child)

    def _style(self, kinds: list[str]) -> str:
        return next((OF_CLASS[kind] for kind in kinds if kind in OF_CLASS), "Clause")

    def _free(self, child: Any, place: str) -> Iterator[Element]:
        """A place that nobody wrote in yet holds words that say what belongs there."""
        lines = [words_of(line) for line in child] or [placeholder_of(place, self.lang)]
        self.bookmarks += 1
        number = {"id": str(self.bookmarks)}
        begin = element("bookmarkStart", {**number, "name": bookmark_of(place)})
        first, *others = lines
        yield paragraph("FreeText", [begin, run(first), element("bookmarkEnd", number)])
        yield from (said("FreeText", line) for line in others)


def _add_styles(document: Document, lang: Lang) -> None:
    """What the house's papers have no style for yet."""
    centred = element("pPr", None, element("jc", {"val": "center" if lang == "zh" else "left"}))
    small = {"before": "0", "after": "0", "line": "240", "lineRule": "exact"}
    for key, base, properties, size in (
        ("FreeText", "Clause", None, 0),
        ("Centred", "Normal", centred, 0),
        ("Cited", "Normal", element("pPr", None, element("spacing", small)), 16),
        ("SmallCell", "Cell", element("pPr", None, element("spacing", small)), 16),
        ("SmallHead", "HeadCell", element("pPr", None, element("spacing", small)), 15),
        ("Spacer", "Normal", element("pPr", None, element("spacing", small)), 8),
    ):
        values = {"type": "paragraph", "customStyle": "1", "styleId": key}
        made = element("style", values, element("name", {"val": key}))
        made.append(element("basedOn", {"val": base}))
        made.append(element("qFormat"))
        if properties is not None:
            made.append(properties)
        if size:
            sizes = (element(name, {"val": str(size)}) for name in ("sz", "szCs"))
            made.append(element("rPr", None, *sizes))
        document.styles.element.append(made)
