"""The month's money on the pages: read, accept, split, book, set aside, undo, receipts."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from dues.domain.balances import advances, invoice_balances
from dues.domain.receiving import money_tasks
from dues.domain.receiving.receiptable import receipts_due
from dues.enums import AccountRole, LineState, PaymentMethod, ReceiptState
from dues.models import Account, LineLayout, Payment, Receipt, Statement, StatementLine
from tests.dues.pages import address, said, upload
from tests.factories.dues import make_bank_account, pay
from tests.factories.members import make_secretary
from tests.factories.money import (
    TONGDA,
    YUEFENG,
    bill,
    make_line,
    make_receipt,
    payment_of,
    read_lines,
    row_of,
)
from tests.factories.pdf import text_of
from tests.factories.statements import camt053, csv_of, make_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_secretary())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield client


def test_statement_is_read_and_what_is_new_is_told(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    content = camt053([make_line(1000, text=invoice.reference), make_line(7, payer="无名")])

    first = upload(office, content, apply_certain="on")
    again = upload(office, content, name="again.xml", apply_certain="on")

    assert said(first) == ["Movements read: 2; new: 2; assigned at once: 1."]
    assert said(again) == ["Every movement of this file was read before; nothing was changed."]
    assert Statement.objects.count() == 1
    assert invoice.pk not in invoice_balances()


def test_refused_statement_says_why_at_the_form(office):
    bill(YUEFENG, TONGDA)

    answer = upload(office, camt053(make_lines(5))[:-300])

    assert answer.status_code == 400
    assert "breaks off" in answer.content.decode()
    assert Statement.objects.count() == 0


def test_table_of_an_unknown_bank_is_told_once(office):
    bill(YUEFENG, TONGDA)
    rows = [
        ["某行对账单"],
        ["何日", "进", "出", "谁", "为何"],
        ["2027-01-05", "1,000.00", "", YUEFENG, "会费"],
        ["2027-01-06", "", "20.00", "某行", "手续费"],
    ]

    asked = upload(office, csv_of(rows), name="bank.csv")
    assert asked.context["number"] == 2
    answer = office.post(
        asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"],
        {
            "name": "Some bank",
            "booked_on": "何日",
            "credit": "进",
            "debit": "出",
            "payer": "谁",
            "text": "为何",
        },
        follow=True,
    )

    assert said(answer) == ["Movements read: 2; new: 2; assigned at once: 0."]
    assert LineLayout.objects.get().columns["payer"] == ["谁"]
    assert list(StatementLine.objects.values_list("amount", "payer", "text")) == [
        (Decimal(1000), YUEFENG, "会费"),
        (Decimal(-20), "某行", "手续费"),
    ]
    later = [rows[0], rows[1], ["2027-02-05", "5.00", "", "甲", "乙"]]
    assert said(upload(office, csv_of(later), name="later.csv")) == [
        "Movements read: 1; new: 1; assigned at once: 0."
    ]


def test_proposal_is_accepted_by_one_click(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    line = make_line(1000, payer=YUEFENG)
    read_lines(line)
    page = office.get(reverse("dues:waiting")).content.decode()
    assert "The payer has the firm&#x27;s name." in page

    answer = office.post(
        address("payment_accept", payment_of(line).pk), {"firm": invoice.firm_id}, follow=True
    )

    assert said(answer) == [f"Assigned to {invoice.firm}."]
    assert invoice.pk not in invoice_balances()
    assert row_of(line).state == LineState.ASSIGNED


def test_proposal_that_no_longer_fits_is_marked_and_refused(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    line = make_line(1000, payer=YUEFENG)
    read_lines(line)
    pay(invoice)

    page = office.get(reverse("dues:waiting"))
    answer = office.post(
        address("payment_accept", payment_of(line).pk), {"firm": invoice.firm_id}, follow=True
    )

    assert "no longer fits" in page.content.decode()
    assert "only 0" in said(answer)[0]
    assert payment_of(line).firm is None


def test_all_from_a_score_on_are_accepted(office):
    bill(YUEFENG, TONGDA)
    read_lines(make_line(1000, payer=YUEFENG), make_line(1000, payer=TONGDA))

    refused = office.post(reverse("dues:payments_accept"), {"least": "10"}, follow=True)
    junk = office.post(reverse("dues:payments_accept"), {"least": "²"}, follow=True)
    answer = office.post(reverse("dues:payments_accept"), {"least": "60"}, follow=True)

    assert said(refused) == said(junk) == ["Choose a score from 60 to 100."]
    assert said(answer) == ["2 payments assigned."]
    assert invoice_balances() == {}


def test_firm_is_found_by_typing_and_the_payment_split(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    line = make_line(1500, payer="武国栋")
    read_lines(line)
    page = address("payment_assign", payment_of(line).pk)

    found = office.get(page, {"search": "JD0001"}, headers={"HX-Request": "true"})
    assert f"?firm={invoice.firm_id}" in found.content.decode()
    assert "<html" not in found.content.decode()
    split = office.get(page, {"firm": invoice.firm_id})
    assert split.context["form"][f"part_{invoice.pk}"].value() == "1000.00"

    too_much = office.post(f"{page}?firm={invoice.firm_id}", {f"part_{invoice.pk}": "1200"})
    done = office.post(
        f"{page}?firm={invoice.firm_id}", {f"part_{invoice.pk}": "１，０００"}, follow=True
    )

    assert too_much.status_code == 400
    assert done.redirect_chain[-1][0] == address("payment", payment_of(line).pk)
    assert advances() == {invoice.firm_id: Decimal(500)}


def test_payment_is_booked_otherwise_and_taken_back(office):
    bill(YUEFENG, TONGDA)
    line = make_line(88, payer="银行", text="利息")
    read_lines(line)
    payment = payment_of(line)
    income = Account.objects.filter(role=AccountRole.OTHER_INCOME).first()

    office.post(address("payment_book", payment.pk), {"account": income.pk, "text": "Interest"})
    assert row_of(line).state == LineState.BOOKED
    office.post(address("payment_undo", payment.pk), {"reason": "Wrong", "on": "2027-03-02"})
    assert row_of(line).state == LineState.OPEN
    office.post(address("payment_aside", payment.pk), {"reason": "Own account"})

    page = office.get(address("payment", payment.pk)).content.decode()
    assert "set aside" in page
    assert row_of(line).state == LineState.IGNORED


def test_account_of_another_kind_is_no_choice(office):
    bill(YUEFENG, TONGDA)
    line = make_line(88)
    read_lines(line)
    dues = Account.objects.get(role=AccountRole.INCOME)

    answer = office.post(
        address("payment_book", payment_of(line).pk), {"account": dues.pk, "text": "x"}
    )

    assert answer.status_code == 400
    assert row_of(line).state == LineState.OPEN


def test_cash_is_entered_and_then_asked_whose_it_is(office):
    bill(YUEFENG, TONGDA)

    answer = office.post(
        reverse("dues:payment_new"),
        {"method": "cash", "paid_on": "2027-02-01", "amount": "¥1,000", "payer": "武国栋"},
    )

    payment = Payment.objects.get()
    assert (payment.method, payment.amount, payment.currency, payment.account) == (
        PaymentMethod.CASH,
        Decimal(1000),
        "CNY",
        None,
    )
    assert answer["Location"] == address("payment_assign", payment.pk)


def test_movement_out_is_an_expense_or_a_refund(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    pay(invoice, 1500)
    fee, back = make_line(-25, text="手续费"), make_line(-500, text="退款")
    read_lines(fee, back)
    expense = Account.objects.filter(role=AccountRole.EXPENSE).first()

    page = address("line_expense", row_of(fee).pk)
    office.post(page, {"account": expense.pk, "text": "Fees"})
    act = reverse("dues:line_act", args=[row_of(back).pk, "refund"])
    office.post(act, {"which": invoice.firm_id})

    assert [row_of(line).state for line in (fee, back)] == [LineState.BOOKED] * 2
    assert advances() == {}
    assert office.get(address("line", row_of(back).pk)).status_code == 200
    assert office.post(act.replace("refund", "other"), {}).status_code == 404


@pytest.mark.parametrize("text", ["²", "9" * 30, "1.999", "1,000", "."])
def test_lists_are_searched_for_whatever_is_typed(office, text):
    bill(YUEFENG)
    read_lines(make_line(1000, payer=YUEFENG))
    page = office.get(reverse("dues:waiting"), {"search": text})
    assert [row.payment.payer for row in page.context["rows"]] == (
        [YUEFENG] if text == "1,000" else []
    )


@pytest.mark.parametrize("name", ["dues:payments", "dues:invoices"])
@pytest.mark.parametrize("year", ["99999", "0", "-1", "1.5", "1e40", "NaN", "9" * 30])
def test_years_that_no_calendar_has_narrow_nothing(office, name, year):
    bill(YUEFENG)
    assert office.get(reverse(name), {"year": year}).status_code == 200


def test_lists_ask_the_same_number_of_queries_for_more_rows(office):
    bill(YUEFENG, TONGDA)
    asked = {}
    for size in (1, 3):
        lines = [
            make_line(1000, payer=YUEFENG, text=f"{size}-{place}")._replace(
                booked_on=date(2027, 2, size)
            )
            for place in range(size)
        ]
        read_lines(*lines, name=f"{size}.xml")
        statement = Statement.objects.get(name=f"{size}.xml")
        for page in (
            reverse("dues:waiting"),
            reverse("dues:payments"),
            reverse("dues:statements"),
            address("statement", statement.pk),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert office.get(page).status_code == 200
            name = page.replace(str(statement.pk), "")
            assert asked.setdefault(name, len(queries)) == len(queries)


def test_payments_are_narrowed_by_state(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    read_lines(
        make_line(1000, payer="一", text=invoice.reference),
        make_line(2, payer="二"),
        make_line(3, payer="三"),
    )
    aside = Payment.objects.get(payer="三")
    office.post(address("payment_aside", aside.pk), {"reason": "x"})

    def payers(**query):
        rows = office.get(reverse("dues:payments"), query).context["table"].rows
        return [row.record.payer for row in rows]

    assert payers(state="assigned") == ["一"]
    assert payers(state="waiting") == ["二"]
    assert payers(state="aside") == ["三"]
    assert payers(search="JD0001") == ["一"]


def test_receipts_are_exported_printed_recorded_and_voided(office):
    invoice, other = bill(YUEFENG, "=HYPERLINK(1)")
    payment, _second = pay(invoice), pay(other)

    table = office.get(reverse("dues:receipts_export", args=["xlsx"]))
    rows = list(load_workbook(io.BytesIO(table.content)).active.values)
    assert rows[1][1:6] == (YUEFENG, invoice.firm.registration_code, "会费", "1000.00", "2027")
    assert rows[2][1] == "'=HYPERLINK(1)"
    for language in ("zh", "en"):
        paper = office.get(reverse("dues:receipts_paper", args=[language]))
        assert "1000.00" in text_of(paper.content).replace(",", "")

    office.post(
        address("receipt_record", payment.pk),
        {
            "amount": "1000",
            "number": "7",
            "issued_on": "2027-03-02",
            "file": SimpleUploadedFile("r.pdf", b"%PDF-1.7 x"),
        },
    )
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.payment, receipt.amount) == ("7", payment, Decimal(1000))
    assert office.get(address("receipt_file", receipt.pk)).content == b"%PDF-1.7 x"
    assert len(receipts_due()) == 1
    office.post(address("receipt_void", receipt.pk), {"reason": "Wrong name"})
    receipt.refresh_from_db()
    assert receipt.state == ReceiptState.VOIDED


def test_file_that_is_no_paper_is_refused_as_a_receipt(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    payment = pay(invoice)

    answer = office.post(
        address("receipt_record", payment.pk),
        {
            "amount": "1000",
            "number": "7",
            "issued_on": "2027-03-02",
            "file": SimpleUploadedFile("r.pdf", b"<script>"),
        },
    )

    assert answer.status_code == 400
    assert Receipt.objects.count() == 0


def test_numbers_are_read_back_and_each_refused_row_is_told(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    pay(invoice)
    content = csv_of([["缴款人", "金额", "票据号码"], [YUEFENG, "1000", "8"], ["无名", "5", "9"]])

    answer = office.post(
        reverse("dues:receipts_read"),
        {"file": SimpleUploadedFile("p.csv", content)},
        follow=True,
    )

    assert said(answer) == [
        "1 receipt recorded. Rows without a number: 0.",
        "Row 3: No receipt of this payer and amount is to be issued.",
    ]


def test_what_waits_is_a_task(office):
    invoice, other = bill(YUEFENG, TONGDA)
    read_lines(make_line(7, payer="无名"), make_line(-5))
    make_receipt(invoice, 400)
    receipt = Receipt.objects.get()
    office.post(
        address("payment_undo", receipt.payment_id), {"reason": "Wrong", "on": "2027-03-02"}
    )
    pay(other)

    assert [task.title for task in money_tasks.tasks_on(date(2027, 3, 2))] == [
        "2 payments are of nobody yet",
        "1 movement out of the bank is not booked",
        "1 dues receipt to issue",
        "1 dues receipt to void: its payment was taken back",
    ]
    page = office.get(reverse("dues:receipts")).content.decode()
    assert "To be voided" in page


def test_refund_by_hand_takes_from_the_advance(office):
    invoice, _other = bill(YUEFENG, TONGDA)
    pay(invoice, 1500)
    data = {"amount": "600", "account": make_bank_account().pk, "on": "2027-03-02"}

    refused = office.post(address("firm_refund", invoice.firm_id), data)
    done = office.post(address("firm_refund", invoice.firm_id), data | {"amount": "500"})

    assert (refused.status_code, done.status_code) == (400, 302)
    assert advances() == {}
