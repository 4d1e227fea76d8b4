"""A clock that jumps between the acts of a box: nothing is lost, stuck or out of order."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from elections.crypto import archive
from elections.domain import board, closing, intake, opening, publishing, results
from elections.domain.states import stream_of
from elections.enums import ElectionState
from elections.models import Election
from elections.tasks import sweep_boxes
from records.domain import documents, log
from records.models import LogEntry
from tests.factories.elections import AT, Box, make_open_box, make_ready_box, slate

pytestmark = pytest.mark.django_db

FOR_A, FOR_B = [[1, 0, 0], [0, 0, 0]], [[0, 1, 0], [0, 0, 0]]
YEAR = timedelta(days=365)
JUMPS = pytest.mark.parametrize("jump", [-YEAR, -timedelta(hours=1), YEAR], ids=str)


def receive_all(box: Box) -> list[str]:
    """The trackers in the order of receipt."""
    trackers = []
    for entry in box.entries:
        raw, supplement = box.make_ballot(entry, FOR_A)
        kept = intake.receive_ballot(
            election=box.election, entry=entry, raw=raw, supplement=supplement
        )
        trackers.append(kept.tracker)
    return trackers


def lease_until(box: Box, until: datetime | None) -> None:
    Election.objects.filter(pk=box.election.pk).update(checking_until=until)


@JUMPS
def test_box_goes_through_all_its_acts_whatever_the_clock_says(jump: timedelta) -> None:
    box = make_ready_box(slate(), voters=3)
    opening.open_election(election=box.election, present=box.entries, by=None, at=AT)
    box.refresh()
    trackers = receive_all(box)
    later = AT + jump

    closing.close_election(election=box.election, by=None, at=later)
    assert box.refresh().encrypted_tally == ""
    assert intake.check_received(election=box.election, clock=lambda: later + jump) == 3
    closing.seal_when_checked(election=box.election, at=AT - jump)
    box.refresh()
    box.decrypt()
    row = publishing.publish_result(election=box.election, by=None, at=AT + 2 * jump)

    assert row.state == ElectionState.PUBLISHED
    assert list(row.ballots.values_list("tracker", flat=True)) == trackers
    assert results.contest_figures(row.contests.get()).lines[0].votes_for == 3
    assert row.archive
    assert row.head == archive.board_head(documents.read(row.archive))
    assert row.head == archive.board_head(board.archive_bytes(row))


@JUMPS
def test_log_keeps_the_order_of_the_acts_and_its_chain_holds(jump: timedelta) -> None:
    box = make_open_box(slate(), voters=2)
    closing.close_election(election=box.election, by=None, at=AT + jump)

    name = stream_of(box.refresh())
    entries = LogEntry.objects.filter(stream__name=name).order_by("position")
    events = [entry.event for entry in entries]

    assert log.verify(stream=name) == len(events)
    told = [one for one in events if one in {"election_opened", "election_closed"}]
    assert told == ["election_opened", "election_closed"]
    assert events[-1] == "election_sealed"


@pytest.mark.parametrize("state", ["open", "closed"])
def test_lease_from_before_the_clock_was_set_back_holds_nothing_up(state: str) -> None:
    """The process died while the clock was a year ahead; no lease is longer than ``LEASE``."""
    box = make_open_box(slate(), voters=3)
    trackers = receive_all(box)
    lease_until(box, AT + YEAR)
    if state == "closed":
        box.close()

    assert intake.check_received(election=box.election, clock=lambda: AT) == 3

    row = box.refresh()
    assert list(row.ballots.values_list("tracker", flat=True)) == trackers
    assert row.checking_until is None
    closing.seal_when_checked(election=row, at=AT)
    assert bool(box.refresh().encrypted_tally) == (state == "closed")


def test_lease_that_is_within_its_time_is_kept_to_the_last_second() -> None:
    box = make_open_box(slate(), voters=2)
    receive_all(box)
    lease_until(box, AT + intake.LEASE)

    assert intake.check_received(election=box.election, clock=lambda: AT) == 0
    last = AT + intake.LEASE
    assert intake.check_received(election=box.election, clock=lambda: last) == 0
    assert box.refresh().ballots.count() == 0


@JUMPS
def test_clock_that_jumps_while_ballots_are_checked_doubles_none(
    jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process finds the lease run out, or far ahead, and goes on in the middle."""
    monkeypatch.setattr(intake, "BATCH", 1)
    box = make_open_box(slate(), voters=3)
    trackers = receive_all(box)
    told: list[datetime] = []
    others: list[int] = []

    def clock() -> datetime:
        told.append(AT + jump * len(told))
        if len(told) == 2:  # the first batch is settled, its lease not yet renewed
            others.append(intake.check_received(election=box.election, clock=lambda: AT + 2 * jump))
        return told[-1]

    assert intake.check_received(election=box.election, clock=clock) == 1
    assert others == [2]

    row = box.refresh()
    assert list(row.ballots.values_list("tracker", flat=True)) == trackers
    assert list(row.ballots.values_list("position", flat=True)) == [1, 2, 3]
    assert row.checking_until is None


def test_ballot_received_after_the_clock_went_back_is_newer_all_the_same() -> None:
    box = make_open_box(slate(), voters=2)
    entry = box.entries[0]
    for choice in (FOR_B, FOR_A):
        raw, supplement = box.make_ballot(entry, choice)
        intake.receive_ballot(election=box.election, entry=entry, raw=raw, supplement=supplement)
    lease_until(box, AT + YEAR)

    sweep_boxes()
    closing.close_election(election=box.election, by=None, at=AT - YEAR)
    box.refresh()
    box.decrypt()

    lines = results.contest_figures(box.election.contests.get()).lines
    assert [line.votes_for for line in lines] == [1, 0, 0]
