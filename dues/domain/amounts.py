"""Amounts as people and banks write them, read exactly or not at all.

Nothing is guessed: what could be read as two different amounts is refused, and so is whatever
would have to be rounded. No binary fraction takes part.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dues.errors import (
    AmountAmbiguous,
    AmountMissing,
    AmountNotExact,
    AmountTooLarge,
    AmountUnreadable,
)

CENT = Decimal("0.01")
LONGEST = 60
"""Characters of an amount as written. Beyond, a text is none, and only costs time to look at."""
MOST_DIGITS = 12
"""Before the point, as many as a column of the database holds. Account numbers have more."""

# Full-width forms are those of ASCII moved by a fixed distance. Nothing else is folded: the
# compatibility forms of Unicode would also turn 10² into 102.
_FOLDED = {0xFF01 + n: 0x21 + n for n in range(0x5E)} | {
    ord("￥"): "¥",
    ord("−"): "-",
    ord("﹣"): "-",
    ord("–"): "-",
    ord("’"): "'",
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2007\u2009\u202f\t"), " "),
}
_CURRENCY = r"(?:[¥€$£]|人民币|元|CNY|RMB|EUR|USD|HKD|GBP|CHF|JPY)"
_BEFORE = re.compile(rf"^([-+]?) ?{_CURRENCY}? ?([-+]?) ?", re.IGNORECASE)
_AFTER = re.compile(rf" ?{_CURRENCY}? ?([-+]?)$", re.IGNORECASE)
_BRACKETS = re.compile(r"^\((.*)\)$")

_PLAIN = re.compile(r"\d+|\d*\.\d{1,2}")
_POINT = re.compile(r"\d{1,3}(?:(?:,\d{3})+|(?:'\d{3})+|(?: \d{3})+)(?:\.\d{1,2})?")
_COMMA = re.compile(r"\d+,\d{2}|\d{1,3}(?:(?:\.\d{3})+|(?: \d{3})+),\d{2}|\d{1,3}(?:\.\d{3}){2,}")
_TOO_FINE = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)\.\d{3,}|\d{1,3}(?:\.\d{3})+,\d{3,}|\d+,\d{4,}")
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""Thousands in one country, thousandths in another."""
_FIGURES = re.compile(r"[\d.,' ]*\d[\d.,' ]*")


def read_amount(text: str) -> Decimal:
    """The amount that a text states, with two places.

    Read are 1234, 1234.5, 1,234.56, １，２３４．５６, ¥1,234.56, 1234.56元, CNY 1 234.56, 1'234.56;
    1.234,56 and 1234,56, which have one meaning; -5, 5- and (5) as less than nothing. Raises
    AmountMissing, AmountAmbiguous (1,5 and 1.234), AmountNotExact (0.125), AmountTooLarge or
    AmountUnreadable.
    """
    if len(text.strip()) > LONGEST:
        raise AmountUnreadable(value=text.strip()[:LONGEST] + "…")
    folded = " ".join(text.translate(_FOLDED).split())
    if folded in ("", "-", "--"):
        raise AmountMissing(value=text)
    figures, is_negative = _unsigned(folded, text)
    amount = Decimal(_plain_figures(figures, text))
    _check_size(amount, text)
    amount = amount.quantize(CENT)
    return -amount if is_negative and amount else amount


def exact_amount(exact: Decimal, written: str) -> Decimal:
    """With two places. Raises AmountNotExact where there would be more, AmountTooLarge."""
    _check_size(exact, written)
    amount = exact.quantize(CENT)
    if amount != exact:
        raise AmountNotExact(value=written)
    return amount if amount else abs(amount)


def _check_size(amount: Decimal, written: str) -> None:
    if abs(amount) >= Decimal(10) ** MOST_DIGITS:
        raise AmountTooLarge(value=written)


def _unsigned(folded: str, text: str) -> tuple[str, bool]:
    """The figures alone, and whether one sign, before or behind or as brackets, negates them."""
    inner = _BRACKETS.match(folded)
    bare = inner[1].strip() if inner else folded
    before = _BEFORE.match(bare)
    start = before.end() if before else 0
    after = _AFTER.search(bare, start)
    end = after.start() if after else len(bare)
    signs = [sign for found in (before, after) if found for sign in found.groups() if sign]
    if len(signs) + bool(inner) > 1:
        raise AmountUnreadable(value=text)
    return bare[start:end], bool(inner) or signs == ["-"]


def _plain_figures(figures: str, text: str) -> str:
    """The figures with a point before the cents and nothing between the thousands."""
    if not figures.isascii():
        raise AmountUnreadable(value=text)
    if _PLAIN.fullmatch(figures):
        return figures
    if _POINT.fullmatch(figures):
        return re.sub("[,' ]", "", figures)
    if _COMMA.fullmatch(figures):
        return re.sub("[. ]", "", figures).replace(",", ".")
    if _TOO_FINE.fullmatch(figures) and not _EITHER.fullmatch(figures):
        raise AmountNotExact(value=text)
    if _FIGURES.fullmatch(figures):
        raise AmountAmbiguous(value=text)
    raise AmountUnreadable(value=text)
