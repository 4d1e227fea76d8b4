"""What a ballot costs when 500 vote: the whole server over HTTP, with its worker, on this machine.

The voters' devices make the ballots beforehand; what is measured is the server, which shares the
processor with the clients that stand for the phones.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from elections.crypto import ballot, credentials
from elections.crypto.election import parse
from tests.bench.table import Table
from tests.factories.elections import Box, make_open_box, motion, slate
from tests.factories.members import make_user

VOTERS = 500
ARRIVE_IN = 25.0
"""Seconds within which all 500 press "cast"."""
WARMING = 16
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Phone:
    """A log-in, and the ballot that its device has made."""

    cookie: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What a voter lived through, in seconds since the first one pressed."""

    waited: float
    received: float
    accepted: float
    tracker: str


def measure(table: Table) -> None:
    engine = ENGINES[connection.vendor]
    names = [f"Candidate {number}" for number in range(1, 36)]
    boxes = {
        "slate 35/31": (make_open_box(slate(names, 31), voters=VOTERS), _slate_marks()),
        "motion": (make_open_box(motion(), voters=VOTERS), [[1, 0]]),
    }
    held = {name: (box, _phones(box, marks)) for name, (box, marks) in boxes.items()}
    connection.close()
    with _server() as port:
        for name, (box, phones) in held.items():
            _cast_all(table, f"{name}, {engine}", box, phones, port)
    for box, _phones_of in held.values():
        _check_board(box)


def _slate_marks() -> list[list[int]]:
    return [[1] * 28 + [0] * 7, [0] * 34 + [1]]


def _phones(box: Box, marks: Sequence[Sequence[int]]) -> list[Phone]:
    """Every voter logged in, with a ballot ready to be sent."""
    codes = [box.codes[entry.pk] for entry in box.entries]
    with ProcessPoolExecutor() as pool:
        arguments = [(box.election.raw, box.election.code, code, marks) for code in codes]
        made = list(pool.map(_make, arguments, chunksize=8))
    phones = []
    for entry, (raw, supplement) in zip(box.entries, made, strict=True):
        client = Client()
        client.force_login(make_user(person=entry.person))
        body = {"ballot": raw, "supplement": supplement, "entry": str(entry.pk)}
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        phones.append(Phone(session, json.dumps(body).encode()))
    return phones


def _make(given: tuple[str, str, str, Sequence[Sequence[int]]]) -> tuple[str, str | None]:
    raw, uuid, code, marks = given
    secret, _public = credentials.derive(code, uuid)
    return ballot.make_ballot(parse(raw), secret, marks)


@contextmanager
def _server() -> Iterator[int]:
    """The server as ``make run`` starts it, on a port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = {**os.environ, "EXAMPLE_ON_FIRST_RUN": "off"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL)
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def _cast_all(table: Table, name: str, box: Box, phones: Sequence[Phone], port: int) -> None:
    cast = reverse("elections:cast", args=[box.election.pk])
    state = reverse("elections:ballot_state", args=[box.election.pk])
    _warm(port, phones)
    began = time.monotonic()

    def vote(place: int) -> Told:
        pressed = began + place * ARRIVE_IN / len(phones)
        time.sleep(max(pressed - time.monotonic(), 0))
        pressed = max(pressed, began)
        answer = _ask(port, phones[place], "POST", cast, phones[place].body)
        received = time.monotonic()
        while "ahead" in answer:
            time.sleep(answer["again_after"])
            answer = _ask(port, phones[place], "GET", f"{state}?tracker={quote(answer['tracker'])}")
        accepted = time.monotonic()
        return Told(received - pressed, received - began, accepted - began, answer["tracker"])

    with ThreadPoolExecutor(len(phones)) as pool:
        told = list(pool.map(vote, range(len(phones))))
    assert len({one.tracker for one in told}) == len(phones)
    pace = f"{len(phones)} within {ARRIVE_IN:.0f} s over HTTP, server, worker and phones here"
    p95 = statistics.quantiles([one.waited for one in told], n=20)[-1] * 1000
    table.add(f"cast: p95 until received: {name}", p95, "ms", pace)
    last = max(one.received for one in told)
    table.add(f"cast: all are received: {name}", last, "s", "since the first pressed")
    last = max(one.accepted for one in told)
    table.add(f"cast: all are told: accepted: {name}", last, "s", "since the first pressed")


def _warm(port: int, phones: Sequence[Phone]) -> None:
    """Ask until every process of the server has its modules: the day has begun long before."""
    path = reverse("elections:vote")
    with ThreadPoolExecutor(WARMING) as pool:
        for _round in range(4):
            list(pool.map(lambda phone: _ask(port, phone, "GET", path), phones[:WARMING]))


def _ask(port: int, phone: Phone, method: str, path: str, body: bytes | None = None) -> Any:
    """The answer's JSON, where it is JSON; anything but 200 is an error of the measurement."""
    token = secrets.token_hex(16)
    headers = {
        "Host": "localhost",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={phone.cookie}; "
        f"{settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/json",
    }
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]!r}")
        return json.loads(text) if "json" in (answer.getheader("Content-Type") or "") else {}
    finally:
        link.close()


def _check_board(box: Box) -> None:
    """None lost, none doubled, and the sums are those of what was cast."""
    row = box.refresh()
    assert row.ballots.count() == row.participations.filter(cast=True).count() == VOTERS
    assert row.received.count() == 0
    box.close()
    box.decrypt()
    first = box.election.contests.get().counts.get().lines.order_by("candidate__position")[0]
    assert first.votes_for == VOTERS
