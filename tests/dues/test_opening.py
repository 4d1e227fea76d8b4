"""Opening balances come by a file: checked, entered at once, and taken back by reversing."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from dues.domain.balances import advances, balance_of, invoice_balances
from dues.domain.posting import verify_books
from dues.enums import AccountRole, InvoiceKind
from dues.models import CreditNote, Entry, Invoice
from members.domain.importing import imports
from members.domain.importing.import_subjects import SUBJECTS, describe
from members.domain.personal import personal_data
from members.enums import ImportState, ImportSubject
from members.errors import ImportHasFaults, RollBackRefused
from tests.factories.dues import make_schedule, pay, run_dues
from tests.factories.members import make_code, make_membership, make_person
from tests.factories.money import AT, TONGDA, YUEFENG

pytestmark = pytest.mark.django_db
WHO = {"by": None, "at": AT}
OPENED = date(2027, 1, 1)


def register() -> list:
    make_schedule()
    return [
        make_membership(
            zh=name, en=f"Firm {place}", number=f"JD{place}", code=make_code(9000 + place)
        )
        for place, name in enumerate((YUEFENG, TONGDA), 1)
    ]


def stage(*rows: dict[str, str]):
    text = io.StringIO()
    headings = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    return imports.stage_import(
        content=text.getvalue().encode(), name="o.csv", subject=ImportSubject.OPENING, **WHO
    )


def enter(batch):
    return imports.apply_import(batch=batch, from_on=OPENED, **WHO)


OWED = {"member_number": "JD1", "name": YUEFENG, "owed": "１，５００．００", "due_on": "2026-06-30"}
AHEAD = {"uscc": make_code(9002), "name": "通达汽车维修公司", "ahead": "800", "note": "2027"}


def test_what_is_owed_is_an_invoice_and_what_was_paid_ahead_an_advance():
    first, second = register()
    batch = stage(OWED, AHEAD)
    assert (batch.faults, batch.effects["counts"]["new"]) == ([], 2)

    enter(batch)
    enter(batch)

    invoice = Invoice.objects.get()
    assert (invoice.kind, invoice.firm_id, invoice.due_on, invoice.amount) == (
        InvoiceKind.OPENING,
        first.firm_id,
        date(2026, 6, 30),
        Decimal(1500),
    )
    assert invoice_balances() == {invoice.pk: Decimal(1500)}
    assert advances() == {second.firm_id: Decimal(800)}
    assert balance_of(AccountRole.OPENING) == Decimal(800 - 1500)
    assert verify_books() == Entry.objects.count() == 2


def test_advance_pays_the_next_run():
    _first, second = register()
    enter(stage(AHEAD))

    run_dues()

    assert advances() == {}
    assert invoice_balances(firm=second.firm) == {
        Invoice.objects.get(firm=second.firm).pk: Decimal(200)
    }


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (OWED | {"member_number": "JD9"}, "member_number", "firm_unknown"),
        (OWED | {"uscc": make_code(9002)}, "member_number", "firms_differ"),
        (OWED | {"name": TONGDA}, "name", "name_differs"),
        (OWED | {"name": ""}, "name", "missing"),
        (OWED | {"member_number": ""}, "member_number", "missing"),
        (OWED | {"owed": "1,5"}, "owed", "amount_invalid"),
        (OWED | {"owed": "-5"}, "owed", "amount_not_positive"),
        (OWED | {"owed": ""}, "owed", "missing"),
        (OWED | {"ahead": "5"}, "ahead", "both_amounts"),
        (OWED | {"due_on": "soon"}, "due_on", "date_invalid"),
    ],
)
def test_fault_is_told_at_its_cell(row, column, code):
    register()

    batch = stage(row)

    assert [(fault["column"], fault["code"]) for fault in batch.faults] == [(column, code)]
    assert describe(SUBJECTS[ImportSubject.OPENING], batch.faults[0])
    with pytest.raises(ImportHasFaults):
        enter(batch)
    assert Entry.objects.count() == 0


def test_same_balance_twice_is_a_fault():
    register()
    repeated = stage(OWED, OWED)
    assert [fault["code"] for fault in repeated.faults] == ["row_repeated"]
    enter(stage(OWED))
    enter(stage(AHEAD))

    again = stage(OWED, AHEAD)

    assert [fault["code"] for fault in again.faults] == ["opening_known"] * 2


def test_file_is_taken_back_by_reversing_entries():
    register()
    batch = enter(stage(OWED, AHEAD))

    imports.roll_back_import(batch=batch, **WHO)

    batch.refresh_from_db()
    assert batch.state == ImportState.ROLLED_BACK
    assert (invoice_balances(), advances()) == ({}, {})
    assert Entry.objects.count() == 4
    assert CreditNote.objects.count() == 1
    enter(stage(OWED, AHEAD))
    assert Entry.objects.count() == 6


def test_file_whose_invoice_was_paid_is_not_taken_back():
    register()
    batch = enter(stage(OWED, AHEAD))
    pay(Invoice.objects.get(), 100)

    with pytest.raises(RollBackRefused) as refused:
        imports.roll_back_import(batch=batch, **WHO)

    assert YUEFENG in str(refused.value)
    assert Entry.objects.filter(kind="reversal").count() == 0


def test_file_of_balances_is_searched_for_what_it_keeps_of_a_person():
    register()
    enter(stage(OWED))

    told = personal_data.sections_of(make_person(email="ding.yi@firm.example"))

    assert [str(row) for section in told for row in section.rows if "ding.yi" in str(row)]
