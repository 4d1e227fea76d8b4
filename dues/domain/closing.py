"""Closing a time of the books, and what is booked by hand besides dues."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from dues.domain import posting
from dues.domain.books import account_ids
from dues.enums import AccountRole, EntryKind
from dues.errors import AmountNotPositive, ClosingTooLate
from dues.models import Account, Closing, Entry
from members.models import User
from records.domain import log

STREAM = "dues"


@transaction.atomic
def close_books(
    *, until_on: date, today: date, note: str = "", by: User | None, at: datetime
) -> Closing:
    """Nothing is booked before ``until_on`` any more. Closing again, or an earlier time, changes
    nothing. Raises ClosingTooLate for days that are not over ``today``."""
    if until_on > today:
        raise ClosingTooLate(day=until_on.isoformat())
    # Who is writing has looked at the closings already.
    posting.hold_books()
    latest = Closing.objects.first()
    if latest is not None and latest.until_on >= until_on:
        return latest
    closing = Closing.objects.create(until_on=until_on, closed_at=at, note=note)
    payload = {"until_on": until_on, "note": note}
    log.record(stream=STREAM, event="books_closed", payload=payload, by=by, at=at)
    return closing


@transaction.atomic
def book_expense(
    *,
    account: Account,
    paid_from: Account,
    amount: Decimal,
    on: date,
    text: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """An expense paid from bank or cash. Raises AmountNotPositive, BooksClosed."""
    if amount <= 0:
        raise AmountNotPositive
    entry = Entry(
        kind=EntryKind.EXPENSE,
        debit=account,
        credit=paid_from,
        amount=amount,
        booked_on=on,
        text=text,
    )
    return posting.post([entry], by=by, at=at)[0]


@transaction.atomic
def book_other_income(
    *,
    account: Account,
    paid_to: Account,
    amount: Decimal,
    on: date,
    text: str,
    by: User | None,
    at: datetime,
) -> Entry:
    """Income that is no dues, come to bank or cash. Raises AmountNotPositive, BooksClosed."""
    if amount <= 0:
        raise AmountNotPositive
    entry = Entry(
        kind=EntryKind.OTHER_INCOME,
        debit=paid_to,
        credit=account,
        amount=amount,
        booked_on=on,
        text=text,
    )
    return posting.post([entry], by=by, at=at)[0]


def opening_entry(
    *,
    amount: Decimal,
    on: date,
    firm_id: uuid.UUID,
    invoice_id: uuid.UUID | None = None,
    text: str = "",
) -> Entry:
    """What a firm owed (with its invoice), or had paid ahead, when these books began; not saved."""
    accounts = account_ids()
    owed = invoice_id is not None
    role = AccountRole.RECEIVABLE if owed else AccountRole.ADVANCE
    debit, credit = accounts[role], accounts[AccountRole.OPENING]
    if not owed:
        debit, credit = credit, debit
    return Entry(
        kind=EntryKind.OPENING,
        debit_id=debit,
        credit_id=credit,
        amount=amount,
        booked_on=on,
        text=text,
        firm_id=firm_id,
        invoice_id=invoice_id,
    )
