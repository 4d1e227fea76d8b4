"""Fields that several forms of the dues share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dues.domain.amounts import read_amount
from dues.errors import AmountRefused


class AmountField(forms.CharField):
    """An amount as people write it: full-width figures, separators, the sign of a currency.

    What could be read as two amounts, or would have to be rounded, is told and not guessed.
    """

    default_error_messages = {
        "negative": _("The amount cannot be less than nothing."),
        "nothing": _("The amount must be more than nothing."),
    }

    def __init__(self, *, nothing: bool = False, **kwargs: Any) -> None:
        """``nothing``: whether 0 may be entered."""
        self.nothing = nothing
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 40}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The amount; None where the field is empty."""
        text = super().to_python(value)
        if text is None or text in self.empty_values:
            return None
        try:
            amount = read_amount(text)
        except AmountRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if amount < 0:
            raise forms.ValidationError(self.error_messages["negative"])
        if amount == 0 and not self.nothing:
            raise forms.ValidationError(self.error_messages["nothing"])
        return amount

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value
