"""What an election demands beyond the specification: lines of its description.

The fingerprint covers them. The supplement of each ballot answers those that are about marks. The
format stands in ``docs/reference/formats.md``. A declaration that cannot be understood must not be
overlooked: it invalidates the election, or a slip of the pen would silently lift the demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import ElectionRefused

if TYPE_CHECKING:
    from .election import Question

_QUESTION = "(0|[1-9][0-9]?)"
_ANSWER = "(0|[1-9][0-9]{0,3})"
_FORMS = {
    "#exclusive": re.compile(f"#exclusive {_QUESTION} {_QUESTION}"),
    "#covered": re.compile(f"#covered {_QUESTION} {_ANSWER} {_QUESTION}"),
    "#blank": re.compile(f"#blank {_QUESTION} {_QUESTION}"),
    "#final": re.compile("#final"),
    "#bound": re.compile("#bound"),
}

Pair = tuple[int, int]
Covered = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Declarations:
    """Numbers count from 0.

    ``exclusive``: pairs of questions in which no answer may be marked twice; the answers of the
    second are the first ones of the first. ``covered``: (A, F, B), the marks on the answers of A
    from F on are no more than the marks in B. ``blank``: (A, B), whoever votes blank in A marks
    nothing in B. ``final``: no credential casts a second ballot. ``bound``: each share of the
    decryption comes with proofs that bind ciphertext and factor.
    """

    exclusive: tuple[Pair, ...] = ()
    covered: tuple[Covered, ...] = ()
    blank: tuple[Pair, ...] = ()
    final: bool = False
    bound: bool = False

    def __bool__(self) -> bool:
        """Whether a ballot needs a supplement."""
        return bool(self.exclusive or self.covered or self.blank)

    def lines(self) -> list[str]:
        """As they stand in the description."""
        kinds = (
            ("#exclusive", self.exclusive),
            ("#covered", self.covered),
            ("#blank", self.blank),
        )
        lines = [" ".join([name, *map(str, row)]) for name, rows in kinds for row in rows]
        flags = (("#final", self.final), ("#bound", self.bound))
        return [*lines, *(name for name, declared in flags if declared)]


def parse_declarations(description: str, questions: Sequence[Question]) -> Declarations:
    """Raises ElectionRefused for a declaration that does not fit the questions."""
    found: dict[str, list[tuple[int, ...]]] = {name: [] for name in _FORMS}
    for line in description.split("\n"):
        for name, form in _FORMS.items():
            if line.startswith(name):
                found[name].append(_numbers(form, line))
    exclusive = tuple((a, b) for a, b in found["#exclusive"])
    covered = tuple((a, start, b) for a, start, b in found["#covered"])
    blank = tuple((a, b) for a, b in found["#blank"])
    for name, pairs in (
        ("#exclusive", exclusive),
        ("#covered", [(a, b) for a, _start, b in covered]),
        ("#blank", blank),
    ):
        _check_named(name, pairs, len(questions))
    _check_exclusive(exclusive, blank, questions)
    _check_covered(covered, questions)
    _check_blank(blank, questions)
    for name in ("#final", "#bound"):
        if len(found[name]) > 1:
            raise ElectionRefused(f"{name} is declared twice")
    return Declarations(exclusive, covered, blank, bool(found["#final"]), bool(found["#bound"]))


def _numbers(form: re.Pattern[str], line: str) -> tuple[int, ...]:
    match = form.fullmatch(line)
    if match is None:
        raise ElectionRefused(f"{line!r} does not say what it demands")
    return tuple(map(int, match.groups()))


def _check_named(name: str, pairs: Iterable[Pair], number: int) -> None:
    named = [index for pair in pairs for index in pair]
    if len(set(named)) != len(named):
        raise ElectionRefused(f"a question is named twice in {name}")
    if any(index >= number for index in named):
        raise ElectionRefused(f"{name} names a question that does not exist")


def _check_exclusive(
    pairs: Iterable[Pair], blank: Iterable[Pair], questions: Sequence[Question]
) -> None:
    for pair in pairs:
        first, second = (questions[index] for index in pair)
        if not second.answers or first.answers[: len(second.answers)] != second.answers:
            raise ElectionRefused("#exclusive needs the first answers of its first question again")
        # Else a blank vote could come with marks against.
        if second.blank or (first.blank and pair not in blank):
            raise ElectionRefused("#exclusive with a blank vote needs #blank for its questions")


def _check_covered(demands: Iterable[Covered], questions: Sequence[Question]) -> None:
    for first, start, second in demands:
        if start >= len(questions[first].answers) or questions[second].blank:
            raise ElectionRefused("#covered names an answer that does not exist, or a blank vote")


def _check_blank(pairs: Iterable[Pair], questions: Sequence[Question]) -> None:
    for first, second in ((questions[a], questions[b]) for a, b in pairs):
        if not first.blank or second.blank or second.minimum:
            raise ElectionRefused("#blank needs a blank vote in its first question alone")
