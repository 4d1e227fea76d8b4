"""Pages of invoices: the list, one invoice, and what is done with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bylaws.models import Association
from dues.domain import agreeing, crediting, invoice_list
from dues.domain.balances import advances, balance_of, invoice_balances
from dues.enums import AccountRole
from dues.models import Entry, Instalment, Invoice, Payment, Waiver
from records.fields import Translated
from records.models import Decision
from tests.factories.dues import AT, make_decision, make_schedule, pay, run_dues
from tests.factories.elections import make_firm
from tests.factories.members import (
    make_body,
    make_class,
    make_membership,
    make_secretary,
)

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}
WRONG = Translated(zh="误开", en="Made in error")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_secretary())
    return client


def billed(*numbers: str) -> list[Invoice]:
    """An invoice over 1000 of the year 2027 for each member number."""
    make_schedule()
    for number in numbers:
        make_membership(number=number)
    run_dues()
    return list(Invoice.objects.order_by("firm__membership__number"))


def listed(office: Client, **query: str) -> list[str]:
    table = office.get(reverse("dues:invoices"), query).context["table"]
    return sorted(row.record.firm.membership.number for row in table.paginated_rows)


def test_list_is_narrowed_by_what_the_books_say(office: Client) -> None:
    _open, paid, part_paid, credited = billed("A1", "A2", "A3", "A4")
    pay(paid)
    pay(part_paid, 300)
    crediting.credit_invoice(invoice=credited, on=date(2027, 2, 1), reason=WRONG, by=None, at=AT)

    found = {state: listed(office, state=state) for state in ("open", "paid", "credited", "")}

    assert found["open"] == ["A1", "A3"]
    assert found["paid"] == ["A2"]
    assert found["credited"] == ["A4"]
    assert found[""] == ["A1", "A2", "A3", "A4"]


@pytest.mark.parametrize("state", ["open", "overdue", "paid", "credited"])
def test_list_says_how_many_there_are_in_a_state(office: Client, state: str) -> None:
    paid, credited, _first, _second = billed("A1", "A2", "A3", "A4")
    pay(paid, 1000)
    crediting.credit_invoice(invoice=credited, on=date(2027, 2, 1), reason=WRONG, by=None, at=AT)

    table = office.get(reverse("dues:invoices"), {"state": state}).context["table"]

    assert table.paginator.count == len(listed(office, state=state))


def test_overdue_counts_instalments_by_their_own_days() -> None:
    late, in_parts = billed("A1", "A2")
    agreeing.agree_instalments(
        invoice=in_parts,
        parts=[(date(2027, 5, 1), Decimal(400)), (date(2027, 9, 1), Decimal(600))],
        by=None,
        at=AT,
    )

    def overdue(day: date) -> list[str]:
        rows = invoice_list.in_state(invoice_list.all_invoices(), "overdue", day)
        return sorted(rows.values_list("firm__membership__number", flat=True))

    assert late.due_on == date(2027, 4, 1)
    days = (date(2027, 4, 1), date(2027, 4, 2), date(2027, 5, 2))
    assert [overdue(day) for day in days] == [[], ["A1"], ["A1", "A2"]]


def test_list_is_searched_by_number_reference_and_firm(office: Client) -> None:
    one, two = billed("A1", "A2")

    assert listed(office, search=one.number) == ["A1"]
    assert listed(office, search=f"{two.reference[:4]} {two.reference[4:]}") == ["A2"]
    assert listed(office, search=str(two.firm.name.zh)) == ["A2"]
    assert listed(office, search="A1") == ["A1"]
    assert listed(office, year="2026") == []


def test_list_is_in_the_order_of_the_numbers(office: Client) -> None:
    Association.objects.update_or_create(
        defaults={"name": Translated(zh="协会"), "number_formats": {"invoice": "费〔{year}〕{n}号"}}
    )
    billed(*(f"A{number:02d}" for number in range(11)))

    table = office.get(reverse("dues:invoices")).context["table"]
    numbers = [row.record.number for row in table.paginated_rows]

    assert numbers == [f"费〔2027〕{number}号" for number in range(11, 0, -1)]


def test_list_is_narrowed_by_class_and_run(office: Client) -> None:
    make_schedule({"council": 3000, "ordinary": 1000})
    make_membership(number="C1", member_class=make_class("council"))
    make_membership(number="O1")
    run = run_dues()
    assert run is not None

    assert listed(office, member_class=str(make_class("council").pk)) == ["C1"]
    assert listed(office, run=str(run.pk)) == ["C1", "O1"]


@pytest.mark.parametrize("count", [1, 6])
def test_list_takes_the_same_queries_for_any_number(office: Client, count: int) -> None:
    billed(*(f"A{number}" for number in range(count)))
    office.get(reverse("dues:invoices"))

    with CaptureQueriesContext(
        connection,
    ) as taken:
        office.get(reverse("dues:invoices"))

    assert len(taken) == 22


def test_invoice_shows_its_lines_entries_and_what_is_left(office: Client) -> None:
    make_schedule(pro_rata="days")
    make_membership(joined_on=date(2027, 10, 1))
    run_dues()
    invoice = Invoice.objects.get()
    pay(invoice, 100)

    page = office.get(reverse("dues:invoice", args=[invoice.pk]), headers=EN).text

    assert "92 of 365 days" in page
    assert "252.05 CNY" in page
    assert "152.05 CNY" in page
    assert invoice.reference[:4] + " " in page
    assert "Payment set against an invoice" in page


def test_invoice_is_taken_back_and_what_was_paid_is_kept(office: Client) -> None:
    (invoice,) = billed("A1")
    pay(invoice)

    office.post(
        reverse("dues:invoice_credit", args=[invoice.pk]),
        {"on": "2027-03-01", "reason_zh": "误开", "reason_en": "Made in error"},
    )

    note = invoice.credit_notes.get()
    assert (note.amount, note.reason.en) == (Decimal(1000), "Made in error")
    assert advances() == {invoice.firm_id: Decimal(1000)}
    again = office.post(
        reverse("dues:invoice_credit", args=[invoice.pk]),
        {"on": "2027-03-01", "reason_zh": "误开", "reason_en": ""},
        headers=EN,
    )
    assert (again.status_code, "Nothing of this invoice is left" in again.text) == (400, True)


def test_instalments_are_proposed_and_have_to_add_up(office: Client) -> None:
    (invoice,) = billed("A1")
    address = reverse("dues:invoice_instalments", args=[invoice.pk])
    proposed = [
        (day.value(), amount.value())
        for day, amount in office.get(address).context["form"].rows
        if amount.value()
    ]
    wrong = office.post(address, {"due_on_0": "2027-05-01", "amount_0": "400"}, headers=EN)
    half = office.post(address, {"due_on_0": "2027-05-01", "amount_0": ""}, headers=EN)
    right = {
        "due_on_0": "2027-05-01",
        "amount_0": "４００",
        "due_on_1": "2027-07-01",
        "amount_1": "600.00",
    }
    office.post(address, right)

    assert [amount for _day, amount in proposed] == ["333.34", "333.33", "333.33"]
    assert (wrong.status_code, "1000" in wrong.text) == (400, True)
    assert (half.status_code, "A part has a day and an amount" in half.text) == (400, True)
    assert list(Instalment.objects.values_list("due_on", "amount")) == [
        (date(2027, 5, 1), Decimal(400)),
        (date(2027, 7, 1), Decimal(600)),
    ]
    office.post(address, {})
    assert not Instalment.objects.filter(superseded_at__isnull=True).exists()


def decided(**changed: Any) -> dict[str, Any]:
    return {
        "title_zh": "核销欠费",
        "title_en": "Written off",
        "body": make_body("council").pk,
        "decided_on": "2027-06-01",
        "reference": "2027-3",
        **changed,
    }


def test_write_off_needs_a_decision(office: Client) -> None:
    (invoice,) = billed("A1")
    address = reverse("dues:invoice_write_off", args=[invoice.pk])

    refused = office.post(address, {"on": "2027-06-02"}, headers=EN)
    before = invoice_balances()
    office.post(address, decided(on="2027-06-02", amount="400"))
    known = make_decision()
    office.post(address, {"on": "2027-06-02", "known": known.pk})

    assert (refused.status_code, "Needed, where no decision" in refused.text) == (400, True)
    assert before == {invoice.pk: Decimal(1000)}
    assert invoice_balances() == {}
    assert balance_of(AccountRole.WRITE_OFF) == Decimal(1000)
    written_off = Entry.objects.filter(kind="write_off").order_by("pk")
    assert [row.decision.reference for row in written_off] == ["2027-3", known.reference]


def test_cash_is_taken_and_set_against_the_invoice(office: Client) -> None:
    (invoice,) = billed("A1")
    address = reverse("dues:invoice_cash", args=[invoice.pk])

    too_much = office.post(address, {"amount": "1000.01", "on": "2027-02-01"}, headers=EN)
    office.post(address, {"amount": "250", "on": "2027-02-01"})

    payment = Payment.objects.get()
    assert (too_much.status_code, "only 1000" in too_much.text) == (400, True)
    assert (payment.method, payment.payer, payment.firm) == (
        "cash",
        invoice.firm.name.zh,
        invoice.firm,
    )
    assert invoice_balances() == {invoice.pk: Decimal(750)}
    assert balance_of(AccountRole.CASH) == Decimal(250)


def test_waiver_is_proposed_from_the_day_from_which_it_counts(office: Client) -> None:
    today = timezone.localdate()
    begin = date(today.year, 1, 1)
    make_schedule(effective_on=begin)
    firm = make_membership().firm

    page = office.get(reverse("dues:firm_waive", args=[firm.pk]), headers=EN)

    assert page.context["form"].initial["from_on"] == begin
    assert "where it holds on the member" in page.text


def test_waiver_of_a_firm_that_is_no_member_is_not_there(office: Client) -> None:
    address = reverse("dues:firm_waive", args=[make_firm().pk])
    assert office.post(address, decided(from_on="2027-01-01")).status_code == 404


def test_waiver_leads_on_to_the_run_of_the_member(office: Client) -> None:
    (invoice,) = billed("A1")
    address = reverse("dues:firm_waive", args=[invoice.firm_id])
    terms = decided(from_on="2027-01-01", until_on="2028-01-01", num="1", den="2", reason="洪灾")

    response = office.post(address, terms)
    overlapping = office.post(address, terms | {"reference": "2027-4"}, headers=EN)
    too_much = office.post(address, terms | {"num": "3"}, headers=EN)

    waiver = Waiver.objects.get()
    assert response["Location"] == f"{reverse('dues:run_new')}?firm={invoice.firm_id}"
    assert (waiver.num, waiver.den, waiver.decision.reference) == (1, 2, "2027-3")
    assert (overlapping.status_code, "has a waiver already" in overlapping.text) == (400, True)
    assert (too_much.status_code, "No more than all of it" in too_much.text) == (400, True)
    assert Decision.objects.filter(reference="2027-4").count() == 0
