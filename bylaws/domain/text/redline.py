"""Two versions of a text as one that a reader follows: kept, struck and put in.

Articles are aligned whatever their numbers, provisions inside their article, and inside a provision
tokens. What only follows from renumbering is no change of substance and is set apart.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bylaws.domain.text.compare import Unit, align, align_within, in_order, units
from bylaws.domain.text.numbering import REPEALED
from bylaws.domain.text.pieces import Span, diff_pieces, is_island
from bylaws.domain.text.provisions import Provision, places
from bylaws.enums import ChangeKind, Op, ProvisionKind, Scheme

WHOLE = frozenset({ChangeKind.ADDED, ChangeKind.REPEALED})


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. `is_conforming`: it changed only because numbers moved (相应调整)."""

    op: Op
    text: str
    is_conforming: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One provision. KEEP where both versions have it, whatever became of its words.

    The marks are as printed (第二十五条, （一）); mark and index are empty and None where the
    version lacks the provision. Of a repealed provision that kept its number the runs say so.
    """

    kind: ProvisionKind
    op: Op
    old_mark: str
    new_mark: str
    runs: tuple[Run, ...]
    old_index: int | None
    new_index: int | None

    @property
    def is_changed(self) -> bool:
        return any(run.op is not Op.KEEP for run in self.runs) or self.op is not Op.KEEP

    @property
    def is_conforming(self) -> bool:
        """Whether nothing but conforming changes stands in it."""
        return self.op is Op.KEEP and all(r.is_conforming for r in self.runs if r.op is not Op.KEEP)


@dataclass(frozen=True, slots=True)
class Block:
    """An article with its paragraphs and items, or a heading; `kind` is None where nothing changed.

    A moved one stands in full where the new text has it. Where the old text had it, a block without
    lines is left, MOVED, that bears both numbers.
    """

    kind: ChangeKind | None
    old_number: str
    new_number: str
    is_moved: bool
    lines: tuple[Line, ...]

    @property
    def is_conforming(self) -> bool:
        """Whether it was amended only to follow the renumbering."""
        return self.kind is ChangeKind.AMENDED and all(line.is_conforming for line in self.lines)

    @property
    def is_heading(self) -> bool:
        return bool(self.lines) and self.lines[0].kind in (
            ProvisionKind.CHAPTER,
            ProvisionKind.SECTION,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How much changed: hunks as `hunks` counts them, the rest in articles."""

    hunks: int
    amended: int
    added: int
    repealed: int
    moved: int


def redline(
    old: Sequence[Provision],
    new: Sequence[Provision],
    scheme: Scheme = Scheme.ZH,
    *,
    conforming: Collection[Span] = (),
) -> tuple[Block, ...]:
    """Every provision of both versions once, in the order of the new one; what was struck where it
    stood, before what took its place.

    `conforming`: index of a new provision, start and end of a span of its text that was written
    anew only because numbers moved.
    """
    return tuple(_Redline(old, new, scheme, conforming).blocks())


def diff_runs(old: str, new: str) -> tuple[Run, ...]:
    """The runs of one provision: those kept or struck give the old text, those kept or put in the
    new one."""
    return _runs(old, new, ())


def hunks(blocks: Sequence[Block]) -> int:
    """Changes of substance inside articles: contiguous ones as one, a struck or added provision as
    one. Articles added, repealed or moved as a whole are not among them."""
    return sum(_hunks(line) for block in blocks if block.kind not in WHOLE for line in block.lines)


def tally(blocks: Sequence[Block]) -> Tally:
    """An article amended and moved counts as both; one that only follows the numbers as none."""
    articles = [b for b in blocks if b.lines and b.lines[0].kind is ProvisionKind.ARTICLE]
    kinds = [block.kind for block in articles if not block.is_conforming]
    return Tally(
        hunks(blocks),
        kinds.count(ChangeKind.AMENDED),
        kinds.count(ChangeKind.ADDED),
        kinds.count(ChangeKind.REPEALED),
        sum(block.is_moved for block in articles),
    )


def islands(blocks: Sequence[Block]) -> int:
    """Kept scraps of at most two characters between two hunks, over which a reader stumbles."""
    found = 0
    for line in (line for block in blocks for line in block.lines):
        groups = list(_groups(line))
        for before, here, after in zip(groups, groups[1:], groups[2:], strict=False):
            if here[0] is Op.KEEP and {before[0], after[0]} == {None}:
                found += is_island(here[1])
    return found


def _hunks(line: Line) -> int:
    if line.op is not Op.KEEP:
        return 1
    return sum(op is None for op, _ in _groups(line))


def _groups(line: Line) -> Iterator[tuple[Op | None, str]]:
    """Kept runs, hunks (None) and conforming changes (INSERT), each with its text."""

    def sort(run: Run) -> Op | None:
        if run.op is Op.KEEP:
            return Op.KEEP
        return Op.INSERT if run.is_conforming else None

    for op, runs in groupby(line.runs, sort):
        yield op, "".join(run.text for run in runs)


