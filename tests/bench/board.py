"""What a long board costs: written, verified and downloaded, with the memory that it takes.

It takes many minutes and is no part of ``make bench``; with a ``VAR_DIR`` that is empty:

    VAR_DIR=FOLDER .venv/bin/python -m tests.bench.apart tests.bench.board OUT
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from django.test import Client
from django.urls import reverse

from elections.crypto import archive, tally
from elections.crypto.ballot import make_ballot
from elections.crypto.election import parse
from elections.models import Ballot
from tests.bench.ballots import SLATE
from tests.bench.table import Table
from tests.elections.crypto.scenario import MOTION, Scenario, open_election
from tests.factories.elections import make_open_box

FEW, MANY, SLATES = 2_500, 10_000, 400
MARKS = [[1] * 31 + [0] * 4, [0] * 34 + [1]]
# A program begins with the peak of the process that starts it. This one holds all the ballots, so a
# small process stands between and tells the peak, in KiB, of what it started.
SMALL = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""


def measure(table: Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in (FEW, MANY):
            scenario = _filled(open_election([MOTION], voters=number), [[1, 0]])
            _verify(table, f"{number:,} motions", scenario, Path(folder) / f"{number}.bel")
        slates = open_election(SLATE, voters=SLATES, exclusive=[(0, 1)])
        _verify(
            table, f"{SLATES} slates 35/31", _filled(slates, MARKS), Path(folder) / "slates.bel"
        )
    for what in ("tally", "verify", "verifier's memory"):
        detail = f"{MANY:,} ballots to {FEW:,}: linear is {MANY / FEW:.0f}"
        names = [f"{what}: {number:,} motions" for number in (MANY, FEW)]
        table.ratio(f"{what}: longer board / shorter", *names, detail)
    _download(table, scenario)


def _filled(scenario: Scenario, marks: Sequence[Sequence[int]]) -> Scenario:
    with ProcessPoolExecutor() as pool:
        given = [(scenario.election.raw, secret, marks) for secret in scenario.secrets]
        for raw, supplement in pool.map(_make, given, chunksize=50):
            scenario.ballots.append(raw)
            if supplement is not None:
                scenario.supplements.append(supplement)
    return scenario


def _make(given: tuple[str, int, Sequence[Sequence[int]]]) -> tuple[str, str | None]:
    raw, secret, marks = given
    return make_ballot(parse(raw), secret, marks)


def _verify(table: Table, name: str, scenario: Scenario, path: Path) -> None:
    table.timed(
        f"tally: {name}",
        1,
        lambda: tally.encrypted_tally(scenario.election, scenario.ballots),
        "the encrypted sum of a board",
    )
    path.write_bytes(scenario.counted().archive())
    if scenario.supplements:
        beside = path.with_suffix(archive.SUPPLEMENTS_SUFFIX)
        beside.write_bytes(scenario.supplements_file())
    size = f"{path.stat().st_size / 1e6:.0f} MB"
    spans = []
    for jobs in dict.fromkeys((1, os.cpu_count() or 1)):
        command = [sys.executable, "-m", "elections.crypto.verify", str(path), "--jobs", str(jobs)]
        began = time.perf_counter()
        peak = subprocess.run(
            [sys.executable, "-c", SMALL, *command], stdout=subprocess.PIPE, text=True, check=True
        ).stdout
        spans.append(time.perf_counter() - began)
        if jobs == 1:
            table.add(f"verify: {name}", spans[0] * 1000, "ms", f"{size}, one process")
            memory = int(peak) / 1024
            table.add(f"verifier's memory: {name}", memory, "MB", f"{size} of archive; its peak")
    if len(spans) == 2:
        detail = f"one process to {os.cpu_count()}, one for each core"
        table.add(f"verify, all cores: {name}", spans[0] / spans[1], "×", detail)


def _download(table: Table, scenario: Scenario) -> None:
    box = make_open_box(voters=2)
    Ballot.objects.bulk_create(
        Ballot(
            election=box.election,
            position=place,
            tracker=f"{place:043d}",
            credential=f"{place:064x}",
            raw=raw,
        )
        for place, raw in enumerate(scenario.ballots, start=1)
    )
    client, path = Client(headers={"host": "localhost"}), None
    path = reverse("elections:archive", args=[box.election.pk])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def fetch() -> int:
        return sum(len(part) for part in client.get(path))

    size = table.timed(f"download: {MANY:,} motions", 1, fetch, "the archive of an open box")
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    detail = f"{size / 1e6:.0f} MB of archive; what its peak rose by"
    table.add("download: server's memory", more, "MB", detail)
