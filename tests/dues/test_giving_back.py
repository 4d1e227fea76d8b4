"""What is taken back after money came, or was given up: nobody has what was never paid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dues.domain import agreeing, crediting, paying
from dues.domain.arrears import arrears_on
from dues.domain.balances import advances, balance_of, invoice_balances, unassigned
from dues.enums import AccountRole, EntryKind
from dues.errors import AdvanceTooSmall, BeforeTheInvoice
from dues.models import Entry, Invoice
from members.models import Membership
from records.fields import Translated
from tests.factories.dues import (
    AT,
    ISSUED,
    make_bank_account,
    make_decision,
    make_schedule,
    pay,
    run_dues,
)
from tests.factories.members import make_membership

pytestmark = pytest.mark.django_db

WRONG = Translated(zh="登记有误", en="The register was wrong")
WHO: dict[str, Any] = {"by": None, "at": AT}
GIVEN_UP, TAKEN_BACK, RELEASED = date(2027, 3, 1), date(2027, 4, 1), date(2027, 4, 3)


@pytest.fixture
def invoice() -> Invoice:
    make_schedule()
    make_membership()
    run_dues()
    return Invoice.objects.get()


def give_up(invoice: Invoice, amount: int | None = None) -> None:
    agreeing.write_off(
        invoice=invoice,
        amount=None if amount is None else Decimal(amount),
        decision=make_decision(),
        on=GIVEN_UP,
        **WHO,
    )


def take_back(invoice: Invoice) -> None:
    crediting.credit_invoice(invoice=invoice, on=TAKEN_BACK, reason=WRONG, **WHO)


def stands(kind: EntryKind) -> list[Decimal]:
    rows = Entry.objects.filter(kind=kind, reversal__isnull=True)
    return list(rows.values_list("amount", flat=True))


def test_invoice_taken_back_after_a_write_off_leaves_no_advance(invoice: Invoice) -> None:
    give_up(invoice)
    take_back(invoice)
    assert (advances(), invoice_balances(), stands(EntryKind.WRITE_OFF)) == ({}, {}, [])


def test_invoice_taken_back_after_payment_and_write_off_leaves_what_was_paid(
    invoice: Invoice,
) -> None:
    pay(invoice, 300)
    give_up(invoice, 500)
    take_back(invoice)
    assert advances() == {invoice.firm_id: Decimal(300)}
    assert (invoice_balances(), stands(EntryKind.WRITE_OFF)) == ({}, [])


def test_run_that_takes_back_what_was_written_off_leaves_no_advance(invoice: Invoice) -> None:
    give_up(invoice)
    agreeing.waive_dues(
        membership=Membership.objects.get(),
        from_on=date(2027, 1, 1),
        until_on=None,
        share=(1, 1),
        decision=make_decision(),
        reason="暂停营业",
        **WHO,
    )
    run_dues(issued_on=TAKEN_BACK)
    assert (advances(), invoice_balances(), stands(EntryKind.WRITE_OFF)) == ({}, {}, [])


def test_payment_released_after_its_invoice_was_taken_back_waits_once(invoice: Invoice) -> None:
    payment = pay(invoice)
    take_back(invoice)
    paying.release_payment(payment=payment, on=RELEASED, reason="其他单位的款项", **WHO)
    assert unassigned() == {payment.pk: Decimal(1000)}
    assert (advances(), invoice_balances()) == ({}, {})


def test_payment_whose_invoice_was_taken_back_and_that_was_refunded_stays(
    invoice: Invoice,
) -> None:
    payment = pay(invoice)
    take_back(invoice)
    paying.refund(
        firm=invoice.firm,
        amount=Decimal(1000),
        account=make_bank_account(),
        on=TAKEN_BACK,
        text="退款",
        **WHO,
    )
    with pytest.raises(AdvanceTooSmall):
        paying.release_payment(payment=payment, on=RELEASED, reason="其他单位的款项", **WHO)
    assert (unassigned(), advances(), invoice_balances()) == ({}, {}, {})


def test_payment_released_while_its_invoice_stands_leaves_that_open(invoice: Invoice) -> None:
    payment = pay(invoice, 1200)
    paying.release_payment(payment=payment, on=RELEASED, reason="其他单位的款项", **WHO)
    assert unassigned() == {payment.pk: Decimal(1200)}
    assert (advances(), invoice_balances()) == ({}, {invoice.pk: Decimal(1000)})


def test_of_two_payments_of_an_invoice_taken_back_the_other_stays_an_advance(
    invoice: Invoice,
) -> None:
    payment = pay(invoice, 300)
    other = pay(invoice, 700)
    take_back(invoice)
    paying.release_payment(payment=payment, on=RELEASED, reason="其他单位的款项", **WHO)
    assert unassigned() == {payment.pk: Decimal(300)}
    assert (advances(), invoice_balances()) == ({invoice.firm_id: Decimal(700)}, {})
    paying.release_payment(payment=other, on=RELEASED, reason="其他单位的款项", **WHO)
    assert unassigned() == {payment.pk: Decimal(300), other.pk: Decimal(700)}
    assert (advances(), invoice_balances()) == ({}, {})


def test_payment_from_before_an_invoice_settles_it_on_the_day_it_was_issued(
    invoice: Invoice,
) -> None:
    payment = pay(invoice, on=date(2026, 12, 20))
    before = date(2026, 12, 31)
    assert (invoice_balances(day=before), invoice_balances()) == ({}, {})
    assert balance_of(AccountRole.UNASSIGNED, day=before) == -payment.amount
    assert balance_of(AccountRole.UNASSIGNED) == 0
    settled = payment.entries.get(kind=EntryKind.ALLOCATION)
    assert settled.booked_on == ISSUED


def test_invoice_is_not_taken_back_or_given_up_before_its_day(invoice: Invoice) -> None:
    early = date(2026, 12, 31)
    with pytest.raises(BeforeTheInvoice):
        crediting.credit_invoice(invoice=invoice, on=early, reason=WRONG, **WHO)
    with pytest.raises(BeforeTheInvoice):
        agreeing.write_off(invoice=invoice, decision=make_decision(), on=early, **WHO)
    assert invoice_balances() == {invoice.pk: Decimal(1000)}


def test_payment_is_not_taken_back_before_it_came(invoice: Invoice) -> None:
    payment = pay(invoice)
    early = date(2026, 6, 1)
    paying.release_payment(payment=payment, on=early, reason="其他单位的款项", **WHO)
    assert invoice_balances(day=early) == {}
    assert invoice_balances() == {invoice.pk: Decimal(1000)}


def test_instalments_agreed_again_after_a_part_was_paid_stay(invoice: Invoice) -> None:
    parts = [(date(2027, 5, 1), Decimal(400)), (date(2027, 6, 1), Decimal(600))]
    made = agreeing.agree_instalments(invoice=invoice, parts=parts, **WHO)
    pay(invoice, 400)
    assert agreeing.agree_instalments(invoice=invoice, parts=parts, **WHO) == made


def test_agreement_of_today_leaves_the_arrears_of_before_as_they_were():
    make_schedule()
    make_membership()
    run_dues()
    invoice, before = Invoice.objects.get(), date(2027, 4, 20)
    behind = arrears_on(before)
    assert [(row.amount, row.since) for row in behind.values()] == [
        (Decimal(1000), date(2027, 4, 1))
    ]

    for later in (date(2027, 9, 1), date(2027, 10, 1)):
        agreeing.agree_instalments(
            invoice=invoice,
            parts=[(later, Decimal(1000))],
            by=None,
            at=datetime(2027, later.month - 4, 3, 1, 0, tzinfo=UTC),
        )

    assert arrears_on(before) == behind
    assert arrears_on(date(2027, 5, 20)) == {}
    assert [row.due_on for row in invoice.instalments.filter(superseded_at=None)] == [later]
