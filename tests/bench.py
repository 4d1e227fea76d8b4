"""What the ballots cost on this machine: ``make bench``. Prints a table and judges nothing."""

import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from elections.crypto import archive, audit
from elections.crypto.ballot import check_ballot, make_ballot
from elections.crypto.election import Question
from tests.elections.crypto.scenario import MOTION, Scenario, open_election

Made = TypeVar("Made")
CANDIDATES, SEATS, VOTERS = 35, 31, 5
NAMES = tuple(f"candidate {number}" for number in range(1, CANDIDATES + 1))
SLATE = (
    Question("Marks for", NAMES, 0, SEATS),
    Question("Marks against", NAMES, 0, CANDIDATES),
)
SLATE_CHOICES = [[1] * SEATS + [0] * (CANDIDATES - SEATS), [0] * (CANDIDATES - 1) + [1]]


def timed(label: str, times: int, act: Callable[[], Made]) -> Made:
    """The last thing made; the mean time of all goes to the terminal."""
    start = time.perf_counter()
    made = [act() for _ in range(times)][-1]
    milliseconds = (time.perf_counter() - start) / times * 1000
    sys.stdout.write(f"  {label:<42}{milliseconds:>10.1f} ms\n")
    return made


def measure(title: str, scenario: Scenario, choices: Sequence[Sequence[int]]) -> None:
    sys.stdout.write(f"{title}\n")
    election, credentials = scenario.election, set(scenario.publics)
    raw, supplement = timed(
        "make a ballot", 3, lambda: make_ballot(election, scenario.secrets[0], choices)
    )
    timed(
        "check a ballot",
        3,
        lambda: check_ballot(election, raw, credentials=credentials, supplement_raw=supplement),
    )
    for voter in range(VOTERS):
        scenario.cast(voter, choices)
    counted = timed(f"tally, decrypt, result of {VOTERS} ballots", 1, scenario.counted)
    data = archive.read(counted.archive(), counted.supplements_file())
    timed(f"verify the archive of {VOTERS} ballots", 1, lambda: audit.audit(data))


if __name__ == "__main__":
    measure("Motion: for, against", open_election([MOTION], voters=VOTERS), [[1, 0]])
    measure(
        f"Slate: {CANDIDATES} candidates, {SEATS} seats, with its supplement",
        open_election(SLATE, voters=VOTERS, exclusive=[(0, 1)]),
        SLATE_CHOICES,
    )
