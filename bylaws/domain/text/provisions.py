"""A text of chapters, sections, articles, paragraphs, items and subitems as a flat ordered list.

Numbers are never stored: they follow from the place. Chapters and articles are numbered through
the text, sections within their chapter, items within their paragraph, subitems within their item.
The first paragraph (款) of an article is the article's own provision; further ones follow it.

Two marks serve texts whose numbers are frozen: `is_sub` numbers an article under the one before
(第五条之一), `is_repealed` keeps the number of an article that has no text any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from bylaws.domain.numerals import to_chinese
from bylaws.domain.text.numbering import (
    HEADED,
    NUMERAL,
    REPEALED,
    SCHEMES,
    Number,
    in_order,
    to_letters,
)
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import TextUnreadable

__all__ = ["NUMERAL", "Place", "Provision", "canonical", "gap", "parse", "places", "render"]


@dataclass(frozen=True, slots=True)
class Provision:
    """`text` without its number and without line breaks; `id` is its permanent identity, which
    says nothing of what it states and so takes no part in comparing."""

    kind: ProvisionKind
    text: str
    is_sub: bool = False
    is_repealed: bool = False
    id: UUID | None = field(default=None, compare=False)

    @property
    def identity(self) -> UUID:
        """The identity of a provision of a stored text, where every one has it."""
        assert self.id is not None, "a text without identities"
        return self.id


@dataclass(frozen=True, slots=True)
class Place:
    """Where a provision stands; 0 for what it is not in.

    `paragraph` counts from 1 within the article, `item` within the paragraph, `subitem` within
    the item; `sub` is the 1 of 第五条之一.
    """

    kind: ProvisionKind
    chapter: int = 0
    section: int = 0
    article: int = 0
    sub: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    scheme: Scheme = Scheme.ZH

    @property
    def mark(self) -> str:
        """What is printed before the text: 第二十五条, （一）, or nothing."""
        if self.kind in (ProvisionKind.PREAMBLE, ProvisionKind.PARAGRAPH):
            return ""
        sub = self.sub if self.kind is ProvisionKind.ARTICLE else 0
        return SCHEMES[self.scheme].mark(self.kind, Number(getattr(self, self.kind.value), sub))

    @property
    def reference(self) -> str:
        """How others refer to it: 第二十五条第一款第三项, 第四章第二节; empty for a preamble."""
        if self.kind is ProvisionKind.PREAMBLE:
            return ""
        if not self.article:
            return self._heading()
        article = SCHEMES[self.scheme].mark(ProvisionKind.ARTICLE, Number(self.article, self.sub))
        return article + self._inside()

    def _heading(self) -> str:
        numbering = SCHEMES[self.scheme]
        chapter = section = ""
        if self.chapter:
            chapter = numbering.mark(ProvisionKind.CHAPTER, Number(self.chapter))
        if self.section:
            section = numbering.mark(ProvisionKind.SECTION, Number(self.section))
        return ("" if self.scheme is Scheme.ZH else ", ").join(filter(None, [chapter, section]))

    def _inside(self) -> str:
        if self.kind is ProvisionKind.ARTICLE:
            return ""
        if self.scheme is not Scheme.ZH:
            return self._inside_plain()
        place = f"第{to_chinese(self.paragraph)}款"
        place += f"第{to_chinese(self.item)}项" if self.item else ""
        return place + (f"第{self.subitem}目" if self.subitem else "")

    def _inside_plain(self) -> str:
        words = {
            Scheme.EN: (", paragraph ", ", item "),
            Scheme.DE: (" Abs. ", " Buchst. "),
            Scheme.FR: (", alinéa ", ", point "),
        }[self.scheme]
        place = f"{words[0]}{self.paragraph}"
        place += f"{words[1]}{to_letters(self.item)}" if self.item else ""
        return place + (f" {self.subitem}." if self.subitem else "")


def canonical(text: str, scheme: Scheme = Scheme.ZH) -> str:
    """One provision a line, one space after a number, no blank lines, indents or final break."""
    lines = []
    for line in text.splitlines():
        stripped = line.strip()
        if marked := SCHEMES[scheme].read_mark(stripped):
            stripped = f"{marked[1]}{gap(marked[0], scheme, marked[2])}{marked[2]}"
        if stripped:
            lines.append(stripped)
    return "\n".join(lines)


def parse(text: str, scheme: Scheme = Scheme.ZH) -> tuple[Provision, ...]:
    """Read a text; `render(parse(text)) == canonical(text)`.

    Raises TextUnreadable, naming the line, where a number is not the next one: a forgotten or
    doubled number would otherwise silently rename every later provision.
    """
    provisions: list[Provision] = []
    counter = _Counter(scheme)
    for row, line in enumerate(canonical(text, scheme).splitlines(), start=1):
        provision, mark = _read(line, counter)
        in_order(row, counter.advance(provision).mark, mark, line)
        provisions.append(provision)
    return tuple(provisions)


def render(provisions: Sequence[Provision], scheme: Scheme = Scheme.ZH) -> str:
    """The text with its numbers, without a final line break."""
    lines = []
    for provision, place in zip(provisions, places(provisions, scheme), strict=True):
        words = REPEALED[scheme] if provision.is_repealed else provision.text
        space = gap(provision.kind, scheme, words) if place.mark else ""
        lines.append(f"{place.mark}{space}{words}")
    return "\n".join(lines)


def places(provisions: Sequence[Provision], scheme: Scheme = Scheme.ZH) -> tuple[Place, ...]:
    """Where each provision stands; TextUnreadable for an item or paragraph without article."""
    counter = _Counter(scheme)
    return tuple(counter.advance(provision) for provision in provisions)


def citations(provisions: Sequence[Provision], scheme: Scheme = Scheme.ZH) -> tuple[str, ...]:
    """How each provision is cited: as `Place.reference`, and the words with which an article of
    several paragraphs or items begins as its first paragraph (第二十五条第一款)."""
    located = places(provisions, scheme)
    cited = []
    for index, place in enumerate(located):
        is_begun = place.kind is ProvisionKind.ARTICLE and len(subtree(provisions, index)) > 1
        shown = replace(place, kind=ProvisionKind.PARAGRAPH) if is_begun else place
        cited.append(shown.reference)
    return tuple(cited)


def subtree(provisions: Sequence[Provision], start: int) -> range:
    """The indexes of a provision and of all that stands in it."""
    if provisions[start].kind is ProvisionKind.PREAMBLE:
        return range(start, start + 1)
    rank = RANK[provisions[start].kind]
    end = start + 1
    while end < len(provisions) and RANK[provisions[end].kind] > rank:
        end += 1
    return range(start, end)


RANK = {kind: rank for rank, kind in enumerate(ProvisionKind)}
"""What has a higher rank stands in what has a lower one."""


def gap(kind: ProvisionKind, scheme: Scheme, words: str) -> str:
    """What stands between a number and the words."""
    # 1. before a digit would read as a decimal number.
    is_digit = kind is ProvisionKind.SUBITEM and words[:1].isdigit()
    return " " if kind in HEADED or scheme is not Scheme.ZH or is_digit else ""


def _read(line: str, counter: "_Counter") -> tuple[Provision, str]:
    """The provision of a line and the mark that it bears."""
    marked = SCHEMES[counter.scheme].read_mark(line)
    if marked and marked[0] in HEADED:
        return _headed(*marked, counter), marked[1]
    if not counter.begun:
        return Provision(ProvisionKind.PREAMBLE, line), ""
    if marked and (marked[0] is ProvisionKind.ITEM or counter.item):
        return Provision(marked[0], marked[2]), marked[1]
    return Provision(ProvisionKind.PARAGRAPH, line), ""


def _headed(kind: ProvisionKind, mark: str, words: str, counter: "_Counter") -> Provision:
    is_repealed = words == REPEALED[counter.scheme]
    is_sub = kind is ProvisionKind.ARTICLE and mark == counter.next_sub_mark
    return Provision(kind, "" if is_repealed else words, is_sub=is_sub, is_repealed=is_repealed)


class _Counter:
    """Goes through a text and says where each provision stands."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.chapter = self.section = self.article = self.sub = 0
        self.paragraph = self.item = self.subitem = 0
        self.begun = self.in_article = False

    @property
    def next_sub_mark(self) -> str:
        number = Number(self.article, self.sub + 1)
        return SCHEMES[self.scheme].mark(ProvisionKind.ARTICLE, number) if self.article else ""

    def advance(self, provision: Provision) -> Place:
        kind = provision.kind
        if kind is ProvisionKind.PREAMBLE:
            return Place(kind, scheme=self.scheme)
        self.begun = True
        if kind is ProvisionKind.CHAPTER or kind is ProvisionKind.SECTION:
            return self._heading(kind)
        if kind is ProvisionKind.ARTICLE:
            self._open_article(provision.is_sub)
        else:
            self._inside(kind)
        return Place(
            kind,
            chapter=self.chapter,
            section=self.section,
            article=self.article,
            sub=self.sub,
            paragraph=self.paragraph,
            item=self.item,
            subitem=self.subitem,
            scheme=self.scheme,
        )

    def _open_article(self, is_sub: bool) -> None:
        if is_sub and self.article:
            self.sub += 1
        else:
            self.article, self.sub = self.article + 1, 0
        self.paragraph, self.item, self.subitem = 1, 0, 0
        self.in_article = True

    def _inside(self, kind: ProvisionKind) -> None:
        if not self.in_article:
            raise TextUnreadable(
                zh="款、项之前应当有条。", en="A paragraph or an item must stand in an article."
            )
        if kind is ProvisionKind.PARAGRAPH:
            self.paragraph, self.item, self.subitem = self.paragraph + 1, 0, 0
        elif kind is ProvisionKind.ITEM:
            self.item, self.subitem = self.item + 1, 0
        elif not self.item:
            raise TextUnreadable(zh="目之前应当有项。", en="A subitem must stand in an item.")
        else:
            self.subitem += 1

    def _heading(self, kind: ProvisionKind) -> Place:
        self.in_article = False
        if kind is ProvisionKind.CHAPTER:
            self.chapter, self.section = self.chapter + 1, 0
        else:
            self.section += 1
        return Place(kind, self.chapter, self.section, scheme=self.scheme)
