"""A table of a page as one of a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bylaws.domain.formats.docx_elements import Element, element, said

MILLIMETRE = 56.7
"""Twentieths of a point."""
WIDTH = re.compile(r"width:\s*(\d+)mm")
FEW_COLUMNS = 5
"""Tables of more are set smaller."""
PEN = 700
"""Room to sign, in twentieths of a point."""


def words_of(node: Any) -> str:
    """The words of an element in one line, but for its own breaks; drawings say nothing."""
    return "\n".join(" ".join(line.split()) for line in "".join(_words(node)).split("\n")).strip()


def _words(node: Any) -> Iterator[str]:
    if node.tag == "br":
        yield "\n"
    elif isinstance(node.tag, str) and node.tag != "svg":
        yield (node.text or "").replace("\n", " ")
        for child in node:
            yield from _words(child)
            yield (child.tail or "").replace("\n", " ")


def table_of(node: Any, width: int) -> Iterator[Element]:
    rows = [row for row in node.iter("tr") if row.iterancestors("table").__next__() is node]
    columns = max((sum(_span(cell) for cell in row) for row in rows), default=0)
    if not columns:
        return
    widths = _widths(node, columns, width)
    kinds = (node.get("class") or "").split()
    signed = "signatures" in kinds
    properties = element("tblPr")
    if not signed:
        properties.append(element("tblStyle", {"val": "PaperTable"}))
    properties.append(element("tblW", {"w": str(sum(widths)), "type": "dxa"}))
    properties.append(element("tblLayout", {"type": "fixed"}))
    grid = element("tblGrid", None, *(element("gridCol", {"w": str(one)}) for one in widths))
    made = element("tbl", None, properties, grid)
    for row in rows:
        made.append(_row(row, widths, signed=signed))
    yield made


def _row(row: Any, widths: list[int], *, signed: bool) -> Element:
    made, at = element("tr"), 0
    properties = element("trPr", None, element("cantSplit"))
    if signed:
        properties.append(element("trHeight", {"val": str(PEN), "hRule": "atLeast"}))
    if row.getparent().tag == "thead":
        properties.append(element("tblHeader"))
    made.append(properties)
    for cell in row:
        span = _span(cell)
        size = element("tcW", {"w": str(sum(widths[at : at + span])), "type": "dxa"})
        told = element("tcPr", None, size)
        if span > 1:
            told.append(element("gridSpan", {"val": str(span)}))
        style = _style(cell, len(widths))
        lines = words_of(cell).split("\n")
        made.append(element("tc", None, told, *(said(style, line) for line in lines)))
        at += span
    if at < len(widths):
        size = element("tcW", {"w": str(sum(widths[at:])), "type": "dxa"})
        rest = element("tcPr", None, size, element("gridSpan", {"val": str(len(widths) - at)}))
        made.append(element("tc", None, rest, said("Cell", "")))
    return made


def _style(cell: Any, columns: int) -> str:
    if columns > FEW_COLUMNS:
        return "SmallHead" if cell.tag == "th" else "SmallCell"
    return "HeadCell" if cell.tag == "th" else "Cell"


def _span(cell: Any) -> int:
    return int(cell.get("colspan") or 1)


def _widths(node: Any, columns: int, width: int) -> list[int]:
    """As the page sets them; columns without a width share what is left."""
    found = [WIDTH.search(col.get("style") or "") for col in node.iter("col")][:columns]
    found += [None] * (columns - len(found))
    given = [round(int(one[1]) * MILLIMETRE) if one else 0 for one in found]
    open_columns = given.count(0)
    least = 800 * open_columns
    if sum(given) + least > width:
        given = [one * (width - least) // sum(given) for one in given]
    rest = width - sum(given)
    return [one or rest // open_columns for one in given]
