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
    """The standing of every membership that had begun by ``day``, in three queries.

    Without those of firms that go on as another entry.
    """
    facts = {row.membership_id: row for row in Standing.objects.filter(Standing.holds_on(day))}
    periods = {
        row.membership_id: row
        for row in ClassPeriod.objects.filter(ClassPeriod.holds_on(day)).select_related(
            "member_class"
        )
    }
    begun = Membership.objects.filter(
        joined_on__lte=day, firm__merged_into__isnull=True
    ).values_list("pk", flat=True)
    return {pk: _standing(facts.get(pk), periods.get(pk)) for pk in begun}


def _standing(fact: Standing | None, period: ClassPeriod | None) -> StandingOn:
    return StandingOn(
        status=fact.status if fact else "",
        since=fact.from_on if fact else None,
        reason=fact.reason if fact else Translated(),
        source=fact.source if fact else "",
        member_class=period.member_class if period else None,
    )
