"""What a hall costs: three desks that check in five hundred, their phones that follow, minutes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client

from assemblies.domain.presence import badges, check_in, pulse
from assemblies.domain.sitting import session
from assemblies.models import Assembly
from elections.models import RollEntry
from tests.bench import minutes
from tests.bench.table import Table
from tests.factories.assemblies import (
    convened,
    entries_of,
    make_assembly,
    make_secretary,
    minute,
)
from tests.factories.members import make_user

PHONES, DESKS, THREADS = 500, 3, 8
RUSH = 350
PACE = 10 * 60 / PHONES * DESKS / 10
"""Seconds between two badges at one desk."""
HOST = {"host": "localhost"}


def measure(table: Table) -> None:
    assembly = make_assembly()
    motions = minutes.plan_day(assembly)
    convened(assembly, PHONES)
    check_in.open_check_in(assembly=assembly, by=None, at=minute(0))
    assembly.refresh_from_db()
    entries = entries_of(assembly)
    _desks(table, assembly, entries)
    session.open_meeting(assembly=assembly, by=None, at=minute(1))
    session.set_current(item=motions[0].item, by=None, at=minute(2))
    _phones(table, assembly, entries)
    minutes.hold_day(assembly, motions)
    assembly.refresh_from_db()
    minutes.measure(table, assembly)


def _desks(table: Table, assembly: Assembly, entries: Sequence[RollEntry]) -> None:
    """Every desk scans its share, one badge after the other: first as fast as it is answered, then
    at ten times the pace at which all would be in within ten minutes."""
    user = make_secretary()
    address = f"/assemblies/{assembly.pk}/check-in/scan/"

    def desk(share: Sequence[RollEntry], pause: float) -> list[float]:
        client = Client(headers={**HOST, "hx-request": "true"})
        client.force_login(user)
        spans = []
        for entry in share:
            began = time.perf_counter()
            code = badges.code_of(assembly, entry)
            spans.append(_span(lambda code=code: client.post(address, {"q": code}), 200))
            time.sleep(max(pause - (time.perf_counter() - began), 0))
        connection.close()
        return spans

    def arrive(some: Sequence[RollEntry], pause: float) -> list[float]:
        with ThreadPoolExecutor(DESKS) as pool:
            shares = [some[at::DESKS] for at in range(DESKS)]
            answered = list(pool.map(lambda share: desk(share, pause), shares))
        return [span for spans in answered for span in spans]

    began, worked = time.perf_counter(), time.process_time()
    rushed = arrive(entries[:RUSH], 0)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    paced = arrive(entries[RUSH:], PACE)
    assert check_in.present_entries(assembly).count() == PHONES
    detail = f"{DESKS} desks, ten times the pace of {PHONES} in ten minutes; at most 300 ms"
    table.add("check-in: p95 of a scan", _p95(paced), "ms", detail)
    detail = f"{RUSH} badges at {DESKS} desks, each as fast as it is answered"
    table.add("check-in, rushed: p95 of a scan", _p95(rushed), "ms", detail)
    table.add("check-in, rushed: all are in", took, "s", detail)
    table.add("check-in: processor for a scan", worked * 1000 / RUSH, "ms", "mean")


def _phones(table: Table, assembly: Assembly, entries: Sequence[RollEntry]) -> None:
    names = [pulse.name_of(assembly, entry.person_id) for entry in entries]
    marks = [pulse.mark_of(assembly.pk, name) for name in names]

    def ask(place: int) -> float:
        client = Client(headers={**HOST, "if-none-match": f'"{marks[place]}"'})
        path = f"/assemblies/{assembly.pk}/now/{names[place]}/"
        return _span(lambda: client.get(path), 304)

    spans, whole = _all_at_once(ask, PHONES)
    detail = f"{PHONES} phones ask whether anything changed, {THREADS} threads"
    table.add("phones: p95 of asking", _p95(spans), "ms", f"{detail}; at most 300 ms")
    table.add("phones: all have asked", whole, "ms", "they ask every 2,000 ms")
    clients = []
    for entry in entries:
        client = Client(headers={**HOST, "hx-request": "true"})
        client.force_login(make_user(person=entry.person))
        clients.append(client)

    def look(place: int) -> float:
        return _span(lambda: clients[place].get(f"/assemblies/{assembly.pk}/follow/"), 200)

    began = time.process_time()
    spans, whole = _all_at_once(look, PHONES)
    worked = time.process_time() - began
    detail = f"the item is new to {PHONES}, {THREADS} threads; at most 300 ms"
    table.add("phones: p95 of a new content", _p95(spans), "ms", detail)
    table.add("phones: processor for a content", worked * 1000 / PHONES, "ms", "mean")
    table.add("phones: all have the new content", whole, "ms", "this machine alone serves them")


def _all_at_once(act: Callable[[int], float], number: int) -> tuple[list[float], float]:
    """Each span, and how long all of them took together, in milliseconds."""
    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        spans = list(pool.map(act, range(number)))
        whole = (time.perf_counter() - start) * 1000
        list(pool.map(lambda _place: connection.close(), range(THREADS)))
    return spans, whole


def _span(act: Callable[[], object], status: int) -> float:
    start = time.perf_counter()
    answer = act()
    assert getattr(answer, "status_code", None) == status
    return (time.perf_counter() - start) * 1000


def _p95(spans: Sequence[float]) -> float:
    return statistics.quantiles(spans, n=20)[-1]
