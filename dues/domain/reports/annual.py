"""A year's income and expense, as it is told to the members every year (CN-A9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bylaws.domain.in_force import rulebook_on
from bylaws.domain.rules import Citation
from bylaws.models import Association
from dues.domain.balances import AccountBalance, trial_balance
from dues.enums import AccountKind, AccountRole

TOPIC = "dues.accounts"
ZERO = Decimal(0)
HELD = (AccountRole.BANK, AccountRole.CASH)


@dataclass(slots=True)
class Year:
    """Income and expense by account; what was held and owed on the first and the last day."""

    year: int
    from_on: date
    until_on: date
    income: list[tuple[dict[str, str], str, Decimal]] = field(default_factory=list)
    expense: list[tuple[dict[str, str], str, Decimal]] = field(default_factory=list)
    held_before: Decimal = ZERO
    held_after: Decimal = ZERO
    open_before: Decimal = ZERO
    open_after: Decimal = ZERO

    @property
    def income_sum(self) -> Decimal:
        return sum((row[2] for row in self.income), ZERO)

    @property
    def expense_sum(self) -> Decimal:
        return sum((row[2] for row in self.expense), ZERO)

    @property
    def result(self) -> Decimal:
        return self.income_sum - self.expense_sum

    def as_data(self) -> dict[str, Any]:
        """For the row of what was published: sums as texts."""
        return {
            "year": self.year,
            "income": [[dict(name), code, str(sum_)] for name, code, sum_ in self.income],
            "expense": [[dict(name), code, str(sum_)] for name, code, sum_ in self.expense],
            "income_sum": str(self.income_sum),
            "expense_sum": str(self.expense_sum),
            "result": str(self.result),
            "held_before": str(self.held_before),
            "held_after": str(self.held_after),
            "open_before": str(self.open_before),
            "open_after": str(self.open_after),
        }


def year_of(year: int) -> Year:
    """The calendar year as the books have it now."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    told = Year(year, first, last)
    for row in trial_balance(from_on=first, day=last):
        if row.account.kind == AccountKind.INCOME and row.balance:
            told.income.append((row.account.name, row.account.code, -row.balance))
        elif row.account.kind == AccountKind.EXPENSE and row.balance:
            told.expense.append((row.account.name, row.account.code, row.balance))
    before, after = trial_balance(day=first - timedelta(days=1)), trial_balance(day=last)
    told.held_before, told.held_after = _sum(before, HELD), _sum(after, HELD)
    owed = (AccountRole.RECEIVABLE,)
    told.open_before, told.open_after = _sum(before, owed), _sum(after, owed)
    return told


def _sum(rows: list[AccountBalance], roles: tuple[AccountRole, ...]) -> Decimal:
    return sum((row.balance for row in rows if row.account.role in roles), ZERO)


def sources(day: date) -> tuple[Citation, ...]:
    """What says that the year is told to the members; empty where no rule does."""
    if not Association.objects.exists():
        return ()
    return rulebook_on(day).sources(TOPIC)
