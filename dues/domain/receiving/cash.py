"""Dues that are paid at the counter: the money comes and is set against the invoice at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from dues.domain import posting
from dues.domain.balances import invoice_balances
from dues.domain.paying import Received, assign_payment, record_payment
from dues.enums import PaymentMethod
from dues.errors import NothingLeft
from dues.models import Invoice, Payment
from members.models import Firm, User


@transaction.atomic
def take_cash(
    *,
    invoice: Invoice,
    amount: Decimal,
    on: date,
    payer: str = "",
    text: str = "",
    by: User | None,
    at: datetime,
) -> Payment:
    """A cash payment for ``invoice``. Raises NothingLeft where it is more than is open."""
    invoice = (
        Invoice.objects.select_for_update(no_key=True).select_related("firm").get(pk=invoice.pk)
    )
    # Before the books, which the payment below writes to: the order in which all acts lock.
    Firm.objects.select_for_update(no_key=True).get(pk=invoice.firm_id)
    posting.hold_books()
    left = invoice_balances(invoice=invoice).get(invoice.pk, Decimal(0))
    if amount > left:
        raise NothingLeft(invoice=str(invoice), left=left, amount=amount)
    received = Received(
        paid_on=on,
        amount=amount,
        currency=invoice.currency,
        payer=payer or invoice.firm.name.zh,
        text=text,
        method=PaymentMethod.CASH,
    )
    payment = record_payment(received=received, by=by, at=at)
    assign_payment(payment=payment, firm=invoice.firm, parts={invoice: amount}, by=by, at=at)
    return payment
