"""A server that is killed in the middle of a vote: what it told the voters holds."""

from __future__ import annotations

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from elections.domain import intake, results
from tests.factories.elections import Box, make_open_box, motion, slate
from tests.served import Phone, Server, free_port, make_phone

VOTERS, THREADS = 100, 8

pytestmark = pytest.mark.django_db(transaction=True)


def server(folder: Path) -> Server:
    """Two processes on the database of this test, without a worker: what is received waits."""
    port, named = free_port(), connection.settings_dict
    where = f"sqlite:///{named['NAME']}"
    if connection.vendor == "postgresql":
        who = f"{named['USER']}:{named['PASSWORD']}@{named['HOST']}:{named['PORT']}"
        where = f"postgres://{who}/{named['NAME']}"
    told = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "VAR_DIR": str(folder),
        "DATABASE_URL": where,
        "ELECTION_KEY_DIR": str(settings.ELECTION_KEY_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    command = ["-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    return Server([*command, "--log-level", "critical", "--no-control-socket"], port, told)


def send(phone: Phone, box: Box, port: int) -> str:
    """The tracker that the server acknowledges; nothing where it did not answer."""
    path = reverse("elections:cast", args=[box.election.pk])
    try:
        return str(phone.ask(port, "POST", path, phone.body)["tracker"])
    except (OSError, http.client.HTTPException):
        return ""


class PowerCut:
    """A server that is killed by the phone that gets answer number ``after``; every phone that
    begins later finds it dead, however slowly anyone else gets on."""

    def __init__(self, server: Server, *, after: int) -> None:
        self._server, self._left = server, after
        self._lock, self._dead = threading.Lock(), threading.Event()

    def send(self, phone: Phone, box: Box) -> str:
        if self._left <= 0:
            self._dead.wait()
        tracker = send(phone, box, self._server.port)
        with self._lock:
            self._left -= bool(tracker)
            last = bool(tracker) and self._left == 0
        if last:
            try:
                self._server.kill()
            finally:
                self._dead.set()
        return tracker


def trackers_in(box: Box) -> list[str]:
    """Of every ballot that is kept, checked or not."""
    row = box.refresh()
    accepted = row.ballots.values_list("tracker", flat=True)
    return [*accepted, *row.received.values_list("tracker", flat=True)]


@pytest.mark.parametrize("received_first", [True, False])
def test_every_acknowledged_ballot_is_there_and_none_is_twice(
    tmp_path: Path, received_first: bool
) -> None:
    if received_first:
        contest = slate([f"Candidate {n}" for n in range(14)], seats=12)
        marks = [[1] * 12 + [0] * 2, [0] * 14]
    else:
        contest, marks = motion(), [[1, 0]]
    box = make_open_box(contest, voters=VOTERS)
    phones = [make_phone(entry, *box.make_ballot(entry, marks)) for entry in box.entries]

    with server(tmp_path) as first, ThreadPoolExecutor(THREADS) as pool:
        cut = PowerCut(first, after=VOTERS // 3)
        answers = pool.map(lambda phone: cut.send(phone, box), phones)
        acknowledged = set(answers) - {""}
    # Whoever was on the way when the power went may have been answered or not.
    assert VOTERS // 3 <= len(acknowledged) < VOTERS // 3 + THREADS
    assert acknowledged <= set(trackers_in(box))

    with server(tmp_path) as second, ThreadPoolExecutor(THREADS) as pool:
        again = list(pool.map(lambda phone: send(phone, box, second.port), phones))

    assert len(set(again)) == VOTERS
    assert acknowledged <= set(again)
    waited = VOTERS if received_first else 0
    assert intake.check_received(election=box.election) == waited
    row = box.refresh()
    assert sorted(trackers_in(box)) == sorted(again)
    assert row.ballots.count() == VOTERS
    assert row.participations.filter(cast=True).count() == VOTERS
    box.close()
    box.decrypt()
    counted = results.contest_figures(box.election.contests.get())
    assert (counted.returned, counted.lines[0].votes_for) == (VOTERS, VOTERS)
