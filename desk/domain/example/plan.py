"""The way to the example's assembly: its steps, what authorities answered, and the goals of the
term that ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from assemblies.domain.carrying import goals, progress
from assemblies.domain.planning import own_steps, steps
from assemblies.enums import ProgressState, StepState
from assemblies.models import Assembly, Goal, PlanStep
from desk.domain.example.data import both, read_json
from desk.domain.example.days import days_before, evening_of
from members.enums import BodyKind, Office
from members.models import Mandate, Term


def load_plan(*, meeting: Assembly, day: date) -> None:
    """Every step is seen to before ``day``; those that the record settles are left to it."""
    told = read_json("plan.json")
    at = evening_of(days_before(day, told["noted_days_before"]))
    steps.make_plan(assembly=meeting, kind=told["kind"], by=None, at=at)
    for key, note in told["done"].items():
        _note(meeting.steps.get(key=key), StepState.DONE, note, day)
    for row in told["answers"]:
        steps.record_answer(
            step=meeting.steps.get(key=row["key"]),
            answer=row["answer"],
            reference=row["reference"],
            answered_on=days_before(day, row["days_before"]),
            by=None,
            at=at,
        )
    for row in told["own"]:
        step = own_steps.add_step(
            assembly=meeting,
            title=both(row["title"]),
            detail=both(row["detail"]),
            due_on=days_before(day, row["days_before"]),
            by=None,
            at=at,
        )
        _note(step, StepState(row["state"]), row["note"], day)


def _note(step: PlanStep, state: StepState, note: str, day: date) -> None:
    steps.change_step(
        step=step,
        owner=step.owner,
        due_on=step.due_on,
        state=state,
        note=note,
        by=None,
        at=evening_of(days_before(day, 1)),
    )


def load_goals(*, day: date) -> None:
    """What the council of the term that ends had set out to do, and how far it came."""
    told = read_json("plan.json")
    at = evening_of(days_before(day, told["noted_days_before"]))
    number = read_json("third_term.json")["number"]
    term = Term.objects.get(body__kind=BodyKind.COUNCIL, number=number)
    held = Mandate.objects.filter(term=term, office=Office.SECRETARY_GENERAL)
    owner = held.select_related("person").earliest("from_on").person
    for row in told["goals"]:
        goal = goals.add_goal(
            term=term,
            title=both(row["title"]),
            source=both(told["goals_source"]),
            owner=owner,
            by=None,
            at=at,
        )
        _progress(goal, row, at)


def _progress(goal: Goal, row: dict[str, Any], at: datetime) -> None:
    if "progress" in row:
        progress.note_progress(
            thing=goal, progress=ProgressState(row["progress"]), text=row["note"], by=None, at=at
        )
