"""An empty Word document in the look of papers, and its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from bylaws.domain.formats.docx_elements import Element, element, page_field, paragraph, run, said
from bylaws.domain.formats.docx_styles import LOOKS, Look, defaults, font_table, style_elements
from bylaws.errors import Lang

PAGE = (210, 297)
"""A4 in millimetres."""
LYING = (24, 20, 22, 20)
"""Margins of a page on its side."""
TWIP = 635
"""English metric units, in which python-docx measures, to a twentieth of a point."""
UNUSED = ("/stylesWithEffects", "/thumbnail", "/customXml", "/numbering", "/webSettings")
"""What python-docx's template brings and no paper shows."""
KEPT_STYLES = frozenset({"DefaultParagraphFont", "TableNormal"})


@dataclass(frozen=True, slots=True)
class Description:
    """What a file manager shows of the file."""

    title: str
    subject: str
    author: str
    on: date
    lang: Lang


def blank(about: Description, *, is_lying: bool = False) -> Document:
    document = docx.Document()
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, each in relations.items() if each.reltype.endswith(UNUSED)]:
            del relations[key]
    look = LOOKS[about.lang]
    _set_page(document, look, is_lying=is_lying)
    _set_styles(document, look)
    _describe(document, about)
    return document


def _set_page(document: Document, look: Look, *, is_lying: bool) -> None:
    section = document.sections[0]
    width, height = reversed(PAGE) if is_lying else PAGE
    top, right, bottom, left = LYING if is_lying else look.margins
    if is_lying:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance, section.footer_distance = Mm(12), Mm(12)


def type_width(document: Document) -> int:
    """Between the margins, in twentieths of a point."""
    section = document.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return ((section.page_width or 0) - margins) // TWIP


def _set_styles(document: Document, look: Look) -> None:
    styles = document.styles.element
    for old in styles.findall(qn("w:style")):
        if old.get(qn("w:styleId")) not in KEPT_STYLES:
            styles.remove(old)
    styles.replace(styles.find(qn("w:docDefaults")), defaults(look))
    styles.extend(style_elements(look))
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            # Word 2013 and later; a lesser number opens the file in a mode of reduced functions.
            setting.set(qn("w:val"), "15")


def _describe(document: Document, about: Description) -> None:
    at = datetime.combine(about.on, time(), UTC)
    properties = document.core_properties
    properties.title, properties.subject = about.title, about.subject
    properties.author = properties.last_modified_by = about.author
    properties.created = properties.modified = at
    properties.comments = properties.keywords = ""
    properties.language = "zh-CN" if about.lang == "zh" else "en-GB"


def append(document: Document, content: Sequence[Element]) -> None:
    """At the end of the text, before what the section says of its pages."""
    body = document.element.body
    for each in content:
        body.insert(len(body) - 1, each)


def set_footer(document: Document, lang: Lang, lines: Sequence[str] = ()) -> None:
    """Page x of y under the lines."""
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    root = footer.paragraphs[0]._p.getparent()
    for old in list(root):
        root.remove(old)
    words = ("第 ", " 页　共 ", " 页") if lang == "zh" else ("Page ", " of ", "")
    pages = [run(words[0]), *page_field("PAGE"), run(words[1]), *page_field("NUMPAGES")]
    root.extend([said("Footer", line) for line in lines])
    root.append(paragraph("Footer", [*pages, run(words[2])]))


def packed(document: Document) -> bytes:
    """The file, whose bytes depend on nothing but what it holds."""
    written, fixed = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            is_fonts = info.filename == "word/fontTable.xml"
            data = font_table() if is_fonts else source.read(info)
            # An entry of its own bears the first instant that a zip can state.
            entry = ZipInfo(info.filename)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data)
    return fixed.getvalue()


def end() -> Element:
    """The last paragraph, which no tracked change touches: its mark could not be joined with any
    that follows."""
    return element("p", None, element("pPr", None, element("pStyle", {"val": "End"})))
