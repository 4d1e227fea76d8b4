"""Which version of a text is in force on a day."""

from __future__ import annotations

from datetime import date

from bylaws.models import Regulation, Version


def version_on(*, regulation: Regulation, day: date) -> Version | None:
    """The version in force on ``day``: the latest one effective by then."""
    return (
        regulation.versions.filter(adoption__isnull=False, effective_on__lte=day)
        .order_by("-effective_on", "-recorded_at")
        .first()
    )
