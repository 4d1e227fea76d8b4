"""What a payer's text names: payment references, invoices, member numbers, credit codes.

Numbers are looked for by their shapes. A shape is a number with each run of digits left open, so
that ten thousand invoices are one pattern and not ten thousand searches in every text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from stdnum.iso7064 import mod_97_10

MOST_SHAPES = 20
LONGEST_PLAIN = 21
"""Characters of a reference after its check digits (ISO 11649)."""

_REFERENCE = re.compile(r"RF\d\d[0-9A-Z]+")
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")
_DIGITS = re.compile(r"\d+")
_GAPS = re.compile(r"[\s\-_./]+")
_BRACKETS = str.maketrans("[{<〔【《「]}>〕】》」", "(((((((" + ")))))))")
_LABELLED = re.compile(r"(?:会员(?:编?号|证号)|编号|MEMBERNO\.?|MEMBERNUMBER)[:#]?(\d{1,12})")


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """A text of one width and case, one kind of brackets, and without blanks."""
    return "".join(_folded(text).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_BRACKETS).upper()


def _readings(text: str) -> tuple[str, ...]:
    """With its blanks, which part one number from the next, and without, since some write them
    within a number."""
    spaced, plain = _folded(text), squeezed(text)
    return (plain,) if spaced == plain else (spaced, plain)


def references_in(text: str) -> Iterator[str]:
    """All that may be a payment reference in ``text``, of each the longest first: blanks and
    hyphens within one do not count, and where it ends nobody can tell."""
    plain = _GAPS.sub("", squeezed(text))
    for found in _REFERENCE.finditer(plain):
        whole = found[0][: 4 + LONGEST_PLAIN]
        for end in range(len(whole), 4, -1):
            yield whole[:end]


def is_reference(text: str) -> bool:
    """Whether the check digits of a creditor reference hold (ISO 11649, ISO 7064 MOD 97-10)."""
    return text[2:4].isdigit() and mod_97_10.is_valid(f"{text[4:]}{text[:4]}")


def codes_in(text: str) -> set[str]:
    """What looks like a unified social credit code."""
    return {code for reading in _readings(text) for code in _CODE.findall(reading)}


class Shapes:
    """Finds which of ``numbers`` stand in a text; a number of digits alone needs a label."""

    def __init__(self, numbers: Iterable[str]) -> None:
        shapes = Counter(
            _DIGITS.sub("\0", plain) for plain in map(squeezed, numbers) if not plain.isdigit()
        )
        patterns = [
            re.escape(shape).replace("\0", r"\d+").replace("\\\0", r"\d+")
            for shape, _count in shapes.most_common(MOST_SHAPES)
        ]
        # The longest shape first: of two that fit the one that says more.
        either = "|".join(sorted(patterns, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\d)(?:{either})(?!\d)") if patterns else None

    def find(self, text: str) -> set[str]:
        found: set[str] = set()
        for reading in _readings(text):
            found.update(_LABELLED.findall(reading))
            if self._pattern is not None:
                found.update(self._pattern.findall(reading))
        return found
