"""Many payments set against invoices at once, in one batch of the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from dues.domain import posting
from dues.domain.balances import invoice_balances, unassigned
from dues.domain.books import account_ids
from dues.domain.matching.fitting import Parts
from dues.domain.paying import moved
from dues.errors import NothingLeft, OtherCurrency, PaymentSpent
from dues.models import Entry, Invoice, Payment
from members.models import Firm, User

AT_A_TIME = 5_000
"""Keys that one query names; SQLite takes no more than thirty thousand."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A payment's rest to a firm: ``parts`` to invoices, what is over to its advance."""

    payment: Payment
    firm: UUID
    parts: Parts


def in_parts(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]


@transaction.atomic
def assign_payments(
    *, assignments: Sequence[Assignment], by: User | None, at: datetime
) -> list[Entry]:
    """All or none. Raises PaymentSpent, NothingLeft, OtherCurrency where one does not fit."""
    if not assignments:
        return []
    for keys in in_parts(sorted({each.firm for each in assignments}, key=str)):
        rows = Firm.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        list(rows.values_list("pk", flat=True))
    posting.hold_books()
    rests = unassigned()
    invoices = _invoices(assignments)
    entries = list(_entries(assignments, rests, invoices))
    made = posting.post(entries, by=by, at=at, payments=len(assignments))
    others = [each for each in assignments if each.payment.firm_id != each.firm]
    for each in others:
        each.payment.firm_id = each.firm
    Payment.objects.bulk_update((each.payment for each in others), ["firm"], batch_size=500)
    return made


def _invoices(assignments: Sequence[Assignment]) -> dict[UUID, Invoice]:
    """The invoices named, after a look at whether enough is left of each."""
    wanted: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in assignments:
        for pk, part in each.parts:
            wanted[pk] += part
    found: dict[UUID, Invoice] = {}
    for keys in in_parts(list(wanted)):
        found |= Invoice.objects.in_bulk(keys)
    left = invoice_balances()
    for pk, amount in wanted.items():
        if amount > left.get(pk, Decimal(0)):
            raise NothingLeft(invoice=str(found[pk]), left=left.get(pk, Decimal(0)), amount=amount)
    return found


def _entries(
    assignments: Sequence[Assignment], rests: dict[UUID, Decimal], invoices: dict[UUID, Invoice]
) -> Iterator[Entry]:
    accounts, first_open = account_ids(), posting.open_day(date.min)
    for each in assignments:
        payment = each.payment
        # Taken, so that a payment named twice is not spent twice.
        rest = rests.pop(payment.pk, Decimal(0))
        total = sum((part for _pk, part in each.parts), Decimal(0))
        if rest <= 0 or total > rest:
            raise PaymentSpent(left=rest, amount=total or payment.amount)
        on = max(payment.paid_on, first_open)
        for pk, part in each.parts:
            invoice = invoices[pk]
            if invoice.currency != payment.currency:
                raise OtherCurrency(invoice=invoice.currency, payment=payment.currency)
            yield moved(payment, each.firm, accounts, part, invoice, on)
        if rest > total:
            yield moved(payment, each.firm, accounts, rest - total, None, on)
