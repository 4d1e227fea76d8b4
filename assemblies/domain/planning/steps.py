"""The plan of a meeting: made from the profile's steps, seen to by people, moved with the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from assemblies.domain.days import local_day
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.planning.settled import is_open, settled_by_record
from assemblies.domain.planning.step_dates import due_of, is_proposed, template_of
from assemblies.enums import Answer, Phase, StepState
from assemblies.errors import NoAnswerForeseen, StepDayRuled, StepDroppedSilently
from assemblies.models import Assembly, PlanStep
from members.domain.uploads import Upload, keep
from members.models import Mandate, Person, User
from records.domain import log


@transaction.atomic
def make_plan(*, assembly: Assembly, kind: str, by: User | None, at: datetime) -> list[PlanStep]:
    """Write the steps that are not there yet, each with its last day, its rule and who usually
    sees to it. ``kind``: re_election, ordinary or extraordinary. Made again, it adds what is
    missing and changes nothing else."""
    assembly = lock_assembly(assembly.pk)
    known = set(assembly.steps.values_list("key", flat=True))
    made = []
    for position, template in enumerate(template_of(assembly).steps, start=1):
        if kind not in template.kinds or template.key in known:
            continue
        due = due_of(assembly, template)
        made.append(
            PlanStep.objects.create(
                assembly=assembly,
                key=template.key,
                position=position,
                title=template.title,
                detail=template.detail,
                due_on=due.on,
                citation=due.citation,
                owner=_holder(template.owner, local_day(at)),
                answer_from=template.answer_from,
            )
        )
    if made:
        _log("plan_made", made, by, at, kind=kind)
    return made


def _holder(office: str, day: date) -> Person | None:
    """Who holds the office on the day; nobody where it is empty or not named."""
    held = Mandate.objects.filter(Mandate.holds_on(day), office=office).select_related("person")
    row = held.order_by("pk").first() if office else None
    return row.person if row else None


@transaction.atomic
def change_step(
    *,
    step: PlanStep,
    owner: Person | None,
    due_on: date,
    state: str,
    note: str,
    by: User | None,
    at: datetime,
) -> PlanStep:
    """Who sees to a step, by when, and whether it is done. Said again, nothing changes.

    Raises StepDayRuled where a rule sets the day, StepDroppedSilently where it is not needed any
    more and no note says why.
    """
    row = _locked(step)
    stated = (owner.pk if owner else None, due_on, StepState(state), note.strip())
    if (row.owner_id, row.due_on, row.state, row.note) == stated:
        return row
    if state == StepState.WAIVED and not note.strip():
        raise StepDroppedSilently
    if due_on != row.due_on:
        if not is_proposed(row):
            raise StepDayRuled(citation=str(row.citation), day=row.due_on)
        row.due_on, row.reminded_on = due_on, None
    if row.state != state:
        row.settled_at = None if state == StepState.OPEN else at
    row.owner, row.state, row.note = owner, StepState(state), note.strip()
    row.save()
    told = {"due_on": due_on, "state": state, "owner": str(row.owner_id or ""), "note": row.note}
    _log("plan_step_changed", [row], by, at, **told)
    return row


@transaction.atomic
def record_answer(
    *,
    step: PlanStep,
    answer: str,
    reference: str,
    answered_on: date,
    by: User | None,
    at: datetime,
    scan: Upload | None = None,
) -> PlanStep:
    """What the authority answered. Agreement settles the step, a refusal opens it again; the log
    keeps answers that another one replaced. Raises NoAnswerForeseen, PaperRefused,
    PaperTooLarge."""
    row = _locked(step)
    if not row.answer_from:
        raise NoAnswerForeseen(step=str(row.title))
    document = keep(scan, at=at) if scan else row.document
    stated = (Answer(answer), reference.strip(), answered_on, document)
    if (row.answer, row.answer_reference, row.answered_on, row.document) == stated:
        return row
    row.answer, row.answer_reference, row.answered_on, row.document = stated
    refused = row.answer == Answer.REFUSED
    row.state = StepState.OPEN if refused else StepState.DONE
    row.settled_at = None if refused else at
    row.save()
    told = {
        "answer": answer,
        "reference": row.answer_reference,
        "answered_on": answered_on,
        "scan": document.digest if document else "",
    }
    _log("plan_step_answered", [row], by, at, **told)
    return row


@transaction.atomic
def move_meeting(
    *, assembly: Assembly, starts_at: datetime, by: User | None, at: datetime
) -> list[PlanStep]:
    """Set a meeting that was not convened for another time, and move its open steps; those that
    are too late now. Raises PhaseForbids once notice was sent: then it is postponed by notice."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, Phase.PREPARE)
    before = assembly.starts_at
    if before != starts_at:
        assembly.starts_at = starts_at
        assembly.save(update_fields=["starts_at"])
        payload = {"from": before, "to": starts_at}
        log.record(stream=stream_of(assembly), event="meeting_moved", payload=payload, by=by, at=at)
    return follow_day(assembly=assembly, before=local_day(before), by=by, at=at)


@transaction.atomic
def follow_day(
    *, assembly: Assembly, before: date, by: User | None, at: datetime
) -> list[PlanStep]:
    """Move the open steps of a meeting that was set for the day ``before``: a rule is counted
    again, a proposal keeps its distance; what the record settles stays. Gives the open ones whose
    day is over already."""
    by_days = local_day(assembly.starts_at) - before
    plan, moved = template_of(assembly), []
    settled = settled_by_record(assembly)
    open_steps = [row for row in assembly.steps.all() if is_open(row, settled)]
    for row in open_steps:
        row.assembly = assembly
        template = plan.step(row.key)
        due = due_of(assembly, template) if template else None
        on = due.on if due and not due.proposed else row.due_on + by_days
        if due is not None:
            row.citation = due.citation
        if on != row.due_on and by_days != timedelta():
            row.due_on, row.reminded_on = on, None
            row.save(update_fields=["due_on", "reminded_on", "citation"])
            moved.append(row)
    if moved:
        _log("plan_moved", moved, by, at, due={row.key: row.due_on for row in moved})
    return [row for row in open_steps if row.due_on < local_day(at)]


def _locked(step: PlanStep) -> PlanStep:
    assembly = lock_assembly(step.assembly_id)
    row = PlanStep.objects.select_related("document").get(pk=step.pk)
    row.assembly = assembly
    return row


def _log(event: str, rows: list[PlanStep], by: User | None, at: datetime, **more: object) -> None:
    payload = {"steps": [str(row.pk) for row in rows], **more}
    log.record(stream=stream_of(rows[0].assembly), event=event, payload=payload, by=by, at=at)
