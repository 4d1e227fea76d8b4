"""The free texts of a meeting's minutes as they stand: of each place the last that was saved."""

from __future__ import annotations

from uuid import UUID

from assemblies.models import Assembly, FreeText
from records.fields import Translated

Texts = dict[tuple[UUID | None, str], Translated]
"""By item (None: the meeting itself) and section."""


def rows_of(assembly: Assembly) -> dict[tuple[UUID | None, str], FreeText]:
    """The row that stands in each place that was ever written in."""
    rows = FreeText.objects.filter(assembly=assembly).select_related("written_by__person")
    return {(row.item_id, row.section): row for row in rows.order_by("revision")}


def texts_of(assembly: Assembly) -> Texts:
    """Without those that were emptied."""
    return {place: row.text for place, row in rows_of(assembly).items() if row.text}
