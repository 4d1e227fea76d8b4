"""Lists of the dues as tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2.data import TableQuerysetData

from dues.domain import invoice_list
from dues.domain.papers.amount_format import with_currency
from dues.enums import InvoiceState, LineState, PaymentState
from dues.models import CreditNote, Invoice, Payment
from members.tables import NUMBER, WIDE_ONLY, chip

TONES = {
    InvoiceState.OPEN: "wait",
    InvoiceState.OVERDUE: "bad",
    InvoiceState.PAID: "ok",
    InvoiceState.CREDITED: "later",
}


class InvoiceRows(TableQuerysetData):
    """A page's keys first, then its rows and what is left of each: a few queries more.

    ``number`` counts ``data``.
    """

    def __init__(self, data: QuerySet[Invoice], *, number: Callable[[], int], day: date) -> None:
        super().__init__(data)
        self.number = number
        self.day = day

    def __len__(self) -> int:
        return self.number()

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        keys = list(self.data.values_list("pk", flat=True)[key])
        found = Invoice.objects.select_related("firm__membership").in_bulk(keys)
        rows = [found[each] for each in keys]
        left = invoice_list.balances_of(rows)
        credited = set(
            CreditNote.objects.filter(invoice__in=keys).values_list("invoice", flat=True)
        )
        late = invoice_list.late_of({row.firm_id for row in rows}, self.day)
        for row in rows:
            is_late, is_credited = row.pk in late, row.pk in credited
            state = invoice_list.state_of(left[row.pk], is_late=is_late, is_credited=is_credited)
            vars(row).update(left=left[row.pk], state=state)
        return rows


class InvoiceTable(tables.Table):
    number = tables.Column(verbose_name=_("Invoice"), order_by=("number_length", "number"))
    firm = tables.Column(verbose_name=_("Firm"), orderable=False)
    issued_on = tables.DateColumn(verbose_name=_("Issued on"), attrs=WIDE_ONLY)
    due_on = tables.DateColumn(verbose_name=_("Due on"))
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    left = tables.Column(
        verbose_name=pgettext_lazy("amount", "Open"), orderable=False, attrs=NUMBER
    )
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        model = Invoice
        fields: list[str] = []
        empty_text = _("No invoice matches. Change the search, or show all.")

    def render_number(self, record: Invoice) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><small class="mono">{}</small>',
            reverse("dues:invoice", args=[record.pk]),
            record.number,
            record.reference,
        )

    def render_firm(self, record: Invoice) -> SafeString:
        return format_html(
            '<span><a href="{}">{}</a><small>{}</small></span>',
            reverse("dues:firm_account", args=[record.firm_id]),
            record.firm.name,
            record.firm.membership.number,
        )

    def render_amount(self, record: Invoice) -> str:
        return with_currency(record.amount, record.currency)

    def render_left(self, value: Any, record: Invoice) -> str:
        return with_currency(value, record.currency) if value else "–"

    def render_state(self, value: InvoiceState) -> SafeString:
        return chip(value.label, TONES[value])


LINE_TONES = {
    LineState.OPEN: "wait",
    LineState.ASSIGNED: "ok",
    LineState.BOOKED: "ok",
    LineState.IGNORED: "later",
}


class PaymentTable(tables.Table):
    payer = tables.Column(verbose_name=_("Payer"), empty_values=())
    paid_on = tables.DateColumn(verbose_name=_("Paid on"))
    firm = tables.Column(verbose_name=_("Firm"), orderable=False)
    text = tables.Column(
        verbose_name=pgettext_lazy("payment", "Text"), orderable=False, attrs=WIDE_ONLY
    )
    amount = tables.Column(verbose_name=_("Amount"), attrs=NUMBER)
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    class Meta:
        model = Payment
        fields: list[str] = []
        empty_text = _("No payment matches. Change the search, or show all.")

    def render_payer(self, record: Payment) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><small class="mono">{}</small>',
            reverse("dues:payment", args=[record.pk]),
            record.payer or record.get_method_display(),
            record.payer_account,
        )

    def render_firm(self, record: Payment) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("members:firm", args=[record.firm_id]), record.firm
        )

    def render_text(self, value: str) -> str:
        return value if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]}…"

    def render_amount(self, record: Payment) -> str:
        return with_currency(record.amount, record.currency)

    def render_state(self, record: Payment) -> SafeString:
        if record.firm_id is not None:
            return chip(PaymentState.ASSIGNED.label, "ok")
        if record.line is None:
            return chip(NOBODY, "later")
        state = LineState(record.line.state)
        return chip(state.label, LINE_TONES[state])


LONGEST_TEXT = 60
NOBODY = _("of nobody")
