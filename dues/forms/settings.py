"""The chart of accounts and the bank accounts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dues.domain.accounts import ADDED, BankFacts
from dues.enums import AccountRole
from dues.models import Account
from records.fields import TranslatedFormField

CURRENCY = re.compile(r"[A-Z]{3}")


class AccountForm(forms.Form):
    code = forms.CharField(label=_("Number"), max_length=20)
    name = TranslatedFormField(label=_("Name"))


class NewAccountForm(AccountForm):
    role = forms.ChoiceField(
        label=_("Used for"), choices=[(role.value, role.label) for role in ADDED]
    )


class BankAccountForm(forms.Form):
    name = TranslatedFormField(label=_("Account holder"))
    bank = TranslatedFormField(label=_("Bank"))
    number = forms.CharField(label=_("Account number"), max_length=40)
    bank_code = forms.CharField(
        label=_("Bank code"),
        max_length=20,
        required=False,
        help_text=_("BIC, or the bank's line number. A GiroCode needs the BIC."),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, help_text=_("Three letters, such as CNY or EUR.")
    )
    ledger = forms.ModelChoiceField(
        label=_("Account of the ledger"), queryset=Account.objects.filter(role=AccountRole.BANK)
    )
    for_invoices = forms.BooleanField(label=_("Named on invoices"), required=False, initial=True)

    def clean_number(self) -> str:
        return " ".join(str(self.cleaned_data["number"]).split())

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).upper()
        if not CURRENCY.fullmatch(currency):
            raise forms.ValidationError(_("Three letters, such as CNY or EUR."))
        return currency

    def facts(self) -> BankFacts:
        data: dict[str, Any] = self.cleaned_data
        return BankFacts(**data)
