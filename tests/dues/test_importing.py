"""Statements read in: each movement once, booked, and what is certain assigned."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dues.domain.balances import balance_of, invoice_balances
from dues.domain.posting import verify_books
from dues.domain.receiving.importing import import_statement, is_same_account
from dues.enums import AccountRole, LineState
from dues.errors import (
    AmountRefused,
    BrokenOff,
    EncodingUnknown,
    StatementInOtherCurrency,
    StatementOfAnotherAccount,
    StatementReadOtherwise,
    StatementRefused,
)
from dues.models import Entry, PayerAccount, Payment, Statement, StatementLine
from records.models import Document, LogEntry
from tests.factories.dues import make_bank_account, make_schedule
from tests.factories.money import (
    AT,
    TONGDA,
    YUEFENG,
    bill,
    make_line,
    payment_of,
    read_lines,
    row_of,
)
from tests.factories.statements import (
    ACCOUNT,
    camt053,
    csv_layout_a,
    make_lines,
    mt940,
)

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    kinds = (Statement, StatementLine, Payment, Entry, LogEntry, Document)
    return tuple(kind.objects.count() for kind in kinds)


def read(content: bytes, *, name: str = "bank.csv", account=None):
    return import_statement(
        content=content,
        name=name,
        account=account or make_bank_account(ACCOUNT),
        by=None,
        at=AT,
    )


def test_certain_payment_is_assigned_and_the_rest_waits():
    invoice, other = bill(YUEFENG, TONGDA)
    certain = make_line(1000, payer=YUEFENG, text=invoice.reference)
    likely = make_line(1000, payer=TONGDA, text="会费")
    fee = make_line(-25, payer="晋东市商业银行", text="手续费")

    done = read_lines(certain, likely, fee)

    assert (done.read, done.new, done.assigned) == (3, 3, 1)
    assert payment_of(certain).firm == invoice.firm
    assert [row_of(line).state for line in (certain, likely, fee)] == [
        LineState.ASSIGNED,
        LineState.OPEN,
        LineState.OPEN,
    ]
    assert payment_of(likely).firm is None
    assert row_of(likely).proposals[0]["firm"] == str(other.firm_id)
    assert not Payment.objects.filter(line=row_of(fee)).exists()
    assert invoice_balances() == {other.pk: Decimal(1000)}
    assert balance_of(AccountRole.UNASSIGNED) == Decimal(-1000)
    assert balance_of(AccountRole.BANK) == Decimal(2000)
    assert verify_books() == Entry.objects.count()


def test_nothing_is_assigned_where_that_is_switched_off():
    invoice, _other = bill(YUEFENG, TONGDA)

    done = read_lines(make_line(1000, text=invoice.reference), apply_certain=False)

    assert (done.new, done.assigned) == (1, 0)
    assert invoice_balances()[invoice.pk] == Decimal(1000)


def test_same_statement_under_another_name_changes_nothing():
    invoice, _other = bill(YUEFENG, TONGDA)
    line = make_line(1000, payer=YUEFENG, text=invoice.reference)
    first = read_lines(line)
    before = counts()

    again = read_lines(line, name="copy of february.xml")

    assert (again.statement, again.read, again.new) == (first.statement, 1, 0)
    assert counts() == before


def test_overlapping_statement_adds_only_what_is_new():
    make_schedule()
    lines = make_lines(6, per_day=2)
    read(camt053(lines[:4]), name="first.xml")

    done = read(camt053(lines[2:], opening=Decimal(5000)), name="second.xml")

    assert (done.read, done.new) == (4, 2)
    assert StatementLine.objects.count() == 6
    assert list(Statement.objects.order_by("lines_new").values_list("lines_read", "lines_new")) == [
        (4, 2),
        (4, 4),
    ]


def test_file_of_another_kind_for_the_same_days_is_refused():
    make_schedule()
    lines = make_lines(4)
    read(camt053(lines), name="first.xml")
    before = counts()

    with pytest.raises(StatementReadOtherwise) as refused:
        read(csv_layout_a([line._replace(text="汇款") for line in lines]), name="second.csv")

    assert refused.value.context == {"name": "first.xml", "count": 4, "day": "2026-03-01"}
    assert counts() == before


def test_file_of_another_kind_that_says_the_same_adds_nothing():
    make_schedule()
    lines = make_lines(4)
    read(camt053(lines), name="first.xml")

    assert read(mt940(lines), name="second.sta").new == 0


def test_two_payments_for_one_invoice_leave_the_second_waiting():
    invoice, _other = bill(YUEFENG, TONGDA)
    first = make_line(1000, payer="一", text=invoice.reference)
    second = make_line(1000, payer="二", text=invoice.reference)

    done = read_lines(first, second)

    assert done.assigned == 1
    assert row_of(second).state == LineState.OPEN
    assert [code for code, _c in row_of(second).proposals[0]["reasons"]] == [
        "reference",
        "nothing",
        "paid",
    ]


def test_statement_of_another_account_is_refused():
    make_schedule()

    with pytest.raises(StatementOfAnotherAccount) as refused:
        read(camt053(make_lines(1)), account=make_bank_account("4301 2207"))

    assert refused.value.context == {"found": ACCOUNT, "wanted": "4301 2207"}


def test_statement_in_another_currency_is_refused():
    make_schedule()
    content = camt053(make_lines(1)).replace(b"CNY", b"EUR")

    with pytest.raises(StatementInOtherCurrency):
        read(content)
    assert Statement.objects.count() == 0


@pytest.mark.parametrize(
    ("told", "number", "same"),
    [
        ("6222000011112222333", "6222 0000 1111 2222 333", True),
        ("6222********2333", "6222000011112222333", True),
        ("6223********2333", "6222000011112222333", False),
        ("DE89370400440532013000", "0532013000", True),
        ("37040044/0532013000", "0532013000", True),
        ("3000", "0532013000", False),
    ],
)
def test_account_of_a_file_is_known_in_its_spellings(told, number, same):
    assert is_same_account(told, number) is same


def test_amounts_of_full_width_and_with_separators_are_read():
    make_schedule()
    (line,) = make_lines(1)
    content = csv_layout_a([line], "utf-8").decode().replace("800.25", "８００．２５", 1)

    read(content.encode())

    assert StatementLine.objects.get().amount == Decimal("800.25")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (camt053(make_lines(5))[:-400], BrokenOff),
        (
            "账户,收支\r\n东环货运专线\r\n".encode("shift_jis", "ignore") + b"\x81\x20\xff",
            EncodingUnknown,
        ),
        (csv_layout_a(make_lines(1)).replace(b"800.25", b"8OO.25", 1), StatementRefused),
    ],
)
def test_bad_file_is_refused_and_leaves_nothing(content, error):
    make_schedule()
    before = counts()

    with pytest.raises((error, AmountRefused)):
        read(content)
    assert counts() == before


def test_negative_lines_are_no_payments():
    make_schedule()

    done = read_lines(make_line(-300, payer="印刷厂"), make_line(500, payer="某人"))

    assert done.new == 2
    assert list(Payment.objects.values_list("amount", flat=True)) == [Decimal(500)]


def test_number_of_queries_does_not_grow_with_the_lines():
    bill(YUEFENG, TONGDA)
    counts_ = []
    for number, size in enumerate((20, 60)):
        lines = [
            make_line(1, payer=f"客户{number}-{place}")._replace(
                booked_on=date(2027, 2, 1 + number)
            )
            for place in range(size)
        ]
        with CaptureQueriesContext(connection) as asked:
            read_lines(*lines, name=f"{number}.xml")
        counts_.append(len(asked))
    # SQLite writes so many rows at a time: more rows are a few more statements.
    assert counts_[1] - counts_[0] <= 4


def test_account_is_learnt_where_the_payer_has_the_firms_name():
    invoice, other = bill(YUEFENG, TONGDA)

    read_lines(
        make_line(1000, payer=YUEFENG, account="6217 01", text=invoice.reference),
        make_line(1000, payer="代办会计", account="621702", text=other.reference),
    )

    assert list(PayerAccount.objects.values_list("number", "firm")) == [("621701", invoice.firm_id)]
