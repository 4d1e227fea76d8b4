"""Objections to the roll: raised in time, decided with reasons, appealed against.

How long the roll is open to them says a text; where none does, the secretariat sets the last day
as a step of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format

from assemblies.domain.days import local_day, meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.enums import ObjectionOutcome, Phase
from assemblies.errors import NotOnRoll, RollMissing
from assemblies.errors.roll import (
    AppealMissing,
    ObjectionDecided,
    ObjectionEmpty,
    ObjectionOpen,
    ObjectionsClosed,
    ReasonNeeded,
)
from assemblies.models import Assembly, PlanStep, RollObjection
from assemblies.models.convening import Objection
from bylaws.domain.in_force import rulebook_on
from bylaws.errors import MustBeDeclared, NoRuleInForce
from elections.models import RollEntry
from members.models import User
from records.domain import log
from records.fields import Translated

RULE = "roll.objection_days"
STEP = "roll_objections"
TITLE = Translated(zh="参会资格名册异议截止", en="Last day for objections to the roll")
BY_SECRETARIAT = Translated(zh="秘书处所定", en="set by the secretariat")
RAISED_IN = (Phase.PREPARE, Phase.CONVENE, Phase.CHECK_IN)
DECIDED = (ObjectionOutcome.UPHELD, ObjectionOutcome.DISMISSED, ObjectionOutcome.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ObjectionPeriod:
    """``last_day`` is None while no text and nobody has said it: then until the opening."""

    last_day: date | None
    citation: Translated
    by_rule: bool


def objection_period(assembly: Assembly) -> ObjectionPeriod:
    """Counted from the day on which the roll was frozen, that day not counted."""
    if assembly.roll is None:
        return ObjectionPeriod(None, Translated(), by_rule=False)
    try:
        answer = rulebook_on(meeting_day(assembly)).answer(RULE)
    except (NoRuleInForce, MustBeDeclared):
        step = assembly.steps.filter(key=STEP).first()
        return ObjectionPeriod(step.due_on if step else None, BY_SECRETARIAT, by_rule=False)
    assert isinstance(answer.value, int)  # parse_value gives a number key nothing else
    last = local_day(assembly.roll.frozen_at) + timedelta(days=answer.value)
    return ObjectionPeriod(last, cited(answer.citations), by_rule=True)


@transaction.atomic
def set_last_day(*, assembly: Assembly, day: date, by: User | None, at: datetime) -> PlanStep:
    """Say until when objections are heard, where no text does."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *RAISED_IN)
    step, _created = PlanStep.objects.update_or_create(
        assembly=assembly,
        key=STEP,
        defaults={"title": TITLE, "due_on": day},
        create_defaults={"title": TITLE, "due_on": day, "position": 1},
    )
    payload = {"last_day": day}
    log.record(stream=stream_of(assembly), event="objections_until", payload=payload, by=by, at=at)
    return step


