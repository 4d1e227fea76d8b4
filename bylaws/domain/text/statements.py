"""Rules as a text states them: 三分之二以上, 提前十五日, 连任不超过两届; and whether figures agree.

Only the number is read, and how it is compared; what it is of, whoever marks the words says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any

from bylaws.domain.numerals import from_chinese
from bylaws.domain.text.numbering import NUMERAL
from bylaws.enums import Comparison, ParameterKind
from bylaws.errors import TextUnreadable

DAYS_OF_YEAR = (365, 366)
SHARE = re.compile(
    rf"(?P<den>{NUMERAL})分之(?P<num>{NUMERAL})|(?P<a>\d+)\s*/\s*(?P<b>\d+)|(?P<percent>\d+)\s*%"
    r"|(?P<half>过半数|半数|more than half|majority)"
    r"|(?P<words>two[- ]thirds|three[- ]quarters|one[- ]third|one[- ]half)"
)
IN_WORDS = {
    "two-thirds": Fraction(2, 3),
    "three-quarters": Fraction(3, 4),
    "one-third": Fraction(1, 3),
    "one-half": Fraction(1, 2),
}
COUNTED = re.compile(
    rf"(?P<number>\d+|两|{NUMERAL})\s*(?P<unit>周岁|个月|日|天|年|届|名|人|份|个|档|次|years?|days?|terms?)?"
)
EXCEEDS = re.compile(r"超过|过半数|more than|exceed")
YEARS = frozenset({"年", "year", "years"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A share with its comparison, or a count with its unit; the others are None or empty."""

    share: Fraction | None = None
    comparison: Comparison | None = None
    count: int | None = None
    unit: str = ""


def read_share(quote: str) -> Stated | None:
    """The first share in the words, and whether the number itself suffices (Civil Code, 1259)."""
    found = SHARE.search(quote)
    if found is None:
        return None
    over = EXCEEDS.search(quote) and not re.search(r"不超过|不得超过|not more than", quote)
    comparison = Comparison.GT if over else Comparison.GE
    if found["half"]:
        is_over = found["half"] != "半数" or bool(over)
        return Stated(Fraction(1, 2), Comparison.GT if is_over else Comparison.GE)
    if found["words"]:
        return Stated(IN_WORDS[found["words"].replace(" ", "-")], comparison)
    if found["percent"]:
        return Stated(Fraction(int(found["percent"]), 100), comparison)
    num, den = found["num"] or found["a"], found["den"] or found["b"]
    if not _number(den):
        return None
    return Stated(Fraction(_number(num), _number(den)), comparison)


def read_count(quote: str) -> Stated | None:
    """The first number in the words that is no part of a share, with its unit."""
    found = COUNTED.search(SHARE.sub("", quote))
    if found is None:
        return None
    return Stated(count=_number(found["number"]), unit=found["unit"] or "")


def _number(written: str) -> int:
    if written == "两":
        return 2
    if written.isdecimal():
        return int(written)
    try:
        return from_chinese(written)
    except TextUnreadable:
        return 0


def agrees(kind: ParameterKind, key: str, value: Any, quote: str) -> bool | None:
    """Whether the words state the value (as JSON); None where they state nothing that is read."""
    if kind is ParameterKind.THRESHOLD:
        return _agrees_share(value, quote)
    if kind is ParameterKind.FRACTION:
        stated = read_share(quote)
        return None if stated is None else stated.share == Fraction(value["num"], value["den"])
    if kind is ParameterKind.NUMBER and isinstance(value, int):
        return _agrees_count(key, value, quote)
    if kind is ParameterKind.METHOD:
        return _agrees_method(value, quote)
    return None


def _agrees_share(value: Any, quote: str) -> bool | None:
    stated = read_share(quote)
    if stated is None or stated.share is None:
        return None
    rows = value if isinstance(value, list) else [value]
    if not all(
        isinstance(row, dict) and {"num", "den", "comparison"} <= row.keys() for row in rows
    ):
        return None
    return any(
        Fraction(row["num"], row["den"]) == stated.share and row["comparison"] == stated.comparison
        for row in rows
    )


def _agrees_count(key: str, value: int, quote: str) -> bool | None:
    if value == 0 and re.search(r"不得|不可以|must not|may not", quote):
        return True
    stated = read_count(quote)
    if stated is None or stated.count is None:
        return None
    if stated.unit in YEARS and key.endswith("_days"):
        return value in [stated.count * days for days in DAYS_OF_YEAR]
    return value == stated.count


def _agrees_method(value: Any, quote: str) -> bool | None:
    is_secret = bool(re.search(r"无记名|secret", quote))
    is_open = bool(re.search(r"举手|show of hands", quote))
    if is_secret == is_open:
        return None
    return bool((value == "secret") is is_secret)


def carried_quote(old: str, new: str, quote: str) -> str:
    """The words that stand in the new text where `quote` stood in the old; itself where it still
    stands; empty where it was taken out, or where neither text has it."""
    if not quote or quote in new:
        return quote
    start = old.find(quote)
    if start < 0:
        return ""
    # Single characters are compared here: what is good to read as one hunk maps too coarsely.
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return new[_begin(steps, start) : _end(steps, start + len(quote))].strip()


Step = tuple[str, int, int, int, int]


def _begin(steps: Sequence[Step], position: int) -> int:
    """Where what begins at a position of the old text begins in the new."""
    for tag, old_start, old_end, new_start, _new_end in steps:
        if old_start <= position < old_end:
            return new_start + (position - old_start if tag == "equal" else 0)
    return steps[-1][4]


def _end(steps: Sequence[Step], position: int) -> int:
    """Where what ends at a position of the old text ends in the new."""
    for tag, old_start, old_end, new_start, new_end in steps:
        if old_start < position <= old_end:
            return new_start + position - old_start if tag == "equal" else new_end
    return 0
