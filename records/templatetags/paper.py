"""What papers print of the facts: days and times from ISO strings, shares as widths, digests."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext

from records.domain.pdf import width

register = template.Library()
COMMA = ("de", "fr")


def _instant(value: str | datetime) -> datetime:
    parsed = datetime.fromisoformat(value) if isinstance(value, str) else value
    return timezone.localtime(parsed)


@register.filter
def day(value: str | date | None) -> str:
    """2026年12月18日, 18 December 2026; an instant gives its day at the association's seat."""
    if not value:
        return ""
    if isinstance(value, datetime) or (isinstance(value, str) and "T" in value):
        value = _instant(value).date()
    elif isinstance(value, str):
        value = date.fromisoformat(value)
    # Translators: how a paper writes a day; Django's format characters (Y年n月j日).
    return formats.date_format(value, gettext("j F Y"))


@register.filter
def clock(value: str | datetime | None) -> str:
    """9:05, at the association's seat."""
    return formats.date_format(_instant(value), "G:i") if value else ""


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """The length of a bar, in percent; nothing where a figure is not on record."""
    return width(part or 0, whole or 0)


@register.filter
def tongue(text: object) -> str:
    """The language to mark a text with that is kept in one only: by its script, and where that is
    not Chinese, that of the paper itself."""
    if any("\u3400" <= sign <= "\u9fff" for sign in str(text)):
        return "zh-Hans"
    here = (get_language() or "en").split("-")[0]
    return "en" if here == "zh" else here


@register.filter
def decimal(figure: str) -> str:
    """83.3 with the comma of the languages that have one."""
    here = (get_language() or "").split("-")[0]
    return str(figure).replace(".", ",") if here in COMMA else str(figure)


@register.filter
def percent(figure: str) -> str:
    """83.3%, and 83,3 % where the language sets it so; nothing where there is no figure."""
    if not figure:
        return ""
    here = (get_language() or "").split("-")[0]
    return f"{decimal(figure)}\u00a0%" if here in COMMA else f"{figure}%"


@register.filter
def grouped(digest: str) -> str:
    """A digest in groups of four, so that the eye can compare it and a line can break in it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
