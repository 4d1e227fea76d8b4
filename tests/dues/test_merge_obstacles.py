"""An entry with open dues does not go on as another: they would be claimed beside the firm."""

from datetime import date

import pytest

from dues.domain.arrears import arrears_on
from dues.domain.balances import advances
from dues.domain.crediting import credit_invoice
from dues.models import Invoice
from members.errors import MergeHasOpenCases
from records.fields import Translated
from tests.factories.dues import make_schedule, pay, run_dues
from tests.factories.firms import make_merge
from tests.factories.members import AT, make_membership

pytestmark = pytest.mark.django_db


def credit(invoice):
    reason = Translated(zh="重复登记", en="Recorded twice")
    credit_invoice(invoice=invoice, on=invoice.issued_on, reason=reason, by=None, at=AT)


@pytest.fixture
def billed():
    """Two entries of one firm, each with its invoice; the second is to be dropped."""
    kept, dropped = make_membership(), make_membership()
    make_schedule()
    run_dues()
    return kept.firm, dropped.firm, Invoice.objects.get(firm=dropped.firm)


def test_entry_with_an_open_invoice_is_not_dropped(billed):
    kept, dropped, invoice = billed

    with pytest.raises(MergeHasOpenCases, match=invoice.number):
        make_merge(kept, dropped)

    dropped.refresh_from_db()
    assert dropped.merged_into is None


def test_entry_that_paid_for_days_to_come_is_the_one_to_keep(billed):
    """A run would take its dues back and claim them of the other, which would be in arrears."""
    kept, dropped, invoice = billed
    pay(invoice)

    with pytest.raises(MergeHasOpenCases, match=invoice.number):
        make_merge(kept, dropped)
    credit(Invoice.objects.get(firm=kept))

    assert make_merge(dropped, kept).kept == dropped
    assert run_dues() is None
    assert (arrears_on(date(2027, 12, 1)), advances()) == ({}, {})


def test_entry_is_dropped_once_its_invoice_is_credited(billed):
    kept, dropped, invoice = billed
    credit(invoice)

    assert make_merge(kept, dropped).dropped == dropped
    assert run_dues() is None
    assert list(arrears_on(date(2027, 12, 1))) == [kept.pk]
