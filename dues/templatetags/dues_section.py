"""What every page of the dues section asks about who is looking."""

from __future__ import annotations

from typing import Any

from django import template

from members.permissions import can_read_register, is_secretariat

register = template.Library()


@register.simple_tag(takes_context=True)
def reads_dues(context: dict[str, Any]) -> bool:
    """Members see the standards; runs, invoices and payments are the office's."""
    return can_read_register(context["request"].user)


@register.simple_tag(takes_context=True)
def writes_dues(context: dict[str, Any]) -> bool:
    return is_secretariat(context["request"].user)
