"""What a firm's own people see of its dues: what to pay by when and how, and what was paid."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dues.domain.arrears import arrears_on
from dues.domain.balances import advances, invoice_balances, role_ids
from dues.domain.collecting.reminder_history import SENT
from dues.domain.papers import pay_codes
from dues.domain.papers.invoice_papers import account_for_invoices
from dues.enums import AccountRole, EntryKind
from dues.models import (
    BankAccount,
    CreditNote,
    Entry,
    Instalment,
    Invoice,
    Payment,
    Receipt,
    Reminder,
)
from members.models import Firm

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """An agreed instalment, and what is left of it when payments count for the earliest first."""

    due_on: date
    amount: Decimal
    left: Decimal


@dataclass(slots=True)
class Claim:
    """An invoice with what is left of it; ``to_pay`` by ``pay_by`` is what comes next."""

    invoice: Invoice
    left: Decimal
    overdue: Decimal = ZERO
    steps: list[Step] = field(default_factory=list)
    notes: list[CreditNote] = field(default_factory=list)
    account: BankAccount | None = None

    @property
    def is_open(self) -> bool:
        return self.left > 0

    @property
    def pay_by(self) -> date:
        waiting = [step.due_on for step in self.steps if step.left > 0]
        return waiting[0] if waiting else self.invoice.due_on

    @property
    def to_pay(self) -> Decimal:
        """All that is overdue, or the next instalment, or the whole."""
        waiting = [step.left for step in self.steps if step.left > 0]
        return self.overdue or (waiting[0] if waiting else self.left)

    @property
    def code(self) -> SafeString | None:
        """The QR for what comes next."""
        if self.account is None:
            return None
        return pay_codes.payment_code(
            amount=self.to_pay,
            currency=self.invoice.currency,
            references=[self.invoice.reference],
            account=self.account,
            language=(get_language() or "zh").split("-")[0],
        )


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment, the invoices it went to, and what of it was kept ahead."""

    payment: Payment
    parts: list[tuple[Invoice, Decimal]]
    ahead: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """In one line: what is open, overdue and paid ahead on a day."""

    currency: str
    open: Decimal
    overdue: Decimal
    since: date | None
    advance: Decimal
    billed: bool
    next: Claim | None

    @property
    def state(self) -> str:
        """``overdue``, ``due``, ``paid``, or ``none`` where nothing was ever asked for."""
        if self.overdue:
            return "overdue"
        if self.open:
            return "due"
        return "paid" if self.billed else "none"


def entries_of(firm: Firm) -> list[uuid.UUID]:
    """The firm and the entries of the register that go on as it: their invoices stay theirs."""
    return [firm.pk, *firm.duplicates.values_list("pk", flat=True)]


def claims_of(firm: Firm, *, day: date) -> list[Claim]:
    """All invoices: the open ones first, by the day on which the next of them is due."""
    firms = entries_of(firm)
    left = invoice_balances(firm__in=firms)
    late = arrears_on(day, firm__in=firms)
    overdue = {claim.invoice: claim.amount for row in late.values() for claim in row.claims}
    invoices = list(Invoice.objects.filter(firm__in=firms).order_by("-issued_on", "-number"))
    plans, notes = _plans(invoices), _notes(invoices)
    accounts = {key: account_for_invoices(key) for key in {row.currency for row in invoices}}
    found = [
        Claim(
            invoice=row,
            left=left.get(row.pk, ZERO),
            overdue=overdue.get(row.pk, ZERO),
            steps=_steps(plans[row.pk], left.get(row.pk, ZERO)),
            notes=notes[row.pk],
            account=accounts[row.currency],
        )
        for row in invoices
    ]
    waiting = sorted((c for c in found if c.is_open), key=lambda c: (c.pay_by, c.invoice.number))
    return [*waiting, *(claim for claim in found if not claim.is_open)]


def _plans(invoices: Sequence[Invoice]) -> dict[uuid.UUID, list[Instalment]]:
    found: dict[uuid.UUID, list[Instalment]] = defaultdict(list)
    for row in Instalment.objects.filter(invoice__in=invoices, superseded_at__isnull=True).order_by(
        "due_on"
    ):
        found[row.invoice_id].append(row)
    return found


def _notes(invoices: Sequence[Invoice]) -> dict[uuid.UUID, list[CreditNote]]:
    found: dict[uuid.UUID, list[CreditNote]] = defaultdict(list)
    for row in CreditNote.objects.filter(invoice__in=invoices).order_by("issued_on", "number"):
        found[row.invoice_id].append(row)
    return found


def _steps(plan: Sequence[Instalment], left: Decimal) -> list[Step]:
    paid = sum((row.amount for row in plan), ZERO) - left
    steps = []
    for row in plan:
        covered = min(max(paid, ZERO), row.amount)
        paid -= covered
        steps.append(Step(row.due_on, row.amount, row.amount - covered))
    return steps


def sums_of(firm: Firm, claims: Sequence[Claim], *, day: date, currency: str) -> Sums:
    """``currency`` is the association's; an invoice's own comes first."""
    waiting = [claim for claim in claims if claim.is_open]
    late = [claim for claim in waiting if claim.overdue]
    return Sums(
        currency=claims[0].invoice.currency if claims else currency,
        open=sum((claim.left for claim in waiting), ZERO),
        overdue=sum((claim.overdue for claim in late), ZERO),
        since=min((claim.pay_by for claim in late), default=None),
        advance=sum(advances(firm__in=entries_of(firm)).values(), ZERO),
        billed=bool(claims),
        next=waiting[0] if waiting else None,
    )


def payments_of(firm: Firm) -> list[Paid]:
    """The latest first. What was released and assigned anew shows as it stands now."""
    rows = list(Payment.objects.filter(firm__in=entries_of(firm)))
    parts: dict[uuid.UUID, list[tuple[Invoice, Decimal]]] = defaultdict(list)
    ahead: dict[uuid.UUID, Decimal] = defaultdict(Decimal)
    moved = Entry.objects.filter(
        payment__in=rows,
        kind__in=[EntryKind.ALLOCATION, EntryKind.ADVANCE],
        reversal__isnull=True,
    )
    for entry in moved.select_related("invoice").order_by("booked_on", "pk"):
        assert entry.payment_id is not None  # as filtered
        if entry.invoice is None:
            ahead[entry.payment_id] += entry.amount
        else:
            parts[entry.payment_id].append((entry.invoice, entry.amount))
    return [Paid(row, parts[row.pk], ahead[row.pk]) for row in rows]


def paid_from_advance(firm: Firm) -> list[Entry]:
    """Invoices, or parts of them, that what was paid ahead has settled."""
    rows = Entry.objects.filter(
        kind=EntryKind.ALLOCATION,
        debit__in=role_ids(AccountRole.ADVANCE),
        firm__in=entries_of(firm),
        invoice__isnull=False,
        reversal__isnull=True,
    )
    return list(rows.select_related("invoice").order_by("-booked_on", "-pk"))


def receipts_of(firm: Firm) -> list[Receipt]:
    rows = Receipt.objects.filter(firm__in=entries_of(firm))
    return list(rows.select_related("payment", "document").order_by("-payment__paid_on"))


def reminders_of(firm: Firm) -> list[Reminder]:
    """Those whose letter went out."""
    rows = Reminder.objects.filter(SENT, firm__in=entries_of(firm))
    return list(rows.select_related("level", "letter").order_by("-reminded_on"))
