"""Reminding whoever sees to a step: once when its last day comes near, once when it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import override

from assemblies.domain.convening.notice import LANGUAGES
from assemblies.domain.days import local_day
from assemblies.domain.planning.settled import is_open, settled_by_record, still_open
from assemblies.domain.planning.step_dates import template_of
from assemblies.enums import StepState
from assemblies.models import PlanStep
from bylaws.models import Association
from records.domain import jobs
from records.models import Job

JOB = "assemblies.remind_step"


def ask_for_reminders(*, at: datetime) -> list[Job]:
    """Promise a mail for each step that wants one. Asked again, the same promises: a step has one
    for each of its last days and each occasion."""
    if not Association.objects.exists():
        return []
    today = local_day(at)
    waiting = PlanStep.objects.filter(state=StepState.OPEN, assembly__closed_at__isnull=True)
    promised = []
    owned = waiting.exclude(owner=None).exclude(owner__email="").select_related("assembly__roll")
    for step in still_open(owned):
        near = step.due_on - timedelta(days=template_of(step.assembly).remind_days)
        if today < near:
            continue
        since = near if today <= step.due_on else step.due_on + timedelta(days=1)
        promised.append(
            jobs.request_job(
                task=JOB,
                key=f"{JOB}:{step.pk}:{step.due_on}:{since}",
                arguments={"step_id": str(step.pk), "since": since.isoformat()},
                at=at,
            )
        )
    return promised


@transaction.atomic
def remind(*, step_id: str, since: str, at: datetime) -> None:
    """The job: one mail to the owner, unless the step was settled or they were told since."""
    today = local_day(at)
    asked = PlanStep.objects.select_related("assembly__roll").get(pk=step_id)
    if not is_open(asked, settled_by_record(asked.assembly)):
        return
    untold = Q(reminded_on__isnull=True) | Q(reminded_on__lt=date.fromisoformat(since))
    changed = PlanStep.objects.filter(untold, pk=step_id, state=StepState.OPEN).update(
        reminded_on=today
    )
    if not changed:
        return
    step = PlanStep.objects.select_related("owner", "assembly").get(pk=step_id)
    if step.owner is None or not step.owner.email:
        return
    subjects, bodies = [], []
    for language in LANGUAGES.values():
        context = {"step": step, "overdue": step.due_on < today}
        with override(language):
            subjects.append(_rendered("assemblies/email/step_subject.txt", context))
            bodies.append(_rendered("assemblies/email/step_message.txt", context))
    EmailMessage(
        subject=" / ".join(subjects), body="\n\n— — —\n\n".join(bodies), to=[step.owner.email]
    ).send()


def _rendered(template: str, context: dict[str, object]) -> str:
    return render_to_string(template, context).strip()
