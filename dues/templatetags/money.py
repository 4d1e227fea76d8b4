"""How the pages write an amount of money."""

from django import template

from dues.domain.papers.amount_format import with_cents, with_currency

register = template.Library()
register.filter("money", with_currency)
register.filter("cents", with_cents)
