"""The text of a Word file, one paragraph a line, as a reader sees it on the page.

Automatic numbers become characters, the results of fields their text. What is no part of the
running text is left out and told: footnotes, text boxes, hidden text, tables of contents.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bylaws.domain.formats.docx_numbering import Numbering
from bylaws.domain.formats.docx_package import Element, Package, is_on, value, w
from bylaws.domain.formats.docx_tracked import TrackedChanges, settle
from bylaws.domain.formats.papers import FURNITURE
from bylaws.errors import Lang


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`code` is a key of NOTES."""

    code: str
    count: int

    def render(self, lang: Lang) -> str:
        return NOTES[self.code][lang].format(count=self.count)


NOTES: Mapping[str, Mapping[Lang, str]] = {
    "footnotes": {
        "zh": "有{count}处脚注或者尾注，未读入。",
        "en": "Footnotes or endnotes left out: {count}.",
    },
    "drawings": {
        "zh": "有{count}处图片或者文本框，其中的文字未读入。",
        "en": "Pictures or text boxes whose words were left out: {count}.",
    },
    "hidden": {
        "zh": "有{count}处隐藏文字，未读入。",
        "en": "Passages of hidden text left out: {count}.",
    },
    "contents": {
        "zh": "目录未读入（{count}处）。",
        "en": "Tables of contents left out: {count}.",
    },
    "symbols": {
        "zh": "有{count}处特殊字体符号或者公式，未读入。",
        "en": "Symbols of special fonts or formulas left out: {count}.",
    },
    "embedded": {
        "zh": "有{count}处嵌入的其他文件，未读入。",
        "en": "Other files embedded in this one left out: {count}.",
    },
}


@dataclass(frozen=True, slots=True)
class WordText:
    """`text` without blank lines at its ends; `left_out` what it lacks."""

    text: str
    left_out: tuple[LeftOut, ...]


def read_docx(data: bytes, *, tracked: TrackedChanges = TrackedChanges.ASK) -> str:
    """The text, one paragraph a line; the cells of tables in order.

    Raises a WordFileRefused for what cannot be read, TrackedChangesFound where the file holds
    tracked changes and nobody has said what shall become of them.
    """
    return read_word_text(data, tracked=tracked).text


def read_word_text(data: bytes, *, tracked: TrackedChanges = TrackedChanges.ASK) -> WordText:
    """As `read_docx`, with what was left out."""
    package = Package(data)
    body = package.document().find(w("body"))
    settle(body, tracked)
    numbering = Numbering(package.beside("numbering"), package.beside("styles"))
    reader = _Reader(numbering, _Fields(is_whole=_has_whole_fields(body)))
    lines = list(reader.lines(body))
    left_out = tuple(
        LeftOut(code, reader.left_out[code]) for code in NOTES if reader.left_out[code]
    )
    return WordText("\n".join(lines).strip("\n"), left_out)


