"""A provision's text cut where something begins or ends in it: a reference, words that are marked.

Stretches of one sort do not overlap; those of the two sorts may, as a marked rule may quote a
reference or a part of one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

L = TypeVar("L")
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Segment(Generic[L, M]):
    """A stretch of text and what holds for the whole of it."""

    text: str
    link: L | None = None
    mark: M | None = None


def segments(
    text: str,
    links: Sequence[tuple[int, int, L]] = (),
    marks: Sequence[tuple[int, int, M]] = (),
) -> tuple[Segment[L, M], ...]:
    """The whole of ``text`` in order, as few segments as tell everything; none for no text.

    Stretches are start, end and what they mean, in order. Of two that overlap in spite of all the
    first one counts.
    """
    if not links and not marks:
        return (Segment(text),) if text else ()
    ends = {0, len(text)}
    for start, end, _ in (*links, *marks):
        ends |= {min(start, len(text)), min(end, len(text))}
    cuts = sorted(ends)
    return tuple(
        Segment(text[start:end], _over(start, links), _over(start, marks))
        for start, end in pairwise(cuts)
    )


T = TypeVar("T")


def _over(place: int, stretches: Sequence[tuple[int, int, T]]) -> T | None:
    return next((what for start, end, what in stretches if start <= place < end), None)
