"""What a ballot costs when 500 vote: the whole server over HTTP, with its worker, on this machine.

The voters' devices make the ballots beforehand; what is measured is the server, which shares the
processor with the clients that stand for the phones.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote

from django.db import connection
from django.urls import reverse

from tests.bench.table import Table
from tests.factories.elections import Box, make_open_box, motion, slate
from tests.served import Phone, Server, free_port, make_one, make_phone

VOTERS = 500
ARRIVE_IN = 25.0
"""Seconds within which all 500 press "cast"."""
WARMING = 16
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


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
    port = free_port()
    command = ["manage.py", "serve", "--port", str(port)]
    with Server(command, port, {"EXAMPLE_ON_FIRST_RUN": "off"}):
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
        made = list(pool.map(make_one, arguments, chunksize=8))
    return [make_phone(entry, *ballot) for entry, ballot in zip(box.entries, made, strict=True)]


def _cast_all(table: Table, name: str, box: Box, phones: Sequence[Phone], port: int) -> None:
    cast = reverse("elections:cast", args=[box.election.pk])
    state = reverse("elections:ballot_state", args=[box.election.pk])
    _warm(port, phones)
    began = time.monotonic()

    def vote(place: int) -> Told:
        pressed = began + place * ARRIVE_IN / len(phones)
        time.sleep(max(pressed - time.monotonic(), 0))
        pressed = max(pressed, began)
        answer = phones[place].ask(port, "POST", cast, phones[place].body)
        received = time.monotonic()
        while "ahead" in answer:
            time.sleep(answer["again_after"])
            address = f"{state}?tracker={quote(answer['tracker'])}"
            answer = phones[place].ask(port, "GET", address)
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
            list(pool.map(lambda phone: phone.ask(port, "GET", path), phones[:WARMING]))


def _check_board(box: Box) -> None:
    """None lost, none doubled, and the sums are those of what was cast."""
    row = box.refresh()
    assert row.ballots.count() == row.participations.filter(cast=True).count() == VOTERS
    assert row.received.count() == 0
    box.close()
    box.decrypt()
    first = box.election.contests.get().counts.get().lines.order_by("candidate__position")[0]
    assert first.votes_for == VOTERS
