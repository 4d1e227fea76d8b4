"""The one way in which a page does an act: do it, say so or say why not, go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect

from bylaws.domain.telling import language
from bylaws.errors import BylawsError

DIGITS = 9
"""More has no number of ours."""


def actor(request: HttpRequest) -> Any:
    """Who acts. Behind ``require`` nobody anonymous comes this far."""
    assert request.user.is_authenticated
    return request.user


def whole(text: str) -> int:
    """A number that the page wrote into its form; anything else is -1, which no revision is."""
    is_number = text.isascii() and text.isdigit() and len(text) <= DIGITS
    return int(text) if is_number else -1


def identity(text: str) -> UUID | None:
    """The provision that a form names, where it names one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def answer(
    request: HttpRequest, act: Callable[[], object], *, done: str, to: str
) -> HttpResponseRedirect:
    """Do ``act`` and go to ``to`` with a message: ``done``, or the refusal in its own words."""
    try:
        act()
    except BylawsError as refusal:
        messages.error(request, refusal.render(language()))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(to)
