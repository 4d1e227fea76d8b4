"""Steps that the association adds to a plan by itself, beside those of its rules and customs.

Their words and their day are its own; dropped ones stay with the reason, as all others do.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.appoint import BEFORE_MINUTES
from assemblies.errors import StepNotOwn, StepUnnamed
from assemblies.models import Assembly, PlanStep
from members.models import Person, User
from records.domain import log
from records.fields import Translated

OWN = "own-"


def is_own(step: PlanStep) -> bool:
    return step.key.startswith(OWN)


@transaction.atomic
def add_step(
    *,
    assembly: Assembly,
    title: Translated,
    due_on: date,
    by: User | None,
    at: datetime,
    detail: Translated | None = None,
    owner: Person | None = None,
) -> PlanStep:
    """Add a step to see to by ``due_on``. The same words for the same day are the same step.

    Raises StepUnnamed, PhaseForbids once the meeting is over.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    words = _words(title)
    own = assembly.steps.filter(key__startswith=OWN, due_on=due_on)
    known = next((row for row in own if dict(row.title) == dict(words)), None)
    if known is not None:
        return known
    last = assembly.steps.aggregate(last=Max("position"))["last"] or 0
    row = PlanStep.objects.create(
        assembly=assembly,
        key=f"{OWN}{uuid4().hex[:12]}",
        position=last + 1,
        title=words,
        detail=detail or Translated(),
        due_on=due_on,
        owner=owner,
    )
    payload = {"steps": [str(row.pk)], "title": dict(words), "due_on": due_on}
    log.record(stream=stream_of(assembly), event="plan_step_added", payload=payload, by=by, at=at)
    return row


@transaction.atomic
def reword_step(
    *, step: PlanStep, title: Translated, detail: Translated, by: User | None, at: datetime
) -> PlanStep:
    """Say a step of one's own in other words; the same words change nothing. Raises StepNotOwn,
    StepUnnamed."""
    assembly = lock_assembly(step.assembly_id)
    row = PlanStep.objects.get(pk=step.pk)
    if not is_own(row):
        raise StepNotOwn(step=str(row.title))
    words = (_words(title), _stripped(detail))
    if (dict(row.title), dict(row.detail)) == (dict(words[0]), dict(words[1])):
        return row
    row.title, row.detail = words
    row.save(update_fields=["title", "detail"])
    payload = {"steps": [str(row.pk)], "title": dict(row.title), "detail": dict(row.detail)}
    log.record(
        stream=stream_of(assembly), event="plan_step_reworded", payload=payload, by=by, at=at
    )
    return row


def _words(title: Translated) -> Translated:
    words = _stripped(title)
    if not words:
        raise StepUnnamed
    return words


def _stripped(text: Translated) -> Translated:
    return Translated({key: told.strip() for key, told in text.items() if told.strip()})
