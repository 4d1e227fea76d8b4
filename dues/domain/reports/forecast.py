"""What the coming twelve months should bring: what is open and what the next run will ask for, each
at the rate at which dues came in before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from dues.domain import running
from dues.domain.balances import invoice_balances
from dues.domain.periods import periods_between
from dues.domain.reports.collection import collection_on
from dues.domain.schedules import schedule_on
from dues.models import Charge, Invoice

ZERO = Decimal(0)
MONTHS = 12
YEARS_BEHIND = 3
"""So many years before the current one give the rate."""


@dataclass(slots=True)
class Month:
    """What falls due in a month, and what of it is expected to be paid."""

    first: date
    open: Decimal = ZERO
    to_bill: Decimal = ZERO
    expected: Decimal = ZERO


@dataclass(slots=True)
class Forecast:
    """``rate``: hundredths; ``years``: of which it was taken, none where nothing was owed then, so
    that everything is expected."""

    day: date
    rate: int
    years: list[int]
    months: list[Month] = field(default_factory=list)
    overdue: Decimal = ZERO
    gap_from: date | None = None

    @property
    def total(self) -> Decimal:
        return sum((month.expected for month in self.months), ZERO)

    @property
    def highest(self) -> Decimal:
        return max((month.open + month.to_bill for month in self.months), default=ZERO)


def forecast_on(day: date) -> Forecast:
    """The twelve months that begin with that of ``day``. What is overdue already is told apart and
    not expected, since nobody knows when it comes."""
    rate, years = _rate(day)
    found = Forecast(day, rate, years)
    first = day.replace(day=1)
    months = {
        first + relativedelta(months=n): Month(first + relativedelta(months=n))
        for n in range(MONTHS)
    }
    due = dict(Invoice.objects.values_list("pk", "due_on"))
    for pk, left in invoice_balances(day=day).items():
        if due[pk] < day:
            found.overdue += left
        elif (month := months.get(due[pk].replace(day=1))) is not None:
            month.open += left
    for due_on, amount in _to_bill(day, first + relativedelta(months=MONTHS), found).items():
        if (month := months.get(due_on.replace(day=1))) is not None:
            month.to_bill += amount
    for month in months.values():
        whole = (month.open + month.to_bill) * rate / 100
        month.expected = whole.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    found.months = list(months.values())
    return found


def _rate(day: date) -> tuple[int, list[int]]:
    behind = range(day.year - YEARS_BEHIND, day.year)
    totals = [total for year, _rows, total in collection_on(day).years() if year in behind]
    owed = sum((total.owed for total in totals), ZERO)
    if owed <= 0:
        return 100, []
    paid = sum((total.paid for total in totals), ZERO)
    return int(paid * 100 // owed), sorted(total.year for total in totals)


def _to_bill(day: date, until: date, found: Forecast) -> dict[date, Decimal]:
    """What runs that are still to come will ask for, by due day."""
    sums: dict[date, Decimal] = defaultdict(Decimal)
    at = day
    while at < until:
        schedule = schedule_on(at)
        if schedule is None:
            found.gap_from = at
            return sums
        ends = min(until, schedule.until_on or until)
        for period in periods_between(schedule, at, ends):
            plan = running.Plan(schedule, period, max(day, period.from_on))
            if not _is_run(period.from_on, period.until_on):
                sums[plan.due_on] += running.preview(plan=plan).to_bill_sum
        at = ends
    return sums


def _is_run(from_on: date, until_on: date) -> bool:
    return Charge.objects.filter(
        superseded_at__isnull=True, from_on__lt=until_on, until_on__gt=from_on
    ).exists()
