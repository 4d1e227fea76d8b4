"""Movements of a statement by which money went out: expenses, refunds, payments sent back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from dues.domain import closing, paying, posting
from dues.domain.balances import unassigned
from dues.domain.books import account_for
from dues.enums import AccountRole, EntryKind, LineState
from dues.errors import (
    LineSettled,
    NotAnAccountForThis,
    PaymentSpent,
    ReasonMissing,
    RefundDiffers,
)
from dues.models import Account, Entry, Payment, StatementLine
from members.models import Firm, User
from records.domain import log

STREAM = "dues"


def _open_line(line: StatementLine) -> StatementLine:
    """Locked, and still to be dealt with. Raises LineSettled; also for what came in."""
    rows = StatementLine.objects.select_for_update(of=("self",), no_key=True).select_related(
        "account__ledger"
    )
    line = rows.get(pk=line.pk)
    if line.state != LineState.OPEN or line.amount >= 0:
        raise LineSettled
    return line


def _settle(line: StatementLine, entry: Entry | None, state: LineState, note: str = "") -> None:
    line.state, line.entry, line.note = state, entry, note[:200]
    line.save(update_fields=["state", "entry", "note"])


@transaction.atomic
def book_line(
    *, line: StatementLine, account: Account, text: str, by: User | None, at: datetime
) -> Entry:
    """An expense, paid from the bank on the day of the movement. Raises LineSettled,
    NotAnAccountForThis, BooksClosed."""
    line = _open_line(line)
    if account.role != AccountRole.EXPENSE:
        raise NotAnAccountForThis(account=str(account))
    entry = closing.book_expense(
        account=account,
        paid_from=line.account.ledger,
        amount=-line.amount,
        on=line.booked_on,
        text=(text or line.payer or line.text)[:300],
        by=by,
        at=at,
    )
    _settle(line, entry, LineState.BOOKED, text)
    return entry


@transaction.atomic
def refund_line(
    *, line: StatementLine, firm: Firm, text: str, by: User | None, at: datetime
) -> Entry:
    """What a firm had paid ahead went back to it. Raises LineSettled, AdvanceTooSmall."""
    line = _open_line(line)
    entry = paying.refund(
        firm=firm,
        amount=-line.amount,
        account=line.account,
        on=line.booked_on,
        text=(text or line.text)[:300],
        by=by,
        at=at,
    )
    _settle(line, entry, LineState.BOOKED, text)
    return entry


def refunds_without_line(line: StatementLine) -> QuerySet[Entry]:
    """Refunds booked by hand from the same account that a movement of theirs has not met yet."""
    return (
        Entry.objects.filter(
            kind=EntryKind.REFUND,
            credit=line.account.ledger_id,
            amount=-line.amount,
            lines__isnull=True,
            reversal__isnull=True,
        )
        .select_related("firm")
        .order_by("booked_on", "pk")
    )


@transaction.atomic
def link_refund(
    *, line: StatementLine, entry: Entry, by: User | None, at: datetime
) -> StatementLine:
    """The movement is that of a refund in the books already: nothing more is booked. Raises
    RefundDiffers, LineSettled."""
    line = _open_line(line)
    if entry.amount != -line.amount:
        raise RefundDiffers(refund=entry.amount, line=-line.amount)
    if not refunds_without_line(line).filter(pk=entry.pk).exists():
        raise LineSettled
    _settle(line, entry, LineState.BOOKED)
    payload = {"line": line.pk, "entry": entry.pk}
    log.record(stream=STREAM, event="refund_met", payload=payload, by=by, at=at)
    return line


@transaction.atomic
def send_back(
    *, line: StatementLine, payment: Payment, text: str, by: User | None, at: datetime
) -> Entry:
    """A payment of which nobody knew whose it was went back to the payer. Raises LineSettled,
    RefundDiffers, PaymentSpent."""
    line = _open_line(line)
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    posting.hold_books()
    rest = unassigned(payment=payment).get(payment.pk, Decimal(0))
    if rest != -line.amount:
        raise RefundDiffers(refund=rest, line=-line.amount)
    if payment.firm_id is not None:
        raise PaymentSpent(left=rest, amount=-line.amount)
    entry = Entry(
        kind=EntryKind.REFUND,
        debit=account_for(AccountRole.UNASSIGNED),
        credit_id=line.account.ledger_id,
        amount=rest,
        booked_on=line.booked_on,
        text=(text or payment.payer)[:300],
        payment=payment,
    )
    made = posting.post([entry], by=by, at=at, payment=payment.pk)[0]
    _settle(line, made, LineState.BOOKED, text)
    if payment.line_id is not None:
        StatementLine.objects.filter(pk=payment.line_id).update(
            state=LineState.BOOKED, entry=made, note=text[:200]
        )
    return made


@transaction.atomic
def set_aside_line(
    *, line: StatementLine, reason: str, by: User | None, at: datetime
) -> StatementLine:
    """Nothing of it belongs in these books. Raises ReasonMissing, LineSettled."""
    if not reason.strip():
        raise ReasonMissing
    line = _open_line(line)
    _settle(line, None, LineState.IGNORED, reason)
    payload = {"line": line.pk, "amount": line.amount}
    log.record(stream=STREAM, event="line_set_aside", payload=payload, by=by, at=at)
    return line


@transaction.atomic
def undo_line(
    *, line: StatementLine, on: date, reason: str, by: User | None, at: datetime
) -> StatementLine:
    """What was said of a movement is taken back; an entry that was made for it is reversed. Open,
    nothing changes. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    line = StatementLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if line.state == LineState.OPEN or line.amount >= 0:
        return line
    entry = line.entry
    if entry is not None and not Entry.objects.filter(reverses=entry).exists():
        posting.reverse([entry], on=on, text=reason, by=by, at=at)
        StatementLine.objects.filter(entry=entry).exclude(pk=line.pk).update(
            state=LineState.OPEN, entry=None, note=""
        )
    _settle(line, None, LineState.OPEN)
    payload = {"line": line.pk, "reason": reason}
    log.record(stream=STREAM, event="line_undone", payload=payload, by=by, at=at)
    return line
