"""Periods in local dates: of notice before a meeting, and of filing after it.

The first day is not counted (Civil Code, art. 201), so notice of 15 days sent on the 1st is timely
for a meeting on the 16th. Whether the day of the meeting may itself be the last day is read
differently; `clear` excludes it as well. Which reading governs is data (`notice_clear_days`).
Periods of notice are not moved by holidays: art. 203 moves the end of a period within which one
must act, not the distance to a meeting.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bylaws.errors import NoticeInvalid


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an aware instant where the association has its seat."""
    if at.tzinfo is None:
        raise NoticeInvalid(
            zh="发出通知的时刻缺少时区，无法确定当地日期。",
            en="The instant of sending has no time zone, so its local date is unknown.",
        )
    return at.astimezone(zone).date()


def earliest_lawful_date(sent_on: date, days: int, *, clear: bool = False) -> date:
    """The first day on which a meeting with this notice may be held."""
    return sent_on + _distance(days, clear=clear)


def latest_sending_date(meeting_on: date, days: int, *, clear: bool = False) -> date:
    """The last day on which notice of this meeting may be sent."""
    return meeting_on - _distance(days, clear=clear)


def is_timely(sent_on: date, meeting_on: date, days: int, *, clear: bool = False) -> bool:
    return meeting_on >= earliest_lawful_date(sent_on, days, clear=clear)


def last_day(from_on: date, days: int) -> date:
    """The last day of a period within which something must be filed or published.

    Where it falls on a public holiday, the day after the holiday is the last (art. 203); which
    days those are is announced each year and is not known here, so the date errs to the safe side.
    """
    return from_on + _distance(days, clear=False)


def _distance(days: int, *, clear: bool) -> timedelta:
    if days < 0:
        raise NoticeInvalid(
            zh=f"期间不能是负数（{days}天）。", en=f"A period cannot be negative ({days} days)."
        )
    return timedelta(days=days + 1 if clear and days else days)
