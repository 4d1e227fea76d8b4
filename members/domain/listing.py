"""The register as a list: each firm with what it is on a day."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, F, FilteredRelation, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _

from members.enums import StandingStatus
from members.models import (
    ClassPeriod,
    Firm,
    MemberClass,
    Membership,
    Person,
    Representative,
    Standing,
)
from records.fields import Translated
from records.models import Stream

STREAM = "register"
Made = TypeVar("Made")


def registered() -> QuerySet[Firm]:
    """Every firm with a membership, but none that goes on as another entry.

    Those few are excluded by key: asked for an empty column, SQLite reads and sorts all others.
    """
    elsewhere = Firm.objects.filter(merged_into__isnull=False).order_by().values("pk")
    return Firm.objects.filter(membership__isnull=False).exclude(pk__in=elsewhere)


def firms_on(day: date) -> QuerySet[Firm]:
    """Firms by member number, with ``number``, ``joined_on``, ``status``, ``since``, ``class_id``,
    ``class_name`` and ``representative_name`` as of ``day``.

    Without entries that go on as another. What is annotated costs a query's time for each row: who
    needs a page asks for its keys first (``values_list("pk")`` leaves the rest out).
    """
    own = OuterRef("membership__pk")
    standing = Standing.objects.filter(Standing.holds_on(day), membership=own).order_by()
    period = ClassPeriod.objects.filter(ClassPeriod.holds_on(day), membership=own).order_by()
    acting = Representative.objects.filter(
        Representative.holds_on(day), firm=OuterRef("pk"), votes=True
    ).order_by()
    return (
        registered()
        .annotate(
            number=F("membership__number"),
            joined_on=F("membership__joined_on"),
            status=Subquery(standing.values("status")[:1]),
            since=Subquery(standing.values("from_on")[:1]),
            class_id=Subquery(period.values("member_class_id")[:1]),
            class_key=Subquery(period.values("member_class__key")[:1]),
            class_rank=Subquery(period.values("member_class__rank")[:1]),
            class_name=Subquery(period.values("member_class__name")[:1]),
            representative_name=Subquery(acting.values("person__name")[:1]),
        )
        .order_by("number")
    )


def by_class(firms: QuerySet[Firm], *, day: date, downwards: bool = False) -> QuerySet[Firm]:
    """``firms`` by the rank of their class on ``day``, within it by number.

    Joined, since a subquery for the rank of each of a hundred thousand rows takes a second.
    """
    way = "membership__class_periods"
    held = FilteredRelation(way, condition=ClassPeriod.holds_on(day, prefix=f"{way}__"))
    rank = F("held__member_class__rank")
    order = rank.desc(nulls_last=True) if downwards else rank.asc(nulls_last=True)
    return firms.annotate(held=held).order_by(order, "membership__number")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of firms and the filter that lists them."""

    label: str
    number: int
    query: str


def figures_on(day: date) -> list[Figure]:
    """How many firms have each standing, and how many active ones each class, on ``day``."""
    by_status, by_class = remembered(f"figures.{day}", lambda: _numbers_on(day))
    active = StandingStatus.ACTIVE
    return [
        Figure(_("on the register"), sum(by_status.values()), ""),
        *(
            Figure(str(status.label), by_status[status], f"status={status}")
            for status in StandingStatus
            if by_status[status] or status == active
        ),
        *(
            Figure(str(item), by_class[item.pk], f"status={active}&member_class={item.pk}")
            for item in MemberClass.objects.all()
        ),
    ]


def _numbers_on(day: date) -> tuple[Counter[str], Counter[int]]:
    """By status, with the empty one for memberships that had begun without; the active by class.

    Counted in the database: fetching a row for each firm took a second for each hundred thousand.
    """
    elsewhere = Membership.objects.filter(firm__merged_into__isnull=False).order_by().values("pk")
    begun = Membership.objects.filter(joined_on__lte=day).exclude(pk__in=elsewhere).count()
    standings = Standing.objects.filter(Standing.holds_on(day)).exclude(membership__in=elsewhere)
    number = Count("pk")
    by_status = Counter(dict(standings.order_by().values_list("status").annotate(number=number)))
    by_status[""] = max(begun - by_status.total(), 0)
    active = standings.filter(status=StandingStatus.ACTIVE).order_by()
    periods = ClassPeriod.objects.filter(
        ClassPeriod.holds_on(day), membership__in=active.values("membership")
    )
    by_class = periods.order_by().values_list("member_class").annotate(number=number)
    return by_status, Counter(dict(by_class))


def districts() -> list[tuple[str, str]]:
    """The districts in use: the key of the filter, and the name in the reader's language."""
    named = Firm.objects.exclude(district={}).order_by().values_list("district", flat=True)
    found: list[Translated] = remembered("districts", lambda: list(named.distinct()))
    return sorted({(district.zh, str(district)) for district in found})


def number_of(firms: QuerySet[Firm]) -> int:
    """How many firms a query of the list finds."""
    digest = hashlib.sha256(str(firms.query).encode()).hexdigest()
    return remembered(f"number.{digest}", firms.count)


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, kept until the register's log grows: every act on it is logged."""
    length = Stream.objects.filter(name=STREAM).values_list("length", flat=True).first() or 0
    key = f"members.{name}.{length}"
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found)
    return found


def persons_on(day: date) -> QuerySet[Person]:
    """Persons with ``firm_name`` and ``firm_id`` of a firm that they act for on ``day``.

    Without those whose data was erased.
    """
    acting = Representative.objects.filter(
        Representative.holds_on(day), person=OuterRef("pk")
    ).order_by("-votes", "pk")
    return (
        Person.objects.filter(erased_at__isnull=True)
        .annotate(
            firm_id=Subquery(acting.values("firm__pk")[:1], output_field=UUIDField()),
            firm_name=Subquery(acting.values("firm__name")[:1]),
            post=Subquery(acting.values("post")[:1]),
        )
        .order_by("name__zh", "pk")
    )
