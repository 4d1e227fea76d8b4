"""How pages and papers write an amount of money."""

from __future__ import annotations

from decimal import Decimal

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy, pgettext

CURRENCIES = {"CNY": gettext_lazy("CNY")}


def with_currency(amount: Decimal, currency: str) -> str:
    """The amount with its currency's name; a code that has none shows itself. Cents if any."""
    words = pgettext("amount of money", "%(amount)s %(currency)s")
    return words % {
        "amount": floatformat(amount, "-2g"),
        "currency": CURRENCIES.get(currency, currency),
    }


def with_cents(amount: Decimal) -> str:
    """Always with both places, as a column of amounts and a paper want it."""
    return str(floatformat(amount, "2g"))
