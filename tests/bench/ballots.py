"""What ballots cost: made by a voter's device, checked by the box, counted, verified."""

from __future__ import annotations

from collections.abc import Sequence

from elections.crypto import archive, audit
from elections.crypto.ballot import check_ballot, make_ballot
from elections.crypto.election import Question
from tests.bench.table import Table
from tests.elections.crypto.scenario import MOTION, Scenario, open_election

VOTERS = 3
Choices = Sequence[Sequence[int]]


def names(number: int) -> tuple[str, ...]:
    return tuple(f"candidate {n}" for n in range(1, number + 1))


# One question with the same bounds as the figure published for it elsewhere.
LIST_OF_25 = Question("Choose at most 25", names(25), 0, 25)
SLATE = (Question("Marks for", names(35), 0, 31), Question("Marks against", names(35), 0, 35))
BALLOTS: tuple[tuple[str, Sequence[Question], Sequence[tuple[int, int]], Choices, int], ...] = (
    ("motion", [MOTION], (), [[1, 0]], 5),
    ("25 candidates", [LIST_OF_25], (), [[1] * 12 + [0] * 13], 3),
    ("slate 35/31", SLATE, [(0, 1)], [[1] * 31 + [0] * 4, [0] * 34 + [1]], 3),
)


def measure(table: Table) -> None:
    for name, questions, exclusive, choices, times in BALLOTS:
        scenario = open_election(questions, voters=VOTERS, exclusive=list(exclusive))
        _measure_one(table, name, scenario, choices, times)
    for act in ("make", "check"):
        table.ratio(
            f"{act}: slate / motion",
            f"{act} a ballot: slate 35/31",
            f"{act} a ballot: motion",
            "70 choices with their exclusion supplement to 2 choices",
        )


def _measure_one(table: Table, name: str, scenario: Scenario, choices: Choices, times: int) -> None:
    election, credentials = scenario.election, set(scenario.publics)
    raw, supplement = table.timed(
        f"make a ballot: {name}",
        times,
        lambda: make_ballot(election, scenario.secrets[0], choices),
        "encrypt, prove, sign; in Python, one core",
    )
    table.timed(
        f"check a ballot: {name}",
        times,
        lambda: check_ballot(election, raw, credentials=credentials, supplement_raw=supplement),
        "what the box does before it accepts",
    )
    for voter in range(VOTERS):
        scenario.cast(voter, choices)
    counted = table.timed(
        f"count: {name}", 1, scenario.counted, f"{VOTERS} ballots: sum, decrypt, result"
    )
    data = archive.read(counted.archive(), counted.supplements_file())
    table.timed(f"verify the archive: {name}", 1, lambda: audit.audit(data, 1), f"{VOTERS} ballots")
