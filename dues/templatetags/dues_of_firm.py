"""The dues on a firm's page, which stands in an app below."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from dues.domain import firm_account
from dues.domain.papers import firm_account_papers
from members.models import Firm

register = template.Library()
SHOWN = 3


@register.inclusion_tag("dues/_of_firm.html")
def dues_of_firm(firm: Firm) -> dict[str, Any]:
    """A panel: what is open, since when, what was paid, and the way to the account."""
    day = timezone.localdate()
    return {
        "firm": firm,
        "day": day,
        "currency": firm_account_papers.currency(),
        "summary": firm_account.summary_of(firm, day=day, shown=SHOWN),
    }
