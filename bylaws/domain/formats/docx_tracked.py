"""Tracked changes of a Word file: found, and accepted or rejected as Word does.

Marked are runs of text, rows and cells of tables, and paragraph marks. Where a paragraph's mark
goes, the paragraph is joined with the next one, whose properties hold (ECMA-376 part 1, 17.13.5).
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from bylaws.domain.formats.docx_package import Element, value, w
from bylaws.errors import TrackedBy, TrackedChangesFound


class TrackedChanges(StrEnum):
    """What is to become of tracked changes; ASK raises TrackedChangesFound where there are any."""

    ASK = "ask"
    ACCEPT = "accept"
    REJECT = "reject"


INSERTIONS = (w("ins"), w("moveTo"))
DELETIONS = (w("del"), w("moveFrom"))
CELLS = {TrackedChanges.ACCEPT: w("cellDel"), TrackedChanges.REJECT: w("cellIns")}
COUNTED = frozenset((*INSERTIONS, *DELETIONS, *CELLS.values()))
FORMER = w("pPrChange")
"""The properties that a paragraph had before its style or numbering was changed."""


def settle(body: Element, tracked: TrackedChanges) -> None:
    """Leaves `body` without tracked changes; raises TrackedChangesFound where it is to ask."""
    if tracked is TrackedChanges.ASK:
        if by := tuple(_by(body)):
            raise TrackedChangesFound(by)
        return
    gone, kept = DELETIONS, INSERTIONS
    if tracked is TrackedChanges.REJECT:
        gone, kept = kept, gone
        _restore_properties(body)
    _settle_tables(body, gone, CELLS[tracked])
    _settle_marks(body, gone, kept)
    _settle_runs(body, gone, kept)


def _by(body: Element) -> Iterator[TrackedBy]:
    """Who changed how much on which day, in the order of the file."""
    counts = Counter(
        (element.get(w("author"), ""), element.get(w("date"), "")[:10])
        for element in body.iter(*COUNTED, FORMER)
        if element.tag != FORMER or _touches_number(element)
    )
    for (author, on), count in counts.items():
        yield TrackedBy(author, on, count)


def _touches_number(change: Element) -> bool:
    """Other changed properties leave the text as it is."""
    old, new = change.find(w("pPr")), change.getparent()
    return any(_setting(old, name) != _setting(new, name) for name in ("numId", "ilvl", "pStyle"))


def _setting(properties: Element | None, name: str) -> str | None:
    if name == "pStyle" or properties is None:
        return value(properties, name)
    return value(properties.find(w("numPr")), name)


def _restore_properties(body: Element) -> None:
    for change in list(body.iter(FORMER)):
        properties, old = change.getparent(), change.find(w("pPr"))
        for child in list(properties):
            if child.tag not in {w("rPr"), w("sectPr")}:
                properties.remove(child)
        for child in [] if old is None else list(old):
            properties.append(child)
    for inserted in list(body.iter(w("numPr"))):
        if inserted.find(w("ins")) is not None:
            inserted.getparent().remove(inserted)


def _settle_tables(body: Element, gone: tuple[str, ...], cell: str) -> None:
    for properties in list(body.iter(w("trPr"))):
        if any(child.tag in gone for child in properties):
            _remove(properties.getparent())
    for mark in list(body.iter(cell)):
        _remove(mark.getparent().getparent())


def _settle_marks(body: Element, gone: tuple[str, ...], kept: tuple[str, ...]) -> None:
    for paragraph in list(body.iter(w("p"))):
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        marked = [] if mark is None else [child.tag for child in mark]
        if any(tag in gone for tag in marked):
            _settle_runs(paragraph, gone, kept)
            _join(paragraph)


def _join(paragraph: Element) -> None:
    """With the next paragraph; where none follows, as before a table, what has text stays."""
    words = [child for child in paragraph if child.tag != w("pPr")]
    following = paragraph.getnext()
    while following is not None and following.tag in PASSED:
        following = following.getnext()
    if following is not None and following.tag == w("p"):
        at = 0 if following.find(w("pPr")) is None else 1
        for offset, child in enumerate(words):
            following.insert(at + offset, child)
        _remove(paragraph)
    elif not any(True for _ in paragraph.iter(w("t"), w("delText"), w("br"), w("tab"))):
        _remove(paragraph)


PASSED = frozenset(
    w(name)
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "permStart",
        "permEnd",
        "proofErr",
    )
)
"""What may stand between two paragraphs without parting them."""


def _settle_runs(body: Element, gone: tuple[str, ...], kept: tuple[str, ...]) -> None:
    for element in list(body.iter(*gone, *kept)):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag in kept:
            for child in list(element):
                element.addprevious(child)
        _remove(element)


def _remove(element: Element) -> None:
    """The properties of a taken-out row or cell may have gone with their table already."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
