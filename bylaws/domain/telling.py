"""In which of the two languages errors and findings are told to whoever looks."""

from __future__ import annotations

from django.utils.translation import get_language

from bylaws.errors import Lang


def language() -> Lang:
    """English for readers of English, Chinese for everyone else."""
    return "en" if (get_language() or "").startswith("en") else "zh"
