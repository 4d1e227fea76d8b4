"""What a change of schedule would bring: two schedules on the register of one day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from dues.domain.periods import Period
from dues.domain.proportion import Part
from dues.domain.wanted import Tariff, owed_of, slices_of
from dues.enums import ProRata
from dues.models import DuesSchedule
from members.models import ClassPeriod, MemberClass, Membership

LARGEST = 20
"""So many members with the largest change are named."""


@dataclass(slots=True)
class ClassLine:
    """What the members of a class owe a year under each of the two."""

    member_class: MemberClass | None
    members: int = 0
    old: Decimal = Decimal(0)
    new: Decimal = Decimal(0)

    @property
    def difference(self) -> Decimal:
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Change:
    """One member's year under each of the two."""

    membership: Membership
    old: Decimal
    new: Decimal

    @property
    def difference(self) -> Decimal:
        return self.new - self.old


@dataclass(slots=True)
class Comparison:
    """All classes by rank, the members whose dues change most, and how many go up and down."""

    day: date
    lines: list[ClassLine] = field(default_factory=list)
    largest: list[Change] = field(default_factory=list)
    more: int = 0
    less: int = 0

    @property
    def members(self) -> int:
        return sum(line.members for line in self.lines)

    @property
    def old(self) -> Decimal:
        return sum((line.old for line in self.lines), Decimal(0))

    @property
    def new(self) -> Decimal:
        return sum((line.new for line in self.lines), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.new - self.old


def compare_schedules(*, old: DuesSchedule | None, new: DuesSchedule, day: date) -> Comparison:
    """What everybody who is a member on ``day`` would owe for a whole year under ``old`` and
    ``new``: as if class, offices and waivers of that day lasted a year. No ``old``: nothing."""
    owed_new = _year(new, day)
    owed_old = _year(old, day) if old is not None else {}
    classes = {row.pk: row for row in MemberClass.objects.all()}
    of = dict(
        ClassPeriod.objects.filter(ClassPeriod.holds_on(day)).values_list(
            "membership_id", "member_class_id"
        )
    )
    found = Comparison(day)
    lines: dict[int | None, ClassLine] = {}
    for pk in owed_new.keys() | owed_old.keys():
        key = of.get(pk)
        line = lines.setdefault(key, ClassLine(classes.get(key) if key else None))
        before, after = owed_old.get(pk, Decimal(0)), owed_new.get(pk, Decimal(0))
        line.members += 1
        line.old += before
        line.new += after
        found.more += after > before
        found.less += after < before
    found.lines = sorted(
        lines.values(), key=lambda line: line.member_class.rank if line.member_class else 10**6
    )
    found.largest = _largest(owed_old, owed_new)
    return found


def _largest(old: dict[uuid.UUID, Decimal], new: dict[uuid.UUID, Decimal]) -> list[Change]:
    differences = {
        pk: abs(new.get(pk, Decimal(0)) - old.get(pk, Decimal(0))) for pk in new.keys() | old.keys()
    }
    chosen = sorted((pk for pk, sum_ in differences.items() if sum_), key=lambda pk: str(pk))
    chosen.sort(key=lambda pk: differences[pk], reverse=True)
    rows = Membership.objects.select_related("firm").in_bulk(chosen[:LARGEST])
    return [
        Change(rows[pk], old.get(pk, Decimal(0)), new.get(pk, Decimal(0)))
        for pk in chosen[:LARGEST]
    ]


def _year(schedule: DuesSchedule, day: date) -> dict[uuid.UUID, Decimal]:
    """What each member of ``day`` owes a year, were every day like it."""
    after = day + timedelta(days=1)
    like_it = Period(day, after, day, after, 1)
    tariff = Tariff.of(schedule, pro_rata=ProRata.FULL)
    return {
        owed.membership: _sum(owed.parts) * 12 / schedule.period_months
        for rows in slices_of(Membership.objects.all())
        for owed in owed_of(rows, tariff, like_it)
        if owed.parts
    }


def _sum(parts: list[Part]) -> Decimal:
    return sum((part.amount for part in parts), Decimal(0))
