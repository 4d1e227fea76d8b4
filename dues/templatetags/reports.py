"""Charts of the reports: drawings by attributes alone, since no style may stand in a page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from dues.domain.reports.collection import Line
from dues.domain.reports.forecast import Forecast

register = template.Library()

BAR, GAP, LABEL, WIDE = 18, 12, 150, 420
COLUMN, HIGH = 44, 120


@register.inclusion_tag("dues/_collection_chart.html")
def collection_chart(rows: Sequence[Line]) -> dict[str, Any]:
    """A bar for each line, as long as what is owed: paid, written off, open."""
    most = max((row.owed for row in rows), default=Decimal(0))
    bars = []
    for place, row in enumerate(rows):
        paid, off = _part(row.paid, most), _part(row.written_off, most)
        bars.append(
            {
                "row": row,
                "y": place * (BAR + GAP) + 4,
                "text_y": place * (BAR + GAP) + 4 + BAR - 5,
                "whole": _part(row.owed, most),
                "paid": paid,
                "off": off,
                "off_x": LABEL + paid,
            }
        )
    return {
        "bars": bars,
        "x": LABEL,
        "bar": BAR,
        "width": LABEL + WIDE + 60,
        "height": max(1, len(rows)) * (BAR + GAP) + 4,
    }


def _part(amount: Decimal, most: Decimal) -> int:
    return max(0, min(WIDE, int(amount * WIDE / most))) if most > 0 else 0


@register.inclusion_tag("dues/_forecast_chart.html")
def forecast_chart(told: Forecast) -> dict[str, Any]:
    """A column for each month: what is asked for, and within it what is expected."""
    most = told.highest
    columns = []
    for place, month in enumerate(told.months):
        asked = int((month.open + month.to_bill) * HIGH / most) if most > 0 else 0
        expected = int(month.expected * HIGH / most) if most > 0 else 0
        columns.append(
            {
                "month": month,
                "x": place * COLUMN + 8,
                "middle": place * COLUMN + COLUMN // 2,
                "asked": asked,
                "asked_y": HIGH - asked + 6,
                "expected": expected,
                "expected_y": HIGH - expected + 6,
            }
        )
    return {
        "columns": columns,
        "wide": COLUMN - 16,
        "width": COLUMN * len(told.months),
        "base": HIGH + 6,
        "text_y": HIGH + 22,
        "height": HIGH + 30,
    }
