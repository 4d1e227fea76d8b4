"""Drawing minutes up, making them final, keeping the signed copy."""

from __future__ import annotations

import pytest

from assemblies.domain.writing import minutes
from assemblies.enums import MinutesState, Phase
from assemblies.errors import (
    FiguresDispute,
    ItemsUndecided,
    MinutesNotFinal,
    MinutesNotReady,
    MinutesOutdated,
    PhaseForbids,
    ScanUnreadable,
)
from assemblies.models import Assembly, Excuse, Minutes
from elections.models import CountLine
from records.domain import documents, jobs, log
from records.enums import JobState
from tests.factories.assemblies import minute
from tests.factories.minutes import Meeting, make_closed_meeting, make_meeting

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 signed"


@pytest.fixture
def meeting() -> Meeting:
    return make_closed_meeting()


def make(meeting: Meeting, at: int = 80) -> dict[str, Minutes]:
    return minutes.make_minutes(assembly=meeting.assembly, by=None, at=minute(at))


def finalise(meeting: Meeting, at: int = 90) -> dict[str, Minutes]:
    return minutes.finalise_minutes(assembly=meeting.assembly, by=None, at=minute(at))


def change_a_figure(meeting: Meeting) -> None:
    CountLine.objects.filter(
        count__contest__election=meeting.council.election, candidate__position=3
    ).update(votes_for=2, votes_against=4)


def test_made_again_from_the_same_record_they_are_the_same_version(meeting: Meeting) -> None:
    first, second = make(meeting), make(meeting, at=85)
    assert {row.pk for row in first.values()} == {row.pk for row in second.values()}
    assert {(row.language, row.version, row.state) for row in first.values()} == {
        ("zh", 1, "draft"),
        ("en", 1, "draft"),
    }
    assert first["zh"].facts_digest == first["en"].facts_digest
    assert documents.read(first["zh"].document).startswith(b"%PDF-")


def test_another_record_gives_another_version(meeting: Meeting) -> None:
    make(meeting)
    Excuse.objects.filter(assembly=meeting.assembly).update(reason="身体不适")
    assert {row.version for row in make(meeting, at=85).values()} == {2}
    assert meeting.assembly.minutes.count() == 4


def test_the_number_is_drawn_once_the_meeting_is_closed() -> None:
    draft = make_meeting()
    make(draft, at=5)
    draft.assembly.refresh_from_db()
    assert draft.assembly.number == ""


def test_the_number_stands_in_the_facts(meeting: Meeting) -> None:
    made = make(meeting)
    assert made["zh"].facts["number"] == "2026-1"
    assert Assembly.objects.get(pk=meeting.assembly.pk).number == "2026-1"


def test_final_minutes_hand_the_meeting_over_to_be_signed(meeting: Meeting) -> None:
    drafts = make(meeting)
    final = finalise(meeting)
    assert {row.state for row in final.values()} == {MinutesState.FINAL}
    assert final["zh"].document != drafts["zh"].document
    meeting.assembly.refresh_from_db()
    assert meeting.assembly.phase == Phase.SIGN
    assert log.verify(stream=f"assembly:{meeting.assembly.pk}") > 0
    assert {row.pk for row in finalise(meeting, at=95).values()} == {
        row.pk for row in final.values()
    }


def test_final_minutes_are_not_a_new_version_when_made_again(meeting: Meeting) -> None:
    make(meeting)
    final = finalise(meeting)
    again = make(meeting, at=95)
    assert {row.pk for row in again.values()} == {row.pk for row in final.values()}


def test_what_was_not_made_cannot_be_final(meeting: Meeting) -> None:
    with pytest.raises(MinutesNotReady):
        finalise(meeting)


def test_open_items_keep_minutes_from_being_final() -> None:
    draft = make_meeting()
    make(draft, at=5)
    with pytest.raises(ItemsUndecided):
        finalise(draft, at=6)


def test_a_record_that_changed_keeps_minutes_from_being_final(meeting: Meeting) -> None:
    make(meeting)
    Excuse.objects.filter(assembly=meeting.assembly).update(reason="身体不适")
    with pytest.raises(MinutesOutdated):
        finalise(meeting)


def test_counts_that_are_others_now_keep_minutes_from_being_final(meeting: Meeting) -> None:
    change_a_figure(meeting)
    make(meeting)
    with pytest.raises(FiguresDispute):
        finalise(meeting)


def test_minutes_are_not_drawn_up_before_the_meeting_is_open() -> None:
    assembly = make_meeting().assembly
    Assembly.objects.filter(pk=assembly.pk).update(phase=Phase.CONVENE)
    with pytest.raises(PhaseForbids):
        minutes.make_minutes(assembly=assembly, by=None, at=minute(1))


def sign(row: Minutes, scan: bytes = SCAN) -> Minutes:
    return minutes.mark_signed(minutes=row, scan=scan, name="signed.pdf", by=None, at=minute(99))


def test_the_signed_copy_is_kept_beside_the_minutes(meeting: Meeting) -> None:
    make(meeting)
    signed = sign(finalise(meeting)["zh"])
    assert signed.state == MinutesState.SIGNED
    assert documents.read(signed.signed_copy) == SCAN
    entries = log.LogEntry.objects.filter(event="minutes_signed")
    sign(signed)
    assert entries.count() == 1


def test_a_draft_is_not_signed(meeting: Meeting) -> None:
    with pytest.raises(MinutesNotFinal):
        sign(make(meeting)["zh"])


def test_a_scan_that_is_no_picture_of_paper_is_refused(meeting: Meeting) -> None:
    make(meeting)
    row = finalise(meeting)["zh"]
    with pytest.raises(ScanUnreadable):
        sign(row, b"PK\x03\x04 a spreadsheet")
    row.refresh_from_db()
    assert (row.state, row.signed_copy) == (MinutesState.FINAL, None)


def test_the_worker_makes_what_was_promised(meeting: Meeting) -> None:
    job = minutes.request_minutes(assembly=meeting.assembly, at=minute(80))
    jobs.run_job(job_id=str(job.pk), at=minute(81))
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert meeting.assembly.minutes.count() == 2
