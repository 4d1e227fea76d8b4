"""Payments: recorded as they came, set against invoices, released again, paid back.

Money first lies on the account of payments that nobody has assigned. Assigning it to a firm takes
it from there to the firm's invoices, and what is over to the firm's advance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from dues.domain import posting
from dues.domain.balances import advances, invoice_balances, unassigned
from dues.domain.books import account_for, account_ids
from dues.enums import AccountRole, EntryKind, PaymentMethod
from dues.errors import (
    AdvanceTooSmall,
    AmountNotPositive,
    EntryReversed,
    NothingLeft,
    OtherCurrency,
    PaymentSpent,
)
from dues.models import BankAccount, Entry, Invoice, Payment
from members.models import Firm, User
from records.models import Decision

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Received:
    """What is known of money that came in, before anybody says whose it is."""

    paid_on: date
    amount: Decimal
    currency: str
    payer: str = ""
    payer_account: str = ""
    text: str = ""
    method: str = PaymentMethod.TRANSFER


@transaction.atomic
def record_payments(*, payments: Sequence[Payment], by: User | None, at: datetime) -> list[Payment]:
    """Write payments, each booked from bank or cash to the payments not assigned yet.

    ``account`` of a payment names the bank account it came to; without one it is cash. Raises
    AmountNotPositive, BooksClosed.
    """
    if any(payment.amount <= 0 for payment in payments):
        raise AmountNotPositive
    for payment in payments:
        payment.recorded_at = at
    made = Payment.objects.bulk_create(payments, batch_size=posting.BATCH)
    accounts = account_ids()
    ledgers = dict(BankAccount.objects.values_list("pk", "ledger_id"))
    entries = [
        Entry(
            kind=EntryKind.PAYMENT,
            debit_id=(
                ledgers[payment.account_id] if payment.account_id else accounts[AccountRole.CASH]
            ),
            credit_id=accounts[AccountRole.UNASSIGNED],
            amount=payment.amount,
            booked_on=payment.paid_on,
            text=payment.payer[:300],
            payment=payment,
        )
        for payment in made
    ]
    posting.post(entries, by=by, at=at)
    return made


def record_payment(
    *, received: Received, account: BankAccount | None = None, by: User | None, at: datetime
) -> Payment:
    """One payment entered by hand; see :func:`record_payments`."""
    payment = Payment(
        account=account,
        method=received.method,
        paid_on=received.paid_on,
        amount=received.amount,
        currency=received.currency,
        payer=received.payer,
        payer_account=received.payer_account,
        text=received.text,
    )
    return record_payments(payments=[payment], by=by, at=at)[0]


@transaction.atomic
def assign_payment(
    *,
    payment: Payment,
    firm: Firm,
    parts: Mapping[Invoice, Decimal] | None = None,
    by: User | None,
    at: datetime,
) -> list[Entry]:
    """Say that what is left of ``payment`` is of ``firm``.

    ``parts`` says how much goes to which of its invoices; without it the oldest are paid first.
    What is over is kept as the firm's advance. Assigned already, nothing changes. Raises
    NothingLeft, PaymentSpent, OtherCurrency, AmountNotPositive.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    Firm.objects.select_for_update(no_key=True).get(pk=firm.pk)
    posting.hold_books()
    rest = unassigned(payment=payment).get(payment.pk, ZERO)
    if rest <= 0:
        return []
    wanted = dict(parts) if parts is not None else _oldest_first(firm, rest, payment.currency)
    _check_parts(wanted, rest, payment)
    accounts, on = account_ids(), posting.open_day(payment.paid_on)
    entries = [
        moved(payment, firm.pk, accounts, part, invoice, on)
        for invoice, part in wanted.items()
        if part
    ]
    over = rest - sum(wanted.values(), ZERO)
    if over > 0:
        entries.append(moved(payment, firm.pk, accounts, over, None, on))
    made = posting.post(entries, by=by, at=at, payment=payment.pk)
    if payment.firm_id != firm.pk:
        payment.firm = firm
        payment.save(update_fields=["firm"])
    return made


