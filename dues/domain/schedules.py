"""Dues schedules: checked as drafts, adopted by a decision, found by date."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bylaws.domain import in_force
from bylaws.domain.rulebook import Rulebook
from bylaws.enums import RequiredMethod
from bylaws.errors import MustBeDeclared, NoRuleInForce
from dues.domain import schedule_dates
from dues.domain.schedule_dates import Finding
from dues.enums import ScheduleState
from dues.errors import ScheduleAlreadyAdopted, ScheduleNotLawful, ScheduleOverlaps
from dues.models import DuesSchedule, Tier
from members.models import MemberClass
from records.domain import log
from records.fields import Translated
from records.models import Decision


def check_schedule(schedule: DuesSchedule) -> list[Finding]:
    """Faults of a schedule: too many tiers (CN-A7), a class without a definite amount (CN-A6), a
    gap after the schedule before, periods of that one which it would cut; and how it is to be
    voted on (CN-A5).

    The rules are those of the day on which it was drawn up; they may name no limit.
    """
    tiers = list(schedule.tiers.select_related("member_class"))
    book = in_force.rulebook_on(timezone.localdate(schedule.recorded_at))
    return [
        *_too_many_tiers(tiers, book),
        *_classes_without_amount(tiers, book),
        *schedule_dates.gap_before(schedule),
        *schedule_dates.cut_periods(schedule),
        *_how_it_is_voted(schedule, book),
    ]


def _how_it_is_voted(schedule: DuesSchedule, book: Rulebook) -> list[Finding]:
    """A draft is told that only a secret ballot adopts it, where a rule says so."""
    if schedule.state != ScheduleState.DRAFT:
        return []
    try:
        answer = book.answer("assembly.dues_standard.method")
    except (NoRuleInForce, MustBeDeclared):
        return []
    if answer.value != RequiredMethod.SECRET:
        return []
    source = answer.citations[0]
    text = Translated(
        zh=f"须以无记名投票方式表决（{source.render('zh')}）。",
        en=f"It is to be voted on by secret ballot ({source.render('en')}).",
    )
    return [Finding("secret_ballot", text, blocks=False)]


def _too_many_tiers(tiers: list[Tier], book: Rulebook) -> list[Finding]:
    try:
        answer = book.answer("dues.max_tiers")
    except NoRuleInForce:
        return []
    most, amounts = int(str(answer.value)), len({tier.amount for tier in tiers})
    if max(amounts, len(tiers)) <= most:
        return []
    source = answer.citations[0]
    text = Translated(
        zh=f"共{len(tiers)}档、{amounts}种金额，最多{most}档（{source.render('zh')}）。",
        en=f"{len(tiers)} tiers with {amounts} amounts; at most {most} ({source.render('en')}).",
    )
    return [Finding("too_many_tiers", text)]


def _classes_without_amount(tiers: list[Tier], book: Rulebook) -> list[Finding]:
    try:
        source = book.answer("dues.definite").citations[0]
    except NoRuleInForce:
        return []
    missing = MemberClass.objects.exclude(pk__in=[tier.member_class_id for tier in tiers])
    return [
        Finding(
            "class_without_amount",
            Translated(
                zh=f"{member_class.name.zh}没有明确的会费额（{source.render('zh')}）。",
                en=f"{member_class.name.en}: no definite amount ({source.render('en')}).",
            ),
        )
        for member_class in missing
    ]


@transaction.atomic
def adopt_schedule(*, schedule: DuesSchedule, decision: Decision, by: Any, at: datetime) -> None:
    """Put a draft in use from its effective date; the schedule in use before ends that day.

    Raises :class:`ScheduleNotLawful` with every blocking finding, ScheduleOverlaps where another
    is in use from that day or later. Adopting it again by the same decision changes nothing.
    """
    schedule = DuesSchedule.objects.select_for_update(no_key=True).get(pk=schedule.pk)
    if schedule.state == ScheduleState.ADOPTED:
        if schedule.decision_id == decision.pk:
            return
        raise ScheduleAlreadyAdopted
    blocking = [str(finding.text) for finding in check_schedule(schedule) if finding.blocks]
    if blocking:
        raise ScheduleNotLawful(findings=" ".join(blocking))
    _take_place(schedule)
    schedule.state, schedule.decision = ScheduleState.ADOPTED, decision
    schedule.save(update_fields=["state", "decision"])
    payload = {"schedule": str(schedule.pk), "decision": str(decision.pk)}
    log.record(stream="dues", event="schedule_adopted", payload=payload, by=by, at=at)


def _take_place(schedule: DuesSchedule) -> None:
    """End the schedule in use on the day ``schedule`` begins: none may hold beside another."""
    others = DuesSchedule.objects.filter(state=ScheduleState.ADOPTED).exclude(pk=schedule.pk)
    later = others.filter(effective_on__gte=schedule.effective_on).order_by("effective_on").first()
    if later is not None:
        raise ScheduleOverlaps(day=later.effective_on.isoformat(), title=str(later.title))
    others.filter(until_on__isnull=True).update(until_on=schedule.effective_on)
    others.filter(until_on__gt=schedule.effective_on).update(until_on=schedule.effective_on)


def schedule_on(day: date) -> DuesSchedule | None:
    """The schedule in use on ``day``; None in a gap between two."""
    return (
        DuesSchedule.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=day),
            state=ScheduleState.ADOPTED,
            effective_on__lte=day,
        )
        .order_by("-effective_on")
        .first()
    )


def amount_for(*, member_class: MemberClass, day: date) -> Decimal | None:
    """What a firm of ``member_class`` owes a year under the schedule of ``day``."""
    schedule = schedule_on(day)
    tier = schedule and schedule.tiers.filter(member_class=member_class).first()
    return tier.amount if tier else None


def tiers_beside(
    schedule: DuesSchedule, before: DuesSchedule | None
) -> list[tuple[Tier, Decimal | None]]:
    """Each tier with the amount that its class owed under ``before``."""
    old = {_key(tier): tier.amount for tier in before.tiers.all()} if before else {}
    tiers = schedule.tiers.select_related("member_class")
    return [(tier, old.get(_key(tier))) for tier in tiers]


def _key(tier: Tier) -> tuple[str, object]:
    return tier.basis, tier.key or tier.member_class_id
