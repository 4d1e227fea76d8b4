"""An entry with open dues does not go on as another: they would be claimed beside the firm."""

import pytest

from dues.domain.crediting import credit_invoice
from dues.models import Invoice
from members.errors import MergeHasOpenCases
from records.fields import Translated
from tests.factories.dues import make_schedule, pay, run_dues
from tests.factories.firms import make_merge
from tests.factories.members import AT, make_membership

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("settle", ["paid", "credited"])
def test_entry_is_dropped_once_its_invoice_is_settled(billed, settle):
    kept, dropped, invoice = billed
    if settle == "paid":
        pay(invoice)
    else:
        reason = Translated(zh="重复登记", en="Recorded twice")
        credit_invoice(invoice=invoice, on=invoice.issued_on, reason=reason, by=None, at=AT)

    assert make_merge(kept, dropped).dropped == dropped


def test_open_invoice_of_the_entry_that_goes_on_is_none_of_it(billed):
    kept, dropped, invoice = billed
    pay(invoice)

    make_merge(kept, dropped)

    assert Invoice.objects.filter(firm=kept).count() == 1
