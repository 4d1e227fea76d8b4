"""How the pages write an amount of money."""

from decimal import Decimal

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy, pgettext

register = template.Library()

CURRENCIES = {"CNY": gettext_lazy("CNY")}


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """The amount with its currency's name; a code that has none shows itself."""
    words = pgettext("amount of money", "%(amount)s %(currency)s")
    return words % {
        "amount": floatformat(amount, "0g"),
        "currency": CURRENCIES.get(currency, currency),
    }
