"""The look of papers: official Chinese paper (GB/T 9704) and an English letter.

The faces of the standard are licensed ones. Free ones are named, with the licensed faces as other
names, under which a machine that has those may look.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from bylaws.domain.formats.docx_elements import Element, element
from bylaws.errors import Lang

SONG, HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"
OTHER_NAMES = {
    SONG: "仿宋_GB2312,仿宋,FandolFang R,Source Han Serif SC",
    HEI: "黑体,FandolHei,Source Han Sans SC",
}
SEAL_RED, JADE, SECOND_INK, HAIRLINE = "A8281E", "1F6B52", "59616B", "8B857A"


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in points, margins in millimetres: top, right, bottom, left."""

    margins: tuple[int, int, int, int]
    body: float
    line: float
    after: float
    title: float
    heading: float
    alignment: str
    indent: int
    """Characters by which the first line of a paragraph is set in."""
    note: float


LOOKS: Mapping[Lang, Look] = {
    "zh": Look((37, 26, 35, 28), 16, 28.95, 0, 22, 16, "center", 2, 12),
    "en": Look((24, 22, 32, 26), 10.5, 15.5, 5, 20, 13, "left", 0, 9),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What differs from the defaults. Sizes in points; `level` is that of the outline, from 0;
    `left` in steps of a list."""

    name: str
    size: float = 0
    line: float = 0
    before: float = 0
    after: float | None = None
    face: str = ""
    color: str = ""
    alignment: str = ""
    indent: int = 0
    left: int = 0
    level: int | None = None
    is_bold: bool = False
    is_struck: bool = False
    is_underlined: bool = False
    widened: float = 0
    keeps_with_next: bool = False


def style_elements(look: Look) -> Iterator[Element]:
    """The paragraph, character and table styles of a paper."""
    paragraphs = _text_styles(look) | _furniture_styles(look) | _table_and_foot_styles()
    for key, style in paragraphs.items():
        yield _paragraph_style(key, style)
    for key, style in CHARACTER_STYLES.items():
        values = {"type": "character", "customStyle": "1", "styleId": key}
        yield element("style", values, element("name", {"val": style.name}), _run(style))
    yield _table_style()


def defaults(look: Look) -> Element:
    """What holds where no style says otherwise."""
    run = _run(Style(name="", face=SONG, size=look.body))
    run.append(element("lang", {"val": "en-GB", "eastAsia": "zh-CN", "bidi": "ar-SA"}))
    spacing = {"before": "0", "after": _twips(look.after)} | _line(look.line)
    paragraph = element("pPr", None, element("spacing", spacing))
    return element(
        "docDefaults",
        None,
        element("rPrDefault", None, run),
        element("pPrDefault", None, paragraph),
    )


def _text_styles(look: Look) -> dict[str, Style]:
    """Those of provisions."""
    indent, at, line = look.indent, look.alignment, look.line
    item, subitem = (0, 0) if indent else (1, 2)
    return {
        "Normal": Style(name="Normal"),
        "Title": _title(look),
        "Preamble": Style(name="Preamble", alignment=at),
        "Heading1": Style(
            name="heading 1",
            size=look.heading,
            face=HEI,
            alignment=at,
            before=line / 2,
            after=line / 4,
            level=0,
        ),
        "Heading2": Style(name="heading 2", is_bold=True, alignment=at, before=line / 4, level=1),
        "Article": Style(name="Article", indent=indent, alignment="both"),
        "Clause": Style(name="Clause", indent=indent, alignment="both"),
        "Item": Style(name="Item", indent=indent, alignment="both", left=item),
        "Subitem": Style(name="Subitem", indent=indent, alignment="both", left=subitem),
        "End": Style(name="End", size=1, line=1, after=0),
    }


def _title(look: Look) -> Style:
    size = look.title
    return Style(
        name="Title", size=size, line=size * 1.5, after=6, is_bold=True, alignment=look.alignment
    )


def _furniture_styles(look: Look) -> dict[str, Style]:
    """Those of papers.FURNITURE. Each is named as its key: other word processors make keys anew
    of the names."""
    at, small, line = look.alignment, look.note, look.line
    styles = {
        "PaperTitle": _title(look),
        "PaperAssociation": Style(name="", face=HEI, color=SECOND_INK, alignment=at),
        "PaperNote": Style(name="", size=small, line=small * 1.6, after=line / 2, alignment=at),
        "PaperHead": Style(name="", face=HEI, before=line, level=0),
        "PaperCertified": Style(
            name="", size=small, line=small * 1.7, after=4, keeps_with_next=True
        ),
        "PaperFact": Style(name="", size=10.5, line=16, after=0, keeps_with_next=True),
    }
    return {key: replace(style, name=key) for key, style in styles.items()}


def _table_and_foot_styles() -> dict[str, Style]:
    return {
        "Cell": Style(name="Cell", size=10.5, line=16, after=0),
        "HeadCell": Style(name="Head cell", size=10.5, line=20, face=HEI, alignment="center"),
        "Footer": Style(
            name="footer",
            size=7.5,
            line=11,
            after=0,
            face=HEI,
            alignment="center",
            color=SECOND_INK,
        ),
    }


CHARACTER_STYLES = {
    "ArticleNumber": Style(name="Article number", face=HEI, is_bold=True),
    # As wide as the full-width space of official papers, while it stays one plain space.
    "Gap": Style(name="Gap", widened=8),
    "Struck": Style(name="Struck out", is_struck=True, color=SEAL_RED),
    "PutIn": Style(name="Put in", is_underlined=True, color=JADE),
}


def _paragraph_style(key: str, style: Style) -> Element:
    is_default = key == "Normal"
    values = {"type": "paragraph", "styleId": key} | ({"default": "1"} if is_default else {})
    made = element("style", values, element("name", {"val": style.name}))
    if not is_default:
        made.append(element("basedOn", {"val": "Normal"}))
    made.append(element("qFormat"))
    made.append(_paragraph(style))
    made.append(_run(style))
    return made


def _paragraph(style: Style) -> Element:
    made = element("pPr")
    if style.keeps_with_next or style.level is not None:
        made.append(element("keepNext"))
    if spacing := _spacing(style):
        made.append(element("spacing", spacing))
    if style.indent:
        # Word counts characters in hundredths; the other measure is for what cannot.
        values = {"firstLineChars": f"{style.indent}00", "firstLine": str(style.indent * 320)}
        made.append(element("ind", values))
    elif style.left:
        made.append(element("ind", {"left": str(style.left * 400)}))
    if style.alignment:
        made.append(element("jc", {"val": style.alignment}))
    if style.level is not None:
        made.append(element("outlineLvl", {"val": str(style.level)}))
    return made


def _spacing(style: Style) -> dict[str, str]:
    values = {"before": _twips(style.before)} if style.before else {}
    if style.after is not None:
        values["after"] = _twips(style.after)
    return values | (_line(style.line) if style.line else {})


def _run(style: Style) -> Element:
    made = element("rPr")
    if style.face:
        # One face for all scripts: its Latin letters are drawn to fit.
        faces = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), style.face)
        made.append(element("rFonts", faces))
    if style.is_bold:
        made.append(element("b"))
    if style.is_struck:
        made.append(element("strike"))
    if style.color:
        made.append(element("color", {"val": style.color}))
    if style.widened:
        made.append(element("spacing", {"val": _twips(style.widened)}))
    if style.size:
        halves = str(round(style.size * 2))
        made.extend([element("sz", {"val": halves}), element("szCs", {"val": halves})])
    if style.is_underlined:
        made.append(element("u", {"val": "single"}))
    return made


def _table_style() -> Element:
    border = {"val": "single", "sz": "4", "space": "0", "color": HAIRLINE}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("tblBorders", None, *(element(side, border) for side in sides))
    margins = {"top": "40", "left": "100", "bottom": "40", "right": "100"}
    cells = [element(side, {"w": size, "type": "dxa"}) for side, size in margins.items()]
    return element(
        "style",
        {"type": "table", "customStyle": "1", "styleId": "PaperTable"},
        element("name", {"val": "Paper table"}),
        element("basedOn", {"val": "TableNormal"}),
        element("tblPr", None, borders, element("tblCellMar", None, *cells)),
    )


def font_table() -> bytes:
    """The part that names each face and what may stand in for it."""
    table = element("fonts")
    for face, others in OTHER_NAMES.items():
        names = element("altName", {"val": others}), element("charset", {"val": "86"})
        table.append(element("font", {"name": face}, *names, element("family", {"val": "auto"})))
    return bytes(etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True))


def _line(points: float) -> dict[str, str]:
    return {"line": _twips(points), "lineRule": "exact"}


def _twips(points: float) -> str:
    """Twentieths of a point."""
    return str(round(points * 20))
