"""Local days of the association: periods are reckoned in them, instants in UTC."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from bylaws.domain.notice import local_date
from bylaws.models import Association


def zone() -> ZoneInfo:
    """The time zone of the association's seat."""
    name = Association.objects.values_list("time_zone", flat=True).first()
    return ZoneInfo(name or settings.TIME_ZONE)


def local_day(at: datetime) -> date:
    return local_date(at, zone())
