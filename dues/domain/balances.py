"""Balances are sums of entries, on any day: no column anywhere holds one.

Summed in hundredths, whole numbers, so that SQLite's floating point has no say in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, When
from django.db.models.functions import Cast, Round

from dues.enums import AccountRole
from dues.models import Account, Entry

HUNDREDTHS = Cast(Round(F("amount") * 100), BigIntegerField())


def money(hundredths: int | None) -> Decimal:
    return Decimal(hundredths or 0) / 100


def debit_less_credit(condition: str | Iterable[int]) -> Sum:
    """An aggregate: what entries bring to an account (its role) less what they take from it."""
    if isinstance(condition, str):
        debit, credit = Q(debit__role=condition), Q(credit__role=condition)
    else:
        pks = list(condition)
        debit, credit = Q(debit__in=pks), Q(credit__in=pks)
    return Sum(
        Case(
            When(debit & ~credit, then=HUNDREDTHS),
            When(credit & ~debit, then=-HUNDREDTHS),
            default=0,
            output_field=BigIntegerField(),
        )
    )


def _until(day: date | None) -> QuerySet[Entry]:
    return Entry.objects.all() if day is None else Entry.objects.filter(booked_on__lte=day)


def _touching(rows: QuerySet[Entry], account: int) -> QuerySet[Entry]:
    return rows.filter(Q(debit=account) | Q(credit=account))


def role_ids(role: AccountRole) -> list[int]:
    return list(Account.objects.filter(role=role).values_list("pk", flat=True))


def balance_of(role: AccountRole, *, day: date | None = None, **narrowed: Any) -> Decimal:
    """Debit less credit of the accounts with ``role`` until the end of ``day``."""
    rows = _until(day).filter(**narrowed)
    return money(rows.aggregate(sum=debit_less_credit(role_ids(role)))["sum"])


def invoice_balances(*, day: date | None = None, **narrowed: Any) -> dict[uuid.UUID, Decimal]:
    """What is left of each invoice until the end of ``day``; those at nothing are left out.

    ``narrowed`` filters entries, such as ``firm__in`` or ``invoice__due_on__lt``. Negative: more
    was paid, or taken back, than asked for.
    """
    receivable = role_ids(AccountRole.RECEIVABLE)
    # Entries of other accounts add nothing. To leave them out made SQLite read half of the books
    # by account, where those of a few firms were asked for.
    rows = _until(day).filter(invoice__isnull=False, **narrowed)
    sums = rows.order_by().values("invoice").annotate(sum=debit_less_credit(receivable))
    return {
        row["invoice"]: money(row["sum"])
        for row in sums.exclude(sum=0).values("invoice", "sum").iterator()
    }


def advances(*, day: date | None = None, **narrowed: Any) -> dict[uuid.UUID, Decimal]:
    """What each firm has paid beyond its invoices, until the end of ``day``."""
    role = role_ids(AccountRole.ADVANCE)
    rows = _until(day).filter(
        Q(debit__in=role) | Q(credit__in=role), firm__isnull=False, **narrowed
    )
    sums = rows.order_by().values("firm").annotate(sum=debit_less_credit(role)).exclude(sum=0)
    return {row["firm"]: money(-row["sum"]) for row in sums.values("firm", "sum").iterator()}


def unassigned(*, payment: Any = None) -> dict[uuid.UUID, Decimal]:
    """What of each payment nobody has assigned yet."""
    role = role_ids(AccountRole.UNASSIGNED)
    rows = Entry.objects.filter(Q(debit__in=role) | Q(credit__in=role), payment__isnull=False)
    if payment is not None:
        rows = rows.filter(payment=payment)
    sums = rows.order_by().values("payment").annotate(sum=debit_less_credit(role)).exclude(sum=0)
    return {row["payment"]: money(-row["sum"]) for row in sums.values("payment", "sum").iterator()}


@dataclass(frozen=True, slots=True)
class AccountBalance:
    account: Account
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        return self.debit - self.credit


def trial_balance(*, from_on: date | None = None, day: date | None = None) -> list[AccountBalance]:
    """Each account with all that went to it and came from it, by number."""
    rows = _until(day)
    if from_on is not None:
        rows = rows.filter(booked_on__gte=from_on)
    plain = rows.order_by()
    debits = dict(plain.values_list("debit").annotate(sum=Sum(HUNDREDTHS)))
    credits_ = dict(plain.values_list("credit").annotate(sum=Sum(HUNDREDTHS)))
    return [
        AccountBalance(account, money(debits.get(account.pk)), money(credits_.get(account.pk)))
        for account in Account.objects.all()
    ]
