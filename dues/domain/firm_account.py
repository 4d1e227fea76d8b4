"""A firm's account: everything booked on what it owes and has paid, with the balance after each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from dues.domain.arrears import Arrears, arrears_on
from dues.domain.balances import advances, invoice_balances
from dues.enums import AccountRole
from dues.models import Account, Entry, Invoice, Payment
from members.models import Firm

ROLES = (AccountRole.RECEIVABLE, AccountRole.ADVANCE)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry as the firm sees it: positive, it owes more; ``balance`` is what it owes after."""

    entry: Entry
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """What a page about a firm tells of its dues."""

    open: Decimal
    arrears: Arrears | None
    advance: Decimal
    invoices: list[tuple[Invoice, Decimal]]
    payments: list[Payment]


def movements_of(firm: Firm) -> list[Movement]:
    """In the order of their days. What only moves between the firm's own two accounts is no
    movement: an advance that pays an invoice was told when it came."""
    own = set(Account.objects.filter(role__in=ROLES).values_list("pk", flat=True))
    rows = firm.entries.filter(Q(debit__in=own) | Q(credit__in=own)).select_related(
        "invoice", "payment", "decision", "charge"
    )
    found, balance = [], ZERO
    for entry in rows.order_by("booked_on", "pk"):
        amount = ZERO
        if entry.debit_id in own:
            amount += entry.amount
        if entry.credit_id in own:
            amount -= entry.amount
        if amount:
            balance += amount
            found.append(Movement(entry, amount, balance))
    return found


def summary_of(firm: Firm, *, day: date, shown: int = 5) -> Summary:
    """As of ``day``; the latest ``shown`` invoices with what is left, and as many payments."""
    left = invoice_balances(firm=firm)
    return Summary(
        open=sum((balance for balance in left.values() if balance > 0), ZERO),
        arrears=arrears_on(day, firm=firm).get(firm.pk),
        advance=advances(firm=firm).get(firm.pk, ZERO),
        invoices=[(invoice, left.get(invoice.pk, ZERO)) for invoice in firm.invoices.all()[:shown]],
        payments=list(firm.payments.all()[:shown]),
    )
