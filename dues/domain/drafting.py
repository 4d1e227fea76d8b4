"""Drawing up a dues schedule: a draft may be changed until a decision adopts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from bylaws.models import Association
from dues.enums import ProRata, ScheduleState, TierBasis
from dues.errors import ScheduleInUse
from dues.models import DuesSchedule, Tier
from members.models import MemberClass, User
from records.domain import log
from records.fields import Translated

STREAM = "dues"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a schedule says besides its tiers; see :class:`dues.models.DuesSchedule`."""

    title: Translated
    effective_on: date
    until_on: date | None = None
    period_months: int = 12
    anchor_month: int = 1
    anchor_day: int = 1
    window_days: int = 90
    least_days: int = 30
    pro_rata: str = ProRata.FULL
    highest_only: bool = True
    waived_by: Translated = field(default_factory=Translated)
    citation: Translated = field(default_factory=Translated)


@dataclass(frozen=True, slots=True)
class TierTerms:
    """One amount: for a class (``member_class``), an office or a size (``key``)."""

    amount: Decimal
    member_class: MemberClass | None = None
    basis: str = TierBasis.CLASS
    key: str = ""


@transaction.atomic
def draft_schedule(
    *, terms: Terms, tiers: Sequence[TierTerms], by: User | None, at: datetime
) -> DuesSchedule:
    """A new draft, in the association's currency; it can be used once a decision adopts it."""
    schedule = DuesSchedule.objects.create(
        **asdict(terms), currency=Association.objects.get().currency, recorded_at=at
    )
    _write_tiers(schedule, tiers)
    _log("schedule_drafted", schedule, by, at)
    return schedule


@transaction.atomic
def edit_schedule(
    *,
    schedule: DuesSchedule,
    terms: Terms,
    tiers: Sequence[TierTerms],
    by: User | None,
    at: datetime,
) -> DuesSchedule:
    """Change a draft. Raises ScheduleInUse where it was adopted."""
    schedule = DuesSchedule.objects.select_for_update(no_key=True).get(pk=schedule.pk)
    if schedule.state != ScheduleState.DRAFT:
        raise ScheduleInUse
    for name, value in asdict(terms).items():
        setattr(schedule, name, value)
    schedule.save()
    schedule.tiers.all().delete()
    _write_tiers(schedule, tiers)
    _log("schedule_edited", schedule, by, at)
    return schedule


def _write_tiers(schedule: DuesSchedule, tiers: Sequence[TierTerms]) -> None:
    Tier.objects.bulk_create(
        Tier(
            schedule=schedule,
            amount=tier.amount,
            member_class=tier.member_class,
            basis=tier.basis,
            key=tier.key,
        )
        for tier in tiers
    )


def _log(event: str, schedule: DuesSchedule, by: User | None, at: datetime) -> None:
    tiers = [[str(tier), str(tier.amount)] for tier in schedule.tiers.all()]
    payload = {"schedule": schedule.pk, "effective_on": schedule.effective_on, "tiers": tiers}
    log.record(stream=STREAM, event=event, payload=payload, by=by, at=at)
