"""How the days of a draft schedule fit with those of the schedule before it."""

from __future__ import annotations

from dataclasses import dataclass

from dues.domain.periods import period_at
from dues.enums import ScheduleState
from dues.models import DuesSchedule
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Finding:
    """What speaks against a draft schedule; one that ``blocks`` keeps it from adoption."""

    code: str
    text: Translated
    blocks: bool = True


def schedule_before(schedule: DuesSchedule) -> DuesSchedule | None:
    """The adopted schedule that ``schedule`` takes the place of."""
    return (
        DuesSchedule.objects.filter(
            state=ScheduleState.ADOPTED, effective_on__lt=schedule.effective_on
        )
        .exclude(pk=schedule.pk)
        .order_by("-effective_on")
        .first()
    )


def gap_before(schedule: DuesSchedule) -> list[Finding]:
    """Days between the end of the schedule before and the beginning of this one."""
    before = schedule_before(schedule)
    if before is None or before.until_on is None or before.until_on >= schedule.effective_on:
        return []
    begin, end = before.until_on.isoformat(), schedule.effective_on.isoformat()
    text = Translated(
        zh=f"自{begin}起至{end}前没有会费标准，期间无法收取会费。",
        en=f"From {begin} until the day before {end} no dues standard would hold.",
    )
    return [Finding("gap", text, blocks=False)]


def cut_periods(schedule: DuesSchedule) -> list[Finding]:
    """A period of the schedule before that would be cut: its dues are then owed by days."""
    before = schedule_before(schedule)
    if before is None or schedule.state != ScheduleState.DRAFT:
        return []
    period = period_at(before, schedule.effective_on)
    if period is None or period.from_on == schedule.effective_on:
        return []
    begin, end = period.from_on.isoformat(), period.last_day.isoformat()
    text = Translated(
        zh=f"自{begin}至{end}的缴费期间将被截断，该期间的会费按日计算；已开出的通知须重新核算。",
        en=f"It would cut the period from {begin} to {end}, whose dues are then owed by days; "
        "what is billed for it has to be run again.",
    )
    return [Finding("period_cut", text, blocks=False)]
