"""What the dues know of a firm that applies to be a member again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dues.domain.balances import invoice_balances
from dues.domain.collecting.reminder_fields import told_amount
from dues.enums import EntryKind
from dues.models import Entry, Invoice
from members.domain.admitting.concerns import Concern
from members.models import Application


def unpaid_dues(application: Application) -> Iterator[Concern]:
    """What a former member still owes, and what was written off of its dues."""
    if application.firm_id is None or application.decision_id is not None:
        return
    left = {
        pk: amount
        for pk, amount in invoice_balances(firm=application.firm_id).items()
        if amount > 0
    }
    url = reverse("members:firm", args=[application.firm_id])
    if left:
        invoices = Invoice.objects.filter(pk__in=left).order_by("due_on", "number")
        total = told_amount(sum(left.values(), Decimal(0)), invoices[0].currency)
        yield Concern(
            title=_("Owes dues of %(amount)s from its earlier membership") % {"amount": total},
            detail=" · ".join(
                f"{row.number} ({date_format(row.due_on, 'SHORT_DATE_FORMAT')})" for row in invoices
            ),
            url=url,
            tone="bad",
        )
    yield from _written_off(application, url)


def _written_off(application: Application, url: str) -> Iterator[Concern]:
    given_up = Entry.objects.filter(
        firm=application.firm_id, kind=EntryKind.WRITE_OFF, invoice__isnull=False
    )
    sums = given_up.order_by().values("invoice__currency").annotate(sum=Sum("amount"))
    for row in sums.order_by("invoice__currency"):
        yield Concern(
            title=_("Dues of %(amount)s were written off")
            % {"amount": told_amount(row["sum"], row["invoice__currency"])},
            url=url,
        )


PROVIDERS = [unpaid_dues]
