"""What verifying costs beside belenios-tool, on the same ballots in the same run, and on all cores.

The tool's ``election verify`` may end before a ballot was looked at
(``docs/explanation/verifiers.md``), so its time is that of ``verify-ballot``, a ballot at a time.
Starting it and reading the election take longer than the proofs of a motion: they are taken off by
the difference between a ballot of many candidates and one of a motion, whose exponentiations are
known. Both are processor time, which other work on the machine prolongs less than the time on the
clock.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from elections.crypto import archive, audit
from elections.crypto.ballot import check_ballot, exponentiations
from tests.bench.ballots import LIST_OF_25
from tests.bench.table import Table
from tests.elections.crypto.scenario import MOTION, Scenario, open_election

REPOSITORY = Path(__file__).resolve().parents[2]
FETCH = REPOSITORY / "tests" / "tools" / "fetch_belenios_tool.py"
RUNS = 9
BALLOTS = 200
MARKS = [1] * 12 + [0] * 13
SUITE = "sid"
"""Where Debian has 3.3 or newer."""


def measure(table: Table) -> None:
    many, motion = open_election([LIST_OF_25], voters=RUNS), open_election([MOTION])
    for voter in range(RUNS):
        many.cast(voter, [MARKS])
    motion.cast(0, [[1, 0]])
    # A ballot is met once: what was kept of one that was checked must not help.
    unseen = iter(many.ballots)
    ours = _least(lambda: _check(many, next(unseen)), resource.RUSAGE_SELF)
    table.add(
        "verify a ballot: 25 candidates",
        ours,
        "ms",
        f"one process, processor time; least of {RUNS}",
    )
    with tempfile.TemporaryDirectory() as folder:
        _beside_tool(table, many, motion, ours, Path(folder))
    _on_all_cores(table)


def _check(box: Scenario, ballot: str) -> None:
    check_ballot(box.election, ballot, credentials=set(box.publics))


def _beside_tool(table: Table, many: Scenario, motion: Scenario, ours: float, folder: Path) -> None:
    tool = os.environ.get("BENCH_BELENIOS_TOOL") or _fetched()
    if tool is None:
        sys.stdout.write(
            "belenios-tool is not measured: it could not be fetched (BENCH_BELENIOS_TOOL names "
            "one)\n"
        )
        return
    version = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True)
    spans = []
    for box in (many, motion):
        place = folder / box.election.uuid
        place.mkdir()
        spans.append(_least(_verify_ballot(tool, box, place), resource.RUSAGE_CHILDREN))
    sizes = [exponentiations(box.election) for box in (many, motion)]
    theirs = (spans[0] - spans[1]) * sizes[0] / (sizes[0] - sizes[1])
    name = f"belenios-tool {version.stdout.strip()}"
    told = f"{name}, verify-ballot less its start, processor time; least of {RUNS}"
    table.add("verify a ballot there: 25 candidates", theirs, "ms", told)
    table.add("verify a ballot there, with its start", spans[0], "ms", f"{name}, as it is called")
    table.add("verify a ballot: ours / theirs", ours / theirs, "×", f"{name}, same ballot")
    detail = f"{name}, same ballot; ours has no start in it"
    table.add("verify a ballot: ours / theirs with its start", ours / spans[0], "×", detail)


def _verify_ballot(tool: str, box: Scenario, folder: Path) -> Callable[[], object]:
    """What checks the box's ballot there, the box being open and empty."""
    texts = {"ballots": [], "closed": False}
    (folder / f"{box.election.uuid}.bel").write_bytes(box.archive(**texts))
    (folder / "ballot").write_text(box.ballots[0])
    command = [tool, "election", "verify-ballot", "--dir", folder, "--ballot", folder / "ballot"]

    def verify() -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "ballot is valid" in done.stdout + done.stderr

    return verify


def _least(act: Callable[[], object], whose: int) -> float:
    """Milliseconds of the processor in the cheapest of ``RUNS``: what disturbs only adds to it."""
    spans = []
    for _run in range(RUNS):
        start = _spent(whose)
        act()
        spans.append(_spent(whose) - start)
    return min(spans) * 1000


def _spent(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _fetched() -> str | None:
    folder = REPOSITORY / ".cache" / f"belenios-{SUITE}"
    tool = folder / "belenios-tool"
    if not tool.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, FETCH, folder, SUITE]
        subprocess.run(command, capture_output=True, check=False)
    return str(tool) if tool.exists() else None


def _on_all_cores(table: Table) -> None:
    box = open_election([LIST_OF_25], voters=BALLOTS)
    for voter in range(BALLOTS):
        box.cast(voter, [MARKS])
    data = archive.read(box.counted().archive())
    cores = len(os.sched_getaffinity(0))
    names = {jobs: f"verify the archive: {BALLOTS} ballots, {jobs} jobs" for jobs in (1, cores)}
    for jobs, name in names.items():
        table.timed(name, 3, lambda jobs=jobs: audit.audit(data, jobs), "25 candidates")  # type: ignore[misc]
    if cores > 1:
        detail = f"{cores} cores; {1 / cores:.2f} if nothing else ran"
        table.ratio("verify the archive: all cores / one", names[cores], names[1], detail)