def _oldest_first(firm: Firm, rest: Decimal, currency: str) -> dict[Invoice, Decimal]:
    left = invoice_balances(firm=firm)
    found: dict[Invoice, Decimal] = {}
    open_ = Invoice.objects.filter(pk__in=left, firm=firm, currency=currency)
    for invoice in open_.order_by("due_on", "number"):
        part = min(rest, left[invoice.pk])
        if part > 0:
            found[invoice] = part
            rest -= part
    return found


def _check_parts(parts: Mapping[Invoice, Decimal], rest: Decimal, payment: Payment) -> None:
    if any(part < 0 for part in parts.values()):
        raise AmountNotPositive
    total = sum(parts.values(), ZERO)
    if total > rest:
        raise PaymentSpent(left=rest, amount=total)
    left = invoice_balances(invoice__in=list(parts))
    for invoice, part in parts.items():
        if invoice.currency != payment.currency:
            raise OtherCurrency(invoice=invoice.currency, payment=payment.currency)
        if part > left.get(invoice.pk, ZERO):
            raise NothingLeft(invoice=str(invoice), left=left.get(invoice.pk, ZERO), amount=part)


def moved(
    payment: Payment,
    firm: UUID,
    accounts: dict[str, int],
    amount: Decimal,
    invoice: Invoice | None,
    on: date,
) -> Entry:
    """From the payments not assigned to an invoice, or to the firm's advance; not saved.

    An invoice stays its own firm's, also where that goes on as another entry of the register. What
    was paid before it was issued settles it on that day: until then nothing was owed.
    """
    role = AccountRole.ADVANCE if invoice is None else AccountRole.RECEIVABLE
    return Entry(
        kind=EntryKind.ADVANCE if invoice is None else EntryKind.ALLOCATION,
        debit_id=accounts[AccountRole.UNASSIGNED],
        credit_id=accounts[role],
        amount=amount,
        booked_on=max(on, invoice.issued_on) if invoice else on,
        text=invoice.number if invoice else "",
        firm_id=invoice.firm_id if invoice else firm,
        invoice=invoice,
        payment=payment,
    )


