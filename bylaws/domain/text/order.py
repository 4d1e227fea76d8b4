"""Which of some things kept their order."""

from bisect import bisect_left
from collections.abc import Sequence


def steady(values: Sequence[int]) -> set[int]:
    """The positions of a longest increasing run; the others were moved. O(n log n)."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            at.append(position)
        else:
            tails[length] = value
            at[length] = position
    kept: set[int] = set()
    position = at[-1] if at else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept
