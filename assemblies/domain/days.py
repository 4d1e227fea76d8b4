"""Local days of the association: periods and rules are reckoned in them, instants in UTC."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from assemblies.models import Assembly
from bylaws.domain.notice import local_date
from bylaws.models import Association


def zone() -> ZoneInfo:
    """The time zone of the association's seat."""
    name = Association.objects.values_list("time_zone", flat=True).first()
    return ZoneInfo(name or settings.TIME_ZONE)


def local_day(at: datetime) -> date:
    return local_date(at, zone())


def meeting_day(assembly: Assembly) -> date:
    """The day whose rules govern the meeting: the day it was opened, else the day it is set for."""
    return local_day(assembly.opened_at or assembly.starts_at)
