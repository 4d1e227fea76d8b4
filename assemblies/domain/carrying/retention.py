"""How long records are kept, as the association decided and whoever it cites; what may go when.

Nothing is destroyed by the system. A period that nobody decided is no period: what has none is
kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from assemblies.domain.days import local_day
from assemblies.enums import RecordKind
from assemblies.errors.carrying import SourceNeeded
from assemblies.models import Assembly, RetentionPeriod
from members.models import User
from records.domain import log
from records.fields import Translated

STREAM = "retention"
OF_MEETINGS = (
    RecordKind.MINUTES,
    RecordKind.BALLOTS,
    RecordKind.ATTENDANCE,
    RecordKind.NOTICES,
    RecordKind.FILINGS,
)
"""Kinds whose period begins when a meeting is closed; the others are kept by what they are part of
and only their period is told."""


@dataclass(frozen=True, slots=True)
class Kept:
    """``may_go_on`` is the first day on which the records of the meeting may be destroyed."""

    kind: RecordKind
    assembly: Assembly
    may_go_on: date


@transaction.atomic
def set_period(
    *,
    kind: RecordKind,
    years: int | None,
    source: Translated,
    from_on: date,
    by: User | None,
    at: datetime,
) -> RetentionPeriod:
    """Put on record how long a kind is kept (None: for good) from a day on, and who decided it.
    Said again of the same day, the last word stands, and the log keeps both. Raises SourceNeeded.
    """
    named = Translated({key: text.strip() for key, text in source.items() if text.strip()})
    if not named:
        raise SourceNeeded
    told = {"years": years, "source": named, "recorded_at": at}
    row, _created = RetentionPeriod.objects.update_or_create(
        kind=kind, from_on=from_on, defaults=told, create_defaults=told
    )
    payload = {"kind": kind, "years": years, "source": dict(named), "from_on": from_on}
    log.record(stream=STREAM, event="retention_decided", payload=payload, by=by, at=at)
    return row


def periods_on(day: date) -> list[tuple[RecordKind, RetentionPeriod | None]]:
    """Every kind with the period that holds on ``day``; None where nobody decided one."""
    rows: dict[str, RetentionPeriod] = {}
    for row in RetentionPeriod.objects.filter(from_on__lte=day).order_by("from_on"):
        rows[row.kind] = row
    return [(kind, rows.get(kind.value)) for kind in RecordKind]


def kept_until(day: date) -> list[Kept]:
    """What the periods of ``day`` say of each closed meeting, the earliest first; records that are
    kept for good, or of a kind without a period, are not in it."""
    periods = dict(periods_on(day))
    found = []
    for assembly in Assembly.objects.filter(closed_at__isnull=False).select_related("body"):
        assert assembly.closed_at is not None  # as just asked for
        closed = local_day(assembly.closed_at)
        for kind in OF_MEETINGS:
            period = periods[kind]
            if period is not None and period.years is not None:
                found.append(Kept(kind, assembly, _after(closed, period.years)))
    return sorted(found, key=lambda row: (row.may_go_on, row.kind, str(row.assembly.pk)))


def _after(day: date, years: int) -> date:
    """The same day ``years`` later; of 29 February the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
