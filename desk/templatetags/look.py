"""What templates of all apps draw alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.permissions import can_read_register, is_logged_in, is_secretariat

register = template.Library()


@dataclass(frozen=True)
class Section:
    """One entry of the header: its app, the page it opens, and who sees it."""

    label: str | Promise
    app: str
    page: str
    predicate: Any


def _only_votes(user: Any) -> bool:
    """The list of all ballot boxes is the secretariat's; everyone else has their own."""
    return not can_read_register(user)


SECTIONS = (
    Section(_("Members"), "members", "members:firms", can_read_register),
    Section(_("Dues"), "dues", "dues:home", can_read_register),
    Section(_("Bylaws"), "bylaws", "bylaws:regulations", is_logged_in),
    Section(_("Assemblies"), "assemblies", "assemblies:assemblies", is_logged_in),
    Section(_("Elections"), "elections", "elections:index", can_read_register),
    Section(_("Elections"), "elections", "elections:vote", _only_votes),
    Section(_("Outbox"), "desk", "desk:outbox", is_secretariat),
    Section(_("Search"), "desk", "desk:search", can_read_register),
)


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The header's entries for who is looking: ``label``, ``url``, ``current``."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    match = getattr(request, "resolver_match", None)
    app, page = (match.app_name, match.view_name) if match else ("", "")
    # Asked once for all entries, since each answer is a query.
    allowed = {predicate: predicate(user) for predicate in {s.predicate for s in SECTIONS}}
    return [
        {
            "label": section.label,
            "url": reverse(section.page),
            "current": section.page == page or section.app == app != "desk",
        }
        for section in SECTIONS
        if allowed[section.predicate]
    ]


@register.inclusion_tag("_components/bar.html")
def bar(value: int, total: int, mark: int | None = None, short: bool = False) -> dict[str, Any]:
    """``value`` of ``total`` as a bar, ``mark`` where the required number stands.

    ``short`` greys a bar that does not reach its mark. Widths are attributes of the drawing, since
    the content security policy refuses style attributes.
    """
    return {
        "value": value,
        "total": total,
        "mark": mark,
        "short": short,
        "width": _percent(value, total),
        "mark_at": None if mark is None else min(_percent(mark, total), 99),
    }


def _percent(part: int, whole: int) -> int:
    return min(100, part * 100 // whole) if whole else 0
