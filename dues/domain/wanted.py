"""What every member should be charged for a period, from the dated facts of the register.

Read in slices of the register, each in a fixed number of queries, so that memory is bounded however
many members there are.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from dues.domain.periods import Period
from dues.domain.proportion import Part, Rate, parts_of, rounded
from dues.enums import TierBasis
from dues.models import Charge, DuesSchedule, Tier, Waiver
from members.enums import StandingStatus
from members.models import ClassPeriod, Mandate, Membership, Standing

SLICE = 5_000
LIABLE = (StandingStatus.ACTIVE, StandingStatus.SUSPENDED)
"""A suspended member has duties all the same; who has left has none any more."""

Span = tuple[date, date, Any]
Member = tuple[uuid.UUID, uuid.UUID, str, bool]


@dataclass(slots=True)
class Owed:
    """One member's charges to be."""

    membership: uuid.UUID
    firm: uuid.UUID
    parts: list[Part]


@dataclass(slots=True)
class _Facts:
    """The facts of a slice that touch the period, by membership or firm."""

    standings: dict[uuid.UUID, list[Span]]
    classes: dict[uuid.UUID, list[Span]]
    waivers: dict[uuid.UUID, list[Span]]
    offices: dict[uuid.UUID, list[Span]]


@dataclass(slots=True)
class Tariff:
    """The tiers of a schedule by what they go by."""

    schedule: DuesSchedule
    pro_rata: str
    by_class: dict[int, Tier] = field(default_factory=dict)
    by_office: dict[str, Tier] = field(default_factory=dict)
    by_size: dict[str, Tier] = field(default_factory=dict)

    @classmethod
    def of(cls, schedule: DuesSchedule, *, pro_rata: str = "") -> Tariff:
        """``pro_rata`` is another rule than the schedule's own."""
        made = cls(schedule, pro_rata or schedule.pro_rata)
        for tier in schedule.tiers.all():
            if tier.basis == TierBasis.CLASS and tier.member_class_id is not None:
                made.by_class[tier.member_class_id] = tier
            elif tier.basis == TierBasis.OFFICE:
                made.by_office[tier.key] = tier
            else:
                made.by_size[tier.key] = tier
        return made

    def rate(self, member_class: int | None, offices: Sequence[str], size: str) -> Any:
        """(tier, amount) of a day; None where no tier is for it."""
        tiers = [self.by_class[member_class]] if member_class in self.by_class else []
        tiers += [self.by_office[office] for office in offices if office in self.by_office]
        if size in self.by_size:
            tiers.append(self.by_size[size])
        if not tiers:
            return None
        highest = max(tiers, key=lambda tier: tier.amount)
        if self.schedule.highest_only:
            return highest.pk, Fraction(highest.amount)
        return highest.pk, sum((Fraction(tier.amount) for tier in tiers), Fraction(0))


def slices_of(chosen: QuerySet[Membership]) -> Iterator[list[Member]]:
    """All of ``chosen`` in slices: membership, firm, size of the firm, and whether it may owe."""
    rows = chosen.order_by("pk").values_list("pk", "firm_id", "firm__size", "firm__merged_into_id")
    after: uuid.UUID | None = None
    while True:
        page = list((rows if after is None else rows.filter(pk__gt=after))[:SLICE])
        if not page:
            return
        after = page[-1][0]
        yield [(pk, firm, size, merged is None) for pk, firm, size, merged in page]


def owed_of(rows: Sequence[Member], tariff: Tariff, period: Period) -> Iterator[Owed]:
    """What each member of a slice owes for ``period``; those who owe nothing have no parts."""
    facts = _facts_between(rows[0][0], rows[-1][0], tariff, period)
    rule = tariff.pro_rata
    same: dict[tuple[Rate, ...], list[Part]] = {}
    for membership, firm, size, may_owe in rows:
        rates = tuple(_rates(membership, firm, size, facts, tariff)) if may_owe else ()
        if rates not in same:
            same[rates] = parts_of(period, rates, rule)
        yield Owed(membership, firm, same[rates])


