"""The dues at a glance: what the first page of the section tells of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from dues.domain import arrears, balances
from dues.domain.invoice_list import remembered
from dues.domain.periods import Period, period_at
from dues.domain.receiving.receiptable import receipts_due
from dues.domain.schedules import schedule_on
from dues.enums import RunState, ScheduleState
from dues.models import (
    Account,
    BankAccount,
    Closing,
    DuesRun,
    DuesSchedule,
    Entry,
    Invoice,
)

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """A number of rows and what they come to."""

    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """As of a day; each is the total of a list that a page shows."""

    billed: Sums
    open: Sums
    overdue: Sums
    unassigned: Sums
    advances: Sums
    receipts: int


@dataclass(frozen=True, slots=True)
class Tasks:
    """What waits for somebody to do it."""

    books_open: bool
    bank_account: bool
    drafts: list[DuesSchedule]
    not_run: Period | None
    waiting: list[DuesRun]
    without_paper: int

    @property
    def nothing(self) -> bool:
        waiting = [*self.drafts, self.not_run, *self.waiting, self.without_paper]
        return self.books_open and self.bank_account and not any(waiting)


@dataclass(frozen=True, slots=True)
class Books:
    """``debit`` and ``credit`` of all entries are equal by their shape, and shown to be."""

    entries: int
    debit: Decimal
    credit: Decimal
    closing: Closing | None


def figures_on(day: date) -> Figures:
    """Reckoned once until the books grow."""
    return remembered(f"figures.{day}", lambda: _figures_on(day))


def _figures_on(day: date) -> Figures:
    billed = Invoice.objects.filter(issued_on__year=day.year).aggregate(
        count=Count("pk"), amount=Sum("amount")
    )
    left = [balance for balance in balances.invoice_balances(day=day).values() if balance > 0]
    behind = arrears.arrears_on(day).values()
    claims = [claim.amount for one in behind for claim in one.claims]
    return Figures(
        billed=Sums(billed["count"], billed["amount"] or ZERO),
        open=Sums(len(left), sum(left, ZERO)),
        overdue=Sums(len(claims), sum(claims, ZERO)),
        unassigned=_sums(balances.unassigned().values()),
        advances=_sums(balances.advances(day=day).values()),
        receipts=len(receipts_due()),
    )


def _sums(amounts: Iterable[Decimal]) -> Sums:
    found = list(amounts)
    return Sums(len(found), sum(found, ZERO))


def tasks_on(day: date) -> Tasks:
    papers = Invoice.objects.filter(document__isnull=True, run__isnull=False)
    return Tasks(
        books_open=Account.objects.exists(),
        bank_account=BankAccount.objects.filter(for_invoices=True).exists(),
        drafts=list(DuesSchedule.objects.filter(state=ScheduleState.DRAFT)),
        not_run=_not_run(day),
        waiting=list(DuesRun.objects.filter(state=RunState.WAITING)),
        without_paper=papers.count(),
    )


def _not_run(day: date) -> Period | None:
    """The period of ``day`` that no run was written for."""
    schedule = schedule_on(day)
    period = period_at(schedule, day) if schedule else None
    if period is None:
        return None
    runs = DuesRun.objects.filter(schedule=schedule, from_on=period.from_on)
    return None if runs.exists() else period


def books_status() -> Books:
    rows = balances.trial_balance()
    return Books(
        entries=Entry.objects.count(),
        debit=sum((row.debit for row in rows), ZERO),
        credit=sum((row.credit for row in rows), ZERO),
        closing=Closing.objects.first(),
    )
