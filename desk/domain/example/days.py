"""Days of the example, told in its data by the year or by days before the meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from desk.domain.example.meeting import starts_at

IN_THE_MORNING, IN_THE_EVENING = "09:00", "17:30"


def day_of_year(day: date, row: dict[str, Any], key: str) -> date:
    """The month and day under ``key``, in the year that lies ``years_before`` that of ``day``."""
    return date.fromisoformat(f"{day.year - row.get('years_before', 0)}-{row[key]}")


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)


def morning_of(day: date) -> datetime:
    return starts_at(day, IN_THE_MORNING)


def evening_of(day: date) -> datetime:
    return starts_at(day, IN_THE_EVENING)
