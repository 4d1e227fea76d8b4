"""Elements of WordprocessingML, in the order of children that its schema asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from bylaws.enums import Op
from bylaws.errors import PaperUnwritable

Element = BaseOxmlElement


def element(name: str, values: Mapping[str, str] | None = None, *children: Element) -> Element:
    """`<w:name w:key="value">` with its children; a bare `val` is given as {"val": …}."""
    made = OxmlElement(f"w:{name}", {qn(f"w:{key}"): text for key, text in (values or {}).items()})
    for child in children:
        made.append(child)
    return made


def run(text: str, style: str = "", *, is_deleted: bool = False) -> Element:
    """A stretch of text in a character style; tabs and line breaks become Word's.

    Raises PaperUnwritable for a control character.
    """
    made = element("r")
    if style:
        made.append(element("rPr", None, element("rStyle", {"val": style})))
    for row, line in enumerate(text.split("\n")):
        if row:
            made.append(element("br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                made.append(element("tab"))
            if piece:
                made.append(_words(piece, "delText" if is_deleted else "t"))
    return made


def _words(text: str, name: str) -> Element:
    made = element(name)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    try:
        made.text = text
    except ValueError as error:
        raise PaperUnwritable(text) from error
    return made


def paragraph(
    style: str, content: Iterable[Element] = (), *, mark: Element | None = None
) -> Element:
    """`mark` is the tracked change of the paragraph's mark."""
    properties = element("pPr", None, element("pStyle", {"val": style}))
    if mark is not None:
        properties.append(element("rPr", None, mark))
    return element("p", None, properties, *content)


def said(style: str, text: str) -> Element:
    """A paragraph of one run."""
    return paragraph(style, [run(text)] if text else [])


def page_field(code: str) -> list[Element]:
    """PAGE or NUMPAGES: Word writes the number when it sets the page."""
    return [
        element("r", None, element("fldChar", {"fldCharType": "begin"})),
        element("r", None, _words(f" {code} ", "instrText")),
        element("r", None, element("fldChar", {"fldCharType": "separate"})),
        run("1"),
        element("r", None, element("fldChar", {"fldCharType": "end"})),
    ]


@dataclass(frozen=True, slots=True)
class Tracker:
    """Writes tracked changes; each has a number of its own in the file."""

    author: str
    at: datetime
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def by(self, why: str) -> "Tracker":
        """The same author with a word on the change, by which a word processor can sort."""
        return Tracker(f"{self.author}（{why}）", self.at, self.ids)

    def change(self, op: Op, *content: Element) -> Element:
        """`<w:ins>` or `<w:del>` round runs, or empty for a paragraph's mark."""
        values = {
            "id": str(next(self.ids)),
            "author": self.author,
            "date": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        return element("ins" if op is Op.INSERT else "del", values, *content)

    def run(self, op: Op, text: str, style: str = "") -> Element:
        """Text that is kept, put in or struck."""
        if op is Op.KEEP:
            return run(text, style)
        return self.change(op, run(text, style, is_deleted=op is Op.DELETE))


def table(
    widths: Sequence[int],
    rows: Sequence[Sequence[Sequence[Element]]],
    *,
    style: str = "PaperTable",
    has_head: bool = False,
    height: int = 0,
) -> Element:
    """Rows of cells of paragraphs, measures in twentieths of a point. A head comes again on each
    page; rows are as high as `height` at least."""
    properties = element("tblPr", None, *([element("tblStyle", {"val": style})] if style else []))
    properties.append(element("tblW", {"w": str(sum(widths)), "type": "dxa"}))
    properties.append(element("tblLayout", {"type": "fixed"}))
    columns = [element("gridCol", {"w": str(width)}) for width in widths]
    made = element("tbl", None, properties, element("tblGrid", None, *columns))
    for index, cells in enumerate(rows):
        row = element("tr")
        if has_head and index == 0:
            row.append(element("trPr", None, element("cantSplit"), element("tblHeader")))
        elif height:
            room = element("trHeight", {"val": str(height), "hRule": "atLeast"})
            row.append(element("trPr", None, element("cantSplit"), room))
        for width, content in zip(widths, cells, strict=True):
            size = element("tcW", {"w": str(width), "type": "dxa"})
            row.append(element("tc", None, element("tcPr", None, size), *content))
        made.append(row)
    return made
