"""A database that refuses to write: nothing half-written, and the same ballot is taken later."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from elections.domain import closing, results
from elections.domain.states import stream_of
from elections.enums import ElectionState
from elections.models import Ballot, Binding, CiphertextSeen, Participation, ReceivedBallot
from records.domain import log
from records.models import LogEntry
from tests.elections.in_booth import mark
from tests.factories.elections import AT, Box, make_open_box, make_user, motion, slate
from tests.factories.refusing import read_only, refusing

FOR = [[1, 0]]
SLOW = 60_000
MARKS = [[1] * 12 + [0] * 2, [0] * 14]

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def full_disk() -> Iterator[None]:
    """The file may not grow by one page, and no page of it is free. PostgreSQL, whose files have
    no such limit, raises what it raises where its disk is full."""
    if connection.vendor == "postgresql":
        with refusing(ReceivedBallot._meta.db_table, "INSERT"):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def standing(box: Box) -> list[object]:
    """All that a cast or a closing writes."""
    row = box.refresh()
    kept: tuple[Any, ...] = (Ballot, ReceivedBallot, Binding, CiphertextSeen)
    counts = [model.objects.filter(election=row).count() for model in kept]
    cast = Participation.objects.filter(election=row, cast=True).count()
    entries = LogEntry.objects.filter(stream__name=stream_of(row)).count()
    return [*counts, cast, entries, row.head, row.state, row.encrypted_tally]


class Voter:
    """A voter's page with one ballot made, which it can send again as it is."""

    def __init__(self, box: Box, marks: list[list[int]], language: str = "en") -> None:
        self.box, entry = box, box.entries[0]
        # As in production: the page gets an answer, never the exception.
        self.client = Client(raise_request_exception=False, headers={"accept-language": language})
        self.client.force_login(make_user(entry.person))
        raw, supplement = box.make_ballot(entry, marks)
        self.content = {"ballot": raw, "supplement": supplement, "entry": str(entry.pk)}

    def send(self) -> Any:
        url = reverse("elections:cast", args=[self.box.election.pk])
        return self.client.post(url, self.content, content_type="application/json")


def told_to_send_again(answer: Any) -> None:
    assert answer.status_code == 503
    told = answer.json()
    assert told["error"] == "not_stored"
    assert "nothing has changed" in told["message"]
    assert "again" in told["message"]


def taken_once_when_sent_again(voter: Voter) -> None:
    first, again = voter.send(), voter.send()
    assert first.status_code == again.status_code == 200
    assert first.json()["tracker"] == again.json()["tracker"]
    row = voter.box.refresh()
    assert row.ballots.count() == 1
    assert row.participations.filter(cast=True).count() == 1


@pytest.fixture
def voter() -> Voter:
    return Voter(make_open_box(motion(), voters=2), FOR)


def test_read_only_database_takes_no_ballot_and_takes_the_same_one_later(voter: Voter) -> None:
    before = standing(voter.box)

    with read_only():
        told_to_send_again(voter.send())

    assert standing(voter.box) == before
    taken_once_when_sent_again(voter)


# Each write of a cast, from the first to the last.
@pytest.mark.parametrize(
    ("model", "act"),
    [
        (CiphertextSeen, "INSERT"),
        (Binding, "INSERT"),
        (Participation, "UPDATE"),
        (Ballot, "INSERT"),
    ],
)
def test_cast_that_is_refused_in_its_middle_leaves_nothing(
    voter: Voter, model: Any, act: str
) -> None:
    before = standing(voter.box)

    with refusing(model._meta.db_table, act):
        answer = voter.send()

    assert answer.status_code == 503
    assert standing(voter.box) == before
    taken_once_when_sent_again(voter)


def test_full_disk_takes_no_ballot_and_takes_the_same_one_later() -> None:
    candidates = slate([f"Candidate {number}" for number in range(14)], seats=12)
    voter = Voter(make_open_box(candidates, voters=2), MARKS)
    before = standing(voter.box)

    with full_disk():
        told_to_send_again(voter.send())

    assert standing(voter.box) == before
    kept = voter.send()
    assert kept.status_code == 200
    assert kept.json()["tracker"] == voter.send().json()["tracker"]


def test_voter_is_told_in_chinese() -> None:
    voter = Voter(make_open_box(motion(), voters=2), FOR, language="zh-hans")
    with read_only():
        assert "服务器暂时无法保存" in voter.send().json()["message"]


@pytest.mark.parametrize("where", ["log", "participations", "box"])
def test_closing_that_is_refused_in_its_middle_leaves_the_box_open(where: str) -> None:
    box = make_open_box(motion(), voters=2)
    box.cast(box.entries[0], FOR)
    before = standing(box)
    table, act = {
        "log": (LogEntry._meta.db_table, "INSERT"),
        "participations": (Participation._meta.db_table, "UPDATE"),
        "box": (Binding._meta.db_table, "DELETE"),
    }[where]

    with refusing(table, act), pytest.raises(DatabaseError):
        closing.close_election(election=box.election, by=None, at=AT)

    assert standing(box) == before
    box.cast(box.entries[1], FOR)
    assert box.close().state == ElectionState.CLOSED
    box.decrypt()
    assert results.contest_figures(box.election.contests.get()).lines[0].votes_for == 2
    assert log.verify(stream=stream_of(box.election)) > 0


def test_read_only_database_leaves_the_box_open() -> None:
    box = make_open_box(motion(), voters=2)
    box.cast(box.entries[0], FOR)
    before = standing(box)

    with read_only(), pytest.raises(DatabaseError):
        closing.close_election(election=box.election, by=None, at=AT)

    assert standing(box) == before
    assert box.close().encrypted_tally


def test_booth_says_what_to_do_and_sends_the_same_ballot_again(
    visit: Callable[..., Page],
) -> None:
    box = make_open_box(motion(), voters=2)
    entry = box.entries[0]
    page = visit(f"/elections/{box.election.pk}/booth/#{box.codes[entry.pk]}", entry.person)
    mark(page, "For")
    page.get_by_role("button", name="Encrypt the ballot").click()

    with refusing(Ballot._meta.db_table, "INSERT"):
        page.get_by_role("button", name="Cast the ballot").click()
        expect(page.get_by_text("nothing has changed")).to_be_visible(timeout=SLOW)
        again = page.get_by_role("button", name="Send the same ballot again")
        expect(again).to_be_visible()
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / "not-stored.png", full_page=True)
    assert box.refresh().ballots.count() == 0
    again.click()

    expect(page.get_by_role("heading", name="Your ballot is in the box")).to_be_visible(
        timeout=SLOW
    )
    assert box.refresh().ballots.get().tracker == page.locator("#tracker").inner_text()
