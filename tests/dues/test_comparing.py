"""What a change of schedule would bring, on the register of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dues.domain.comparing import compare_schedules
from dues.enums import ProRata
from tests.factories.dues import make_schedule
from tests.factories.mandates import give_office
from tests.factories.members import make_class, make_membership, suspend

pytestmark = pytest.mark.django_db
DAY = date(2027, 5, 3)


def lines(comparison) -> list[tuple[str, int, Decimal, Decimal]]:
    return [(row.member_class.key, row.members, row.old, row.new) for row in comparison.lines]


def test_each_class_is_compared_and_the_sums_agree():
    old = make_schedule({"council": 2000, "ordinary": 800})
    new = make_schedule({"council": 3000, "ordinary": 700}, adopted=False)
    make_membership(member_class=make_class("council"))
    suspend(make_membership())
    largest = make_membership(member_class=make_class("council"))
    give_office(largest.firm, "president", from_on=date(2026, 12, 18))

    found = compare_schedules(old=old, new=new, day=DAY)

    assert lines(found) == [
        ("council", 2, Decimal(4000), Decimal(6000)),
        ("ordinary", 1, Decimal(800), Decimal(700)),
    ]
    assert (found.members, found.old, found.new, found.difference) == (
        3,
        Decimal(4800),
        Decimal(6700),
        Decimal(1900),
    )
    assert (found.more, found.less) == (2, 1)
    assert [change.difference for change in found.largest] == [
        Decimal(1000),
        Decimal(1000),
        Decimal(-100),
    ]


def test_amounts_of_other_periods_are_compared_by_the_year():
    old = make_schedule({"ordinary": 1200})
    new = make_schedule({"ordinary": 150}, adopted=False, period_months=1, pro_rata=ProRata.DAYS)
    make_membership()

    assert lines(compare_schedules(old=old, new=new, day=DAY)) == [
        ("ordinary", 1, Decimal(1200), Decimal(1800))
    ]


def test_first_schedule_is_compared_with_nothing():
    new = make_schedule({"ordinary": 1200}, adopted=False)
    make_membership()

    assert lines(compare_schedules(old=None, new=new, day=DAY)) == [
        ("ordinary", 1, Decimal(0), Decimal(1200))
    ]
