"""What a firm is on a day, and why: from dated facts, never from a flag."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from members.enums import StandingStatus
from members.models import ClassPeriod, MemberClass, Membership, Standing
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class StandingOn:
    """A membership on one day. ``status`` is empty where nothing is on record for that day."""

    status: str
    since: date | None
    reason: Translated
    source: str
    member_class: MemberClass | None

    @property
    def status_label(self) -> str:
        return str(StandingStatus(self.status).label) if self.status else "–"

    @property
    def is_active(self) -> bool:
        return self.status == StandingStatus.ACTIVE


UNKNOWN: tuple[str, date | None, Translated, str] = ("", None, Translated(), "")


def standing_on(membership: Membership, day: date) -> StandingOn:
    """The standing of one membership on ``day``."""
    fact = membership.standings.filter(Standing.holds_on(day)).first()
    period = (
        membership.class_periods.filter(ClassPeriod.holds_on(day))
        .select_related("member_class")
        .first()
    )
    return _standing(fact, period)


def standings_on(day: date) -> dict[uuid.UUID, StandingOn]:
    """The standing of every membership that had begun by ``day``, in four queries; without those
    of firms that go on as another entry.

    Rows are read plain, since a model for each would cost more than the queries.
    """
    classes = {row.pk: row for row in MemberClass.objects.all()}
    periods = dict(
        ClassPeriod.objects.filter(ClassPeriod.holds_on(day))
        .order_by()
        .values_list("membership_id", "member_class_id")
    )
    facts = {
        pk: (status, since, reason, source)
        for pk, status, since, reason, source in Standing.objects.filter(Standing.holds_on(day))
        .order_by()
        .values_list("membership_id", "status", "from_on", "reason", "source")
    }
    elsewhere = Membership.objects.filter(firm__merged_into__isnull=False).order_by()
    begun = Membership.objects.filter(joined_on__lte=day).exclude(pk__in=elsewhere).order_by()
    found = {}
    for pk in begun.values_list("pk", flat=True):
        status, since, reason, source = facts.get(pk, UNKNOWN)
        member_class = classes.get(periods.get(pk, 0))
        found[pk] = StandingOn(status, since, reason, source, member_class)
    return found


def statuses_on(day: date) -> dict[uuid.UUID, str]:
    """The status alone of every membership that has a standing on ``day``, in one query; with
    those of firms that go on as another entry."""
    held = Standing.objects.filter(Standing.holds_on(day)).order_by()
    return dict(held.values_list("membership_id", "status"))


def _standing(fact: Standing | None, period: ClassPeriod | None) -> StandingOn:
    return StandingOn(
        status=fact.status if fact else "",
        since=fact.from_on if fact else None,
        reason=fact.reason if fact else Translated(),
        source=fact.source if fact else "",
        member_class=period.member_class if period else None,
    )
