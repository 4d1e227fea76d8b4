"""The periods of a schedule: from anchor to anchor, cut where the schedule begins and ends.

Every anchor is reckoned from the schedule's own day, never from the anchor before it: a period that
begins on the 31st begins on the last day of a shorter month and on the 31st again after it.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol


class Terms(Protocol):
    """What of a schedule makes its periods."""

    effective_on: date
    until_on: date | None
    period_months: int
    anchor_month: int
    anchor_day: int


@dataclass(frozen=True, slots=True)
class Period:
    """``[from_on, until_on)``, a whole period or a part of the one that began on ``whole_from``."""

    from_on: date
    until_on: date
    whole_from: date
    whole_until: date
    months: int

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days

    @property
    def whole_days(self) -> int:
        return (self.whole_until - self.whole_from).days

    @property
    def is_whole(self) -> bool:
        return (self.from_on, self.until_on) == (self.whole_from, self.whole_until)

    @property
    def last_day(self) -> date:
        return self.until_on - timedelta(days=1)

    def slots(self) -> list[tuple[date, date]]:
        """The months of the whole period, each ``[from, until)``."""
        first = self.whole_from.year * 12 + self.whole_from.month - 1
        day = max(self.whole_from.day, self.whole_until.day)
        bounds = [self.whole_from]
        bounds += [clamped(first + month, day) for month in range(1, self.months)]
        bounds.append(self.whole_until)
        return list(pairwise(bounds))

    def middle(self) -> date:
        """The first day of the second half."""
        if self.months % 2 == 0:
            return self.slots()[self.months // 2][0]
        return self.whole_from + timedelta(days=(self.whole_days + 1) // 2)


def clamped(month_index: int, day: int) -> date:
    """``day`` of the month with that index (twelve a year), or its last day where it is shorter."""
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def _anchor(terms: Terms, number: int) -> date:
    base = terms.effective_on.year * 12 + terms.anchor_month - 1
    return clamped(base + number * terms.period_months, terms.anchor_day)


def period_at(terms: Terms, day: date) -> Period | None:
    """The period of the schedule that holds ``day``; None where the schedule does not."""
    if day < terms.effective_on or (terms.until_on is not None and day >= terms.until_on):
        return None
    base = terms.effective_on.year * 12 + terms.anchor_month - 1
    number = (day.year * 12 + day.month - 1 - base) // terms.period_months
    while _anchor(terms, number) > day:
        number -= 1
    while _anchor(terms, number + 1) <= day:
        number += 1
    begin, end = _anchor(terms, number), _anchor(terms, number + 1)
    return Period(
        from_on=max(begin, terms.effective_on),
        until_on=end if terms.until_on is None else min(end, terms.until_on),
        whole_from=begin,
        whole_until=end,
        months=terms.period_months,
    )


def periods_between(terms: Terms, from_on: date, until_on: date) -> Iterator[Period]:
    """The periods that have a day in ``[from_on, until_on)``, in their order."""
    day = max(from_on, terms.effective_on)
    while day < until_on:
        period = period_at(terms, day)
        if period is None:
            return
        yield period
        day = period.until_on
