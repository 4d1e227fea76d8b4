"""A database that refuses to write while a meeting's boxes are run: each act is whole or not at
all, whoever acts is told what to do, and the same again goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assemblies.domain.sitting import ballot, session
from assemblies.models import Assembly, QuorumCheck
from bylaws.enums import Matter
from elections.crypto import archive, credentials
from elections.crypto.audit import audit
from elections.crypto.election import parse
from elections.domain import credentials as published
from elections.domain import intake
from elections.domain.board import archive_bytes
from elections.domain.opening import consent_to_small_electorate
from elections.domain.server_key import read_key
from elections.domain.states import stream_of
from elections.enums import ElectionState
from elections.errors import ServerKeyMissing
from elections.models import (
    Ballot,
    Binding,
    Count,
    Election,
    Participation,
    ReceivedBallot,
)
from elections.tasks import check_box, sweep_boxes
from records.domain import log
from records.models import Document, LogEntry
from tests.assemblies.test_ballots import meeting_with
from tests.elections.test_intake import with_broken_proof
from tests.elections.test_refusing_database import FOR
from tests.factories.assemblies import entries_of, make_secretary, minute
from tests.factories.elections import (
    AT,
    Box,
    listed,
    make_ceremony,
    make_keys,
    make_open_box,
    motion,
    slate,
)
from tests.factories.refusing import Refusal, at_log, everything, on, read_only

pytestmark = pytest.mark.django_db(transaction=True)

VOTERS = intake.BATCH + 2


def events(row: Election) -> list[str]:
    """What the box's chain tells, which must hold."""
    log.verify(stream=stream_of(row))
    told = LogEntry.objects.filter(stream__name=stream_of(row)).order_by("position")
    return list(told.values_list("event", flat=True))


class Hall:
    """Seven in the hall, an electronic box that is ready, and the page that runs the meeting."""

    def __init__(self, language: str = "en") -> None:
        self.assembly, self.motion = meeting_with(Matter.DUES_STANDARD)
        self.assembly.ceremony = make_ceremony()
        self.assembly.save()
        keys = make_keys(self.assembly.ceremony)
        session.set_current(item=self.motion.item, by=None, at=minute(1))
        election = ballot.prepare_box(motion=self.motion, by=None, at=minute(1))
        self.box = Box(election, keys)
        self.box.codes = {entry.pk: credentials.new_code() for entry in entries_of(self.assembly)}
        published.submit_credentials(
            election=election, publics=listed(self.box), by=None, at=minute(1)
        )
        consent_to_small_electorate(election=election, text="Agreed.", by=None, at=minute(1))
        self.client = Client(raise_request_exception=False, headers={"accept-language": language})
        self.client.force_login(make_secretary())

    def press(self, act: str) -> str:
        url = reverse("assemblies:operate_act", args=[self.assembly.pk, self.motion.item_id, act])
        answer = self.client.post(url, follow=True)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def refused(self, act: str, refusal: Refusal) -> None:
        before = everything()
        with refusal():
            page = self.press(act)
        assert "The server cannot store anything at the moment, and nothing has changed." in page
        assert "press again" in page
        assert everything() == before

    def open(self) -> Election:
        assert "The ballot is open." in self.press("open")
        return self.box.refresh()

    def closed(self) -> Election:
        self.open()
        self.box.cast(self.box.entries[0], FOR)
        assert "The ballot is closed." in self.press("close")
        return self.box.refresh()


@pytest.mark.parametrize(
    "refusal",
    [
        read_only,
        on(Assembly, "UPDATE"),
        on(QuorumCheck, "INSERT"),
        on(Election, "UPDATE"),
        on(Participation, "INSERT"),
        at_log("election_opened"),
        at_log("box_opened"),
    ],
)
def test_opening_that_is_refused_leaves_the_box_ready_and_opens_when_pressed_again(
    refusal: Refusal,
) -> None:
    hall = Hall()
    hall.refused("open", refusal)

    row = hall.open()
    hall.open()
    assert row.participations.count() == 7
    assert events(row).count("election_opened") == 1
    hall.box.cast(hall.box.entries[0], FOR)
    hall.press("close")
    hall.box.refresh()
    assert hall.box.decrypt().state == ElectionState.COUNTED


