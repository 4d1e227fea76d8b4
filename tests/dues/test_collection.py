"""The worked example of docs/rules/dues-collection.md, with the same numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dues.domain import agreeing, closing, crediting
from dues.domain.reports.annual import year_of
from dues.domain.reports.collection import collection_on
from dues.enums import AccountRole
from dues.models import Account, Invoice
from records.fields import Translated
from tests.factories.dues import make_decision, make_schedule, pay, run_dues
from tests.factories.members import make_class, make_membership

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 9, 1, 1, 0, tzinfo=UTC)


def invoice_of(number: str) -> Invoice:
    return Invoice.objects.get(firm__membership__number=number)


@pytest.fixture
def books() -> None:
    """Four council members and four ordinary ones, and what became of their invoices."""
    make_schedule({"council": 3000, "ordinary": 1000})
    for n in range(1, 5):
        make_membership(number=f"C{n}", member_class=make_class("council"))
        make_membership(number=f"O{n}")
    run_dues()
    pay(invoice_of("C1"), on=date(2027, 2, 1))
    pay(invoice_of("C2"), 1200, on=date(2027, 3, 1))
    pay(invoice_of("O1"), 1500, on=date(2027, 3, 2))
    agreeing.write_off(
        invoice=invoice_of("O2"),
        amount=Decimal(400),
        decision=make_decision(),
        on=date(2027, 8, 1),
        by=None,
        at=LATER,
    )
    crediting.credit_invoice(
        invoice=invoice_of("O3"),
        on=date(2027, 8, 2),
        reason=Translated(zh="登记有误", en="Entered wrongly"),
        by=None,
        at=LATER,
    )


def figures(day: date, by: str = "class") -> list[tuple]:
    return [
        (
            row.year,
            row.name.en,
            row.invoices,
            row.billed,
            row.taken_back,
            row.written_off,
            row.paid,
            row.open,
            row.rate,
        )
        for row in collection_on(day, by=by).lines
    ]


COUNCIL = (2027, "council unit", 4, 12000, 0, 0, 4200, 7800, 35)
ORDINARY = (2027, "ordinary unit", 4, 4000, 1000, 400, 1000, 1600, 33)


@pytest.mark.parametrize("by", ["class", "tier"])
def test_collection_is_told_by_class_and_tier(books, by):
    assert figures(date(2027, 12, 31), by) == [COUNCIL, ORDINARY]


def test_collection_of_an_earlier_day_is_as_the_books_stood_then(books):
    assert figures(date(2027, 2, 28)) == [
        (2027, "council unit", 4, 12000, 0, 0, 3000, 9000, 25),
        (2027, "ordinary unit", 4, 4000, 0, 0, 0, 4000, 0),
    ]


def test_year_sums_its_lines(books):
    [(year, rows, total)] = collection_on(date(2027, 12, 31)).years()

    assert (year, len(rows), total.billed, total.paid, total.open) == (2027, 2, 16000, 5200, 9400)


def test_year_of_income_and_expense(books):
    bank = Account.objects.get(role=AccountRole.BANK)
    rent = Account.objects.filter(role=AccountRole.EXPENSE).first()
    closing.book_expense(
        account=rent,
        paid_from=bank,
        amount=Decimal("1234.56"),
        on=date(2027, 6, 30),
        text="Rent of the hall",
        by=None,
        at=LATER,
    )

    told = year_of(2027)

    assert [(row[1], row[2]) for row in told.income] == [("4201", 15000)]
    assert [(row[1], row[2]) for row in told.expense] == [
        ("5101", Decimal("1234.56")),
        ("5401", 400),
    ]
    assert (told.result, told.held_before, told.held_after) == (
        Decimal("13365.44"),
        0,
        Decimal("4465.44"),
    )
    assert (told.open_before, told.open_after) == (0, 9400)
