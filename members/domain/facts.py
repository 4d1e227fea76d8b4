"""How a dated fact takes the place of another without any being edited."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet

from members.errors import LaterFactExists
from records.models import DatedFact

Fact = TypeVar("Fact", bound=DatedFact)


def continue_with(*, series: QuerySet[Fact], new: Fact, at: datetime) -> Fact:
    """Put ``new`` at the end of ``series``, the facts of one thing, and return it saved.

    The fact that holds on ``new.from_on`` is superseded: by a copy that ends there, or by nothing
    when it began on that very day and is thus corrected. Raises :class:`LaterFactExists` when one
    begins later. The caller holds the lock and the transaction.
    """
    current = list(series.filter(superseded_at__isnull=True).order_by("from_on"))
    later = [fact for fact in current if fact.from_on > new.from_on]
    if later:
        raise LaterFactExists(day=later[-1].from_on.isoformat())
    for fact in current:
        if fact.until_on is None or fact.until_on > new.from_on:
            end_on(fact=fact, day=new.from_on, at=at)
    new.recorded_at = at
    new.save()
    return new


def end_on(
    *, fact: Fact, day: date, at: datetime, reason: str = "", source: str = ""
) -> Fact | None:
    """Supersede ``fact`` by the same fact ending on ``day``; None when nothing is left of it.

    ``reason`` and ``source`` of the end, where given, stand on the row that ends.
    """
    fact.superseded_at = at
    fact.save(update_fields=["superseded_at"])
    if fact.from_on >= day:
        return None
    shortened = copy(fact)
    shortened.pk = None
    shortened._state.adding = True
    shortened.superseded_at = None
    shortened.until_on = day
    shortened.recorded_at = at
    shortened.reason = reason or shortened.reason
    shortened.source = source or shortened.source
    shortened.save()
    return shortened
