"""Receipts as a table for the platform, and the same table read back with its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dues.domain.amounts import read_amount
from dues.domain.receiving.receiptable import Due, receipts_due
from dues.domain.receiving.receipting import Issued, record_receipt
from dues.errors import AmountRefused, ReceiptRowUnclear, ReceiptsUnreadable
from dues.models import Payment
from members.domain.importing.import_subjects import date_of, in_all_languages
from members.domain.importing.import_subjects import folded as fold_heading
from members.domain.importing.sheets import read_table
from members.models import User
from records.errors import ActRefused

COLUMNS: dict[str, str | Promise] = {
    "id": gettext_lazy("Our id"),
    "payer": gettext_lazy("Payer"),
    "code": gettext_lazy("Unified social credit code"),
    "item": gettext_lazy("Item"),
    "amount": gettext_lazy("Amount"),
    "period": gettext_lazy("Period"),
    "paid_on": gettext_lazy("Paid on"),
    "remark": gettext_lazy("Remark"),
    "record_code": gettext_lazy("Record code"),
    "number": gettext_lazy("Receipt number"),
    "check_code": gettext_lazy("Check code"),
    "issued_on": gettext_lazy("Issued on"),
}
ALIASES = {
    "payer": ("缴款人", "缴款单位", "付款人", "交款人"),
    "code": ("统一社会信用代码", "缴款人代码", "信用代码"),
    "amount": ("金额", "票据金额", "合计金额", "金额元"),
    "record_code": ("票据代码", "电子票据代码", "备案码"),
    "number": ("票据号码", "电子票据号码", "票号"),
    "check_code": ("校验码",),
    "issued_on": ("开票日期", "开具日期"),
    "id": ("业务流水号", "业务单号"),
}
HEADINGS_WITHIN = 20
ITEM = "会费"
"""As the platform names it, whatever the reader's language."""


def rows_for_platform(due: Iterable[Due]) -> list[list[str]]:
    """The lines of :data:`COLUMNS`, the platform's own columns empty."""
    return [
        [
            str(row.payment.pk),
            row.payment.firm.name.zh or str(row.payment.firm),
            row.payment.firm.registration_code,
            ITEM,
            f"{row.amount:.2f}",
            row.periods,
            row.payment.paid_on.isoformat(),
            row.payment.text[:100],
            *[""] * 4,
        ]
        for row in due
        if row.payment.firm is not None
    ]


@dataclass(slots=True)
class ReadBack:
    """``refused`` are rows that were not taken, by their number in the file, with the reason."""

    recorded: int = 0
    without_number: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def read_back(*, content: bytes, name: str, by: User | None, at: datetime) -> ReadBack:
    """Record the receipts of a file: each row by our id, or else by payer and amount.

    A row that fits more than one payment, or none, is refused and told; the others are taken. Read
    again, nothing changes. Raises ReceiptsUnreadable, and what reading a table raises.
    """
    table = read_table(content=content, name=name)
    start, places = _places(table.lines, name)
    found, index = ReadBack(), _Index(receipts_due())
    for number, line in enumerate(table.lines[start:], start + 1):
        row = {key: line[place] for key, place in places.items() if place < len(line)}
        if not any(row.values()):
            continue
        if not row.get("number"):
            found.without_number += 1
            continue
        try:
            with transaction.atomic():
                _record(row, index, by=by, at=at)
        except ActRefused as refused:
            found.refused.append((number, str(refused)))
        else:
            found.recorded += 1
    return found


def _places(lines: Sequence[Sequence[str]], name: str) -> tuple[int, dict[str, int]]:
    """The row after the headings, and where each of our columns stands."""
    best: dict[str, int] = {}
    start = 0
    for number, line in enumerate(lines[:HEADINGS_WITHIN]):
        places = {
            key: place
            for key in COLUMNS
            for place, heading in reversed(list(enumerate(line)))
            if heading and _is_called(key, heading)
        }
        if len(places) > len(best):
            best, start = places, number + 1
    lacking = [str(COLUMNS[key]) for key in ("number",) if key not in best]
    if not {"id"} & best.keys() and not {"payer", "amount"} <= best.keys():
        lacking.append(f"{COLUMNS['id']} / {COLUMNS['payer']} + {COLUMNS['amount']}")
    if lacking:
        raise ReceiptsUnreadable(name=name, columns=", ".join(lacking))
    return start, best


def _is_called(key: str, heading: str) -> bool:
    plain = fold_heading(heading)
    return plain in in_all_languages(COLUMNS[key]) or plain in map(
        fold_heading, ALIASES.get(key, ())
    )


@dataclass(slots=True)
class _Index:
    """Receipts to be issued by what a row may say of them."""

    due: list[Due]
    by_payer: dict[tuple[str, Decimal], list[Due]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_payer = defaultdict(list)
        for row in self.due:
            firm = row.payment.firm
            if firm is not None:
                for name in {*firm.name.values(), firm.registration_code}:
                    self.by_payer[fold_heading(name), row.amount].append(row)

    def find(self, row: dict[str, str], amount: Decimal | None) -> Payment:
        if row.get("id"):
            return _payment_of(row["id"])
        keys = [row.get("code", ""), row.get("payer", "")]
        for key in filter(None, keys):
            found = self.by_payer.get((fold_heading(key), amount or Decimal(0)), [])
            if len(found) > 1:
                raise ReceiptRowUnclear(_("It fits several payments. Add our id to the row."))
            if found:
                # Taken: the next row of the same payer and amount is another payment's.
                return found.pop().payment
        raise ReceiptRowUnclear(_("No receipt of this payer and amount is to be issued."))


def _payment_of(text: str) -> Payment:
    try:
        return Payment.objects.get(pk=UUID(text.strip()))
    except (ValueError, Payment.DoesNotExist):
        raise ReceiptRowUnclear(_("No payment has this id.")) from None


def _record(row: dict[str, str], index: _Index, *, by: User | None, at: datetime) -> None:
    amount = _amount_of(row)
    payment = index.find(row, amount)
    if amount is None:
        amount = next((d.amount for d in index.due if d.payment.pk == payment.pk), payment.amount)
    issued_on = row.get("issued_on", "")
    day = date_of(issued_on) if issued_on else None
    if issued_on and day is None:
        raise ReceiptRowUnclear(_("“%(value)s” is not a date.") % {"value": issued_on})
    issued = Issued(
        number=row["number"],
        record_code=row.get("record_code", ""),
        check_code=row.get("check_code", ""),
        issued_on=day,
    )
    record_receipt(payment=payment, amount=amount, issued=issued, by=by, at=at)


def _amount_of(row: dict[str, str]) -> Decimal | None:
    try:
        return read_amount(row["amount"]) if row.get("amount") else None
    except AmountRefused as refused:
        raise ReceiptRowUnclear(str(refused)) from refused
