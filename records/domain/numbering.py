"""Numbers that are drawn once, under the lock of their series."""

from __future__ import annotations

from records.models import NumberSeries


def draw_number(key: str) -> int:
    """The next number of the series ``key``; see :func:`draw_numbers`."""
    return draw_numbers(key, 1)


def draw_numbers(key: str, count: int) -> int:
    """The first of the next ``count`` numbers of the series ``key``.

    Call inside the act's transaction: its rollback gives them back, so no gap is left.
    """
    NumberSeries.objects.get_or_create(key=key)
    series = NumberSeries.objects.select_for_update().get(key=key)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return first
