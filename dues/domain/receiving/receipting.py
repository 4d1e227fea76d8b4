"""Receipts that the finance authority's platform has issued, recorded and voided here."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.db import transaction

from bylaws.domain.in_force import rulebook_on
from bylaws.models import Association
from dues.domain.receiving.receiptable import settled_by_payment
from dues.enums import ReceiptState
from dues.errors import (
    AmountNotPositive,
    ReasonMissing,
    ReceiptForMore,
    ReceiptNumberMissing,
    ReceiptNumberTaken,
)
from dues.models import Payment, Receipt
from members.models import User
from records.domain import log
from records.models import Document

STREAM = "dues"
TOPIC = "dues.receipt"


@dataclass(frozen=True, slots=True)
class Issued:
    """What the platform says of a receipt."""

    number: str
    record_code: str = ""
    check_code: str = ""
    issued_on: date | None = None


def sources_of_receipts(day: date, language: Literal["zh", "en"]) -> list[str]:
    """What the rule on dues receipts rests on, where the rulebook has one."""
    if not Association.objects.exists():
        return []
    return [citation.render(language) for citation in rulebook_on(day).sources(TOPIC)]


@transaction.atomic
def record_receipt(
    *,
    payment: Payment,
    amount: Decimal,
    issued: Issued,
    document: Document | None = None,
    by: User | None,
    at: datetime,
) -> Receipt:
    """A receipt for what ``payment`` has settled of dues. The same number again for the same
    payment changes nothing, but adds what was not known: check code, day, file.

    Raises AmountNotPositive, ReceiptForMore, ReceiptNumberMissing, ReceiptNumberTaken.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    number, record_code = _plain(issued.number), _plain(issued.record_code)
    if not number:
        raise ReceiptNumberMissing
    known = Receipt.objects.filter(record_code=record_code, number=number).first()
    if known is not None:
        same = known.payment_id == payment.pk and known.state == ReceiptState.ISSUED
        if not same:
            raise ReceiptNumberTaken(record_code=record_code, number=number, firm=str(known.firm))
        return _complete(known, issued, document)
    left = _left(payment)
    if amount <= 0:
        raise AmountNotPositive
    if amount > left or payment.firm is None:
        raise ReceiptForMore(left=left, amount=amount)
    receipt = Receipt.objects.create(
        firm=payment.firm,
        payment=payment,
        amount=amount,
        state=ReceiptState.ISSUED,
        record_code=record_code,
        number=number,
        check_code=_plain(issued.check_code),
        issued_on=issued.issued_on,
        document=document,
        recorded_at=at,
    )
    payload = {"receipt": receipt.pk, "payment": payment.pk, "amount": amount, "number": number}
    log.record(stream=STREAM, event="receipt_recorded", payload=payload, by=by, at=at)
    return receipt


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _left(payment: Payment) -> Decimal:
    if payment.firm_id is None:
        return Decimal(0)
    firms = {payment.firm_id, *payment.entries.exclude(firm=None).values_list("firm", flat=True)}
    settled = settled_by_payment(firms=firms).get(payment.pk, Decimal(0))
    rows = Receipt.objects.filter(payment=payment, state=ReceiptState.ISSUED)
    return settled - sum(rows.values_list("amount", flat=True), Decimal(0))


def _complete(receipt: Receipt, issued: Issued, document: Document | None) -> Receipt:
    receipt.check_code = receipt.check_code or _plain(issued.check_code)
    receipt.issued_on = receipt.issued_on or issued.issued_on
    receipt.document = receipt.document or document
    receipt.save(update_fields=["check_code", "issued_on", "document"])
    return receipt


@transaction.atomic
def void_receipt(*, receipt: Receipt, reason: str, by: User | None, at: datetime) -> Receipt:
    """The platform has voided it as well; its number stays taken. Voided already, nothing changes.
    Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    receipt = Receipt.objects.select_for_update(no_key=True).get(pk=receipt.pk)
    if receipt.state == ReceiptState.VOIDED:
        return receipt
    receipt.state = ReceiptState.VOIDED
    receipt.save(update_fields=["state"])
    payload = {"receipt": receipt.pk, "payment": receipt.payment_id, "reason": reason}
    log.record(stream=STREAM, event="receipt_voided", payload=payload, by=by, at=at)
    return receipt
