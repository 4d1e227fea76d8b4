"""What of a provision's text was kept and what was replaced, in pieces that can be read.

The shortest difference is not the one that reads best: scraps of one or two characters that happen
to stand in both texts cut a sentence into splinters. They are taken into the change around them.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from bylaws.domain.text.tokens import NUMERAL, tokens

Span = tuple[int, int, int]
"""Index of a provision, start and end in its text."""

SCRAP = 2
"""Characters; a kept run this short between two changes is an island."""
TAKEN_IN = 6
"""Characters that one change may take in, so that it does not grow into a whole sentence."""
REWRITTEN = 4
"""Where not even one in so many characters was kept, the text was written anew as a whole."""
PUNCTUATION = re.compile(r"[^\w]+")
SENTENCE_END = re.compile(r"[。：！？.:!?]\s*$")
ENDS = ("，、,", "；：;:", "。！？.!?")
"""What ends a part of a sentence, a clause and a sentence."""
SHAPE = re.compile(rf"{NUMERAL}|\d+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Kept text (both sides equal), or a replacement of which one side may be empty."""

    old: str
    new: str
    is_kept: bool = False
    is_conforming: bool = False


def diff_pieces(old: str, new: str, spans: Collection[tuple[int, int]] = ()) -> list[Piece]:
    """The pieces in order. `spans` of the new text are what only follows from renumbering."""
    if old == new:
        return [Piece(old, new, is_kept=True)] if old else []
    mine, theirs = tokens(old), tokens(new)
    pieces = _merged(_settled(list(_pieces(mine, theirs, _conforming(theirs, spans)))))
    kept = sum(len(piece.new) for piece in pieces if piece.is_kept)
    if not spans and kept * REWRITTEN < min(len(old), len(new)):
        return [Piece(old, new)]
    return pieces


def is_island(kept: str) -> bool:
    """Whether a kept run, standing between two changes, is a scrap."""
    return len(kept) <= SCRAP or PUNCTUATION.fullmatch(kept) is not None


def shape(words: str) -> str:
    """The words with # for each number: alike for 第二十五条 and 第三条."""
    return SHAPE.sub("#", words)


def _conforming(texts: Sequence[str], spans: Collection[tuple[int, int]]) -> list[bool]:
    """Of each token, whether a span touches it."""
    found, start = [], 0
    for text in texts:
        end = start + len(text)
        found.append(any(first < end and start < last for first, last in spans))
        start = end
    return found


def _pieces(old: Sequence[str], new: Sequence[str], flags: Sequence[bool]) -> Iterator[Piece]:
    # What both begin and end with needs no search, and is where a reader looks for it.
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    if head:
        yield Piece("".join(old[:head]), "".join(new[:head]), is_kept=True)
    inner = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, *inner, autojunk=False)
    for tag, start, end, there, until in matcher.get_opcodes():
        mine, theirs = inner[0][start:end], inner[1][there:until]
        if tag == "equal":
            yield Piece("".join(mine), "".join(theirs), is_kept=True)
        else:
            yield from _replaced(mine, theirs, flags[head + there : head + until])
    if tail:
        yield Piece("".join(old[-tail:]), "".join(new[-tail:]), is_kept=True)


def _replaced(old: Sequence[str], new: Sequence[str], flags: Sequence[bool]) -> Iterator[Piece]:
    """A replacement; a conforming number is paired with the one of its shape that it replaces."""
    if all(flags) or not any(flags):
        yield Piece("".join(old), "".join(new), is_conforming=bool(flags) and all(flags))
        return
    done = 0
    waiting: list[str] = []
    for is_conforming, group in groupby(zip(new, flags, strict=True), lambda pair: pair[1]):
        words = [word for word, _ in group]
        if not is_conforming:
            waiting += words
            continue
        for word in words:
            place = _of_shape(old, done, word)
            before = old[done:place]
            if before or waiting:
                yield Piece("".join(before), "".join(waiting))
            waiting = []
            yield Piece("".join(old[place : place + 1]), word, is_conforming=True)
            done = min(place + 1, len(old))
    if waiting or old[done:]:
        yield Piece("".join(old[done:]), "".join(waiting))


def _of_shape(old: Sequence[str], start: int, word: str) -> int:
    """Where the next number with the same words about it stands; the end where none does."""
    sought = shape(word)
    return next((i for i in range(start, len(old)) if shape(old[i]) == sought), len(old))


def _settled(pieces: list[Piece]) -> list[Piece]:
    """Where a text put in or struck may as well begin one comma or full stop later, it is a whole
    sentence, or a whole member of a list, with its own stop."""
    for i in range(1, len(pieces) - 1):
        before, piece, after = pieces[i - 1 : i + 2]
        is_whole = not ((piece.old and piece.new) or piece.is_kept or piece.is_conforming)
        if is_whole and before.is_kept and after.is_kept:
            words = piece.old or piece.new
            whole = before.new + words + after.new
            at = _best_place(whole, len(before.new), len(words))
            start, words, end = whole[:at], whole[at : at + len(words)], whole[at + len(words) :]
            pieces[i - 1] = Piece(start, start, is_kept=True)
            pieces[i] = Piece(words if piece.old else "", words if piece.new else "")
            pieces[i + 1] = Piece(end, end, is_kept=True)
    return [piece for piece in pieces if piece.old or piece.new]


def _best_place(whole: str, at: int, size: int) -> int:
    """Where of all places that leave the same rest; `at` unless another is better."""
    places = [at]
    while places[-1] + size < len(whole) and whole[places[-1]] == whole[places[-1] + size]:
        places.append(places[-1] + 1)
    places.reverse()
    while places[-1] > 0 and whole[places[-1] - 1] == whole[places[-1] + size - 1]:
        places.append(places[-1] - 1)
    return max(places, key=lambda p: (_rounded(whole, p, size), -abs(p - at)))


def _rounded(whole: str, at: int, size: int) -> int:
    """How weighty the stop is that stands both before the place and at the end of what is there;
    next best, the one with which it begins, where another one follows it."""
    end = at + size
    for weight in range(len(ENDS), 0, -1):
        stops = "".join(ENDS[weight - 1 :])
        if whole[end - 1] in stops and (at == 0 or whole[at - 1] in stops):
            return 2 * weight
        if whole[at] in stops and whole[end : end + 1] in stops:
            return 2 * weight - 1
    return 0


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Islands taken into the changes around them, though not over the end of a sentence."""
    done: list[Piece] = []
    taken = 0
    for piece in pieces:
        if len(done) > 1 and _joins(done[-2], done[-1], piece, taken):
            island, before = done.pop(), done.pop()
            taken += len(island.new)
            joined = (part.old for part in (before, island, piece))
            piece = Piece("".join(joined), before.new + island.new + piece.new)
        elif not piece.is_kept:
            taken = 0
        done.append(piece)
    return done


def _joins(before: Piece, island: Piece, after: Piece, taken: int) -> bool:
    return (
        island.is_kept
        and not any(p.is_kept or p.is_conforming for p in (before, after))
        and is_island(island.new)
        and taken + len(island.new) <= TAKEN_IN
        and not any(SENTENCE_END.search(text) for text in (before.old, before.new, island.new))
    )
