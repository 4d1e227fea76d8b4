"""Setting what firms have paid against what they owe, oldest first."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dues.domain import posting
from dues.domain.balances import advances, invoice_balances
from dues.domain.books import account_ids
from dues.enums import AccountRole, EntryKind
from dues.models import Entry, Invoice
from members.models import User

MANY = 500
"""From so many firms on all are asked for at once: a query names only so many."""


def settle(*, firms: Iterable[uuid.UUID], on: date, by: User | None, at: datetime) -> list[Entry]:
    """What was paid beyond an invoice becomes an advance, and advances pay what is still open.

    What was written off of an invoice was never paid: where less is owed, that goes first. The
    caller holds the transaction. Doing it again changes nothing.
    """
    wanted = set(firms)
    if not wanted:
        return []
    accounts = account_ids()
    posting.hold_books()
    narrowed: dict[str, Any] = {"firm__in": wanted} if len(wanted) < MANY else {}
    held = {pk: sum_ for pk, sum_ in advances(**narrowed).items() if pk in wanted}
    left = invoice_balances(**narrowed)
    over = {pk: -balance for pk, balance in left.items() if balance < 0}
    if not over and not any(sum_ > 0 for sum_ in held.values()):
        return []
    entries = list(_take_back_write_offs(over, on))
    paid = [pk for pk, amount in over.items() if amount > 0]
    for invoice in Invoice.objects.filter(pk__in=paid, firm__in=wanted):
        held[invoice.firm_id] = held.get(invoice.firm_id, Decimal(0)) + over[invoice.pk]
        entries.append(
            Entry(
                kind=EntryKind.ADVANCE,
                debit_id=accounts[AccountRole.RECEIVABLE],
                credit_id=accounts[AccountRole.ADVANCE],
                amount=over[invoice.pk],
                booked_on=on,
                firm_id=invoice.firm_id,
                invoice_id=invoice.pk,
                text=invoice.number,
            )
        )
    payers = [pk for pk, sum_ in held.items() if sum_ > 0]
    entries += _pay_from_advances(payers, held, left, accounts, on)
    return posting.post(entries, by=by, at=at)


def _take_back_write_offs(over: dict[uuid.UUID, Decimal], on: date) -> Iterator[Entry]:
    """Reverse what was given up of an invoice and is not owed any more; ``over`` shrinks by it.

    Of a write-off that still stands in part, that part is written off again by the same decision.
    """
    rows = Entry.objects.filter(
        invoice__in=list(over), kind=EntryKind.WRITE_OFF, reversal__isnull=True
    )
    for entry in rows.order_by("-pk"):
        back = min(over[entry.invoice_id], entry.amount)  # type: ignore[index]  # filtered by it
        if back <= 0:
            continue
        over[entry.invoice_id] -= back  # type: ignore[index]  # filtered by it
        day = max(on, entry.booked_on)
        yield posting.reversal_of(entry, on=day, text=entry.text)
        if entry.amount > back:
            yield Entry(
                kind=EntryKind.WRITE_OFF,
                debit_id=entry.debit_id,
                credit_id=entry.credit_id,
                amount=entry.amount - back,
                booked_on=day,
                text=entry.text,
                firm_id=entry.firm_id,
                invoice_id=entry.invoice_id,
                decision_id=entry.decision_id,
            )


def _pay_from_advances(
    payers: list[uuid.UUID],
    held: dict[uuid.UUID, Decimal],
    left: dict[uuid.UUID, Decimal],
    accounts: dict[str, int],
    on: date,
) -> Iterator[Entry]:
    open_ = [pk for pk, balance in left.items() if balance > 0]
    by_firm: dict[uuid.UUID, list[Invoice]] = defaultdict(list)
    invoices = Invoice.objects.filter(firm__in=payers, pk__in=open_)
    for invoice in invoices.order_by("due_on", "number"):
        by_firm[invoice.firm_id].append(invoice)
    for firm, rows in by_firm.items():
        rest = held[firm]
        for invoice in rows:
            part = min(rest, left[invoice.pk])
            if part <= 0:
                break
            rest -= part
            yield Entry(
                kind=EntryKind.ALLOCATION,
                debit_id=accounts[AccountRole.ADVANCE],
                credit_id=accounts[AccountRole.RECEIVABLE],
                amount=part,
                booked_on=max(on, invoice.issued_on),
                firm_id=firm,
                invoice_id=invoice.pk,
                text=invoice.number,
            )
