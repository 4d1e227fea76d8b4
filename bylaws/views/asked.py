"""What the address of a page asks for: a day, a language."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from bylaws.errors import Lang


def day(request: HttpRequest) -> date:
    """``?on=2024-01-31``; today where there is none, or none that the calendar has."""
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def language(request: HttpRequest) -> Lang:
    """``?lang=zh`` or ``en``, else the reader's."""
    asked = request.GET.get("lang") or get_language() or ""
    return "en" if asked.startswith("en") else "zh"