def test_opening_that_broke_off_left_a_key_and_the_next_takes_it() -> None:
    hall = Hall()
    hall.refused("open", at_log("box_opened"))
    left = read_key(hall.box.election)
    assert read_key(hall.open()) == left


def test_operator_is_told_in_chinese() -> None:
    hall = Hall(language="zh-hans")
    with read_only():
        assert "服务器暂时无法保存" in hall.press("open")


@pytest.mark.parametrize(
    "refusal",
    [
        read_only,
        on(Election, "UPDATE"),
        on(Participation, "UPDATE"),
        on(Binding, "DELETE"),
        at_log("election_closed"),
        at_log("election_sealed"),
        at_log("box_closed"),
    ],
)
def test_closing_that_is_refused_leaves_the_box_open_and_closes_when_pressed_again(
    refusal: Refusal,
) -> None:
    hall = Hall()
    hall.open()
    one, two = hall.box.entries[:2]
    hall.box.cast(one, FOR)
    hall.refused("close", refusal)

    hall.box.cast(two, FOR)
    assert "The ballot is closed." in hall.press("close")
    row = hall.box.refresh()
    assert [events(row).count(one) for one in ("election_closed", "election_sealed")] == [1, 1]
    hall.box.decrypt()
    assert Count.objects.get(contest__election=row).returned == 2


@pytest.mark.parametrize(
    "refusal",
    [
        read_only,
        on(Document, "INSERT"),
        on(Election, "UPDATE"),
        at_log("result_published"),
        # From here on the server's key is gone: of a counted box nobody misses it.
        at_log("server_key_destroyed"),
        at_log("box_published"),
    ],
)
def test_publishing_that_is_refused_leaves_the_box_counted_and_publishes_when_pressed_again(
    refusal: Refusal, tmp_path: Path
) -> None:
    hall = Hall()
    hall.closed()
    hall.box.decrypt()
    hall.refused("publish", refusal)

    assert "The result is published." in hall.press("publish")
    row = hall.box.refresh()
    assert row.state == ElectionState.PUBLISHED
    told = ("result_published", "server_key_destroyed")
    assert [events(row).count(one) for one in told] == [1, 1]
    path = tmp_path / "box.bel"
    path.write_bytes(archive_bytes(row))
    assert audit(archive.read(path, None), 1).ballots == 1


def received(voters: int = VOTERS) -> tuple[Box, list[str]]:
    """A box in which a ballot of every voter waits; their trackers in the order of receipt."""
    box = make_open_box(motion(), voters=voters)
    with being_checked(box):
        return box, [receive(box, number) for number in range(voters)]


@contextmanager
def being_checked(box: Box) -> Iterator[None]:
    """Another process has the box meanwhile, so that what comes waits."""
    same = Election.objects.filter(pk=box.election.pk)
    same.update(checking_until=timezone.now() + intake.LEASE)
    yield
    same.update(checking_until=None)


def receive(box: Box, number: int, *, broken: bool = False) -> str:
    entry = box.entries[number]
    marks = [[0] * question.length for question in parse(box.election.raw).questions]
    made = box.make_ballot(entry, marks)
    raw, supplement = with_broken_proof(made, box, entry) if broken else made
    kept = intake.receive_ballot(election=box.election, entry=entry, raw=raw, supplement=supplement)
    return kept.tracker


def trackers(box: Box) -> tuple[list[str], list[str]]:
    """Of the ballots on the board, and of those that wait."""
    row = box.refresh()
    accepted = row.ballots.order_by("position").values_list("tracker", flat=True)
    kept = row.received.order_by("position").values_list("tracker", flat=True)
    return list(accepted), list(kept)


