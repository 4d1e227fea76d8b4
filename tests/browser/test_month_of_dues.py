"""A month of dues at the secretariat's browser: the register comes from a file, two years are
billed, a statement is read, three odd payments are resolved, and who still owes is reminded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from desk.domain.example.accounts import PASSWORD
from dues.domain.balances import advances, invoice_balances
from dues.domain.posting import verify_books
from dues.models import Entry, Invoice, Payment, Reminder
from members.enums import Role
from members.models import Firm
from tests.browser.people import Visitor
from tests.factories.dues import make_bank_account, make_schedule
from tests.factories.members import make_code, make_user
from tests.factories.statements import ACCOUNT, Line, camt053
from tests.members.test_imports import csv_of

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "dues@jindong-auto.example"
BOTH, OVER, EXACT, NONE = (
    "晋东市岳峰汽车集团有限公司",
    "晋东市通达汽车维修有限公司",
    "晋东市恒泰二手车有限公司",
    "晋东市万里轮胎有限公司",
)


def test_month_of_dues(
    transactional_db: None, arrive: Callable[..., Visitor], pictures: Path | None
) -> None:
    year = timezone.localdate().year - 1
    make_schedule({"ordinary": 1000}, effective_on=date(year, 1, 1))
    make_bank_account(ACCOUNT)
    make_user(Role.SECRETARIAT, email=EMAIL, password=PASSWORD)
    office = arrive()
    office.log_in(EMAIL)

    read_register(office)
    for day in (date(year, 1, 1), date(year + 1, 1, 1)):
        run_dues(office, day)
    read_statement(office, year, pictures)
    accept_two_in_one(office)
    split_overpayment(office, pictures)
    leave_unknown(office)
    remind(office, pictures)

    left = invoice_balances()
    owing = Invoice.objects.filter(pk__in=left).values_list("firm__name__zh", flat=True)
    assert sorted(owing) == sorted([NONE, NONE, EXACT])
    assert advances() == {Firm.objects.get(name__zh=OVER).pk: Decimal(500)}
    assert verify_books() == Entry.objects.count()


def read_register(office: Visitor) -> None:
    rows = [
        {
            "member_number": f"JD000{place}",
            "name_zh": name,
            "name_en": f"Jindong Firm {place}",
            "uscc": make_code(7000 + place),
            "trade": "dealer",
            "class": "ordinary",
            "joined_on": "2019-05-06",
            "address_zh": f"望岳区建设路{place}号",
            "representative_zh": f"丁一{place}",
            "email": f"ding{place}@firm.example",
        }
        for place, name in enumerate((BOTH, OVER, EXACT, NONE), 1)
    ]
    office.open("/members/import/")
    put(office, "register.csv", csv_of(*rows))
    office.press("Read and check")
    office.press("Enter 4 rows")
    office.told("The file is entered.")


def put(office: Visitor, name: str, content: bytes) -> None:
    """Choose a file that the page asks for."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    office.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def run_dues(office: Visitor, day: date) -> None:
    office.open(f"/dues/runs/new/?period={day}&issued_on={day}")
    office.page.locator("main form[method=post] button[type=submit]").click()
    office.told("4 members are billed.")


def read_statement(office: Visitor, year: int, pictures: Path | None) -> None:
    day = date(year, 2, 10)
    exact = Invoice.objects.filter(firm__name__zh=EXACT).earliest("due_on")
    lines = [
        Line(day, Decimal(1000), EXACT, "6217003", exact.reference),
        Line(day, Decimal(2000), BOTH, "6217001", "两年会费"),
        Line(day, Decimal(2500), OVER, "6217002", "会费"),
        Line(day, Decimal("66.60"), "北方商贸有限公司", "6217009", "货款"),
        Line(day, Decimal(-5), "晋东市商业银行", "", "手续费"),
    ]
    office.open("/dues/statements/")
    put(office, "february.xml", camt053(lines))
    office.press("Read it")
    office.told("Movements read: 5; new: 5; assigned at once: 1.")
    office.look("statement", pictures)
    office.open("/dues/statements/")
    put(office, "the same.xml", camt053(lines))
    office.press("Read it")
    office.told("Every movement of this file was read before; nothing was changed.")


def waiting(office: Visitor, payer: str) -> Locator:
    office.open("/dues/payments/waiting/")
    return office.page.locator("article").filter(has_text=payer)


def accept_two_in_one(office: Visitor) -> None:
    """One payment for both years: proposed as all that the firm owes."""
    row = waiting(office, BOTH)
    expect(row).to_contain_text("The amount is all that the firm owes.")
    office.press("Accept", within=row)
    office.told("Assigned to %(firm)s.", firm="Jindong Firm 1")


def split_overpayment(office: Visitor, pictures: Path | None) -> None:
    """Found by typing, split over both invoices, the rest kept as an advance."""
    waiting(office, OVER).get_by_role("link", name="Another firm").click()
    office.page.locator("#search").press_sequentially("JD0002")
    office.page.locator("#found").get_by_role("link", name="Jindong Firm 2").click()
    parts = office.page.locator("main input[name^=part_]")
    expect(parts).to_have_count(2)
    parts.first.fill("１，０００")
    office.look("split", pictures)
    office.press("Assign it")
    office.told("Assigned to %(firm)s.", firm="Jindong Firm 2")
    office.sees("Kept as an advance payment")


def leave_unknown(office: Visitor) -> None:
    """Nobody knows the payer: it keeps its place, alone."""
    row = waiting(office, "北方商贸")
    expect(row).to_contain_text("Nothing tells whose it is.")
    expect(office.page.locator("article")).to_have_count(1)
    assert Payment.objects.get(payer="北方商贸有限公司").firm is None


def remind(office: Visitor, pictures: Path | None) -> None:
    """Who still owes is reminded, and nobody who has paid."""
    office.open("/dues/reminders/levels/")
    office.press("Add the three levels")
    office.open("/dues/reminders/due/")
    office.look("reminders", pictures)
    office.press("Draft the letters")
    expect(office.page.locator("ul.messages .error")).to_have_count(0)
    reminded = Reminder.objects.values_list("firm__name__zh", flat=True)
    assert set(reminded) == {NONE, EXACT}
