"""A firm's account, its exports, its place on the firm's page and in its timeline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dues.domain import agreeing, crediting, timeline
from dues.domain.collecting import arrears_measures
from dues.domain.firm_account import movements_of
from dues.models import Invoice
from records.fields import Translated
from tests.factories.dues import AT, make_decision, make_schedule, pay, run_dues
from tests.factories.members import make_membership, make_secretary
from tests.factories.pdf import squeezed, text_of

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture
def invoice() -> Invoice:
    """Of 1000, paid with 1200."""
    make_schedule()
    make_membership(number="A1", zh="=晋东岳峰")
    run_dues()
    made = Invoice.objects.get()
    pay(made, 1200)
    return made


def test_account_tells_each_movement_and_the_balance_after_it(invoice: Invoice) -> None:
    crediting.credit_invoice(
        invoice=invoice,
        on=date(2027, 3, 1),
        reason=Translated(zh="误", en="wrong"),
        by=None,
        at=AT,
    )

    found = [(row.entry.kind, row.amount, row.balance) for row in movements_of(invoice.firm)]

    # That the advance grows by what the credited invoice had taken moves within the account.
    assert found == [
        ("charge", Decimal(1000), Decimal(1000)),
        ("allocation", Decimal(-1000), Decimal(0)),
        ("advance", Decimal(-200), Decimal(-200)),
        ("reversal", Decimal(-1000), Decimal(-1200)),
    ]


def test_account_page_and_exports(client: Client, invoice: Invoice) -> None:
    client.force_login(make_secretary())

    def address(kind: str) -> str:
        return reverse("dues:firm_account_export", args=[invoice.firm_id, kind])

    page = client.get(reverse("dues:firm_account", args=[invoice.firm_id]), headers=EN).text
    table = client.get(address("csv"), headers=EN).content.decode("utf-8-sig")
    paper = client.get(address("pdf"), headers=EN).content

    assert "200 CNY" in page
    number = invoice.number
    assert table.splitlines()[1:] == [
        f"2027-01-04,dues charged,{number},2027-01-01 – 2027-12-31,1000.00,,1000.00,",
        f"2027-02-01,payment set against an invoice,{number},{number},,1000.00,0.00,",
        "2027-02-01,kept as an advance payment,,,,200.00,,200.00",
    ]
    assert squeezed("Account of dues") in text_of(paper)
    assert client.get(address("exe")).status_code == 404


def test_firms_page_shows_its_dues(client: Client, invoice: Invoice) -> None:
    client.force_login(make_secretary())

    page = client.get(reverse("members:firm", args=[invoice.firm_id]), headers=EN).text

    assert reverse("dues:firm_account", args=[invoice.firm_id]) in page
    assert invoice.number in page
    assert "Paid ahead" in page


def test_advances_are_listed(client: Client, invoice: Invoice) -> None:
    client.force_login(make_secretary())

    page = client.get(reverse("dues:advances"), headers=EN).text

    assert "1 firm, 200 CNY" in page


def test_timeline_tells_invoices_payments_notes_waivers_and_suspensions(invoice: Invoice) -> None:
    membership, decision = invoice.firm.membership, make_decision(reference="2027-3")
    crediting.credit_invoice(
        invoice=invoice, on=date(2027, 3, 1), reason=Translated(en="wrong"), by=None, at=AT
    )
    agreeing.waive_dues(
        membership=membership,
        from_on=date(2027, 4, 1),
        until_on=None,
        share=(1, 2),
        decision=decision,
        reason="Flood",
        by=None,
        at=AT,
    )
    arrears_measures.suspend_vote(
        membership=membership, from_on=date(2027, 5, 1), decision=decision, by=None, at=AT
    )
    arrears_measures.give_vote_back(
        membership=membership, on=date(2027, 6, 1), reason="Paid", by=None, at=AT
    )

    with translation.override("en"):
        events = [event for provide in timeline.PROVIDERS for event in provide(invoice.firm)]
        told = sorted((event.day, event.title, event.detail) for event in events)

    note = invoice.credit_notes.get()
    assert told == [
        (date(2027, 1, 4), f"invoice {invoice.number}", "1,000 CNY"),
        (date(2027, 2, 1), "payment received", "1,200 CNY · bank transfer"),
        (date(2027, 3, 1), f"credit note {note.number}", "1,000 CNY · wrong"),
        (date(2027, 4, 1), "dues waived by 1/2", "Flood · Council · 2027-3"),
        (date(2027, 5, 1), "vote suspended for arrears", "2027-3"),
        (date(2027, 6, 1), "vote given back", "Paid"),
    ]
