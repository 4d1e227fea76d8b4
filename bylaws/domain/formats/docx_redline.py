"""A redline as tracked changes: who accepts all of them has the new text, who rejects all the old.

A paragraph that is put in or struck has its mark tracked too, or an empty one would be left over.
A moved article is struck where it stood and put in where it stands, as its words may have changed.
"""

from collections.abc import Iterator
from itertools import count

from bylaws.domain.formats.docx_elements import Element, Tracker, paragraph, run
from bylaws.domain.formats.docx_lines import STYLES, gap_after, number_style
from bylaws.domain.formats.papers import RedlinePaper, say
from bylaws.domain.text.redline import Block, Line, redline
from bylaws.enums import Op, ProvisionKind


def tracked_paragraphs(paper: RedlinePaper) -> Iterator[Element]:
    """The paragraphs of both versions, in the order of the new one."""
    return _Writer(paper).paragraphs()


class _Writer:
    def __init__(self, paper: RedlinePaper) -> None:
        self.paper, self.scheme = paper, paper.text.scheme
        self.blocks = redline(
            paper.old, paper.text.provisions, self.scheme, conforming=paper.conforming
        )
        tracker = Tracker(paper.author, paper.at, count(1))
        self.by_substance = tracker
        self.by_numbers = tracker.by(say("conforming", paper.text.lang))
        self.by_move = tracker.by(say("moved", paper.text.lang))

    def paragraphs(self) -> Iterator[Element]:
        moved = {_first(block): block for block in self.blocks if block.is_moved and block.lines}
        upcoming = 0
        for block in self.blocks:
            if not block.lines:
                # Left where a moved article stood; the old text goes on with just that one.
                source = moved[upcoming]
                yield from self._struck_as_moved(source)
                upcoming = _after(source, upcoming)
            elif block.is_moved:
                yield from self._put_in_as_moved(block)
            else:
                yield from map(self._line, block.lines)
                upcoming = _after(block, upcoming)

    def _struck_as_moved(self, block: Block) -> Iterator[Element]:
        for line in block.lines:
            if line.old_index is not None:
                old = _said(line, Op.INSERT)
                yield self._whole(Op.DELETE, line.kind, line.old_mark, old, self.by_move)

    def _put_in_as_moved(self, block: Block) -> Iterator[Element]:
        for line in block.lines:
            if line.new_index is not None:
                new = _said(line, Op.DELETE)
                yield self._whole(Op.INSERT, line.kind, line.new_mark, new, self.by_move)

    def _line(self, line: Line) -> Element:
        if line.op is not Op.KEEP:
            mark = line.old_mark or line.new_mark
            words = "".join(each.text for each in line.runs)
            return self._whole(line.op, line.kind, mark, words, self.by_substance)
        content = [*self._marks(line), *self._words(line)]
        return paragraph(STYLES[line.kind], content)

    def _whole(
        self, op: Op, kind: ProvisionKind, mark: str, words: str, tracker: Tracker
    ) -> Element:
        """A paragraph that one version lacks."""
        between = gap_after(mark, kind, self.scheme, words)
        pieces = [(mark, number_style(kind)), *between, (words, "")]
        content = [tracker.run(op, text, style) for text, style in pieces if text]
        return paragraph(STYLES[kind], content, mark=tracker.change(op))

    def _marks(self, line: Line) -> Iterator[Element]:
        style = number_style(line.kind)
        if line.old_mark == line.new_mark or not self.paper.tracks_numbers:
            yield from [run(line.new_mark, style)] if line.new_mark else []
        else:
            yield self.by_numbers.run(Op.DELETE, line.old_mark, style)
            yield self.by_numbers.run(Op.INSERT, line.new_mark, style)
        words = _said(line, Op.DELETE)
        for text, gap_style in gap_after(line.new_mark, line.kind, self.scheme, words):
            yield run(text, gap_style)

    def _words(self, line: Line) -> Iterator[Element]:
        for each in line.runs:
            tracker = self.by_numbers if each.is_conforming else self.by_substance
            if each.text:
                yield tracker.run(each.op, each.text)


def _said(line: Line, without: Op) -> str:
    return "".join(each.text for each in line.runs if each.op is not without)


def _first(block: Block) -> int | None:
    """Where the old text had it."""
    return min((line.old_index for line in block.lines if line.old_index is not None), default=None)


def _after(block: Block, upcoming: int) -> int:
    """The old index that comes next."""
    return max(
        [upcoming, *(1 + line.old_index for line in block.lines if line.old_index is not None)]
    )
