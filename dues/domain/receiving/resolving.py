"""What becomes of money that waits: whose it is, that it is no dues, or that it does not count.

Each can be undone. The line of the bank's statement follows: it says where the movement went.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from dues.domain import paying, posting
from dues.domain.balances import debit_less_credit, role_ids, unassigned
from dues.domain.books import account_for
from dues.domain.matching.known import Known, read_known
from dues.domain.matching.scoring import Line, propose
from dues.domain.receiving.assigning import Assignment, assign_payments
from dues.domain.receiving.payer_accounts import forget_account, learn_account, learn_accounts
from dues.enums import AccountRole, EntryKind, LineState
from dues.errors import (
    LineSettled,
    NotAnAccountForThis,
    ProposalOutdated,
    ReasonMissing,
)
from dues.models import Account, Entry, Invoice, Payment, StatementLine
from members.domain.days import local_day
from members.models import Firm, User
from records.domain import log

STREAM = "dues"
ZERO = Decimal(0)
BOOKABLE = (AccountRole.OTHER_INCOME, AccountRole.EXPENSE)


def waiting() -> QuerySet[Payment]:
    """Payments of which something is not assigned, the oldest first."""
    role = role_ids(AccountRole.UNASSIGNED)
    rows = Entry.objects.filter(Q(debit__in=role) | Q(credit__in=role), payment__isnull=False)
    # Where nobody has said whose it is, what came in stands there; a few rows out of all.
    rows = rows.filter(payment__firm__isnull=True)
    sums = rows.order_by().values("payment").annotate(sum=debit_less_credit(role)).exclude(sum=0)
    return Payment.objects.filter(pk__in=sums.values("payment")).order_by(
        "paid_on", "recorded_at", "line"
    )


@transaction.atomic
def accept_payment(
    *,
    payment: Payment,
    firm: Firm,
    parts: Mapping[Invoice, Decimal] | None = None,
    by: User | None,
    at: datetime,
) -> list[Entry]:
    """The payment is of ``firm``: see :func:`dues.domain.paying.assign_payment`. The account that
    it came from is the firm's from now on. Raises what that raises, and LineSettled."""
    _refuse_settled(payment)
    made = paying.assign_payment(payment=payment, firm=firm, parts=parts, by=by, at=at)
    if made:
        learn_account(payment, firm, at)
        _set_line(payment, LineState.ASSIGNED)
    return made


@transaction.atomic
def accept_proposals(
    *, payments: Sequence[Payment], least: int, by: User | None, at: datetime
) -> int:
    """Accept of each payment the best proposal where it scores ``least`` or more, reckoned anew
    since what was open when the file was read may be paid now; how many were accepted."""
    pks = [payment.pk for payment in payments]
    rows = list(
        waiting()
        .select_for_update(of=("self",), no_key=True)
        .filter(pk__in=pks)
        .select_related("line")
    )
    known = read_known(local_day(at))
    assignments = []
    for payment in rows:
        proposals = propose(line_of(payment), known)
        if proposals and proposals[0].score >= least:
            known.take(proposals[0].parts)
            assignments.append(Assignment(payment, proposals[0].firm, proposals[0].parts))
    assign_payments(assignments=assignments, by=by, at=at)
    learn_accounts([(each.payment, each.firm) for each in assignments], at)
    lines = [each.payment.line_id for each in assignments if each.payment.line_id]
    StatementLine.objects.filter(pk__in=lines).update(state=LineState.ASSIGNED)
    return len(assignments)


def line_of(payment: Payment) -> Line:
    return Line(
        payment.amount, payment.currency, payment.payer, payment.payer_account, payment.text
    )


@transaction.atomic
def propose_again(*, at: datetime) -> int:
    """Look anew at all lines that wait; for how many of them the proposals are others now."""
    known = read_known(local_day(at))
    lines = StatementLine.objects.select_for_update(no_key=True).filter(
        state=LineState.OPEN, amount__gt=0
    )
    changed = []
    for line in lines.select_related("account").only(
        "amount", "payer", "payer_account", "text", "proposals", "account__currency"
    ):
        found = proposals_for(line, line.account.currency, known)
        if found != line.proposals:
            line.proposals = found
            changed.append(line)
    StatementLine.objects.bulk_update(changed, ["proposals"], batch_size=500)
    return len(changed)


def proposals_for(line: StatementLine, currency: str, known: Known) -> list[dict[str, Any]]:
    said = Line(line.amount, currency, line.payer, line.payer_account, line.text)
    return [proposal.as_data() for proposal in propose(said, known)]


def parts_of(proposal: Mapping[str, Any]) -> dict[Invoice, Decimal]:
    """The parts of a proposal as it is stored, with their invoices."""
    said = {UUID(pk): Decimal(part) for pk, part in proposal["parts"]}
    invoices = Invoice.objects.in_bulk(said)
    if len(invoices) != len(said):
        raise ProposalOutdated
    return {invoices[pk]: part for pk, part in said.items()}


