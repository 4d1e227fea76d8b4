"""Steps of one's own beside those of the rules, and steps that the record settles by itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from assemblies.domain.convening import roll
from assemblies.domain.planning import own_steps, steps
from assemblies.domain.planning.settled import is_open, settled_by_record
from assemblies.domain.planning.timeline import stops, tasks_on
from assemblies.domain.sitting import ballot
from assemblies.enums import Method, StepState
from assemblies.errors import StepDroppedSilently, StepNotOwn, StepUnnamed
from assemblies.models import PlanStep
from bylaws.enums import Matter
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import ContestKind
from tests.assemblies.test_plan import LATER, noted, planned, run, step_of
from tests.factories.assemblies import (
    DAY,
    RECORD_ON,
    SENT_AT,
    STARTS_AT,
    add_motion,
    add_report,
    both,
    clear_for_office,
    convened,
    make_assembly,
    make_members,
    make_secretary,
    make_tellers,
)
from tests.factories.members import make_person

pytestmark = pytest.mark.django_db


def test_step_of_ones_own_is_added_reworded_moved_and_dropped_with_its_reason() -> None:
    assembly = planned()
    words = both("布置会场", "The hall is set up")
    added = {"assembly": assembly, "title": words, "due_on": date(2026, 12, 17), "by": None}
    step = own_steps.add_step(**added, at=SENT_AT)  # type: ignore[arg-type]
    assert own_steps.add_step(**added, at=SENT_AT) == step  # type: ignore[arg-type]
    assert [stop.proposed for stop in stops(assembly, today=RECORD_ON) if stop.step == step] == [
        True
    ]
    again = own_steps.reword_step(
        step=step, title=both("布置大厅", " "), detail=both("", ""), by=None, at=SENT_AT
    )
    assert dict(again.title) == {"zh": "布置大厅"}
    again.assembly = assembly
    noted(again, due_on=date(2026, 12, 16))
    steps.move_meeting(assembly=assembly, starts_at=STARTS_AT + LATER, by=None, at=SENT_AT)
    moved = step_of(assembly, step.key)
    assert moved.due_on == date(2026, 12, 30)
    with pytest.raises(StepDroppedSilently):
        noted(moved, state=StepState.WAIVED, note=" ")
    noted(moved, state=StepState.WAIVED, note="The house does it")
    assert step_of(assembly, step.key).state == StepState.WAIVED


def test_steps_of_the_rules_keep_their_words() -> None:
    assembly = planned()
    with pytest.raises(StepNotOwn):
        own_steps.reword_step(
            step=step_of(assembly, "audit"),
            title=both("审计", "Audit"),
            detail=both("", ""),
            by=None,
            at=SENT_AT,
        )
    with pytest.raises(StepUnnamed):
        own_steps.add_step(assembly=assembly, title=both(" ", ""), due_on=DAY, by=None, at=SENT_AT)


def test_plan_made_late_shows_what_the_record_has_settled_and_reminds_nobody_of_it() -> None:
    assembly = make_assembly()
    add_report(assembly)
    convened(assembly)
    steps.make_plan(assembly=assembly, kind="ordinary", by=None, at=SENT_AT)
    owner = make_person(zh="周文", en="Zhou Wen")
    owner.email = "zhou@firm.example"
    owner.save()
    assembly.steps.update(owner=owner)
    with override("en"):
        found = {stop.step.key: stop for stop in stops(assembly, today=DAY)}
    settled = {key: stop.settled for key, stop in found.items() if stop.settled}
    assert {key: (told.what, told.on) for key, told in settled.items()} == {
        "roll": ("the roll is frozen", SENT_AT.date()),
        "notice": ("notice was sent", SENT_AT.date()),
    }
    assert (found["notice"].kind, found["rehearsal"].kind) == ("ok", "bad")
    late = {task.title for task in tasks_on(DAY)}
    assert not any("Notice is sent" in title or "发出通知" in title for title in late)
    assert run(STARTS_AT) == sum(stop.settled is None for stop in found.values())


def test_cleared_candidates_settle_their_step_and_a_refusal_opens_it_again() -> None:
    assembly = planned()
    step = step_of(assembly, "clearance")
    assert "clearance" not in settled_by_record(assembly)
    motion = add_motion(assembly, Matter.ELECT_OFFICERS, Method.SECRET)
    make_tellers(assembly)
    make_members(3)
    roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    standing = [make_person(), make_person()]
    ballot.prepare_box(
        motion=motion,
        contests=[
            ContestSpec(
                kind=ContestKind.SLATE,
                title=both("会长", "President"),
                seats=1,
                office="president",
                candidates=[CandidateSpec(name=who.name, person=who) for who in standing],
            )
        ],
        channel="paper",
        by=None,
        at=SENT_AT,
    )
    clear_for_office(assembly, standing[0])
    assert "clearance" not in settled_by_record(assembly)
    clear_for_office(assembly, standing[1])
    assert settled_by_record(assembly)["clearance"].on == RECORD_ON
    steps.record_answer(
        step=step, answer="refused", reference="9", answered_on=RECORD_ON, by=None, at=SENT_AT
    )
    assert is_open(step_of(assembly, "clearance"), settled_by_record(assembly))


def test_step_of_ones_own_is_added_and_reworded_on_its_pages() -> None:
    assembly = make_assembly()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{assembly.pk}/plan/"
    words = {"title_zh": "布置会场", "title_en": "Set up the hall", "due_on": "2026-12-17"}
    assert client.get(f"{page}add/").status_code == 200
    client.post(f"{page}add/", words)
    step = PlanStep.objects.get()
    told = client.get(page).content.decode()
    assert ("Set up the hall" in told, "Make the plan" in told) == (True, True)
    shown = client.get(f"{page}{step.pk}/").content.decode()
    assert "In your words" in shown
    client.post(f"{page}{step.pk}/", {"wording": "1", "title_zh": "布置", "title_en": ""})
    step.refresh_from_db()
    assert dict(step.title) == {"zh": "布置"}
