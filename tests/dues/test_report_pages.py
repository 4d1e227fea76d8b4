"""Reports, journal and the file for the accountant, as the secretariat opens them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dues.domain import closing
from dues.domain.reports import publishing
from dues.enums import AccountRole, EntryKind
from dues.models import Account, AnnualStatement, Closing, Entry, Invoice
from records.models import LogEntry
from tests.factories.dues import make_schedule, pay, run_dues
from tests.factories.members import make_membership, make_secretary, make_user
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db
AT = datetime(2028, 1, 10, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(client):
    client.force_login(make_secretary())
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def books():
    make_schedule()
    make_membership(number="A1", zh="=晋东汽修", en="=Jindong")
    run_dues()
    pay(Invoice.objects.get(), 400, on=date(2027, 3, 1))


YEAR = {"from_on": "2027-01-01", "until_on": "2027-12-31"}


def page(office, name: str, *args: object, **query: str) -> str:
    answer = office.get(reverse(f"dues:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_collection_tells_the_year_and_hands_it_out(office, books):
    shown = page(office, "reports", on="2027-12-31")
    assert "1,000.00" in shown
    assert "40%" in shown

    answer = office.get(reverse("dues:collection_export", args=["csv"]), {"on": "2027-12-31"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == ["2027", "ordinary unit", "1", "1000.00", "0.00", "0.00", "400.00", "600.00"]


def test_forecast_expects_what_is_open_at_the_rate_of_before(office, books):
    assert "How it is reckoned" in page(office, "forecast")


def test_journal_shows_each_transfer_and_its_accounts(office, books):
    shown = page(office, "journal", **YEAR)

    assert "1121 Dues receivable" in shown
    assert "payment set against an invoice" in shown


def test_balances_sum_to_nothing(office, books):
    assert "not balanced" not in page(office, "accounts", **YEAR)


@pytest.mark.parametrize(("kind", "encoding"), [("csv", "utf-8-sig"), ("gb18030", "gb18030")])
def test_file_for_the_accountant_has_a_line_a_transfer_and_is_on_record(
    office, books, kind, encoding
):
    answer = office.post(reverse("dues:journal_export"), {**YEAR, "kind": kind, "vouchers": ""})

    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode(encoding))))
    assert [(row["debit_code"], row["credit_code"], row["amount"]) for row in rows] == [
        ("1121", "4201", "1000.00"),
        ("1002", "2209", "400.00"),
        ("2209", "1121", "400.00"),
    ]
    assert rows[0]["firm"] == "'=Jindong"
    logged = LogEntry.objects.filter(event="entries_exported").get()
    assert logged.payload["lines"] == 3


def test_vouchers_have_a_line_for_each_side_in_a_workbook(office, books):
    answer = office.post(reverse("dues:journal_export"), {**YEAR, "kind": "xlsx", "vouchers": "1"})

    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [(row[2], row[4], row[5]) for row in rows[1:3]] == [
        ("1121", "1000.00", ""),
        ("4201", "", "1000.00"),
    ]


def test_expense_is_booked_with_a_full_width_amount_and_taken_back(office, books):
    rent = Account.objects.filter(role=AccountRole.EXPENSE).first()
    bank = Account.objects.get(role=AccountRole.BANK)
    answer = office.post(
        reverse("dues:book_expense"),
        {
            "on": "2027-06-30",
            "amount": "１，２３４．５",
            "account": rent.pk,
            "money": bank.pk,
            "text": "Rent",
        },
    )
    assert answer.status_code == 302
    entry = Entry.objects.get(kind=EntryKind.EXPENSE)
    assert entry.amount == Decimal("1234.50")

    office.post(
        reverse("dues:entry_reverse", args=[entry.pk]), {"on": "2027-07-01", "reason": "Twice"}
    )

    assert Entry.objects.get(reverses=entry).amount == Decimal("1234.50")
    again = office.post(
        reverse("dues:entry_reverse", args=[entry.pk]), {"on": "2027-07-01", "reason": "Twice"}
    )
    assert again.status_code == 400


def test_closed_books_take_no_entry_of_before(office, books):
    answer = office.post(reverse("dues:books_close"), {"until_on": "2026-01-01", "note": ""})
    assert (answer.status_code, Closing.objects.get().until_on) == (302, date(2026, 1, 1))
    rent = Account.objects.filter(role=AccountRole.EXPENSE).first()
    bank = Account.objects.get(role=AccountRole.BANK)

    refused = office.post(
        reverse("dues:book_expense"),
        {"on": "2025-12-31", "amount": "5", "account": rent.pk, "money": bank.pk, "text": "x"},
    )

    assert refused.status_code == 400
    assert "The books are closed" in refused.content.decode()


def test_books_of_days_to_come_are_not_closed(office, books):
    later = timezone.localdate().replace(year=timezone.localdate().year + 1)

    answer = office.post(reverse("dues:books_close"), {"until_on": later.isoformat(), "note": ""})

    assert (answer.status_code, Closing.objects.exists()) == (400, False)


def test_year_is_published_once_and_again_only_with_other_figures(books):
    def publish() -> AnnualStatement:
        return publishing.publish_year(year=2027, today=date(2028, 1, 10), by=None, at=AT)

    first = publish()
    assert publish() == first
    closing.book_expense(
        account=Account.objects.filter(role=AccountRole.EXPENSE).first(),
        paid_from=Account.objects.get(role=AccountRole.BANK),
        amount=Decimal(10),
        on=date(2027, 12, 1),
        text="Fee",
        by=None,
        at=AT,
    )
    assert publish() != first
    assert AnnualStatement.objects.count() == 2


def test_members_read_what_was_published_and_not_the_books(client, books):
    statement = publishing.publish_year(year=2027, today=date(2028, 1, 10), by=None, at=AT)
    client.force_login(make_user())
    client.cookies["django_language"] = "en"

    shown = client.get(reverse("dues:years")).content.decode()
    paper = client.get(reverse("dues:year_paper", args=[statement.pk, "zh"]))

    assert "as the books stand now" not in shown
    text = text_of(paper.content)
    assert "4201" in text
    assert "民发〔2014〕166号" in text


def test_comparison_is_printed_in_both_languages(office, books):
    draft = make_schedule({"ordinary": 1500}, effective_on=date(2028, 1, 1), adopted=False)

    assert "+500.00" in page(office, "schedule_compare", draft.pk)
    for language in ("zh", "en"):
        answer = office.get(reverse("dues:schedule_compare_paper", args=[draft.pk, language]))
        assert "+500.00" in text_of(answer.content)
