"""A version as it is read: its articles with what they name, who names them, and the rules that
they state, each marked in its words.

Everything is asked for once, whatever the number of articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from bylaws.domain import rule_words, stored
from bylaws.domain.article_histories import Change
from bylaws.domain.effective import version_on
from bylaws.domain.text.numbering import HEADED, REPEALED
from bylaws.domain.text.provisions import Place, Provision, citations, gap, places
from bylaws.domain.text.segments import Segment, segments
from bylaws.enums import ProvisionKind, Scheme
from bylaws.models import Reference, Regulation, Version

Address = Callable[[Version], str]
"""Where a version can be read by whoever reads this one; "" where they may not."""
BEGINNING = 48
"""Characters of a named provision that a reader is shown without going there."""
HEADINGS = frozenset({ProvisionKind.CHAPTER, ProvisionKind.SECTION})


@dataclass(frozen=True, slots=True)
class Link:
    """A provision that is named: where it is, how it is cited there today, how it begins.

    ``is_otherwise``: in another text, which numbers it otherwise by now. ``is_lost``: nothing
    bears the number.
    """

    href: str
    cited: str
    title: str
    is_otherwise: bool = False
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words; ``quote`` may be empty, then the provision states it as a whole."""

    name: str
    value: str
    quote: str


Piece = Segment[Link, Rule]


@dataclass(frozen=True, slots=True)
class Row:
    """One provision with its mark (第二十五条, （一）, or none) and the gap behind it."""

    kind: ProvisionKind
    number: str
    gap: str
    id: UUID
    pieces: tuple[Piece, ...]
    is_repealed: bool

    @property
    def plain(self) -> str:
        """The words, where nothing is linked or marked in them."""
        whole = self.pieces[0] if len(self.pieces) == 1 else None
        return whole.text if whole and not whole.link and not whole.mark else ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its paragraphs and items; or alone a heading, a line of the preamble."""

    kind: ProvisionKind
    number: str
    id: UUID
    rows: tuple[Row, ...]
    cited_by: tuple[Link, ...]
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Heading:
    """A line of the contents: a chapter or a section with the numbers of its articles."""

    kind: ProvisionKind
    number: str
    title: str
    id: UUID
    first: str = ""
    last: str = ""


def articles(
    version: Version,
    *,
    on: date,
    address: Address,
    changes: Mapping[UUID, Sequence[Change]] | None = None,
) -> tuple[Article, ...]:
    """The text in order, as it refers to other texts on the day ``on``; ``changes`` by article
    where it is to be told which versions amended it."""
    known = changes or {}
    return tuple(
        replace(article, changes=tuple(known.get(article.id, ())))
        for article in _Reading(version, on, address).articles()
    )


def contents(found: Iterable[Article]) -> list[Heading]:
    """The chapters and sections of a text."""
    headings: list[Heading] = []
    chapter: Heading | None = None
    for article in found:
        if article.kind in HEADINGS:
            words = "".join(piece.text for piece in article.rows[0].pieces)
            heading = Heading(article.kind, article.number, words, article.id)
            headings.append(heading)
            chapter = heading if article.kind is ProvisionKind.CHAPTER else chapter
        elif article.kind is ProvisionKind.ARTICLE and headings:
            for above in {id(h): h for h in (chapter, headings[-1]) if h}.values():
                above.first = above.first or article.number
                above.last = article.number
    return headings


class _Text:
    """A version's provisions with their places and citations."""

    def __init__(self, version: Version) -> None:
        scheme = Scheme(version.numbering)
        self.provisions = stored.provisions_of(version)
        self.places = places(self.provisions, scheme)
        self.cited = dict(
            zip(
                (p.identity for p in self.provisions),
                citations(self.provisions, scheme),
                strict=True,
            )
        )
        self.texts = {p.identity: p.text for p in self.provisions}
        self.articles = {
            p.identity: place.reference
            for p, place in zip(self.provisions, self.places, strict=True)
            if p.kind is ProvisionKind.ARTICLE
        }

    def beginning(self, identity: UUID) -> str:
        text = self.texts[identity]
        return text if len(text) <= BEGINNING else f"{text[:BEGINNING]}…"

    def link(self, identity: UUID, written: str = "", href: str = "") -> Link:
        """``written``: the number with which another text names it."""
        cited = self.cited[identity]
        now = self.articles.get(identity, cited)
        return Link(
            href=f"{href}#p-{identity}",
            cited=now,
            title=f"{now} {self.beginning(identity)}",
            is_otherwise=bool(written) and written != now,
        )


