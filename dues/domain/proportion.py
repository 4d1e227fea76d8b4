"""How much of a period a member owes: exact shares, rounded once.

Amounts are rounded so that the parts of a period add up to the rounded whole, whatever the parts:
each part is what the sum up to its end, rounded, has more than the sum up to its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from dues.domain.periods import Period
from dues.enums import ProRata

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rate:
    """What holds from ``from_on`` until ``until_on``: the tier, its amount for a whole period, and
    what part of it a waiver leaves (``None`` tier: no member then, or no tier)."""

    from_on: date
    until_on: date
    tier: int
    amount: Fraction
    left: tuple[int, int] = (1, 1)

    @property
    def owed(self) -> Fraction:
        return self.amount * Fraction(*self.left)


@dataclass(frozen=True, slots=True)
class Part:
    """A charge to be: ``share`` says how it came about."""

    from_on: date
    until_on: date
    tier: int
    amount: Decimal
    share: dict[str, Any] = field(default_factory=dict, hash=False)


def rounded(amount: Fraction) -> Decimal:
    """To the cent, half a cent up."""
    hundredths = amount * 100
    whole = Decimal(hundredths.numerator) / Decimal(hundredths.denominator)
    return whole.quantize(Decimal(1), rounding=ROUND_HALF_UP) * CENT


def parts_of(period: Period, rates: Sequence[Rate], rule: str) -> list[Part]:
    """The charges of one member for ``period``.

    ``rates`` are in order, within the period, without overlap; days that none of them holds are
    not owed. Parts of nothing are left out.
    """
    if not rates:
        return []
    found = _BY_RULE[ProRata(rule)](period, rates)
    return [part for part in found if part.amount > 0]


def _whole(period: Period, rates: Sequence[Rate]) -> list[Part]:
    """The whole amount, by the tier of the first day of membership in the period."""
    share = Fraction(period.days, period.whole_days)
    return [_one(period.from_on, period.until_on, rates[0], share, _told(period))]


def _halves(period: Period, rates: Sequence[Rate]) -> list[Part]:
    if rates[0].from_on < period.middle():
        return _whole(period, rates)
    half = Fraction(period.days, period.whole_days) / 2
    begin = max(period.middle(), period.from_on)
    return [_one(begin, period.until_on, rates[0], half, {**_told(period), "half": True})]


def _one(begin: date, end: date, rate: Rate, share: Fraction, told: dict[str, Any]) -> Part:
    return Part(begin, end, rate.tier, rounded(rate.owed * share), {**told, **_waived(rate)})


def _told(period: Period) -> dict[str, Any]:
    return {} if period.is_whole else {"days": period.days, "of": period.whole_days}


def _waived(rate: Rate) -> dict[str, Any]:
    return {} if rate.left == (1, 1) else {"left": list(rate.left)}


def _by_days(period: Period, rates: Sequence[Rate]) -> list[Part]:
    spans = [(r.from_on, r.until_on, r, (r.until_on - r.from_on).days) for r in rates]
    return _cumulated(spans, period.whole_days, "days")


def _by_months(period: Period, rates: Sequence[Rate]) -> list[Part]:
    """A month counts that had a day of membership, by the tier of the first such day."""
    spans: list[tuple[date, date, Rate, int]] = []
    for begin, end in period.slots():
        begin, end = max(begin, period.from_on), min(end, period.until_on)
        rate = next((r for r in rates if r.from_on < end and r.until_on > begin), None)
        if begin >= end or rate is None:
            continue
        last = spans[-1] if spans else None
        if last and last[1] == begin and (last[2].tier, last[2].owed) == (rate.tier, rate.owed):
            spans[-1] = (last[0], end, last[2], last[3] + 1)
        else:
            spans.append((begin, end, rate, 1))
    return _cumulated(spans, period.months, "months")


def _cumulated(spans: Sequence[tuple[date, date, Rate, int]], of: int, unit: str) -> list[Part]:
    parts, before = [], Fraction(0)
    for begin, end, rate, count in spans:
        after = before + rate.owed * Fraction(count, of)
        told = {} if count == of else {unit: count, "of": of}
        amount = rounded(after) - rounded(before)
        parts.append(Part(begin, end, rate.tier, amount, {**told, **_waived(rate)}))
        before = after
    return parts


_BY_RULE = {
    ProRata.FULL: _whole,
    ProRata.HALVES: _halves,
    ProRata.DAYS: _by_days,
    ProRata.MONTHS: _by_months,
}
