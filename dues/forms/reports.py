"""What a report is asked for, and what is booked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dues.enums import AccountRole
from dues.forms.fields import AmountField
from dues.models import Account


class DayField(forms.DateField):
    """A day, with the browser's own picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AsOfForm(forms.Form):
    """``on``: the books as they stood at the end of that day."""

    on = DayField(label=_("As of"), required=False)
    by = forms.ChoiceField(
        label=_("Told by"),
        choices=[("class", _("member class")), ("tier", _("tier"))],
        required=False,
    )


class JournalForm(forms.Form):
    from_on = DayField(label=_("From day"))
    until_on = DayField(label=_("To day"))
    account = forms.ModelChoiceField(
        Account.objects.all(),
        label=pgettext_lazy("ledger", "Account"),
        required=False,
        empty_label=_("all accounts"),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        begin, end = data.get("from_on"), data.get("until_on")
        if isinstance(begin, date) and isinstance(end, date) and begin > end:
            self.add_error("until_on", _("This day comes before the first one."))
        return data


class ExportForm(JournalForm):
    """The file for another accounting program."""

    account = None  # type: ignore[assignment]  # the whole journal or nothing
    kind = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("csv", "CSV (UTF-8)"),
            ("gb18030", "CSV (GB18030)"),
            ("xlsx", "XLSX"),
        ],
    )
    vouchers = forms.ChoiceField(
        label=_("Lines"),
        choices=[
            ("", _("one a transfer, with both accounts")),
            ("1", _("two a transfer, debit and credit")),
        ],
        required=False,
    )


class BookingForm(forms.Form):
    """An expense or another income, paid from or to bank or cash."""

    on = DayField(label=_("Day"))
    amount = AmountField(label=_("Amount"))
    account = forms.ModelChoiceField(
        Account.objects.none(), label=pgettext_lazy("ledger", "Account")
    )
    money = forms.ModelChoiceField(
        Account.objects.filter(role__in=[AccountRole.BANK, AccountRole.CASH]),
        label=_("Bank or cash"),
    )
    text = forms.CharField(label=_("For what"), max_length=300)

    def __init__(self, *args: Any, role: AccountRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = self.fields["account"]
        assert isinstance(accounts, forms.ModelChoiceField)
        accounts.queryset = Account.objects.filter(role=role)


class ClosingForm(forms.Form):
    until_on = DayField(
        label=_("First day that stays open"),
        help_text=_("Nothing is booked before it any more."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReversalForm(forms.Form):
    on = DayField(label=_("Booked on"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
