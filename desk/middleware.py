"""What a page says where the database refused."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from records.errors import STORE_REFUSED, log_not_stored

UNAVAILABLE = 503
SAFE = ("GET", "HEAD", "OPTIONS")


class StoreRefusedMiddleware:
    """A page of its own for every view that does not say it better by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, STORE_REFUSED):
            return None
        log_not_stored(request.path, error)
        # Without the request: what every page shows is read from the database as well.
        page = render_to_string("503.html", {"sent": request.method not in SAFE})
        return HttpResponse(page, status=UNAVAILABLE)
