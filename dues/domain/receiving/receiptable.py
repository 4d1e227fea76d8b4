"""Of which payments a dues receipt is due: how much of each has settled dues.

A receipt is for dues received and nothing else, so what lies as an advance or went to other income
has none. Money has no name once it lies as an advance: what advances settle is taken from the
oldest of them. Entries that were taken back count as never made.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from dues.domain.balances import role_ids
from dues.enums import AccountRole, EntryKind, ReceiptState
from dues.models import Entry, Payment, Receipt

Settled = dict[UUID, Decimal]
"""What of each payment has settled dues."""

ZERO = Decimal(0)
FIELDS = ("kind", "debit_id", "credit_id", "amount", "firm_id", "invoice_id", "payment_id")


@dataclass(slots=True)
class _Layers:
    """Whose payments lie where; a payment of None is money from before these books."""

    receivable: set[int]
    advance: set[int]
    settled: dict[UUID, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    ahead: dict[UUID, deque[list[Any]]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, row: tuple[Any, ...]) -> None:
        kind, debit, credit, amount, firm, invoice, payment = row
        if kind == EntryKind.ALLOCATION and payment is not None:
            self.settled[invoice].append([payment, amount])
        elif kind == EntryKind.ALLOCATION and debit in self.advance:
            self.settled[invoice] += self._from_ahead(firm, amount)
        elif kind == EntryKind.ADVANCE and debit in self.receivable:
            self.ahead[firm].extend(self._from_invoice(invoice, amount))
        elif credit in self.advance:
            self.ahead[firm].append([payment, amount])
        elif debit in self.advance:
            self._from_ahead(firm, amount)

    def _from_ahead(self, firm: UUID, amount: Decimal) -> list[list[Any]]:
        """The oldest first."""
        taken = []
        rows = self.ahead[firm]
        while amount > 0 and rows:
            part = min(amount, rows[0][1])
            taken.append([rows[0][0], part])
            rows[0][1] -= part
            amount -= part
            if rows[0][1] == 0:
                rows.popleft()
        return taken

    def _from_invoice(self, invoice: UUID, amount: Decimal) -> list[list[Any]]:
        """What came last goes first: an invoice that was taken back, or paid too often."""
        taken = []
        rows = self.settled[invoice]
        while amount > 0 and rows:
            part = min(amount, rows[-1][1])
            taken.append([rows[-1][0], part])
            rows[-1][1] -= part
            amount -= part
            if rows[-1][1] == 0:
                rows.pop()
        return taken


def settled_by_payment(*, firms: Iterable[UUID] | None = None) -> Settled:
    """What of each payment has settled dues; of ``firms``, or of all."""
    receivable, advance = role_ids(AccountRole.RECEIVABLE), role_ids(AccountRole.ADVANCE)
    touching = Q(credit__in=[*receivable, *advance]) | Q(debit__in=advance)
    moved = Q(debit__in=receivable, kind=EntryKind.ADVANCE)
    rows = Entry.objects.filter(touching | moved, reversal__isnull=True, firm__isnull=False)
    rows = rows.exclude(kind__in=[EntryKind.REVERSAL, EntryKind.WRITE_OFF])
    if firms is not None:
        rows = rows.filter(firm__in=list(firms))
    layers = _Layers(set(receivable), set(advance))
    for row in rows.order_by("pk").values_list(*FIELDS).iterator(chunk_size=5_000):
        layers.take(row)
    found: dict[UUID, Decimal] = defaultdict(Decimal)
    for parts in layers.settled.values():
        for payment, amount in parts:
            if payment is not None:
                found[payment] += amount
    return dict(found)


@dataclass(frozen=True, slots=True)
class Due:
    """A receipt to be issued: what of a payment settled dues and has no receipt yet."""

    payment: Payment
    amount: Decimal
    periods: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A receipt for more than the payment has settled: it has to be voided."""

    receipt: Receipt
    settled: Decimal


def receipts_due(
    *, firms: Iterable[UUID] | None = None, settled: Settled | None = None
) -> list[Due]:
    """All receipts to be issued, the earliest payment first; ``settled`` where it is known."""
    settled = settled_by_payment(firms=firms) if settled is None else settled
    stand = standing_sums()
    lacking = {pk: sum_ - stand.get(pk, ZERO) for pk, sum_ in settled.items()}
    wanted = [pk for pk, amount in lacking.items() if amount > 0]
    payments = _payments(wanted)
    periods = _periods(wanted)
    return [
        Due(payment, lacking[payment.pk], periods.get(payment.pk, ""))
        for payment in sorted(payments, key=_by_day)
        if payment.firm_id is not None
    ]


def _by_day(payment: Payment) -> tuple[Any, ...]:
    code = payment.firm.registration_code if payment.firm else ""
    return payment.paid_on, payment.recorded_at, code


def receipts_wrong(*, settled: Settled | None = None) -> list[Wrong]:
    """Receipts that stand for more than their payment has settled: released or taken back since."""
    settled = settled_by_payment() if settled is None else settled
    too_much = [pk for pk, sum_ in standing_sums().items() if sum_ > settled.get(pk, ZERO)]
    rows = Receipt.objects.filter(payment__in=too_much, state=ReceiptState.ISSUED)
    return [
        Wrong(receipt, settled.get(receipt.payment_id, ZERO))
        for receipt in rows.select_related("firm", "payment").order_by("issued_on", "number")
    ]


def standing_sums() -> dict[UUID, Decimal]:
    """What the receipts of each payment that stand come to."""
    found: dict[UUID, Decimal] = defaultdict(Decimal)
    rows = Receipt.objects.filter(state=ReceiptState.ISSUED).order_by()
    for payment, amount in rows.values_list("payment_id", "amount"):
        found[payment] += amount
    return dict(found)


def _payments(keys: Sequence[UUID]) -> list[Payment]:
    found: list[Payment] = []
    for start in range(0, len(keys), 5_000):
        rows = Payment.objects.filter(pk__in=keys[start : start + 5_000])
        found += rows.select_related("firm__membership")
    return found


def _periods(keys: Sequence[UUID]) -> dict[UUID, str]:
    """The years that the payments' own invoices are for, such as ``2026, 2027``."""
    years: dict[UUID, set[int]] = defaultdict(set)
    for start in range(0, len(keys), 5_000):
        rows = Entry.objects.filter(
            payment__in=keys[start : start + 5_000],
            kind=EntryKind.ALLOCATION,
            reversal__isnull=True,
        ).order_by()
        for payment, begins, issued in rows.values_list(
            "payment_id", "invoice__run__from_on", "invoice__issued_on"
        ):
            years[payment].add((begins or issued).year)
    return {pk: ", ".join(map(str, sorted(found))) for pk, found in years.items()}
