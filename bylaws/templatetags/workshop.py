"""What the pages of amendments show beside others' pages, and how findings are told."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from bylaws.choices import AmendmentState
from bylaws.domain import stored
from bylaws.domain.amendments import amending, competing
from bylaws.domain.telling import language
from bylaws.domain.text.lint import lint
from bylaws.enums import Scheme, Severity
from bylaws.models import Amendment, Regulation, Version
from bylaws.permissions import PRIVATE, can_read_drafts, is_secretariat

register = template.Library()

TONES = {Severity.BLOCK: "bad", Severity.WARN: "wait"}
STATE_TONES = {
    AmendmentState.DRAFT: "later",
    AmendmentState.CONSULTATION: "wait",
    AmendmentState.SUBMITTED: "wait",
    AmendmentState.ADOPTED: "ok",
    AmendmentState.REJECTED: "bad",
}


@register.filter
def told(finding: Any) -> str:
    """A finding or a mismatch in the reader's language."""
    words: str = finding.render(language())
    return words


@register.filter
def tone(finding: Any) -> str:
    return TONES.get(finding.severity, "later")


@register.filter
def state_tone(amendment: Amendment) -> str:
    return STATE_TONES.get(AmendmentState(amendment.state), "later")


@register.filter
def comments_on(amendment: Amendment) -> int:
    """How many comments were made; uses what was prefetched."""
    return len(amendment.comments.all())


@register.inclusion_tag("bylaws/_amendments.html", takes_context=True)
def amendments_of(context: dict[str, Any], regulation: Regulation) -> dict[str, Any]:
    """A text's amendments that the reader may see: open ones first, then what was decided."""
    user = context["user"]
    rows = regulation.amendments.select_related("base", "result").prefetch_related("comments")
    if not can_read_drafts(user):
        rows = rows.exclude(state__in=PRIVATE)
    found = list(rows)
    is_open = [row for row in found if row.state in competing.OPEN]
    return {
        "open": is_open,
        "decided": [row for row in found if row not in is_open],
        "regulation": regulation,
        "is_office": is_secretariat(user),
    }


@register.simple_tag(takes_context=True)
def settings_link(context: dict[str, Any], regulation: Regulation) -> str:
    """For the secretariat, behind the facts in a page's head."""
    if not is_secretariat(context["user"]):
        return ""
    address = reverse("bylaws:regulation_settings", args=[regulation.pk])
    return format_html(' · <a href="{}">{}</a>', address, _("Settings"))


@register.simple_tag(takes_context=True)
def new_text(context: dict[str, Any]) -> str:
    """For the secretariat, in the head of the list of all texts."""
    if not is_secretariat(context["user"]):
        return ""
    address = reverse("bylaws:regulation_new")
    return format_html(
        '<p class="actions"><a class="btn q" href="{}">{}</a></p>', address, _("New text")
    )


@register.inclusion_tag("bylaws/_open_amendments.html", takes_context=True)
def open_amendments(context: dict[str, Any]) -> dict[str, Any]:
    """Amendments of all texts that are on their way, for the page of all texts."""
    user = context["user"]
    rows = Amendment.objects.filter(state__in=competing.OPEN).select_related("regulation", "base")
    if not can_read_drafts(user):
        rows = rows.exclude(state__in=PRIVATE)
    return {"rows": rows}


@register.inclusion_tag("bylaws/_version_workshop.html", takes_context=True)
def version_workshop(context: dict[str, Any], version: Version) -> dict[str, Any]:
    """What is done with a version from here, and what a careful reader would mark in it."""
    user = context["user"]
    found: dict[str, Any] = {"version": version, "is_office": is_secretariat(user), "findings": ()}
    if can_read_drafts(user):
        names = stored.own_names(version.regulation)
        found["findings"] = lint(stored.provisions_of(version), Scheme(version.numbering), names)
        found["checks"] = True
    return found


@register.filter
def is_editable(amendment: Amendment) -> bool:
    return amendment.state in amending.EDITABLE
