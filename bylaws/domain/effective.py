"""Which version of a text is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bylaws.models import Regulation, Version


def version_on(*, regulation: Regulation, day: date) -> Version | None:
    """The version in force on ``day``: the latest one effective by then."""
    return (
        regulation.versions.filter(adoption__isnull=False, effective_on__lte=day)
        .order_by("-effective_on", "-recorded_at")
        .first()
    )


def in_force_among(versions: Iterable[Version], day: date) -> Version | None:
    """As :func:`version_on`, of versions of one text that were fetched already."""
    governing = [
        (version.effective_on, version.recorded_at, version)
        for version in versions
        if version.adoption_id and version.effective_on and version.effective_on <= day
    ]
    return max(governing, key=lambda each: each[:2], default=(None, None, None))[2]
