"""The address of its own that slips may lead to, so that a phone sends no log-in along with them.

Cookies belong to a host. Where slips are opened under another name or number of the same machine,
and nobody can log in there, a browser has no cookie for it whoever is logged in elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect

Answer = Callable[[HttpRequest], HttpResponseBase]
SAFE = ("GET", "HEAD")


class SlipOriginMiddleware:
    """With ``SLIP_ORIGIN``, slips are answered there and nowhere else; nothing that is sent there
    does anything but vote, so that no log-in begins, and no answer from there sets a cookie."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_there(request):
            response.cookies.clear()
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        origin = settings.SLIP_ORIGIN
        if not origin:
            return None
        is_there = _is_there(request)
        of_slips = getattr(view, "is_cookieless", False)
        if of_slips and not is_there and not _has_that_name(request):
            if request.method not in SAFE:
                raise Http404
            # What stands behind the # of a slip stays in the browser and follows along.
            return HttpResponseRedirect(f"{origin}{request.get_full_path()}")
        if is_there and not of_slips and (request.method not in SAFE or _is_log_in(request)):
            raise Http404
        return None


def _is_there(request: HttpRequest) -> bool:
    host = urlsplit(settings.SLIP_ORIGIN).netloc
    return bool(host) and request.get_host().lower() == host


def _has_that_name(request: HttpRequest) -> bool:
    """Whether the host is the same but for its port, which a proxy may have changed: a slip that is
    led to where it comes from would go round for ever."""
    name = urlsplit(f"//{request.get_host()}").hostname
    return name == urlsplit(settings.SLIP_ORIGIN).hostname


def _is_log_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.route.startswith("accounts/")
