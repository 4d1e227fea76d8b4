"""Receipts are for dues received and nothing else, one number each, and voided when untrue."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from dues.domain import crediting, paying
from dues.domain.receiving import resolving
from dues.domain.receiving.receipt_files import COLUMNS, read_back, rows_for_platform
from dues.domain.receiving.receiptable import receipts_due, receipts_wrong, settled_by_payment
from dues.domain.receiving.receipting import Issued, record_receipt, void_receipt
from dues.enums import AccountRole, ReceiptState
from dues.errors import (
    ReceiptForMore,
    ReceiptNumberMissing,
    ReceiptNumberTaken,
    ReceiptsUnreadable,
)
from dues.models import Account, Receipt
from records.fields import Translated
from tests.factories.dues import make_payment, pay, run_dues
from tests.factories.money import AT, TONGDA, YUEFENG, bill

pytestmark = pytest.mark.django_db
WHO = {"by": None, "at": AT}
ON = date(2027, 3, 2)


def due() -> list[tuple[object, Decimal]]:
    return [(row.payment, row.amount) for row in receipts_due()]


def issue(payment, amount=1000, number="0001", **further):
    issued = Issued(number=number, record_code="14010127", **further)
    return record_receipt(payment=payment, amount=Decimal(amount), issued=issued, **WHO)


def csv_of(*rows: dict[str, str], headings=None) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, headings or list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def test_receipt_is_due_for_what_settled_dues_and_not_for_the_advance():
    invoice, _other = bill(YUEFENG, TONGDA)
    payment = make_payment(1500)
    assert due() == []

    paying.assign_payment(payment=payment, firm=invoice.firm, **WHO)

    assert due() == [(payment, Decimal(1000))]
    assert receipts_due()[0].periods == "2027"


def test_other_income_has_no_receipt():
    bill(YUEFENG, TONGDA)
    payment = make_payment(88)
    account = Account.objects.filter(role=AccountRole.OTHER_INCOME).first()
    resolving.book_payment(payment=payment, account=account, text="", **WHO)

    assert due() == []


def test_advance_that_settles_dues_later_is_due_then():
    first, _other = bill(YUEFENG, TONGDA)
    payment = pay(first, 1500)
    issue(payment)
    assert due() == []

    run_dues(day=date(2028, 1, 1), issued_on=date(2028, 1, 4))

    assert due() == [(payment, Decimal(500))]
    issue(payment, 500, "0002")
    assert due() == []


def test_invoice_taken_back_leaves_no_receipt_due_and_one_to_be_voided():
    invoice, other = bill(YUEFENG, TONGDA)
    payment, untouched = pay(invoice), pay(other)
    receipt = issue(payment)

    crediting.credit_invoice(invoice=invoice, on=ON, reason=Translated(zh="更正", en="x"), **WHO)

    assert settled_by_payment() == {untouched.pk: Decimal(1000)}
    assert due() == [(untouched, Decimal(1000))]
    assert [(row.receipt, row.settled) for row in receipts_wrong()] == [(receipt, Decimal(0))]


def test_released_payment_has_its_receipt_to_be_voided():
    invoice, _other = bill(YUEFENG, TONGDA)
    payment = pay(invoice)
    receipt = issue(payment)
    assert receipts_wrong() == []

    resolving.undo_payment(payment=payment, on=ON, reason="Wrong firm", **WHO)
    assert [row.receipt for row in receipts_wrong()] == [receipt]

    void_receipt(receipt=receipt, reason="Released", **WHO)
    void_receipt(receipt=receipt, reason="Released", **WHO)
    assert receipts_wrong() == []
    assert Receipt.objects.get().state == ReceiptState.VOIDED


def test_receipt_for_more_than_settled_is_refused():
    invoice, _other = bill(YUEFENG, TONGDA)
    payment = pay(invoice, 1500)

    with pytest.raises(ReceiptForMore):
        issue(payment, 1001)
    with pytest.raises(ReceiptForMore):
        issue(make_payment(10), 10)
    with pytest.raises(ReceiptNumberMissing):
        issue(payment, number="  ")


def test_number_is_taken_once_and_the_same_again_adds_what_lacked():
    invoice, other = bill(YUEFENG, TONGDA)
    first, second = pay(invoice), pay(other)
    issue(first)

    again = issue(first, number="０００１", check_code="abc", issued_on=ON)

    assert (again.check_code, again.issued_on, Receipt.objects.count()) == ("abc", ON, 1)
    with pytest.raises(ReceiptNumberTaken):
        issue(second)


def test_table_for_the_platform_is_read_back_with_its_numbers():
    invoice, other = bill(YUEFENG, TONGDA)
    first, second = pay(invoice), pay(other)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows_for_platform(receipts_due())]
    assert [(r["payer"], r["item"], r["amount"], r["period"]) for r in rows] == [
        (YUEFENG, "会费", "1000.00", "2027"),
        (TONGDA, "会费", "1000.00", "2027"),
    ]
    rows[0] |= {"number": "0001", "check_code": "a1b2c3", "issued_on": "2027/3/2"}
    headings = {key: str(label) for key, label in COLUMNS.items()}
    content = csv_of(*[{headings[key]: cell for key, cell in row.items()} for row in rows])

    done = read_back(content=content, name="receipts.csv", **WHO)
    again = read_back(content=content, name="receipts.csv", **WHO)

    assert (done.recorded, done.without_number, done.refused) == (1, 1, [])
    assert again.recorded == 1
    receipt = Receipt.objects.get()
    assert (receipt.payment, receipt.number, receipt.check_code, receipt.issued_on) == (
        first,
        "0001",
        "a1b2c3",
        ON,
    )
    assert due() == [(second, Decimal(1000))]


def test_table_of_the_platform_is_read_by_payer_and_amount():
    invoice, _other = bill(YUEFENG, TONGDA)
    payment = pay(invoice)
    content = csv_of(
        {"缴款人": YUEFENG, "金额": "１，０００．００", "票据号码": "7"},
        {"缴款人": TONGDA, "金额": "1000", "票据号码": "8"},
        {"缴款人": YUEFENG, "金额": "1000", "票据号码": "9"},
        {"缴款人": YUEFENG, "金额": "壹", "票据号码": "10"},
    )

    done = read_back(content=content, name="platform.csv", **WHO)

    assert done.recorded == 1
    assert [row for row, _reason in done.refused] == [3, 4, 5]
    assert [(r.payment, r.number) for r in Receipt.objects.all()] == [(payment, "7")]


def test_table_without_numbers_is_refused():
    bill(YUEFENG, TONGDA)

    with pytest.raises(ReceiptsUnreadable) as refused, translation.override("en"):
        read_back(content=csv_of({"缴款人": "x", "金额": "1"}), name="platform.csv", **WHO)

    assert refused.value.context["columns"] == "Receipt number"
