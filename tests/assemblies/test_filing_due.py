"""What is to be filed and made known waits with its day and its rule until the proof is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from assemblies.domain.carrying import filing, filing_due, publishing
from assemblies.domain.planning import steps
from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.settled import settled_by_record
from assemblies.domain.planning.todo import todos
from assemblies.domain.writing import minutes
from assemblies.enums import Answer, PaperState, Phase, PublicationChannel
from assemblies.models import Assembly, FilingPaper, PlanStep
from members.domain.tasks import tasks_on
from tests.factories.assemblies import (
    DAY,
    add_motion,
    convened,
    make_assembly,
    make_association,
    minute,
)
from tests.factories.minutes import make_closed_meeting
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db
LAST = DAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def waiting(day: date = DAY) -> list[tuple[str, str, str]]:
    rows = filing_due.tasks_on(day)
    return [(row.url.partition("#")[2], row.detail.partition(" · ")[0], row.tone) for row in rows]


def told(assembly: Assembly) -> dict[str, str]:
    rows = todos(assembly, agenda_rows(assembly), today=DAY)
    return {todo.what: todo.url for todo in rows}


def file(assembly: Assembly, pack: str) -> None:
    """As handed in with its receipt; that the pack itself is made is tested elsewhere."""
    FilingPaper.objects.create(
        assembly=assembly, key=f"{pack}.pack", state=PaperState.READY, changed_at=minute(80)
    )
    filing.note_filed(
        assembly=assembly, pack=pack, filed_on=DAY, reference="No. 7", by=None, at=minute(81)
    )


def test_papers_of_a_closed_meeting_wait_until_their_receipt_is_noted() -> None:
    assembly = make_closed_meeting().assembly
    page = f"/assemblies/{assembly.pk}/filing/"

    assert waiting() == [
        ("after", "by 17 January 2027", "wait"),
        ("bylaws", "by 17 January 2027", "wait"),
    ]
    assert waiting(LAST + timedelta(days=1))[0] == ("after", "late, due by 17 January 2027", "bad")
    [first, *_rest] = filing_due.tasks_on(DAY)
    assert first.url == f"{page}#after"
    assert "Wuhan guidance on re-elections" in first.citation
    assert first.since == DAY
    what = "File the papers of the meeting with the registration authority"
    assert told(assembly)[what] == page
    assert told(assembly)["Submit the bylaws for approval"] == page

    file(assembly, "after")
    assert [key for key, _detail, _tone in waiting()] == ["bylaws"]
    assert what not in told(assembly)
    file(assembly, "bylaws")
    assert waiting() == []
    # The text still waits for its approval, and the list goes on to say so.
    assert told(assembly)["Submit the bylaws for approval"] == ""


def test_meeting_whose_papers_were_declared_filed_waits_for_nothing() -> None:
    assembly = make_closed_meeting().assembly
    Assembly.objects.filter(pk=assembly.pk).update(phase=Phase.FILE)
    assert waiting() == []


def test_papers_before_a_meeting_wait_until_it_is_opened_or_cancelled() -> None:
    assembly = make_assembly()
    add_motion(assembly)
    convened(assembly)
    before = ("before", "by 8 December 2026", "wait")
    assert waiting(date(2026, 12, 8)) == [before]
    assert waiting(date(2026, 12, 9)) == [("before", "late, due by 8 December 2026", "bad")]
    what = "File agenda, drafts and candidates with the registration authority"
    assert told(assembly)[what] == f"/assemblies/{assembly.pk}/filing/"
    file(assembly, "before")
    assert (waiting(), what in told(assembly)) == ([], False)
    FilingPaper.objects.all().delete()
    Assembly.objects.filter(pk=assembly.pk).update(opened_at=minute(0))
    assert waiting() == []


def test_tasks_stand_on_the_list_of_the_secretariat_with_their_heading() -> None:
    make_closed_meeting()
    titles = [row.title for row in tasks_on(DAY) if row.group == "Filing and handover"]
    assert titles == [
        "File with the authority: Papers filed after the meeting",
        "File with the authority: Papers for the approval of the bylaws",
    ]


def test_final_minutes_wait_to_be_made_known_where_the_bylaws_give_days() -> None:
    make_association()
    state_rules({"resolutions.publication_days": 15})
    assembly = make_closed_meeting().assembly
    title = "Make the minutes known to the members: " + assembly.title.en
    assert title not in [row.title for row in tasks_on(DAY)]
    minutes.make_minutes(assembly=assembly, by=None, at=minute(80))
    final = minutes.finalise_minutes(assembly=assembly, by=None, at=minute(81))

    [task] = [row for row in tasks_on(DAY) if row.title == title]
    assert (task.detail, task.tone) == ("by 2 January 2027", "wait")
    assert task.url == f"/assemblies/{assembly.pk}/published/"
    assert "Bylaws" in task.citation

    channel = PublicationChannel.PORTAL
    publishing.publish_minutes(minutes=final["zh"], channel=channel, by=None, at=minute(90))
    assert title not in [row.title for row in tasks_on(DAY)]


def test_dues_resolution_leaves_the_list_of_the_meeting_once_it_is_known() -> None:
    meeting = make_closed_meeting()
    what = "Publish the dues resolution to all members"
    page = f"/assemblies/{meeting.assembly.pk}/published/"
    assert told(meeting.assembly)[what] == page
    row = meeting.dues.resolutions.get()
    publishing.publish_resolution(
        resolution=row, channel=PublicationChannel.PORTAL, by=None, at=minute(90)
    )
    assert what not in told(meeting.assembly)


def test_an_answer_noted_on_the_plan_is_a_receipt_and_a_receipt_settles_the_step() -> None:
    assembly = make_assembly()
    add_motion(assembly)
    convened(assembly)
    steps.make_plan(assembly=assembly, kind="re_election", by=None, at=minute(-9))
    step = assembly.steps.get(key="filing_before")
    assert [pack for pack, _due, _tone in waiting()] == ["before"]

    PlanStep.objects.filter(pk=step.pk).update(answer=Answer.REFUSED)
    assert [pack for pack, _due, _tone in waiting()] == ["before"]
    assert not filing.pack_state(assembly, "before").is_filed
    PlanStep.objects.filter(pk=step.pk).update(answer=Answer.AGREED)
    assert waiting() == []
    assert filing.pack_state(assembly, "before").is_filed

    PlanStep.objects.filter(pk=step.pk).update(answer="")
    assert "filing_before" not in settled_by_record(assembly)
    file(assembly, "before")
    assert settled_by_record(assembly)["filing_before"].what == "the papers were handed in"
    assert waiting() == []
