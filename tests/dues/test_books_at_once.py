"""Two people act on the same money at once: it is given away once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dues.domain import agreeing, closing, paying
from dues.domain.balances import advances, invoice_balances
from dues.domain.receiving import cash
from dues.errors import BooksClosed, NothingLeft
from dues.models import Closing, Entry, Invoice
from tests.assemblies.test_concurrent_acts import pressed_at_once
from tests.factories.dues import (
    AT,
    make_bank_account,
    make_decision,
    make_payment,
    make_schedule,
    run_dues,
)
from tests.factories.members import make_membership

pytestmark = pytest.mark.django_db(transaction=True)

WHO: dict[str, Any] = {"by": None, "at": AT}
DAY = date(2027, 3, 1)


def make_invoice() -> Invoice:
    make_schedule()
    make_membership()
    run_dues()
    make_bank_account()
    return Invoice.objects.get()


def test_payment_and_write_off_at_once_leave_no_invoice_paid_twice() -> None:
    invoice, payment, decision = make_invoice(), make_payment(1000), make_decision()
    failures = pressed_at_once(
        lambda: paying.assign_payment(payment=payment, firm=invoice.firm, **WHO),
        lambda: agreeing.write_off(invoice=invoice, decision=decision, on=DAY, **WHO),
    )
    written_off = Entry.objects.filter(kind="write_off").exists()
    assert failures == []
    assert invoice_balances() == {}
    assert advances() == ({invoice.firm_id: Decimal(1000)} if written_off else {})


def test_cash_and_transfer_at_once_do_not_wait_for_each_other_for_ever() -> None:
    invoice, payment = make_invoice(), make_payment(1000)
    failures = pressed_at_once(
        lambda: paying.assign_payment(payment=payment, firm=invoice.firm, **WHO),
        lambda: cash.take_cash(invoice=invoice, amount=Decimal(1000), on=DAY, **WHO),
    )
    # Whoever comes second finds the invoice paid: cash is refused, a transfer is kept as advance.
    assert [type(failure) for failure in failures] in ([], [NothingLeft])
    assert invoice_balances() == {}
    assert advances() == ({} if failures else {invoice.firm_id: Decimal(1000)})


def test_payment_and_closing_at_once_leave_nothing_booked_in_closed_time() -> None:
    make_invoice()
    failures = pressed_at_once(
        lambda: make_payment(1000, paid_on=DAY),
        lambda: closing.close_books(until_on=date(2027, 4, 1), today=date(2027, 4, 1), **WHO),
    )
    closed_at_first = [type(failure) for failure in failures] == [BooksClosed]
    assert failures == [] or closed_at_first
    assert Closing.objects.count() == 1
    assert Entry.objects.filter(booked_on=DAY).exists() is not closed_at_first
