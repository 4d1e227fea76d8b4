"""A redline as it is read: what changed, in its chapter, and what did not folded away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bylaws.domain.text.redline import Block
from bylaws.enums import ChangeKind, Op, ProvisionKind

QUIET = frozenset({None, ChangeKind.RENUMBERED})


@dataclass(frozen=True, slots=True)
class Shown:
    """A block to read. `chapter` is the heading that it stands under, with its number and that of
    the section, where the reader was not told yet; else empty."""

    block: Block
    chapter: str
    is_fold: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Fold:
    """Articles in a row whose words did not change, with the headings among them.

    Numbers of the first and the last article; those of both versions differ where the articles
    were renumbered, which all of a fold were or none.
    """

    blocks: tuple[Block, ...]
    old_first: str
    old_last: str
    new_first: str
    new_last: str
    is_fold: ClassVar[bool] = True

    @property
    def is_renumbered(self) -> bool:
        return self.old_first != self.new_first


def folded(blocks: Sequence[Block]) -> tuple[Shown | Fold, ...]:
    """The parts in order; every block stands in exactly one."""
    parts: list[Shown | Fold] = []
    chapters = _Chapters()
    waiting: list[Block] = []
    for block in blocks:
        if block.kind in QUIET:
            if _breaks(waiting, block):
                parts += _fold(waiting, chapters)
                waiting = []
            waiting.append(block)
            continue
        parts += _fold(waiting, chapters)
        waiting = []
        chapters.enter(block)
        is_told = block.is_heading or not block.lines
        parts.append(Shown(block, "" if is_told else chapters.told()))
    return (*parts, *_fold(waiting, chapters))


class _Chapters:
    """The headings that the reader stands under, and whether they were named already."""

    def __init__(self) -> None:
        self.chapter = self.section = self.last = ""

    def enter(self, block: Block) -> None:
        if not block.is_heading or block.lines[0].op is Op.DELETE:
            return
        line = block.lines[0]
        words = "".join(run.text for run in line.runs if run.op is not Op.DELETE)
        if line.kind is ProvisionKind.CHAPTER:
            self.chapter, self.section = f"{line.new_mark} {words}", ""
        else:
            self.section = f"{line.new_mark} {words}"
        if block.kind not in QUIET:
            self.last = self._here()

    def told(self) -> str:
        here = self._here()
        told, self.last = ("" if here == self.last else here), here
        return told

    def _here(self) -> str:
        return " · ".join(filter(None, [self.chapter, self.section]))


def _breaks(waiting: Sequence[Block], block: Block) -> bool:
    """Whether an article was renumbered and those waiting were not, or the other way about."""
    kinds = {one.kind for one in (*waiting, block) if _is_article(one)}
    return len(kinds) > 1


def _fold(waiting: Sequence[Block], chapters: _Chapters) -> Iterator[Shown | Fold]:
    articles = [block for block in waiting if _is_article(block)]
    for block in waiting:
        chapters.enter(block)
    if articles:
        first, last = articles[0], articles[-1]
        numbers = first.old_number, last.old_number, first.new_number, last.new_number
        yield Fold(tuple(waiting), *numbers)
    else:
        # Headings alone are no longer than what would announce them.
        chapters.told()
        yield from (Shown(block, "") for block in waiting)


def _is_article(block: Block) -> bool:
    return bool(block.lines) and block.lines[0].kind is ProvisionKind.ARTICLE
