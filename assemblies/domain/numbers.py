"""Numbers of resolutions and minutes, each drawn once under the lock of its series."""

from __future__ import annotations

from typing import Any

from assemblies.models import NumberSeries
from bylaws.models import Association


def draw_number(key: str) -> int:
    """The next number of the series ``key``. Call inside the act's transaction: its rollback gives
    the number back, so no gap is left."""
    NumberSeries.objects.get_or_create(key=key)
    series = NumberSeries.objects.select_for_update().get(key=key)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def written_number(kind: str, *, body_kind: str, year: int, number: int) -> str:
    """A number as the association writes it (``Association.number_formats``), such as
    决〔2026〕1号; a format may be given per body."""
    association = Association.objects.first()
    formats: dict[str, Any] = association.number_formats if association else {}
    wanted = formats.get(kind)
    if isinstance(wanted, dict):
        wanted = wanted.get(body_kind)
    if not wanted:
        return f"{year}-{number}"
    return str(wanted).format(year=year, number=number, n=number)
