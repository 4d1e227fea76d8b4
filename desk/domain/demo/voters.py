"""How the example's members vote: drawn from a seed, so that the same seed gives the same figures.

Only the choices are drawn here. Keys, codes and everything in a ballot's cryptography come from the
system's own source of randomness, whatever the seed.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

MARKS = ("for", "against", "abstain")


def draw_mark(*, seed: int, subject: str, voter: str, weights: dict[str, int]) -> str:
    """One voter's mark on one motion or candidate: for, against or abstain."""
    return _draw(random.Random(f"{seed}/{subject}/{voter}"), weights)


def draw_show_of_hands(
    *, seed: int, subject: str, voters: list[str], weights: dict[str, int]
) -> Counter[str]:
    """How many raise their hands for, against, and neither."""
    return Counter(
        draw_mark(seed=seed, subject=subject, voter=voter, weights=weights) for voter in voters
    )


def draw_slate(
    *, seed: int, subject: str, voter: str, behaviour: dict[str, Any], candidates: list[str]
) -> list[str]:
    """A mark for each candidate, in their order, with no more marks for than the ballot allows."""
    source = random.Random(f"{seed}/{subject}/{voter}")
    while True:
        marks = [_draw(source, behaviour["weights"][candidate]) for candidate in candidates]
        if marks.count("for") <= behaviour["max_for_marks"]:
            return marks


def _draw(source: random.Random, weights: dict[str, int]) -> str:
    return source.choices(MARKS, weights=[weights[mark] for mark in MARKS])[0]


def choices_of(marks: list[str], *, slate: bool) -> list[list[int]]:
    """The marks as a ballot's answers: one question, or for a slate one for and one against."""
    chosen = [[int(mark == side) for mark in marks] for side in ("for", "against")]
    return chosen if slate else [[chosen[0][0], chosen[1][0]]]