@transaction.atomic
def release_payment(
    *, payment: Payment, on: date, reason: str, by: User | None, at: datetime
) -> list[Entry]:
    """Take back how a payment was assigned: it waits to be assigned again.

    What had become an advance because the invoice was taken back is no advance any more. Refused
    with AdvanceTooSmall where its advance has been used since. Not assigned, nothing changes.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    moved = list(
        payment.entries.filter(
            kind__in=[EntryKind.ALLOCATION, EntryKind.ADVANCE], reversal__isnull=True
        ).order_by("pk")
    )
    if not moved or payment.firm_id is None:
        return []
    posting.hold_books()
    back, anew = _advances_of(_owed_no_more(moved), on)
    back = [*moved, *back]
    _refuse_used(back, anew)
    made = posting.reverse(back, on=on, text=reason, by=by, at=at, payment=payment.pk)
    made += posting.post(anew, by=by, at=at, payment=payment.pk)
    payment.firm = None
    payment.save(update_fields=["firm"])
    return made


def _owed_no_more(moved: Sequence[Entry]) -> dict[UUID, Decimal]:
    """What of each invoice in ``moved`` would be open without them though it is not owed: it had
    become an advance when the invoice was taken back."""
    over: dict[UUID, Decimal] = defaultdict(Decimal)
    for entry in moved:
        if entry.invoice_id is not None:
            over[entry.invoice_id] += entry.amount
    for pk, left in invoice_balances(invoice__in=list(over)).items():
        over[pk] += left
    charged = Entry.objects.filter(
        kind__in=[EntryKind.CHARGE, EntryKind.OPENING], reversal__isnull=True
    )
    for entry in charged.filter(invoice__in=list(over)):
        over[entry.invoice_id] -= entry.amount  # type: ignore[index]  # filtered by it
    return {pk: amount for pk, amount in over.items() if amount > 0}


def _advances_of(over: Mapping[UUID, Decimal], on: date) -> tuple[list[Entry], list[Entry]]:
    """The entries by which ``over`` became an advance, the latest first, and for one of which a
    part stays its entry anew, not saved."""
    rest, back, anew = dict(over), list[Entry](), list[Entry]()
    made = Entry.objects.filter(
        invoice__in=list(over),
        kind=EntryKind.ADVANCE,
        payment__isnull=True,
        reversal__isnull=True,
    )
    for entry in made.order_by("-pk"):
        part = min(entry.amount, rest[entry.invoice_id])  # type: ignore[index]  # filtered by it
        if part <= 0:
            continue
        rest[entry.invoice_id] -= part  # type: ignore[index]  # filtered by it
        back.append(entry)
        if part < entry.amount:
            anew.append(
                Entry(
                    kind=EntryKind.ADVANCE,
                    debit_id=entry.debit_id,
                    credit_id=entry.credit_id,
                    amount=entry.amount - part,
                    booked_on=on,
                    text=entry.text,
                    firm_id=entry.firm_id,
                    invoice_id=entry.invoice_id,
                )
            )
    return back, anew


def _refuse_used(back: Sequence[Entry], anew: Sequence[Entry]) -> None:
    """Refuse to take from an advance more than there is."""
    needed: dict[UUID, Decimal] = defaultdict(Decimal)
    for entry in back:
        if entry.kind == EntryKind.ADVANCE:
            needed[entry.firm_id] += entry.amount  # type: ignore[index]  # an advance is a firm's
    for entry in anew:
        needed[entry.firm_id] -= entry.amount  # type: ignore[index]  # an advance is a firm's
    held = advances(firm__in=list(needed))
    for firm, amount in needed.items():
        if amount > held.get(firm, ZERO):
            raise AdvanceTooSmall(left=held.get(firm, ZERO), amount=amount)


@transaction.atomic
def cancel_payment(
    *, payment: Payment, on: date, reason: str, by: User | None, at: datetime
) -> None:
    """Take back a payment that never came, or was entered twice; first it has to be released.

    Raises PaymentSpent where it is assigned, EntryReversed where it was taken back before.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    posting.hold_books()
    # One that was brought back stands in the books again, by another entry.
    booked = payment.entries.filter(kind=EntryKind.PAYMENT, reversal__isnull=True).first()
    rest = unassigned(payment=payment).get(payment.pk, ZERO)
    if booked is None:
        raise EntryReversed
    if rest != payment.amount:
        raise PaymentSpent(left=rest, amount=payment.amount)
    posting.reverse([booked], on=on, text=reason, by=by, at=at, payment=payment.pk)


@transaction.atomic
def refund(
    *,
    firm: Firm,
    amount: Decimal,
    account: BankAccount,
    on: date,
    text: str,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Entry:
    """Pay back to ``firm`` from its advance. Raises AmountNotPositive, AdvanceTooSmall."""
    firm = Firm.objects.select_for_update(no_key=True).get(pk=firm.pk)
    posting.hold_books()
    held = advances(firm=firm).get(firm.pk, ZERO)
    if amount <= 0:
        raise AmountNotPositive
    if amount > held:
        raise AdvanceTooSmall(left=held, amount=amount)
    entry = Entry(
        kind=EntryKind.REFUND,
        debit=account_for(AccountRole.ADVANCE),
        credit_id=account.ledger_id,
        amount=amount,
        booked_on=on,
        text=text,
        firm=firm,
        decision=decision,
    )
    return posting.post([entry], by=by, at=at, refund=str(firm.pk))[0]
