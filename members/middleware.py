"""What each request knows of the association before a view runs."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bylaws.models import Association


class AssociationTimeZoneMiddleware:
    """Instants are shown, and typed dates and times are read, in the association's own zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = Association.objects.values_list("time_zone", flat=True).first()
        if name is None:
            return self.get_response(request)
        with timezone.override(ZoneInfo(name)):
            return self.get_response(request)