class _Reading:
    def __init__(self, version: Version, on: date, address: Address) -> None:
        self.version, self.on, self.address = version, on, address
        self.scheme = Scheme(version.numbering)
        self.text = _Text(version)
        self.references = list(version.references.select_related("other"))
        self.others: dict[UUID, tuple[_Text, str] | None] = {}
        self.links = self._links()
        self.rules = self._rules()
        self.cited_by = self._cited_by()

    def articles(self) -> Iterator[Article]:
        rows: list[Row] = []
        for provision, place in zip(self.text.provisions, self.text.places, strict=True):
            if rows and _begins(provision):
                yield self._article(rows)
                rows = []
            rows.append(self._row(provision, place))
        if rows:
            yield self._article(rows)

    def _article(self, rows: Sequence[Row]) -> Article:
        head = rows[0]
        # Who names an item names its article: the list stands once, under the whole.
        citing = {link.href: link for row in rows for link in self.cited_by.get(row.id, ())}
        return Article(
            head.kind,
            head.number,
            head.id,
            tuple(rows),
            tuple(citing.values()),
            tuple(rule for row in rows for _, _, rule in self.rules.get(row.id, ())),
        )

    def _row(self, provision: Provision, place: Place) -> Row:
        text = REPEALED[self.scheme] if provision.is_repealed else provision.text
        marks = [each for each in self.rules.get(provision.identity, ()) if each[0] < each[1]]
        pieces = segments(text, self.links.get(provision.identity, ()), marks)
        between = self._gap(provision.kind, text) if place.mark else ""
        return Row(
            provision.kind, place.mark, between, provision.identity, pieces, provision.is_repealed
        )

    def _gap(self, kind: ProvisionKind, text: str) -> str:
        """A character's width after 第二十五条, nothing after （一）, a space after (a), and
        after 1. before a figure."""
        if self.scheme is Scheme.ZH and kind in HEADED:
            return "\u3000" if kind is ProvisionKind.ARTICLE else ""
        return gap(kind, self.scheme, text)

    def _links(self) -> dict[UUID, list[tuple[int, int, Link]]]:
        """By provision; neighbouring numbers that name one thing (第三条第一款) are one link."""
        found: dict[UUID, list[tuple[int, int, Link]]] = {}
        for row in sorted(self.references, key=lambda row: row.start):
            link = self._link(row)
            if link is None:
                continue
            known = found.setdefault(row.provision, [])
            if known and known[-1][1] == row.start and known[-1][2].href == link.href:
                start, _, link = known.pop()
                known.append((start, row.end, link))
            else:
                known.append((row.start, row.end, link))
        return found

    def _link(self, row: Reference) -> Link | None:
        written = self.text.texts[row.provision][row.start : row.end]
        if row.other is not None:
            other = self._other(row.other)
            if other is None or row.target is None or row.target not in other[0].texts:
                return None
            return other[0].link(row.target, written, other[1])
        if row.named:
            return None
        if row.target is None or row.target not in self.text.texts:
            return Link(href="", cited="", title="", is_lost=True)
        return self.text.link(row.target)

    def _other(self, regulation: Regulation) -> tuple[_Text, str] | None:
        """The other regulation's text of the day, where the reader may read it."""
        if regulation.pk not in self.others:
            version = version_on(regulation=regulation, day=self.on)
            where = self.address(version) if version else ""
            self.others[regulation.pk] = (_Text(version), where) if version and where else None
        return self.others[regulation.pk]

    def _cited_by(self) -> dict[UUID, list[Link]]:
        found: dict[UUID, list[Link]] = {}
        owner = _owners(self.text.provisions)
        for row in self.references:
            if row.other is not None or row.target is None or row.target not in owner:
                continue
            if owner[row.target] != owner[row.provision]:
                citing = self.text.link(row.provision)
                found.setdefault(row.target, []).append(citing)
        return found

    def _rules(self) -> dict[UUID, list[tuple[int, int, Rule]]]:
        """By provision, in the order of the words; a rule without words at its end."""
        found: dict[UUID, list[tuple[int, int, Rule]]] = {}
        for row in self.version.parameters.all():
            text = self.text.texts.get(row.provision, "")
            start = text.find(row.quote) if row.quote else -1
            span = (start, start + len(row.quote)) if start >= 0 else (len(text), len(text))
            name, value = rule_words.name_of(row.key), rule_words.value_of(row.key, row.value)
            found.setdefault(row.provision, []).append((*span, Rule(name, value, row.quote)))
        for stated in found.values():
            stated.sort(key=lambda each: each[:2])
        return found


def _begins(provision: Provision) -> bool:
    return provision.kind in (ProvisionKind.PREAMBLE, ProvisionKind.ARTICLE, *HEADINGS)


def _owners(provisions: Sequence[Provision]) -> dict[UUID, UUID]:
    """The article, or heading, that each provision stands in."""
    owner: dict[UUID, UUID] = {}
    head = None
    for provision in provisions:
        head = provision.identity if head is None or _begins(provision) else head
        owner[provision.identity] = head
    return owner
