"""How pages and papers of the dues put facts into words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def portion(told: Mapping[str, Any]) -> str:
    """What part of a period a charge is for; see ``Charge.share``. Empty: the whole of it."""
    parts = []
    if "days" in told:
        parts.append(_("%(days)s of %(of)s days") % told)
    elif "months" in told:
        parts.append(_("%(months)s of %(of)s months") % told)
    if told.get("half"):
        parts.append(_("half, as a member from its second half on"))
    if "left" in told:
        num, den = told["left"]
        parts.append(_("of which a waiver leaves %(num)s/%(den)s") % {"num": num, "den": den})
    return pgettext("list", ", ").join(parts)


@register.filter
def in_fours(code: str) -> str:
    """In groups of four, as references and account numbers are compared and typed."""
    plain = "".join(code.split())
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


@register.filter
def day_before(day: date) -> date:
    """The last day of a time that ends before ``day``."""
    return day - timedelta(days=1)
