"""The plan as one sees it: what is done, what is late, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assemblies.domain.planning.own_steps import is_own
from assemblies.domain.planning.settled import (
    Settled,
    is_open,
    settled_by_record,
    still_open,
)
from assemblies.domain.planning.step_dates import is_proposed, template_of
from assemblies.enums import Answer, StepState
from assemblies.models import Assembly, PlanStep
from members.domain.tasks import Task

PAGES = {
    "qualification_review": "assemblies:nominations",
    "public_notice": "assemblies:nominations",
    "clearance": "assemblies:clearances",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """``kind`` is the chip's: ok, wait (near), later or bad (late, refused); ``days`` until the
    last day, negative when it is over; ``after_today`` marks the first that is still to come;
    ``settled``: what on record settles it, where nobody noted that it is done."""

    step: PlanStep
    kind: str
    chip: str
    days: int
    proposed: bool
    after_today: bool
    settled: Settled | None = None

    @property
    def page(self) -> str:
        """Where the step is seen to, if it has a page of its own."""
        name = PAGES.get(self.step.key)
        return reverse(name, args=[self.step.assembly_id]) if name else ""

    @property
    def own(self) -> bool:
        return is_own(self.step)


def stops(assembly: Assembly, *, today: date) -> list[Stop]:
    """Every step by its day."""
    near, found, passed = template_of(assembly).remind_days, [], False
    record = settled_by_record(assembly)
    for step in assembly.steps.select_related("owner", "document"):
        step.assembly = assembly
        first = not passed and step.due_on >= today
        passed = passed or first
        by_record = step.state == StepState.OPEN and not is_open(step, record)
        settled = record[step.key] if by_record else None
        kind, chip = _chip(step, today, near, settled)
        days = (step.due_on - today).days
        found.append(Stop(step, kind, chip, days, is_proposed(step), first, settled))
    return found


def _chip(step: PlanStep, today: date, near: int, settled: Settled | None) -> tuple[str, str]:
    if step.answer == Answer.REFUSED:
        return "bad", pgettext("answer of an authority", "refused")
    if step.state == StepState.DONE or settled is not None:
        return "ok", pgettext("step of a plan", "done")
    if step.state == StepState.WAIVED:
        return "later", pgettext("step of a plan", "not needed")
    if step.due_on < today:
        return "bad", _("overdue")
    if step.due_on <= today + timedelta(days=near):
        return "wait", pgettext("step of a plan", "due soon")
    return "later", pgettext("step of a plan", "open")


def progress_of(assembly: Assembly) -> str:
    """Settled steps of all, empty without a plan."""
    rows = list(assembly.steps.all())
    if not rows:
        return ""
    settled = settled_by_record(assembly)
    done = sum(not is_open(row, settled) for row in rows)
    return _("plan %(done)s / %(total)s") % {"done": done, "total": len(rows)}


def tasks_on(day: date) -> Iterator[Task]:
    """Overdue steps of meetings that are still to come, for the secretariat."""
    late = PlanStep.objects.filter(
        state=StepState.OPEN, due_on__lt=day, assembly__closed_at__isnull=True
    ).select_related("assembly__roll", "owner")
    for step in still_open(late):
        owner = f" · {step.owner}" if step.owner else ""
        yield Task(
            title=_("Overdue: %(step)s") % {"step": step.title},
            detail=f"{step.assembly.title}{owner} · {date_format(step.due_on)}",
            citation=str(step.citation),
            url=reverse("assemblies:plan_step", args=[step.assembly_id, step.pk]),
            since=step.due_on,
            tone="bad",
            group=_("Meetings"),
        )
