"""Dues on a firm's own pages: what to pay, what was paid, and to whom the papers go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from desk.domain import own_dues
from dues.domain import agreeing, crediting, paying
from dues.enums import ReceiptState
from dues.models import Invoice, Receipt
from members.models import Firm
from records.domain import documents
from records.fields import Translated
from tests.factories.dues import (
    AT,
    make_association,
    make_bank_account,
    make_payment,
    make_schedule,
    pay,
    run_dues,
)
from tests.factories.members import make_firm
from tests.factories.reminders import DUE, make_debtors, make_levels, release, remind
from tests.factories.requests import make_representative_user

pytestmark = pytest.mark.django_db
BEFORE, LATER = date(2027, 3, 1), date(2027, 6, 1)


def client_of(firm: Firm) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_representative_user(firm))
    return client


def billed(number: str = "JD0001") -> tuple[Firm, Invoice]:
    """A member that owes 1000 until 31 March 2027."""
    firm = make_debtors(number)[0].firm
    return firm, firm.invoices.get()


def sums(firm: Firm, day: date) -> own_dues.Sums:
    return own_dues.sums_of(firm, own_dues.claims_of(firm, day=day), day=day, currency="CNY")


@pytest.mark.parametrize(
    ("day", "paid", "state", "overdue"),
    [
        (BEFORE, 0, "due", 0),
        (DUE, 0, "due", 0),
        (LATER, 0, "overdue", 1000),
        (LATER, 400, "overdue", 600),
        (LATER, 1000, "paid", 0),
    ],
)
def test_sums_of_a_day_say_what_is_open_and_overdue(day, paid, state, overdue):
    firm, invoice = billed()
    if paid:
        pay(invoice, paid)

    found = sums(firm, day)

    assert (found.state, found.open, found.overdue) == (state, 1000 - paid, overdue)


def test_firm_that_was_never_billed_has_no_state_of_dues():
    assert sums(make_firm(), BEFORE).state == "none"


def test_instalments_tell_the_next_part_and_its_day():
    firm, invoice = billed()
    agreeing.agree_instalments(
        invoice=invoice,
        parts=[(date(2027, 4, 30), Decimal(400)), (date(2027, 7, 31), Decimal(600))],
        by=None,
        at=AT,
    )
    pay(invoice, 300)

    (before,) = own_dues.claims_of(firm, day=BEFORE)
    (after,) = own_dues.claims_of(firm, day=LATER)

    told = [(step.due_on, step.amount, step.left) for step in before.steps]
    assert told == [(date(2027, 4, 30), 400, 100), (date(2027, 7, 31), 600, 600)]
    assert (before.to_pay, before.pay_by, before.overdue) == (100, date(2027, 4, 30), 0)
    assert (after.to_pay, after.pay_by, after.overdue) == (100, date(2027, 4, 30), 100)


def test_payment_tells_which_notices_it_settled_and_what_is_paid_ahead():
    firm, invoice = billed()
    payment = pay(invoice, 1500)

    (paid,) = own_dues.payments_of(firm)

    assert (paid.payment, paid.parts, paid.ahead) == (payment, [(invoice, Decimal(1000))], 500)
    assert sums(firm, LATER).advance == 500


def test_released_payment_settles_nothing_any_more():
    firm, invoice = billed()
    payment = pay(invoice)
    paying.release_payment(payment=payment, on=LATER, reason="Wrong firm", by=None, at=AT)

    assert own_dues.payments_of(firm) == []
    assert sums(firm, BEFORE).open == 1000


def test_notice_settled_by_what_was_paid_ahead_is_told():
    make_association()
    make_schedule(window_days=(DUE - date(2027, 1, 1)).days)
    firm = make_firm()
    payment = make_payment(1000, paid_on=date(2027, 1, 2))
    paying.assign_payment(payment=payment, firm=firm, by=None, at=AT)
    run_dues()

    told = [(row.invoice, row.amount) for row in own_dues.paid_from_advance(firm)]

    assert told == [(firm.invoices.get(), 1000)]


def test_dues_page_says_how_to_pay_with_all_that_is_needed():
    firm, invoice = billed()

    page = client_of(firm).get(f"/me/firms/{firm.pk}/dues/").content.decode()

    account = make_bank_account()
    for told in (invoice.number, invoice.reference, "1,000 CNY", str(account.name.en), "<svg"):
        assert told in page


def test_page_without_dues_says_what_will_be_there():
    make_association()
    firm = make_firm()

    page = client_of(firm).get(f"/me/firms/{firm.pk}/dues/").content.decode()

    assert "No notice of dues has been sent to the firm yet." in page
    assert "Payments that arrive are listed here" in page


def test_invoice_is_served_in_both_languages_to_its_firm():
    firm, invoice = billed()
    client = client_of(firm)

    found = [client.get(f"/me/firms/{firm.pk}/invoices/{invoice.pk}/{x}.pdf") for x in ("zh", "en")]
    other = client.get(f"/me/firms/{firm.pk}/invoices/{invoice.pk}/fr.pdf")

    assert [(each.status_code, each.content[:5]) for each in found] == [(200, b"%PDF-")] * 2
    assert other.status_code == 404


def test_papers_of_another_firm_are_not_found_below_ones_own_address():
    mine, theirs = (member.firm for member in make_debtors("JD0001", "JD0002"))
    invoice = theirs.invoices.get()
    note = crediting.credit_invoice(
        invoice=invoice, on=BEFORE, reason=Translated(zh="误", en="wrong"), by=None, at=AT
    )
    payment = make_payment(10)
    receipt = payment.receipts.create(
        firm=theirs,
        amount=10,
        state=ReceiptState.ISSUED,
        number="1",
        document=documents.store(content=b"r", name="r.pdf", media_type="application/pdf", at=AT),
        recorded_at=AT,
    )
    client = client_of(mine)
    paths = [
        f"invoices/{invoice.pk}/zh.pdf",
        f"credit-notes/{note.pk}/zh.pdf",
        f"receipts/{receipt.pk}/",
    ]

    below_mine = [client.get(f"/me/firms/{mine.pk}/{path}").status_code for path in paths]
    below_theirs = [client.get(f"/me/firms/{theirs.pk}/{path}").status_code for path in paths]

    assert below_mine + below_theirs == [404] * 6


def test_receipt_shows_its_codes_and_gives_its_file():
    firm, invoice = billed()
    payment = pay(invoice)
    paper = documents.store(content=b"%PDF-r", name="r.pdf", media_type="application/pdf", at=AT)
    receipt = Receipt.objects.create(
        firm=firm,
        payment=payment,
        amount=1000,
        state=ReceiptState.ISSUED,
        record_code="14010126",
        number="0008812345",
        check_code="a7f3e2",
        document=paper,
        recorded_at=AT,
    )
    client = client_of(firm)

    page = client.get(f"/me/firms/{firm.pk}/dues/").content.decode()
    file = client.get(f"/me/firms/{firm.pk}/receipts/{receipt.pk}/")

    for told in ("14010126", "0008812345", "a7f3e2"):
        assert told in page
    assert (file.content, file["Content-Disposition"][:10]) == (b"%PDF-r", "attachment")


def test_reminder_is_shown_once_its_letter_went_out():
    firm, _invoice = billed()
    (level,) = make_levels(10)
    mailing = remind(date(2027, 4, 15), released=False)[0]
    drafted = own_dues.reminders_of(firm)
    release(mailing, date(2027, 4, 15))

    told = [(row.level, row.total) for row in own_dues.reminders_of(firm)]
    assert (drafted, told) == ([], [(level, 1000)])


def test_account_is_served_as_paper_and_as_table():
    firm, invoice = billed()
    pay(invoice)
    client = client_of(firm)

    paper = client.get(f"/me/firms/{firm.pk}/account.pdf")
    table = client.get(f"/me/firms/{firm.pk}/account.csv")
    other = client.get(f"/me/firms/{firm.pk}/account.exe")

    assert (paper.status_code, paper.content[:5], other.status_code) == (200, b"%PDF-", 404)
    rows = table.content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["2027-01-01", "2027-02-01"]
    assert timezone.localdate().isoformat() in table["Content-Disposition"]


def test_page_takes_as_many_queries_for_three_notices_as_for_one(django_assert_max_num_queries):
    firm, _invoice = billed()
    client = client_of(firm)
    client.get(f"/me/firms/{firm.pk}/dues/")
    with django_assert_max_num_queries(60) as one:
        client.get(f"/me/firms/{firm.pk}/dues/")
    for day in (date(2028, 1, 1), date(2029, 1, 1)):
        run_dues(day=day, issued_on=day)
    with django_assert_max_num_queries(60) as three:
        client.get(f"/me/firms/{firm.pk}/dues/")

    assert firm.invoices.count() == 3
    assert len(one) == len(three)