# The last two of ten are the second batch, and the tenth ballot is its last write but one.
@pytest.mark.parametrize(
    "refusal",
    [
        on(Ballot, "INSERT", f"NEW.position = {VOTERS}"),
        on(ReceivedBallot, "DELETE", f"OLD.position = {VOTERS}"),
    ],
)
def test_check_that_is_refused_in_its_middle_keeps_what_waits_and_the_sweep_goes_on(
    refusal: Refusal,
) -> None:
    box, came = received()
    with refusal(), pytest.raises(DatabaseError):
        check_box(str(box.election.pk))
    assert trackers(box) == (came[: intake.BATCH], came[intake.BATCH :])
    waits = intake.look_up(box.election, came[-1])
    assert waits == intake.Waiting(came[-1], 1)

    sweep_boxes()
    sweep_boxes()
    assert trackers(box) == (came, [])
    box.close()
    box.decrypt()
    assert Count.objects.get(contest__election=box.election).returned == VOTERS


def test_read_only_database_checks_nothing_and_the_sweep_goes_on() -> None:
    box, came = received(2)
    before = everything()
    with read_only(), pytest.raises(DatabaseError):
        check_box(str(box.election.pk))
    assert everything() == before
    sweep_boxes()
    assert trackers(box) == (came, [])


def test_database_that_turns_read_only_between_two_batches_holds_a_box_up_for_one_lease() -> None:
    """Not even the lease can be given back then."""
    box, came = received()
    asked, turned = count(1), ExitStack()

    def clock() -> datetime:
        # Asked as the lease is taken, and again after the first batch.
        if next(asked) == 2:
            turned.enter_context(read_only())
        return AT

    with turned, pytest.raises(DatabaseError):
        intake.check_received(election=box.election, clock=clock)

    assert trackers(box) == (came[: intake.BATCH], came[intake.BATCH :])
    assert intake.check_received(election=box.election, clock=lambda: AT) == 0
    later = AT + intake.LEASE + timedelta(seconds=1)
    assert intake.check_received(election=box.election, clock=lambda: later) == 2
    assert trackers(box) == (came, [])


@pytest.mark.parametrize(
    "refusal", [on(ReceivedBallot, "UPDATE"), on(Participation, "UPDATE"), on(Ballot, "INSERT")]
)
def test_refusing_a_ballot_that_is_itself_refused_is_done_by_the_next_sweep(
    refusal: Refusal,
) -> None:
    """The voter of a false ballot may vote again only once that is on record."""
    box = make_open_box(slate(), voters=2)
    with being_checked(box):
        receive(box, 0, broken=True)
        good = receive(box, 1)
    before = everything()
    with refusal(), pytest.raises(DatabaseError):
        check_box(str(box.election.pk))
    assert everything() == before

    sweep_boxes()
    assert trackers(box)[0] == [good]
    cast = box.election.participations.filter(cast=True)
    assert list(cast.values_list("entry", flat=True)) == [box.entries[1].pk]
    again = receive(box, 0)
    sweep_boxes()
    assert trackers(box)[0] == [good, again]


@pytest.mark.parametrize("refusal", [at_log("election_prepared"), at_log("box_annulled")])
def test_refused_annulment_leaves_the_box_open_with_its_key(refusal: Refusal) -> None:
    hall = Hall()
    row = hall.open()
    address = reverse("assemblies:annul", args=[hall.assembly.pk, hall.motion.item_id])
    sent = {"reason": "Doubts", "names": "Chair", "channel": "paper", "box": str(row.pk)}
    before = everything()
    with refusal():
        page = hall.client.post(address, sent, follow=True).content.decode()
    assert "nothing has changed" in page
    assert everything() == before
    assert read_key(row).private

    hall.client.post(address, sent)
    row.refresh_from_db()
    assert row.state == ElectionState.ANNULLED
    with pytest.raises(ServerKeyMissing):
        read_key(row)


def test_key_that_cannot_be_written_is_told_and_the_box_stays_closed(
    settings: Any, tmp_path: Path
) -> None:
    hall = Hall()
    kept = settings.ELECTION_KEY_DIR
    (tmp_path / "file").write_text("no folder")
    settings.ELECTION_KEY_DIR = tmp_path / "file" / "keys"
    before = everything()
    page = hall.press("open")
    assert "cannot write this ballot box&#x27;s key into its folder (Not a directory)" in page
    assert everything() == before

    settings.ELECTION_KEY_DIR = kept
    assert hall.open().state == ElectionState.OPEN
