"""One article as it would read with a text that somebody is still typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bylaws.domain import stored
from bylaws.domain.amendments import amending
from bylaws.domain.text import bindings
from bylaws.domain.text.changes import Applied
from bylaws.domain.text.compare import units
from bylaws.domain.text.numbering import REPEALED
from bylaws.domain.text.provisions import Provision, citations, places
from bylaws.domain.text.redline import Block, Line, Run, diff_runs
from bylaws.enums import ChangeKind, Op, ProvisionKind, Scheme
from bylaws.errors import ChangeUnfounded
from bylaws.models import Amendment

BEGINNING = 30
"""Characters by which a named provision is recognized."""


@dataclass(frozen=True, slots=True)
class Named:
    """A reference as typed, and what bears the number now: its beginning, empty where it names
    another text (``other``) or nothing."""

    written: str
    number: str
    beginning: str
    other: str = ""
    lacks_context: bool = False

    @property
    def is_unknown(self) -> bool:
        return not self.beginning and not self.other


@dataclass(frozen=True, slots=True)
class Member:
    """A provision of the article, to go to: its mark and how it begins."""

    id: UUID
    kind: ProvisionKind
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """``block``: the article's redline against the base; ``members`` its provisions as amended."""

    provision: Provision
    number: str
    block: Block
    named: tuple[Named, ...]
    members: tuple[Member, ...]
    is_new: bool


def sketch(amendment: Amendment, provision: UUID, text: str | None = None) -> Sketch:
    """The article that holds ``provision`` of the amended text, with ``text`` in its place where
    that is given. Raises ``ChangeUnfounded`` for a provision that the amended text has not."""
    return _Sketching(amendment, provision, text).sketch()


class _Sketching:
    def __init__(self, amendment: Amendment, provision: UUID, text: str | None) -> None:
        self.scheme = Scheme(amendment.base.numbering)
        self.names = stored.own_names(amendment.regulation)
        base = stored.provisions_of(amendment.base)
        applied = amending.preview(amendment)
        self.index = _index_of(applied, provision)
        self.now = list(applied.provisions)
        if text is not None:
            self.now[self.index] = replace(self.now[self.index], text=text)
        self.old = {p.identity: p for p in base}
        marks = zip(base, places(base, self.scheme), strict=True)
        self.old_marks = {p.identity: place.mark for p, place in marks}
        located = places(self.now, self.scheme)
        self.new_marks = [place.mark for place in located]
        self.numbers = [place.reference for place in located]
        self.cited = citations(self.now, self.scheme)
        unit = next(
            u for u in units(self.now, self.scheme) if u.first <= self.index < u.first + u.size
        )
        self.span = range(unit.first, unit.first + unit.size)
        self.base = base

    def sketch(self) -> Sketch:
        here = self.now[self.index]
        return Sketch(
            provision=here,
            number=self.cited[self.index],
            block=self._block(),
            named=tuple(dict.fromkeys(self._named())),
            members=tuple(
                Member(p.identity, p.kind, self.new_marks[i], p.text)
                for i, p in ((i, self.now[i]) for i in self.span)
            ),
            is_new=here.identity not in self.old,
        )

    def _block(self) -> Block:
        head = self.now[self.span.start].identity
        lines = tuple(self._lines())
        old_number = self.old_marks.get(head, "")
        kind = ChangeKind.AMENDED if any(line.is_changed for line in lines) else None
        if head not in self.old:
            kind = ChangeKind.ADDED
        return Block(kind, old_number, self.new_marks[self.span.start], False, lines)

    def _lines(self) -> Iterator[Line]:
        """The provisions of the article, and where they stood those that it lost."""
        kept = {p.id for p in self.now}
        before = self._gone_by_predecessor(kept)
        for index in self.span:
            provision = self.now[index]
            old = self.old.get(provision.identity)
            mark = self.new_marks[index]
            if old is None:
                run = Run(Op.INSERT, self._words(provision))
                yield Line(provision.kind, Op.INSERT, "", mark, (run,), None, index)
            else:
                runs = diff_runs(self._words(old), self._words(provision))
                old_mark = self.old_marks[provision.identity]
                yield Line(provision.kind, Op.KEEP, old_mark, mark, runs, index, index)
            for gone in before.get(provision.identity, ()):
                run = Run(Op.DELETE, self._words(gone))
                old_mark = self.old_marks[gone.identity]
                yield Line(gone.kind, Op.DELETE, old_mark, "", (run,), index, None)

    def _gone_by_predecessor(self, kept: set[UUID | None]) -> dict[UUID, list[Provision]]:
        """What the amendment takes out of articles, by the provision behind which it stood."""
        gone: dict[UUID, list[Provision]] = {}
        last: UUID | None = None
        in_gone_article = False
        for provision in self.base:
            is_inner = provision.kind in INNER
            if provision.id in kept:
                last, in_gone_article = provision.identity, False
            elif not is_inner:
                in_gone_article = True
            elif last is not None and not in_gone_article:
                gone.setdefault(last, []).append(provision)
        return gone

    def _words(self, provision: Provision) -> str:
        return REPEALED[self.scheme] if provision.is_repealed else provision.text

    def _named(self) -> Iterator[Named]:
        text = self.now[self.index].text
        for one in bindings.find(self.now, self.scheme, self.names):
            if one.index != self.index:
                continue
            written = text[one.token.start : one.token.end]
            if one.target is None:
                yield Named(written, "", "", one.token.text_named, one.lacks_context)
            else:
                beginning = self.now[one.target].text[:BEGINNING]
                yield Named(written, self.numbers[one.target], beginning)


INNER = frozenset({ProvisionKind.PARAGRAPH, ProvisionKind.ITEM, ProvisionKind.SUBITEM})


def _index_of(applied: Applied, provision: UUID) -> int:
    found: Sequence[int] = [i for i, p in enumerate(applied.provisions) if p.id == provision]
    if not found:
        raise ChangeUnfounded(
            zh="修正后的文本中没有这一条款，可能已被删除。",
            en="The amended text has no such provision; it may have been repealed.",
        )
    return found[0]