def _refuse_settled(payment: Payment) -> None:
    line = payment.line
    if line is not None and line.state in (LineState.BOOKED, LineState.IGNORED):
        raise LineSettled


def _set_line(payment: Payment, state: LineState, note: str = "") -> None:
    if payment.line_id is not None:
        StatementLine.objects.filter(pk=payment.line_id).update(state=state, note=note[:200])
        payment.refresh_from_db(fields=["line"])


def _locked(payment: Payment) -> Payment:
    rows = Payment.objects.select_for_update(of=("self",), no_key=True).select_related("line")
    return rows.get(pk=payment.pk)


@transaction.atomic
def book_payment(
    *, payment: Payment, account: Account, text: str, by: User | None, at: datetime
) -> list[Entry]:
    """The money is no dues: it goes to ``account``, of other income, or of expense where something
    paid was given back. Booked already, nothing changes. Raises NotAnAccountForThis, LineSettled,
    PaymentSpent where it is assigned."""
    payment = _locked(payment)
    rest = unassigned(payment=payment).get(payment.pk, ZERO)
    if account.role not in BOOKABLE:
        raise NotAnAccountForThis(account=str(account))
    if payment.firm_id is not None or rest != payment.amount:
        if payment.line is not None and payment.line.state == LineState.BOOKED:
            return []
        raise LineSettled
    income = account.role == AccountRole.OTHER_INCOME
    entry = Entry(
        kind=EntryKind.OTHER_INCOME if income else EntryKind.EXPENSE,
        debit=account_for(AccountRole.UNASSIGNED),
        credit=account,
        amount=rest,
        booked_on=posting.open_day(payment.paid_on),
        text=text[:300],
        payment=payment,
    )
    made = posting.post([entry], by=by, at=at, payment=payment.pk)
    if payment.line_id is not None:
        StatementLine.objects.filter(pk=payment.line_id).update(
            state=LineState.BOOKED, entry=made[0], note=text[:200]
        )
    return made


@transaction.atomic
def set_aside_payment(
    *, payment: Payment, on: date, reason: str, by: User | None, at: datetime
) -> None:
    """It does not count: between own accounts, entered twice, sent back by the bank. Set aside
    already, nothing changes. Raises ReasonMissing, PaymentSpent."""
    if not reason.strip():
        raise ReasonMissing
    payment = _locked(payment)
    if payment.line is not None and payment.line.state == LineState.IGNORED:
        return
    paying.cancel_payment(payment=payment, on=on, reason=reason, by=by, at=at)
    _set_line(payment, LineState.IGNORED, reason)
    payload = {"payment": payment.pk, "amount": payment.amount}
    log.record(stream=STREAM, event="payment_set_aside", payload=payload, by=by, at=at)


@transaction.atomic
def undo_payment(
    *, payment: Payment, on: date, reason: str, by: User | None, at: datetime
) -> list[Entry]:
    """Whatever was said of a payment is taken back: it waits again. Waiting, nothing changes.

    What it had settled is reversed on ``on``; set aside, it is booked in again. Raises
    ReasonMissing, AdvanceTooSmall where its advance has been used since.
    """
    if not reason.strip():
        raise ReasonMissing
    payment = _locked(payment)
    firm, state = payment.firm_id, payment.line.state if payment.line else ""
    if firm is not None:
        made = paying.release_payment(payment=payment, on=on, reason=reason, by=by, at=at)
        forget_account(payment, firm)
    elif unassigned(payment=payment).get(payment.pk, ZERO) > 0:
        return []
    else:
        made = _unbook(payment, on=on, reason=reason, by=by, at=at)
    if state and payment.line_id is not None:
        StatementLine.objects.filter(pk=payment.line_id).update(
            state=LineState.OPEN, entry=None, note=""
        )
    return made


def _unbook(
    payment: Payment, *, on: date, reason: str, by: User | None, at: datetime
) -> list[Entry]:
    """Reverse what it was booked as, or book it in again where it was set aside."""
    standing = payment.entries.exclude(kind=EntryKind.REVERSAL).filter(reversal__isnull=True)
    booked = list(standing.exclude(kind=EntryKind.PAYMENT).order_by("pk"))
    if booked:
        # A payment that was sent back: the movement by which it went out waits again as well.
        StatementLine.objects.filter(entry__in=booked).update(
            state=LineState.OPEN, entry=None, note=""
        )
        return posting.reverse(booked, on=on, text=reason, by=by, at=at, payment=payment.pk)
    first = payment.entries.filter(kind=EntryKind.PAYMENT).earliest("pk")
    again = Entry(
        kind=EntryKind.PAYMENT,
        debit_id=first.debit_id,
        credit_id=first.credit_id,
        amount=first.amount,
        booked_on=on,
        text=reason[:300],
        payment=payment,
    )
    return posting.post([again], by=by, at=at, payment=payment.pk)
