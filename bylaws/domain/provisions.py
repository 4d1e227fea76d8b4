"""A Chinese text of chapters, sections, articles, paragraphs and items as a flat ordered list.

Numbers are never stored: they follow from the place. Chapters and articles are numbered through
the text, sections within their chapter, items within their paragraph. The first paragraph (款) of
an article is the article's own provision; further ones follow it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bylaws.domain.numerals import DIGITS, UNITS, to_chinese
from bylaws.enums import ProvisionKind
from bylaws.errors import TextUnreadable

NUMERAL = f"[{DIGITS}{''.join(unit for _, unit in UNITS)}]+"
NUMBERED = re.compile(rf"(第{NUMERAL}[章节条])\s+(.+)")
ITEM = re.compile(rf"(（{NUMERAL}）)\s*(.+)")
SIGN = {
    ProvisionKind.CHAPTER: "章",
    ProvisionKind.SECTION: "节",
    ProvisionKind.ARTICLE: "条",
}
KIND = {sign: kind for kind, sign in SIGN.items()}


@dataclass(frozen=True, slots=True)
class Provision:
    """`text` without its number and without line breaks."""

    kind: ProvisionKind
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a provision stands; 0 for what it is not in.

    `paragraph` counts from 1 within the article, `item` from 1 within the paragraph.
    """

    kind: ProvisionKind
    chapter: int = 0
    section: int = 0
    article: int = 0
    paragraph: int = 0
    item: int = 0

    @property
    def mark(self) -> str:
        """What is printed before the text: 第二十五条, （一）, or nothing."""
        if self.kind is ProvisionKind.ITEM:
            return f"（{to_chinese(self.item)}）"
        if self.kind in SIGN:
            number: int = getattr(self, self.kind.value)
            return f"第{to_chinese(number)}{SIGN[self.kind]}"
        return ""

    @property
    def reference(self) -> str:
        """How others refer to it: 第二十五条第一款第三项, 第四章第二节; empty for a preamble."""
        if self.kind is ProvisionKind.PREAMBLE:
            return ""
        if not self.article:
            chapter = f"第{to_chinese(self.chapter)}章" if self.chapter else ""
            return chapter + (f"第{to_chinese(self.section)}节" if self.section else "")
        place = f"第{to_chinese(self.article)}条"
        if self.kind is not ProvisionKind.ARTICLE:
            place += f"第{to_chinese(self.paragraph)}款"
        return place + (f"第{to_chinese(self.item)}项" if self.item else "")


def canonical(text: str) -> str:
    """One provision a line, one space after a number, no blank lines, indents or final break."""
    lines = []
    for line in text.splitlines():
        stripped = line.strip()
        if numbered := NUMBERED.fullmatch(stripped):
            stripped = f"{numbered[1]} {numbered[2]}"
        elif item := ITEM.fullmatch(stripped):
            stripped = f"{item[1]}{item[2]}"
        if stripped:
            lines.append(stripped)
    return "\n".join(lines)


def parse(text: str) -> tuple[Provision, ...]:
    """Read a text; `render(parse(text)) == canonical(text)`.

    Raises TextUnreadable, naming the line, where a number is not the next one: a forgotten or
    doubled number would otherwise silently rename every later provision.
    """
    provisions: list[Provision] = []
    counter = _Counter()
    for row, line in enumerate(canonical(text).splitlines(), start=1):
        kind, mark, words = _read(line, begun=counter.begun)
        expected = counter.advance(kind).mark
        if expected != mark:
            raise TextUnreadable(
                zh=f"第{row}行编号有误：应为“{expected}”，实为“{mark}”：{line[:20]}",
                en=f"Line {row}: the number should be “{expected}” and is “{mark}”: {line[:20]}",
            )
        provisions.append(Provision(kind, words))
    return tuple(provisions)


def render(provisions: Sequence[Provision]) -> str:
    """The text with its numbers, without a final line break."""
    lines = []
    for provision, place in zip(provisions, places(provisions), strict=True):
        gap = " " if provision.kind in SIGN else ""
        lines.append(f"{place.mark}{gap}{provision.text}")
    return "\n".join(lines)


def places(provisions: Sequence[Provision]) -> tuple[Place, ...]:
    """Where each provision stands; TextUnreadable for an item or paragraph without article."""
    counter = _Counter()
    return tuple(counter.advance(provision.kind) for provision in provisions)


def _read(line: str, *, begun: bool) -> tuple[ProvisionKind, str, str]:
    if numbered := NUMBERED.fullmatch(line):
        return KIND[numbered[1][-1]], numbered[1], numbered[2]
    if not begun:
        return ProvisionKind.PREAMBLE, "", line
    if item := ITEM.fullmatch(line):
        return ProvisionKind.ITEM, item[1], item[2]
    return ProvisionKind.PARAGRAPH, "", line


class _Counter:
    """Goes through a text and says where each provision stands."""

    def __init__(self) -> None:
        self.chapter = self.section = self.article = self.paragraph = self.item = 0
        self.begun = self.in_article = False

    def advance(self, kind: ProvisionKind) -> Place:
        if kind is ProvisionKind.PREAMBLE:
            return Place(kind)
        self.begun = True
        if kind is ProvisionKind.CHAPTER or kind is ProvisionKind.SECTION:
            return self._heading(kind)
        if kind is ProvisionKind.ARTICLE:
            self.article, self.paragraph, self.item = self.article + 1, 1, 0
            self.in_article = True
        elif not self.in_article:
            raise TextUnreadable(
                zh="款、项之前应当有条。", en="A paragraph or an item must stand in an article."
            )
        elif kind is ProvisionKind.PARAGRAPH:
            self.paragraph, self.item = self.paragraph + 1, 0
        else:
            self.item += 1
        return Place(kind, self.chapter, self.section, self.article, self.paragraph, self.item)

    def _heading(self, kind: ProvisionKind) -> Place:
        self.in_article = False
        if kind is ProvisionKind.CHAPTER:
            self.chapter, self.section = self.chapter + 1, 0
        else:
            self.section += 1
        return Place(kind, self.chapter, self.section)
