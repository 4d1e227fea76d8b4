"""The register as a list: each firm with what it is on a day."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast
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
ACTIVE = StandingStatus.ACTIVE
Made = TypeVar("Made")


def registered() -> QuerySet[Firm]:
    """Every firm with a membership, but none that goes on as another entry.

    Those few are excluded by key: asked for an empty column, SQLite reads and sorts all others.
    """
    return Firm.objects.filter(membership__isnull=False).exclude(pk__in=_elsewhere())


def _elsewhere() -> QuerySet[Firm, Any]:
    return Firm.objects.filter(merged_into__isnull=False).order_by().values("pk")


def memberships_on(day: date) -> QuerySet[Membership]:
    """The memberships of :func:`firms_on`, to be narrowed, sorted and counted.

    An index tells which firms are on a page: the firms, much wider, are read for that page alone.
    """
    own = OuterRef("pk")
    standing = Standing.objects.filter(Standing.holds_on(day), membership=own).order_by()
    acting = Representative.objects.filter(
        Representative.holds_on(day), firm=OuterRef("firm"), votes=True
    ).order_by()
    return (
        Membership.objects.exclude(firm__in=_elsewhere())
        .alias(
            status=Subquery(standing.values("status")[:1]),
            representative_name=Subquery(acting.values("person__name")[:1]),
        )
        .order_by("number")
    )


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


def by_class(
    members: QuerySet[Membership], *, day: date, downwards: bool = False
) -> QuerySet[Membership]:
    """``members`` by the rank of their class on ``day``, within it by number.

    Joined, since a subquery for the rank of each of a hundred thousand rows takes a second.
    """
    way = "class_periods"
    held = FilteredRelation(way, condition=ClassPeriod.holds_on(day, prefix=f"{way}__"))
    ranks = MemberClass.objects.values_list("pk", "rank")
    rank = Case(*(When(held__member_class=pk, then=Value(rank)) for pk, rank in ranks))
    order = rank.desc(nulls_last=True) if downwards else rank.asc(nulls_last=True)
    return members.annotate(held=held).order_by(order, "number")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of firms and the filter that lists them."""

    label: str
    number: int
    query: str


def figures_on(day: date) -> list[Figure]:
    """How many firms have each standing, and how many active ones each class, on ``day``."""
    by_status, by_class = numbers_on(day)
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


def numbers_on(day: date) -> tuple[Counter[str], Counter[int]]:
    """How many firms have each standing on ``day``, and how many active ones each class by its key;
    remembered until the register's next act."""
    return remembered(f"figures.{day}", lambda: _numbers_on(day))


def _numbers_on(day: date) -> tuple[Counter[str], Counter[int]]:
    """By status, with the empty one for memberships that had begun without; the active by class.

    Counted in the database: fetching a row for each firm took a second for each hundred thousand.
    All are counted, then those few that go on as another are taken off.
    """
    elsewhere = Membership.objects.filter(firm__in=_elsewhere())
    everybody, those_few = Q(), Q(membership__in=elsewhere.values("pk"))
    begun = Q(joined_on__lte=day)
    members = Membership.objects.aggregate(all=Count("pk"), begun=Count("pk", filter=begun))
    by_status = _by_status(everybody, day)
    if by_status.total() == members["all"]:
        # Each has a standing: who is not active has another, and those are few.
        others = Standing.objects.filter(Standing.holds_on(day)).exclude(status=ACTIVE)
        by_class = _by_class(everybody, day)
        by_class.subtract(_by_class(Q(membership__in=others.values("membership")), day))
    else:
        by_class = _by_class(Exists(_active(day)), day)
    by_status.subtract(_by_status(those_few, day))
    by_class.subtract(_by_class(those_few & Q(Exists(_active(day))), day))
    begun_here = members["begun"] - elsewhere.filter(begun).count()
    by_status[""] = max(begun_here - by_status.total(), 0)
    return by_status, by_class


def _active(day: date) -> QuerySet[Standing]:
    return Standing.objects.filter(
        Standing.holds_on(day), membership=OuterRef("membership"), status=ACTIVE
    )


# Each number is an aggregate of its own and not a group, by which SQLite would read the rows in the
# order of their groups, from all over the table instead of from one index.


def _by_status(members: Q, day: date) -> Counter[str]:
    rows = Standing.objects.filter(members, Standing.holds_on(day)).order_by()
    numbers = {
        status: Count("membership", filter=Q(status=status)) for status in StandingStatus.values
    }
    return Counter(rows.aggregate(**numbers))


def _by_class(members: Q | Exists, day: date) -> Counter[int]:
    rows = ClassPeriod.objects.filter(members, ClassPeriod.holds_on(day)).order_by()
    classes = MemberClass.objects.values_list("pk", flat=True)
    numbers = {str(pk): Count("membership", filter=Q(member_class=pk)) for pk in classes}
    return Counter({int(pk): number for pk, number in rows.aggregate(**numbers).items()})


def districts() -> list[tuple[str, str]]:
    """The districts in use: the key of the filter, and the name in the reader's language."""
    # Compared as text: PostgreSQL takes three times as long to compare as many JSON values.
    written = Firm.objects.order_by().values_list(Cast("district", TextField()), flat=True)
    found = remembered("districts", lambda: list(written.distinct()))
    named = [district for text in found if (district := Translated(json.loads(text)))]
    return sorted({(district.zh, str(district)) for district in named})


def number_of(members: QuerySet[Membership]) -> int:
    """How many firms a query of the list finds."""
    try:
        digest = hashlib.sha256(str(members.query).encode()).hexdigest()
    except EmptyResultSet:
        return 0
    return remembered(f"number.{digest}", members.count)


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