@transaction.atomic
def raise_objection(
    *,
    assembly: Assembly,
    raised_by: str,
    text: str,
    by: User | None,
    at: datetime,
    entry: RollEntry | None = None,
) -> RollObjection:
    """Put an objection on record, in the words of ``raised_by``; ``entry`` is whom it is about.
    The same words again are the same objection.

    Raises RollMissing, NotOnRoll, ObjectionEmpty, ObjectionsClosed, PhaseForbids.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *RAISED_IN)
    if assembly.roll is None:
        raise RollMissing
    if entry is not None and entry.roll_id != assembly.roll_id:
        raise NotOnRoll(voter=str(entry))
    told = {"raised_by": raised_by.strip(), "text": text.strip()}
    if not all(told.values()):
        raise ObjectionEmpty
    known = assembly.roll_objections.filter(roll=assembly.roll, entry=entry, **told).first()
    if known is not None:
        return known
    period = objection_period(assembly)
    if period.last_day is not None and local_day(at) > period.last_day:
        last = date_format(period.last_day)
        raise ObjectionsClosed(last_day=last, citation=str(period.citation))
    objection = RollObjection.objects.create(
        assembly=assembly, roll=assembly.roll, entry=entry, raised_at=at, **told
    )
    _log(objection, "objection_raised", by, at)
    return objection


@transaction.atomic
def decide_objection(
    *,
    objection: RollObjection,
    outcome: ObjectionOutcome,
    reasons: str,
    decided_by: str,
    by: User | None,
    at: datetime,
) -> RollObjection:
    """Decide with reasons, in the name of ``decided_by``. The same decision again changes nothing.
    Raises ReasonNeeded, ObjectionDecided."""
    row = _locked(objection)
    if settle(row, outcome=outcome, reasons=reasons, decided_by=decided_by, at=at):
        _log(row, "objection_decided", by, at, outcome=row.outcome)
    return row


def settle(
    row: Objection, *, outcome: ObjectionOutcome, reasons: str, decided_by: str, at: datetime
) -> bool:
    """Write the decision on a locked objection of any kind, and whether it was not there yet.
    Raises ReasonNeeded, ObjectionDecided."""
    decision = (ObjectionOutcome(outcome), reasons.strip(), decided_by.strip())
    if row.outcome != ObjectionOutcome.OPEN:
        if (row.outcome, row.reasons, row.decided_by) == decision:
            return False
        raise ObjectionDecided(outcome=row.get_outcome_display())
    if decision[0] not in DECIDED or not all(decision):
        raise ReasonNeeded
    row.outcome, row.reasons, row.decided_by = decision
    row.decided_at = at
    row.save(update_fields=["outcome", "reasons", "decided_by", "decided_at"])
    return True


@transaction.atomic
def appeal(*, objection: RollObjection, text: str, by: User | None, at: datetime) -> RollObjection:
    """Put on record that somebody appeals, and why. Appealed already, nothing changes. Raises
    ObjectionOpen, ReasonNeeded."""
    row = _locked(objection)
    if row.outcome == ObjectionOutcome.OPEN:
        raise ObjectionOpen
    if row.appealed_at is not None:
        return row
    if not text.strip():
        raise ReasonNeeded
    row.appeal, row.appealed_at = text.strip(), at
    row.appeal_outcome = ObjectionOutcome.OPEN
    row.save(update_fields=["appeal", "appealed_at", "appeal_outcome"])
    _log(row, "objection_appealed", by, at)
    return row


@transaction.atomic
def decide_appeal(
    *,
    objection: RollObjection,
    outcome: ObjectionOutcome,
    reasons: str,
    decided_by: str,
    by: User | None,
    at: datetime,
) -> RollObjection:
    """Decide the appeal; the first decision stays beside it. Raises AppealMissing, ReasonNeeded,
    ObjectionDecided."""
    row = _locked(objection)
    if row.appealed_at is None:
        raise AppealMissing
    decision = (ObjectionOutcome(outcome), reasons.strip(), decided_by.strip())
    if row.appeal_outcome != ObjectionOutcome.OPEN:
        if (row.appeal_outcome, row.appeal_reasons, row.appeal_decided_by) == decision:
            return row
        raise ObjectionDecided(outcome=row.get_appeal_outcome_display())
    if decision[0] not in DECIDED or not all(decision):
        raise ReasonNeeded
    row.appeal_outcome, row.appeal_reasons, row.appeal_decided_by = decision
    row.appeal_decided_at = at
    row.save(
        update_fields=["appeal_outcome", "appeal_reasons", "appeal_decided_by", "appeal_decided_at"]
    )
    _log(row, "appeal_decided", by, at, outcome=row.appeal_outcome)
    return row


def is_upheld(objection: RollObjection) -> bool:
    """The appeal's outcome, where it was decided, stands before the first decision."""
    decided = objection.appeal_outcome
    if decided and decided != ObjectionOutcome.OPEN:
        return bool(decided == ObjectionOutcome.UPHELD)
    return bool(objection.outcome == ObjectionOutcome.UPHELD)


def _locked(objection: RollObjection) -> RollObjection:
    assembly = lock_assembly(objection.assembly_id)
    row = RollObjection.objects.get(pk=objection.pk)
    row.assembly = assembly
    return row


def _log(objection: RollObjection, event: str, by: User | None, at: datetime, **more: str) -> None:
    payload = {"objection": str(objection.pk), **more}
    stream = stream_of(objection.assembly)
    log.record(stream=stream, event=event, payload=payload, by=by, at=at)