class _Reader:
    def __init__(self, numbering: Numbering, fields: "_Fields") -> None:
        self.left_out: Counter[str] = Counter()
        self._numbering = numbering
        self._fields = fields

    def lines(self, parent: Element) -> Iterator[str]:
        """The lines of a body, cell or content control."""
        for child in parent:
            if child.tag == w("p"):
                yield from self._paragraph(child)
            elif child.tag == w("sdt"):
                yield from self._control(child)
            elif child.tag in THROUGH:
                yield from self.lines(child)
            elif child.tag == w("altChunk"):
                self.left_out["embedded"] += 1

    def _control(self, control: Element) -> Iterator[str]:
        properties, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
        if content is None:
            return
        gallery = None if properties is None else properties.find(w("docPartObj"))
        if value(gallery, "docPartGallery") == "Table of Contents":
            self.left_out["contents"] += 1
            return
        yield from self.lines(content)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        if value(paragraph.find(w("pPr")), "pStyle") in FURNITURE:
            return
        began_in_contents = self._fields.in_contents
        text = "".join(self._words(paragraph))
        if began_in_contents and not text:
            return
        mark = self._numbering.mark(paragraph)
        yield mark + text if text else mark.rstrip()

    def _words(self, parent: Element) -> Iterator[str]:
        """What the runs of a paragraph say, through hyperlinks, controls and tags."""
        for child in parent:
            if child.tag == w("r"):
                yield from self._run(child)
            elif child.tag == ALTERNATE:
                # The same content twice, for new programs and for old ones.
                yield from self._words(child[0] if len(child) else child)
            elif child.tag == w("sdt") or child.tag in INLINE:
                yield from self._words(child)
            elif child.tag in FORMULAS:
                self.left_out["symbols"] += 1

    def _run(self, run: Element) -> Iterator[str]:
        is_hidden = is_on(run.find(w("rPr")), "vanish")
        said = "".join(self._run_words(run))
        if is_hidden:
            self.left_out["hidden"] += bool(said)
        else:
            yield said

    def _run_words(self, run: Element) -> Iterator[str]:
        for child in run:
            if child.tag in {w("fldChar"), w("instrText"), w("delInstrText")}:
                self.left_out["contents"] += self._fields.take(child)
            elif child.tag == w("ruby"):
                yield from self._words(child.find(w("rubyBase")))
            elif child.tag in LEFT_OUT:
                self.left_out[LEFT_OUT[child.tag]] += 1
            elif child.tag == ALTERNATE:
                self.left_out["drawings"] += 1
            elif self._fields.is_shown:
                yield _sign(child)


class _Fields:
    """Fields, such as references to a numbered article, may nest and run over paragraphs: a code,
    then the result that is shown. The result of a table of contents is left out.

    `is_whole`: where one has no end, nothing is left out, lest it swallow the rest of the text.
    """

    def __init__(self, *, is_whole: bool) -> None:
        self._is_whole = is_whole
        self._codes: list[str] = []
        self._has_result: list[bool] = []

    def take(self, element: Element) -> bool:
        """Goes on with a part of a field; True where a table of contents begins."""
        if element.tag != w("fldChar"):
            if self._codes and not self._has_result[-1]:
                self._codes[-1] += element.text or ""
            return False
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._codes.append("")
            self._has_result.append(False)
        elif kind == "end" and self._codes:
            self._codes.pop()
            self._has_result.pop()
        elif kind == "separate" and self._codes:
            self._has_result[-1] = True
            return self._is_whole and _is_contents(self._codes[-1])
        return False

    @property
    def in_contents(self) -> bool:
        return self._is_whole and any(_is_contents(code) for code in self._codes)

    @property
    def is_shown(self) -> bool:
        return not self._is_whole or (all(self._has_result) and not self.in_contents)


def _has_whole_fields(body: Element) -> bool:
    kinds = Counter(each.get(w("fldCharType")) for each in body.iter(w("fldChar")))
    return kinds["begin"] == kinds["end"]


def _is_contents(code: str) -> bool:
    return code.split()[:1] == ["TOC"]


def _sign(element: Element) -> str:
    if element.tag in {w("t"), w("delText")}:
        text = str(element.text or "")
        # Without this attribute Word takes the space at the ends for layout of the XML.
        return text if element.get(SPACE) == "preserve" else text.strip(" \t\r\n")
    return SIGNS.get(element.tag, "")


ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FORMULAS = frozenset(
    f"{{http://schemas.openxmlformats.org/officeDocument/2006/math}}{name}"
    for name in ("oMath", "oMathPara")
)
SIGNS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
LEFT_OUT = {
    w("footnoteReference"): "footnotes",
    w("endnoteReference"): "footnotes",
    w("drawing"): "drawings",
    w("pict"): "drawings",
    w("object"): "drawings",
    w("sym"): "symbols",
}
THROUGH = frozenset(
    w(name) for name in ("tbl", "tr", "tc", "customXml", "ins", "del", "moveFrom", "moveTo")
)
"""What holds paragraphs without being one."""
INLINE = frozenset(
    w(name)
    for name in ("hyperlink", "sdtContent", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
"""What holds runs without being one."""
