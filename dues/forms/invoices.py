"""What is done with an invoice: credited, paid in parts or in cash, waived, written off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dues.forms.fields import AmountField
from members.forms import DayField
from members.forms.standing import DecidedForm
from records.fields import TranslatedFormField
from records.models import Decision

PARTS = 6


class CreditForm(forms.Form):
    on = DayField(label=_("Booked on"))
    reason = TranslatedFormField(label=_("Reason"), help_text=_("It stands on the credit note."))


class InstalmentsForm(forms.Form):
    """Rows of a day and an amount; empty rows are left out, all empty ends the agreement."""

    def __init__(
        self, *args: Any, parts: list[tuple[date, Decimal]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = parts or []
        for row in range(max(PARTS, len(known) + 1)):
            due_on, amount = known[row] if row < len(known) else (None, None)
            self.fields[f"due_on_{row}"] = DayField(
                label=_("Due on"), required=False, initial=due_on
            )
            self.fields[f"amount_{row}"] = AmountField(
                label=_("Amount"), required=False, initial=amount
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        numbers = [name.removeprefix("due_on_") for name in self.fields if "due_on_" in name]
        return [(self[f"due_on_{number}"], self[f"amount_{number}"]) for number in numbers]

    def parts(self) -> list[tuple[date, Decimal]]:
        found = []
        for day, amount in self.rows:
            if self.cleaned_data[day.name] and self.cleaned_data[amount.name]:
                found.append((self.cleaned_data[day.name], self.cleaned_data[amount.name]))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days = []
        for day, amount in self.rows:
            given = (cleaned.get(day.name), cleaned.get(amount.name))
            if any(given) and not all(given) and not {day.name, amount.name} & set(self.errors):
                self.add_error(day.name, _("A part has a day and an amount."))
            if given[0]:
                days.append(given[0])
        if len(days) != len(set(days)):
            raise forms.ValidationError(_("No two parts are due on the same day."))
        return cleaned


class WaiverForm(DecidedForm):
    from_on = DayField(label=_("Waived from"))
    until_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which all is owed again; empty while it is open."),
    )
    num = forms.IntegerField(label=_("Part waived"), min_value=1, max_value=1000, initial=1)
    den = forms.IntegerField(
        label=_("of so many parts"),
        min_value=1,
        max_value=1000,
        initial=1,
        help_text=_("1 of 1 is all of it, 1 of 2 is half."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    field_order = ("from_on", "until_on", "num", "den", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("num", 0) > cleaned.get("den", 0) > 0:
            self.add_error("num", _("No more than all of it can be waived."))
        begin, end = cleaned.get("from_on"), cleaned.get("until_on")
        if begin and end and end <= begin:
            self.add_error("until_on", _("It has to end after it begins."))
        return cleaned


class DecisionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        parts = (obj.decided_on.isoformat(), obj.reference, str(obj.title), str(obj.body_name))
        return " · ".join(part for part in parts if part)


class WriteOffForm(DecidedForm):
    """By a decision on record, or one that is entered here."""

    known = DecisionChoice(
        label=_("Decision on record"),
        queryset=Decision.objects.order_by("-decided_on"),
        required=False,
        empty_label=_("a decision to be entered:"),
    )
    amount = AmountField(label=_("Amount"), required=False, help_text=_("Empty: all that is open."))
    on = DayField(label=_("Booked on"))

    field_order = ("amount", "on", "known")
    of_decision = ("title", "body", "decided_on", "reference")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.of_decision:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("known"):
            for name in self.of_decision:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed, where no decision on record is chosen."))
        return cleaned


class CashForm(forms.Form):
    amount = AmountField(label=_("Amount"))
    on = DayField(label=_("Paid on"))
    payer = forms.CharField(
        label=_("Payer"), max_length=200, required=False, help_text=_("Empty: the firm.")
    )
    text = forms.CharField(label=_("Note"), max_length=200, required=False)