def _runs(old: str, new: str, spans: Collection[tuple[int, int]]) -> tuple[Run, ...]:
    runs = []
    for piece in diff_pieces(old, new, spans):
        if piece.is_kept:
            runs.append(Run(Op.KEEP, piece.new))
            continue
        if piece.old:
            runs.append(Run(Op.DELETE, piece.old, piece.is_conforming))
        if piece.new:
            runs.append(Run(Op.INSERT, piece.new, piece.is_conforming))
    return tuple(runs)


class _Redline:
    """Two versions with their marks, while the blocks are made.

    `left`: what the new text has no longer, or elsewhere, by the steady unit it stood behind.
    """

    def __init__(
        self,
        old: Sequence[Provision],
        new: Sequence[Provision],
        scheme: Scheme,
        conforming: Collection[Span],
    ) -> None:
        self.old, self.new, self.scheme = old, new, scheme
        self.old_marks = [place.mark for place in places(old, scheme)]
        self.new_marks = [place.mark for place in places(new, scheme)]
        self.before, self.after = units(old, scheme), units(new, scheme)
        self.pairs = align(self.before, self.after)
        self.steady = in_order(self.pairs)
        self.left = _left(len(self.before), self.steady)
        self.spans: dict[int, list[tuple[int, int]]] = {}
        for index, start, end in conforming:
            self.spans.setdefault(index, []).append((start, end))

    def blocks(self) -> Iterator[Block]:
        yield from map(self._gone, self.left.get(-1, ()))
        origin = {theirs: mine for mine, theirs in self.pairs.items()}
        for theirs, unit in enumerate(self.after):
            mine = origin.get(theirs)
            if mine is None:
                lines = tuple(self._added(_span(unit)))
                yield Block(ChangeKind.ADDED, "", unit.number, False, lines)
                continue
            yield self._block(self.before[mine], unit, is_moved=mine not in self.steady)
            if mine in self.steady:
                yield from map(self._gone, self.left.get(mine, ()))

    def _gone(self, mine: int) -> Block:
        """What is left where an article stood that was repealed or moved away."""
        unit = self.before[mine]
        if mine in self.pairs:
            new_number = self.after[self.pairs[mine]].number
            return Block(ChangeKind.MOVED, unit.number, new_number, True, ())
        return Block(ChangeKind.REPEALED, unit.number, "", False, tuple(self._struck(_span(unit))))

    def _block(self, old: Unit, new: Unit, *, is_moved: bool) -> Block:
        lines = tuple(self._lines(old, new))
        if self.new[new.first].is_repealed and not self.old[old.first].is_repealed:
            kind: ChangeKind | None = ChangeKind.REPEALED
        elif any(line.is_changed for line in lines):
            kind = ChangeKind.AMENDED
        elif is_moved:
            kind = ChangeKind.MOVED
        else:
            kind = None if old.number == new.number else ChangeKind.RENUMBERED
        return Block(kind, old.number, new.number, is_moved, lines)

    def _lines(self, old: Unit, new: Unit) -> Iterator[Line]:
        """Those of a continued article; what changed places inside it is struck and put in."""
        mine, theirs = _span(old), _span(new)
        before, after = self.old[mine.start : mine.stop], self.new[theirs.start : theirs.stop]
        if before == after:
            yield from map(self._kept, mine, theirs)
            return
        pairs = align_within(before, after)
        kept = [(mine[here], theirs[pairs[here]]) for here in sorted(in_order(pairs))]
        ends = [(mine.start - 1, theirs.start - 1), *kept, (mine.stop, theirs.stop)]
        for (here, there), (end, until) in pairwise(ends):
            if here >= mine.start:
                yield self._kept(here, there)
            yield from self._struck(range(here + 1, end))
            yield from self._added(range(there + 1, until))

    def _kept(self, mine: int, theirs: int) -> Line:
        old, new = self.old[mine], self.new[theirs]
        if old.is_repealed is new.is_repealed:
            runs = _runs(self._words(old), self._words(new), self.spans.get(theirs, ()))
        else:
            runs = (Run(Op.DELETE, self._words(old)), Run(Op.INSERT, self._words(new)))
        return Line(
            new.kind, Op.KEEP, self.old_marks[mine], self.new_marks[theirs], runs, mine, theirs
        )

    def _struck(self, indexes: range) -> Iterator[Line]:
        for index in indexes:
            run = Run(Op.DELETE, self._words(self.old[index]))
            kind, mark = self.old[index].kind, self.old_marks[index]
            yield Line(kind, Op.DELETE, mark, "", (run,), index, None)

    def _added(self, indexes: range) -> Iterator[Line]:
        for index in indexes:
            run = Run(Op.INSERT, self._words(self.new[index]))
            kind, mark = self.new[index].kind, self.new_marks[index]
            yield Line(kind, Op.INSERT, "", mark, (run,), None, index)

    def _words(self, provision: Provision) -> str:
        return REPEALED[self.scheme] if provision.is_repealed else provision.text


def _left(size: int, steady: Collection[int]) -> dict[int, list[int]]:
    """The old indexes that are no place of the new text, by the last steady one before them."""
    left: dict[int, list[int]] = {}
    last = -1
    for mine in range(size):
        if mine in steady:
            last = mine
        else:
            left.setdefault(last, []).append(mine)
    return left


def _span(unit: Unit) -> range:
    return range(unit.first, unit.first + unit.size)
