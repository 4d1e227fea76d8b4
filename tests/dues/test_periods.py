"""Periods go from anchor to anchor without drift, gap or overlap; parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dues.domain.periods import Period, period_at, periods_between
from dues.domain.proportion import Part, Rate, parts_of, rounded
from dues.enums import ProRata


@dataclass(frozen=True)
class Terms:
    effective_on: date = date(2020, 1, 1)
    until_on: date | None = None
    period_months: int = 12
    anchor_month: int = 1
    anchor_day: int = 1


YEAR = Period(date(2027, 1, 1), date(2028, 1, 1), date(2027, 1, 1), date(2028, 1, 1), 12)


def begins(terms: Terms, count: int) -> list[date]:
    return [
        p.from_on
        for p, _n in zip(
            periods_between(terms, terms.effective_on, date.max), range(count), strict=False
        )
    ]


def test_period_that_begins_on_the_31st_does_not_drift():
    terms = Terms(date(2027, 1, 31), None, 1, 1, 31)

    assert begins(terms, 5) == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
    ]


def test_period_of_a_leap_day_returns_to_it():
    terms = Terms(date(2024, 2, 29), None, 12, 2, 29)

    assert begins(terms, 5)[1:] == [
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_schedule_that_begins_and_ends_within_a_year_cuts_its_periods():
    terms = Terms(date(2027, 4, 1), date(2028, 7, 1))

    assert [
        (p.from_on, p.until_on, p.is_whole)
        for p in periods_between(terms, date(2020, 1, 1), date(2030, 1, 1))
    ] == [
        (date(2027, 4, 1), date(2028, 1, 1), False),
        (date(2028, 1, 1), date(2028, 7, 1), False),
    ]


def test_no_period_where_the_schedule_does_not_hold():
    assert period_at(Terms(date(2027, 1, 1)), date(2026, 12, 31)) is None
    assert period_at(Terms(until_on=date(2027, 1, 1)), date(2027, 1, 1)) is None


days = st.dates(date(2020, 1, 1), date(2045, 12, 31))


@given(
    effective=days,
    months=st.sampled_from([1, 2, 3, 4, 6, 12, 24]),
    month=st.integers(1, 12),
    day=st.integers(1, 31),
    at=days,
)
def test_every_day_is_in_one_period_and_neighbours_meet(effective, months, month, day, at):
    terms = Terms(effective, None, months, month, day)
    period = period_at(terms, at)
    if at < effective:
        assert period is None
        return
    assert period.from_on <= at < period.until_on
    following = period_at(terms, period.until_on)
    assert following.from_on == period.until_on
    slots = period.slots()
    assert (slots[0][0], slots[-1][1], len(slots)) == (
        period.whole_from,
        period.whole_until,
        months,
    )
    assert all(begin < end for begin, end in slots)


def rate(begin: date, end: date, amount: int = 1000, tier: int = 1, left=(1, 1)) -> Rate:
    return Rate(begin, end, tier, Fraction(amount), left)


@pytest.mark.parametrize(
    ("rule", "joined", "parts"),
    [
        (ProRata.FULL, date(2027, 9, 30), [(date(2027, 1, 1), "1000.00", {})]),
        (
            ProRata.DAYS,
            date(2027, 10, 1),
            [(date(2027, 10, 1), "252.05", {"days": 92, "of": 365})],
        ),
        (
            ProRata.MONTHS,
            date(2027, 9, 30),
            [(date(2027, 9, 1), "333.33", {"months": 4, "of": 12})],
        ),
        (ProRata.HALVES, date(2027, 6, 30), [(date(2027, 1, 1), "1000.00", {})]),
        (ProRata.HALVES, date(2027, 7, 1), [(date(2027, 7, 1), "500.00", {"half": True})]),
    ],
)
def test_who_joins_within_the_year_owes_by_the_rule(rule, joined, parts):
    found = parts_of(YEAR, [rate(joined, YEAR.until_on)], rule)

    assert found == [
        Part(begin, YEAR.until_on, 1, Decimal(amount), share) for begin, amount, share in parts
    ]


def test_class_that_changes_on_a_day_is_owed_by_days():
    turn = date(2027, 7, 1)

    assert parts_of(
        YEAR,
        [rate(YEAR.from_on, turn), rate(turn, YEAR.until_on, amount=3000, tier=2)],
        ProRata.DAYS,
    ) == [
        Part(YEAR.from_on, turn, 1, Decimal("495.89"), {"days": 181, "of": 365}),
        Part(turn, YEAR.until_on, 2, Decimal("1512.33"), {"days": 184, "of": 365}),
    ]


def test_waiver_leaves_its_share_and_nothing_is_no_charge():
    half = rate(YEAR.from_on, YEAR.until_on, left=(1, 2))
    none = rate(YEAR.from_on, YEAR.until_on, left=(0, 1))

    assert [p.amount for p in parts_of(YEAR, [half], ProRata.FULL)] == [Decimal("500.00")]
    assert parts_of(YEAR, [none], ProRata.FULL) == []


@given(
    amount=st.integers(1, 10**9),
    turns=st.lists(st.integers(1, 364), unique=True, max_size=8).map(sorted),
)
def test_parts_of_one_rate_add_up_to_the_whole_however_it_is_cut(amount, turns):
    owed = Fraction(amount, 100)
    bounds = [YEAR.from_on + timedelta(days=n) for n in [0, *turns, 365]]
    rates = [Rate(begin, end, 1, owed) for begin, end in pairwise(bounds)]

    parts = parts_of(YEAR, rates, ProRata.DAYS)

    assert sum(part.amount for part in parts) == rounded(owed)
