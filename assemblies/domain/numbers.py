"""How the association writes the numbers of its resolutions and minutes."""

from __future__ import annotations

from typing import Any

from bylaws.models import Association


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
