"""The entries of a time, as the journal shows them and other programs read them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from dues.domain.balances import HUNDREDTHS, money
from dues.models import Account, Entry
from members.models import User
from records.domain import log

STREAM = "dues"
SLICE = 2_000
TRANSFER = (
    "number",
    "booked_on",
    "debit_code",
    "debit_name",
    "credit_code",
    "credit_name",
    "amount",
    "kind",
    "text",
    "member_number",
    "firm",
    "invoice",
    "decision",
)
"""Columns of an export with one line a transfer."""
VOUCHER = (
    "number",
    "booked_on",
    "code",
    "name",
    "debit",
    "credit",
    "text",
    "member_number",
    "firm",
)
"""Columns of an export with a line for each side of it."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the entries shown: how many, all amounts, and what went to and came from one account."""

    count: int
    amount: Decimal
    debit: Decimal
    credit: Decimal


def entries_between(
    from_on: date, until_on: date, *, account: Account | None = None
) -> QuerySet[Entry]:
    """The entries booked on the days from ``from_on`` to ``until_on``, in their order."""
    rows = Entry.objects.filter(booked_on__gte=from_on, booked_on__lte=until_on)
    if account is not None:
        rows = rows.filter(Q(debit=account) | Q(credit=account))
    return rows.select_related(
        "debit", "credit", "firm__membership", "invoice", "decision", "reverses", "payment"
    ).order_by("booked_on", "pk")


def sums_of(rows: QuerySet[Entry], account: Account | None = None) -> Sums:
    plain = rows.order_by().select_related(None)

    def total(**narrowed: Any) -> Decimal:
        return money(plain.filter(**narrowed).aggregate(sum=Sum(HUNDREDTHS))["sum"])

    debit = total(debit=account) if account else Decimal(0)
    credit = total(credit=account) if account else Decimal(0)
    return Sums(plain.count(), total(), debit, credit)


def rows_for_export(
    from_on: date, until_on: date, *, language: str, vouchers: bool
) -> Iterator[list[str]]:
    """The lines of an export, read in slices so that memory is bounded."""
    entries = entries_between(from_on, until_on).iterator(chunk_size=SLICE)
    for entry in entries:
        if vouchers:
            yield from _voucher(entry, language)
        else:
            yield _transfer(entry, language)


def _transfer(entry: Entry, language: str) -> list[str]:
    number, firm = _firm(entry, language)
    return [
        str(entry.pk),
        entry.booked_on.isoformat(),
        entry.debit.code,
        entry.debit.name.text(language),
        entry.credit.code,
        entry.credit.name.text(language),
        f"{entry.amount:.2f}",
        entry.kind,
        entry.text,
        number,
        firm,
        entry.invoice.number if entry.invoice else "",
        entry.decision.reference if entry.decision else "",
    ]


def _voucher(entry: Entry, language: str) -> Iterator[list[str]]:
    number, firm = _firm(entry, language)
    amount = f"{entry.amount:.2f}"
    for account, debit, credit in ((entry.debit, amount, ""), (entry.credit, "", amount)):
        yield [
            str(entry.pk),
            entry.booked_on.isoformat(),
            account.code,
            account.name.text(language),
            debit,
            credit,
            entry.text,
            number,
            firm,
        ]


def _firm(entry: Entry, language: str) -> tuple[str, str]:
    if entry.firm is None:
        return "", ""
    membership = getattr(entry.firm, "membership", None)
    return (membership.number if membership else ""), entry.firm.name.text(language)


@transaction.atomic
def record_export(
    *, from_on: date, until_on: date, content: Any, count: int, by: User | None, at: datetime
) -> str:
    """Put on record what was handed out: the SHA-256 of ``content``, an open file."""
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    payload = {"from_on": from_on, "until_on": until_on, "lines": count, "digest": digest}
    log.record(stream=STREAM, event="entries_exported", payload=payload, by=by, at=at)
    return digest
