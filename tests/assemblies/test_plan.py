"""The way to a meeting: days counted back, moved, reminded of, and told to a calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import override
from icalendar import Calendar

from assemblies.domain.planning import demand, reminders, steps
from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.plan_calendar import plan_calendar
from assemblies.domain.planning.step_dates import is_proposed
from assemblies.domain.planning.step_templates import FOLDER, plan_template
from assemblies.domain.planning.timeline import stops, tasks_on
from assemblies.domain.planning.todo import todos
from assemblies.enums import StepState
from assemblies.errors import (
    DemandTooSmall,
    NoAnswerForeseen,
    PhaseForbids,
    StepDayRuled,
)
from assemblies.models import Assembly, PlanStep
from bylaws.models import Association
from members.domain.uploads import Upload
from records.domain import jobs
from tests.factories.assemblies import (
    DAY,
    RECORD_ON,
    SENT_AT,
    STARTS_AT,
    add_report,
    convened,
    make_assembly,
    make_members,
    make_secretary,
)
from tests.factories.members import make_person

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs/rules/reelection-plan.md"
LATER = timedelta(days=14)


def table(heading: str) -> list[list[str]]:
    """The rows under a heading of the worked tables."""
    after = PAGE.read_text(encoding="utf-8").partition(heading)[2].splitlines()[2:]
    rows = []
    for line in after:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


STEPS = table("| step | days | due | due after the move | proposed |")
DEMANDS = table("| profile | members | demanding | needed | enough |")


def planned(kind: str = "re_election", at: datetime = SENT_AT) -> Assembly:
    assembly = make_assembly()
    steps.make_plan(assembly=assembly, kind=kind, by=None, at=at)
    return assembly


def step_of(assembly: Assembly, key: str) -> PlanStep:
    return assembly.steps.select_related("assembly").get(key=key)


def noted(step: PlanStep, **changes: object) -> PlanStep:
    stated = {"owner": step.owner, "due_on": step.due_on, "state": step.state, "note": step.note}
    return steps.change_step(step=step, **(stated | changes), by=None, at=SENT_AT)  # type: ignore[arg-type]


def test_steps_are_due_on_the_days_of_the_worked_table() -> None:
    rows = planned().steps.select_related("assembly").order_by("position")
    found = [
        [
            row.key,
            str((DAY - row.due_on).days),
            row.due_on.isoformat(),
            (row.due_on + LATER).isoformat(),
            "yes" if is_proposed(row) else "no",
        ]
        for row in rows
    ]
    assert found == STEPS


def test_moving_the_meeting_moves_open_steps_as_the_table_says_and_names_those_too_late() -> None:
    assembly = planned()
    noted(step_of(assembly, "audit"), state=StepState.DONE)

    late = steps.move_meeting(assembly=assembly, starts_at=STARTS_AT + LATER, by=None, at=SENT_AT)

    moved = {row.key: row.due_on.isoformat() for row in assembly.steps.all()}
    expected = {key: after for key, _days, _due, after, _proposed in STEPS}
    assert moved == expected | {"audit": "2026-11-08"}
    today = SENT_AT.date()
    assert {row.key for row in late} == {
        key for key, on in moved.items() if date.fromisoformat(on) < today and key != "audit"
    }


def test_meeting_that_was_convened_is_not_moved_from_its_plan() -> None:
    assembly = planned()
    add_report(assembly)
    convened(assembly)
    with pytest.raises(PhaseForbids):
        steps.move_meeting(assembly=assembly, starts_at=STARTS_AT + LATER, by=None, at=SENT_AT)


def test_day_of_a_rule_stays_and_a_proposed_one_is_changed_and_keeps_its_distance() -> None:
    assembly = planned()
    with override("en"), pytest.raises(StepDayRuled) as refused:
        noted(step_of(assembly, "notice"), due_on=date(2026, 12, 10))
    assert "Civil Code, art. 201" in str(refused.value)
    noted(step_of(assembly, "rehearsal"), due_on=date(2026, 12, 14))
    steps.move_meeting(assembly=assembly, starts_at=STARTS_AT + LATER, by=None, at=SENT_AT)
    assert step_of(assembly, "rehearsal").due_on == date(2026, 12, 28)


def test_plan_made_again_adds_nothing_and_shorter_ones_leave_out_the_re_election() -> None:
    assembly = planned("extraordinary")
    keys = list(assembly.steps.values_list("key", flat=True))
    assert set(keys) == {"convening_resolution", "roll", "notice"}
    assert steps.make_plan(assembly=assembly, kind="extraordinary", by=None, at=SENT_AT) == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_profile_has_a_plan_in_both_languages(path: Path) -> None:
    assembly = make_assembly()
    Association.objects.update(profile=path.stem)
    for row in plan_template(path.stem).steps:
        assert row.title.keys() == {"zh", "en"}, row.key
    for kind in ("re_election", "ordinary", "extraordinary"):
        steps.make_plan(assembly=assembly, kind=kind, by=None, at=SENT_AT)
    assert assembly.steps.filter(key="notice", due_on__lt=DAY).exists()


def test_answer_of_an_authority_settles_the_step_and_a_refusal_opens_it_in_red() -> None:
    assembly = planned()
    scan = Upload("answer.pdf", b"%PDF-1.7 answer")

    def answered(answer: str, scan: Upload | None = None) -> PlanStep:
        return steps.record_answer(
            step=step_of(assembly, "supervising_unit_answer"),
            answer=answer,
            reference="8",
            answered_on=RECORD_ON,
            scan=scan,
            by=None,
            at=SENT_AT,
        )

    assert answered("with_remarks", scan).state == StepState.DONE
    refused = answered("refused")
    assert (refused.state, refused.document is not None) == (StepState.OPEN, True)
    [stop] = [s for s in stops(assembly, today=RECORD_ON) if s.step == refused]
    assert stop.kind == "bad"
    with pytest.raises(NoAnswerForeseen):
        steps.record_answer(
            step=step_of(assembly, "audit"),
            answer="agreed",
            reference="",
            answered_on=RECORD_ON,
            by=None,
            at=SENT_AT,
        )


def test_late_steps_are_tasks_of_the_secretariat_and_stand_on_the_meetings_list() -> None:
    assembly = planned()
    noted(step_of(assembly, "audit"), state=StepState.WAIVED, note="Audited in spring")
    late = assembly.steps.filter(state=StepState.OPEN, due_on__lt=RECORD_ON).count()
    with override("en"):
        tasks = list(tasks_on(RECORD_ON))
        listed = [todo.what for todo in todos(assembly, agenda_rows(assembly), today=RECORD_ON)]
    assert (len(tasks), {task.tone for task in tasks}) == (late, {"bad"})
    assert step_of(assembly, "qualification_review").title.en in listed
    assert step_of(assembly, "audit").title.en not in listed


def run(at: datetime) -> int:
    """Ask twice and do every promise twice, as a beat and a sweep may; how many mails came."""
    before = len(mail.outbox)
    for _again in range(2):
        for job in reminders.ask_for_reminders(at=at):
            jobs.run_job(job_id=str(job.pk), at=at)
            reminders.remind(**job.arguments, at=at)
    return len(mail.outbox) - before


def test_owner_is_reminded_once_when_a_step_comes_near_and_once_when_it_is_over() -> None:
    assembly = planned()
    owner = make_person(zh="周文", en="Zhou Wen")
    owner.email = "zhou@firm.example"
    owner.save()
    noted(step_of(assembly, "rehearsal"), owner=owner)  # due on the 16th

    def on(day: int) -> int:
        return run(STARTS_AT.replace(day=day))

    assert [on(day) for day in (10, 11, 12, 16, 17, 18, 19)] == [0, 1, 0, 0, 1, 0, 0]
    assert {tuple(sent.to) for sent in mail.outbox} == {("zhou@firm.example",)}
    assert "The meeting is rehearsed" in mail.outbox[0].body
    assert "会场演练" in mail.outbox[0].body


def test_settled_step_reminds_nobody() -> None:
    assembly = planned()
    owner = make_person(zh="周文", en="Zhou Wen")
    owner.email = "zhou@firm.example"
    owner.save()
    noted(step_of(assembly, "rehearsal"), owner=owner, state=StepState.DONE)
    assert run(STARTS_AT) == 0


def test_calendar_file_is_read_again_with_the_same_uids_and_a_higher_sequence() -> None:
    assembly = planned()

    def read() -> dict[str, tuple[object, int]]:
        assembly.refresh_from_db()
        with override("en"):
            calendar = Calendar.from_ical(plan_calendar(assembly, at=SENT_AT))
        zones = [str(part["TZID"]) for part in calendar.walk("VTIMEZONE")]
        assert zones == ["Asia/Shanghai"]
        events = calendar.walk("VEVENT")
        assert all(event.walk("VALARM") for event in events)
        return {str(e["UID"]): (e.decoded("DTSTART"), int(e["SEQUENCE"])) for e in events}

    before = read()
    rehearsal, meeting = str(step_of(assembly, "rehearsal").pk), str(assembly.pk)
    assert len(before) == len(STEPS) + 1
    assert before[rehearsal] == (date(2026, 12, 16), 0)
    assert before[meeting] == (STARTS_AT, 0)
    steps.move_meeting(assembly=assembly, starts_at=STARTS_AT + LATER, by=None, at=SENT_AT)
    after = read()
    assert after.keys() == before.keys()
    assert after[rehearsal] == (date(2026, 12, 30), 1)
    assert after[meeting] == (STARTS_AT + LATER, 1)


@pytest.mark.parametrize("row", DEMANDS, ids=" ".join)
def test_demand_of_members_is_held_against_the_share(row: list[str]) -> None:
    profile, members, demanding, needed, enough = row
    assembly = make_assembly()
    Association.objects.update(profile=profile)
    make_members(int(members))

    def record() -> PlanStep:
        return demand.record_demand(
            assembly=assembly, members=int(demanding), received_on=RECORD_ON, by=None, at=SENT_AT
        )

    if enough == "no":
        with override("en"), pytest.raises(DemandTooSmall) as refused:
            record()
        assert f"{needed} are needed" in str(refused.value)
        return
    step = record()
    assert record() == step
    assert step.detail.en == f"{demanding} of {members} members demand it."
    assert step.citation


def test_plan_is_made_seen_and_noted_on_its_page() -> None:
    assembly = make_assembly()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{assembly.pk}/plan/"
    client.post(f"{page}make/")
    told = client.get(page).content.decode()
    assert ("no rule known, proposed" in told, "Civil Code, art. 201" in told) == (True, True)

    step = step_of(assembly, "audit")
    fields = {"state": "done", "owner": "", "due_on": step.due_on.isoformat(), "note": "Seen"}
    client.post(f"{page}{step.pk}/", {"step": "1", **fields})
    step.refresh_from_db()
    assert (step.state, step.note) == (StepState.DONE, "Seen")
    assert client.get(f"/assemblies/{assembly.pk}/plan.ics")["Content-Type"].startswith("text/cal")
    assert client.get(f"/assemblies/{assembly.pk}/clearances/").status_code == 200