def amounts_on(schedule: DuesSchedule, day: date) -> dict[uuid.UUID, Decimal]:
    """What each member owes for a whole period by the tiers of ``day``, by membership; a waiver
    changes nothing here. Those without a tier are left out."""
    tariff, found = Tariff.of(schedule), dict[uuid.UUID, Decimal]()
    night = day + timedelta(days=1)
    period = Period(day, night, day, night, schedule.period_months)
    for rows in slices_of(Membership.objects.all()):
        facts = _facts_between(rows[0][0], rows[-1][0], tariff, period)
        for membership, firm, size, may_owe in rows:
            rate = next(_rates(membership, firm, size, facts, tariff), None) if may_owe else None
            if rate is not None:
                found[membership] = rounded(rate.amount)
    return found


def _facts_between(first: uuid.UUID, last: uuid.UUID, tariff: Tariff, period: Period) -> _Facts:
    slice_ = Q(membership__gte=first, membership__lte=last)
    standings = Standing.objects.filter(slice_, status__in=LIABLE)
    classes = ClassPeriod.objects.filter(slice_)
    waivers = Waiver.objects.filter(slice_)
    offices = Mandate.objects.filter(
        firm__membership__gte=first, firm__membership__lte=last, office__in=tariff.by_office
    )
    return _Facts(
        standings=_spans(standings, period, "membership_id", "status"),
        classes=_spans(classes, period, "membership_id", "member_class_id"),
        waivers=_spans(waivers, period, "membership_id", "num", "den"),
        offices=_spans(offices, period, "firm_id", "office") if tariff.by_office else {},
    )


def _spans(rows: QuerySet[Any], period: Period, by: str, *values: str) -> dict[Any, list[Span]]:
    """The facts that stand and touch the period, cut to it."""
    touching = rows.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=period.from_on),
        superseded_at__isnull=True,
        from_on__lt=period.until_on,
    ).order_by("from_on")
    found: dict[Any, list[Span]] = defaultdict(list)
    for key, begin, end, *rest in touching.values_list(by, "from_on", "until_on", *values):
        cut = min(end, period.until_on) if end else period.until_on
        found[key].append((max(begin, period.from_on), cut, rest[0] if len(rest) == 1 else rest))
    return found


def _rates(
    membership: uuid.UUID,
    firm: uuid.UUID,
    size: str,
    facts: _Facts,
    tariff: Tariff,
) -> Iterator[Rate]:
    standings = facts.standings.get(membership, ())
    classes = facts.classes.get(membership, ())
    waivers = facts.waivers.get(membership, ())
    offices = facts.offices.get(firm, ())
    bounds = _bounds(standings, classes, waivers, offices)
    last: Rate | None = None
    for begin, end in pairwise(bounds):
        if _at(standings, begin) is None:
            continue
        held = [office for b, e, office in offices if b <= begin < e]
        rated = tariff.rate(_at(classes, begin), held, size)
        if rated is None:
            continue
        waived = _at(waivers, begin)
        left = (waived[1] - waived[0], waived[1]) if waived else (1, 1)
        rate = Rate(begin, end, rated[0], rated[1], left)
        if last and last.until_on == begin and _alike(last, rate):
            last = Rate(last.from_on, end, rate.tier, rate.amount, left)
            continue
        if last:
            yield last
        last = rate
    if last:
        yield last


def _bounds(*spans: Sequence[Span]) -> list[date]:
    """Every day on which something begins or ends."""
    return sorted({day for one in spans for begin, end, _value in one for day in (begin, end)})


def _at(spans: Sequence[Span], day: date) -> Any:
    return next((value for begin, end, value in spans if begin <= day < end), None)


def _alike(one: Rate, other: Rate) -> bool:
    return (one.tier, one.amount, one.left) == (other.tier, other.amount, other.left)


def billed_between(first: uuid.UUID, last: uuid.UUID, period: Period) -> dict[uuid.UUID, list[Any]]:
    """The charges that stand of a slice and touch ``period``, by membership."""
    rows = Charge.objects.filter(
        membership__gte=first,
        membership__lte=last,
        superseded_at__isnull=True,
        from_on__lt=period.until_on,
        until_on__gt=period.from_on,
    ).order_by("from_on")
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows.values_list(
        "membership_id", "pk", "from_on", "until_on", "tier_id", "amount", "schedule_id"
    ):
        found[row[0]].append(row[1:])
    return found
