"""Days as banks write them: year first, or as a layout says."""

from __future__ import annotations

import re
from datetime import date, datetime

from dues.errors import DateMissing, DateUnreadable

DAY = (
    r"(?:19|20)\d\d(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}"
    r"|年\d{1,2}月\d{1,2}日|\d{4})"
)
"""A day with the year first; a time may follow it."""

_YEAR_FIRST = re.compile(
    r"((?:19|20)\d\d)(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))"
    r"(?:[ T]?\d{1,2}[:.时]?\d{2}(?:[:.分]?\d{2}秒?)?(?:\.\d+)?)?"
)
_FULL_WIDTH = {0xFF10 + n: 0x30 + n for n in range(10)} | {ord("－"): "-", ord("／"): "/"}


def read_day(text: str, date_format: str = "") -> date:
    """The day of a cell such as 2026-03-15, 2026/3/15 9:30, 20260315, 2026年3月15日.

    Others only by the format of `datetime.strptime` that a layout gives: 03/04/2026 is two days.
    Raises DateUnreadable, DateMissing.
    """
    written = text.translate(_FULL_WIDTH).strip()
    if not written:
        raise DateMissing()
    found = _YEAR_FIRST.fullmatch(written)
    try:
        if found:
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day)
        if date_format:
            # A day has no zone.
            return datetime.strptime(written, date_format).date()  # noqa: DTZ007
    except ValueError:
        pass
    raise DateUnreadable(value=text)
