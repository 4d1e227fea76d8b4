"""The register as a list: each firm with what it is on a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _

from members.domain.standing import standings_on
from members.enums import StandingStatus
from members.models import ClassPeriod, Firm, MemberClass, Person, Representative, Standing


def registered() -> QuerySet[Firm]:
    """Every firm with a membership, but none that goes on as another entry."""
    return Firm.objects.filter(merged_into__isnull=True, membership__isnull=False)


def firms_on(day: date) -> QuerySet[Firm]:
    """Firms by member number, with ``number``, ``joined_on``, ``status``, ``since``, ``class_id``,
    ``class_name`` and ``representative_name`` as of ``day``.

    Without entries that go on as another. What is annotated costs a query's time for each row: who
    needs a page asks for its keys first (``values_list("pk")`` leaves the rest out).
    """
    standing = Standing.objects.filter(Standing.holds_on(day), membership__firm=OuterRef("pk"))
    period = ClassPeriod.objects.filter(ClassPeriod.holds_on(day), membership__firm=OuterRef("pk"))
    acting = Representative.objects.filter(
        Representative.holds_on(day), firm=OuterRef("pk"), votes=True
    )
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


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of firms and the filter that lists them."""

    label: str
    number: int
    query: str


def figures_on(day: date) -> list[Figure]:
    """How many firms have each standing, and how many active ones each class, on ``day``."""
    standings = list(standings_on(day).values())
    by_status = Counter(row.status for row in standings)
    by_class = Counter(
        row.member_class.pk for row in standings if row.is_active and row.member_class
    )
    active = StandingStatus.ACTIVE
    return [
        Figure(_("on the register"), len(standings), ""),
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


def persons_on(day: date) -> QuerySet[Person]:
    """Persons with ``firm_name`` and ``firm_id`` of a firm that they act for on ``day``."""
    acting = Representative.objects.filter(
        Representative.holds_on(day), person=OuterRef("pk")
    ).order_by("-votes", "pk")
    return Person.objects.annotate(
        firm_id=Subquery(acting.values("firm__pk")[:1], output_field=UUIDField()),
        firm_name=Subquery(acting.values("firm__name")[:1]),
        post=Subquery(acting.values("post")[:1]),
    ).order_by("name__zh", "pk")
