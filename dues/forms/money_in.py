"""Statements, payments and receipts as they are entered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dues.domain.receiving.waiting_list import OpenOf
from dues.domain.statements.lines import MAX_BYTES
from dues.enums import AccountRole, PaymentMethod
from dues.forms.fields import AmountField
from dues.models import Account, BankAccount
from members.forms import DayField
from members.forms.papers import PaperField

COLUMNS = {
    "booked_on": _("Day"),
    "credit": _("Amount in"),
    "debit": _("Amount out"),
    "amount": _("Amount, in and out in one column"),
    "direction": _("In or out (where it is one column)"),
    "payer": _("Payer"),
    "payer_account": _("Payer's account"),
    "text": pgettext_lazy("payment", "Text"),
    "further": _("Further text"),
    "bank_reference": _("Bank's reference"),
    "balance": _("Balance"),
    "currency": _("Currency"),
}
DATES = [
    ("", _("year first, such as 2027-03-15 or 20270315")),
    ("%d.%m.%Y", "15.03.2027"),
    ("%d/%m/%Y", "15/03/2027"),
    ("%m/%d/%Y", "03/15/2027"),
]


class StatementForm(forms.Form):
    account = forms.ModelChoiceField(
        queryset=BankAccount.objects.all(), label=_("Bank account"), empty_label=None
    )
    file = forms.FileField(
        label=_("Statement"),
        help_text=format_lazy(
            _("camt.053, MT940, CSV or XLSX from online banking; whole days, at most {mb} MB."),
            mb=MAX_BYTES // 1024**2,
        ),
    )
    apply_certain = forms.BooleanField(
        label=_(
            "Assign at once what is certain: a valid reference or a known account, the exact "
            "amount, and nothing that contradicts"
        ),
        required=False,
        initial=True,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is too large. Export a shorter period."))
        return file


class ColumnsForm(forms.Form):
    """Which heading means what; ``headings`` are those of the file."""

    name = forms.CharField(
        label=_("Name of this layout"),
        max_length=40,
        help_text=_("Such as the bank's name. Files with these headings are then read by it."),
    )
    date_format = forms.ChoiceField(label=_("Days are written"), choices=DATES, required=False)

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((heading, heading) for heading in headings if heading)]
        for key, label in COLUMNS.items():
            self.fields[key] = forms.ChoiceField(
                label=label, choices=choices, required=key == "booked_on"
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        one = cleaned.get("amount")
        two = cleaned.get("credit") and cleaned.get("debit")
        if not one and not two:
            raise forms.ValidationError(
                _("Say which column holds the amount, or which two hold amounts in and out.")
            )
        return cleaned

    def columns(self) -> dict[str, list[str]]:
        found = {
            key: [self.cleaned_data[key]]
            for key in COLUMNS
            if key != "further" and self.cleaned_data.get(key)
        }
        if self.cleaned_data.get("further"):
            found.setdefault("text", []).append(self.cleaned_data["further"])
        return found


class PaymentForm(forms.Form):
    """A payment that no statement shows: at the counter, or another way."""

    method = forms.ChoiceField(
        label=_("Way"),
        choices=[(each.value, each.label) for each in (PaymentMethod.CASH, PaymentMethod.TRANSFER)],
    )
    account = forms.ModelChoiceField(
        queryset=BankAccount.objects.all(),
        label=_("Bank account"),
        required=False,
        empty_label="–",
        help_text=_("For a transfer. Rather read the statement: the line would come twice."),
    )
    paid_on = DayField(label=_("Paid on"))
    amount = AmountField(label=_("Amount"))
    payer = forms.CharField(label=_("Payer"), max_length=200, required=False)
    text = forms.CharField(label=pgettext_lazy("payment", "Text"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("method") == PaymentMethod.TRANSFER and not cleaned.get("account"):
            self.add_error("account", _("Choose the account to which the transfer came."))
        if cleaned.get("method") == PaymentMethod.CASH:
            cleaned["account"] = None
        return cleaned


class PartsForm(forms.Form):
    """How much of a payment goes to each open invoice; what is over is an advance."""

    def __init__(
        self, *args: Any, rows: Sequence[OpenOf], initial_parts: dict[Any, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[self.key(row)] = AmountField(
                label=row.invoice.number,
                required=False,
                nothing=True,
                initial=initial_parts.get(row.invoice.pk),
            )

    @staticmethod
    def key(row: OpenOf) -> str:
        return f"part_{row.invoice.pk}"

    @property
    def lines(self) -> list[tuple[OpenOf, forms.BoundField]]:
        return [(row, self[self.key(row)]) for row in self.rows]

    def parts(self) -> dict[Any, Decimal]:
        said = {row.invoice: self.cleaned_data.get(self.key(row)) for row in self.rows}
        return {invoice: part for invoice, part in said.items() if part}


class BookForm(forms.Form):
    """Money that is no dues."""

    text = forms.CharField(label=_("What it is"), max_length=200)

    def __init__(self, *args: Any, roles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = forms.ModelChoiceField(
            queryset=Account.objects.filter(role__in=roles),
            label=pgettext_lazy("ledger", "Account"),
        )
        self.order_fields(["account", "text"])


OTHER = (AccountRole.OTHER_INCOME, AccountRole.EXPENSE)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class UndoForm(ReasonForm):
    on = DayField(label=_("Booked on"), help_text=_("Taken back by entries of this day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class RefundForm(forms.Form):
    amount = AmountField(label=_("Amount"))
    account = forms.ModelChoiceField(
        queryset=BankAccount.objects.all(), label=_("Paid from"), empty_label=None
    )
    on = DayField(label=_("Booked on"))
    text = forms.CharField(label=pgettext_lazy("payment", "Text"), max_length=200, required=False)


class ReceiptForm(forms.Form):
    amount = AmountField(label=_("Amount"))
    record_code = forms.CharField(label=_("Record code"), max_length=40, required=False)
    number = forms.CharField(label=_("Receipt number"), max_length=40)
    check_code = forms.CharField(label=_("Check code"), max_length=40, required=False)
    issued_on = DayField(label=_("Issued on"))
    file = PaperField(label=_("The receipt as a file"), required=False)


class ReceiptsFileForm(forms.Form):
    file = forms.FileField(
        label=_("Table with the platform's numbers"),
        help_text=_("XLSX or CSV, by our id, or by payer and amount."),
    )
