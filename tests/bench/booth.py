"""What a ballot costs the voter's device: made in Chromium, by the worker that the booth uses."""

from __future__ import annotations

import json
from collections.abc import Sequence

from playwright.sync_api import Page, sync_playwright

from elections.crypto import credentials, trustees
from elections.crypto.ballot import check_ballot
from elections.crypto.election import Question, make_election, new_uuid, parse
from tests.bench.ballots import LIST_OF_25, names
from tests.bench.table import Table
from tests.conftest import BROWSER_FLAGS, installed_browser
from tests.elections.browser_crypto.conftest import serving_static

MEMBERS = tuple(f"member {n}" for n in range(1, 201))
SLATE_OF_25 = (
    Question("Marks for", (*names(25), *MEMBERS), 0, 25, blank=True),
    Question("Marks against", names(25), 0, 25),
)
MARKS = [[0, *([1] * 20 + [0] * 5), *([1] * 5 + [0] * 195)], [0] * 20 + [1] * 5]
BALLOTS: tuple[tuple[str, Sequence[Question], str, Sequence[Sequence[int]]], ...] = (
    ("25 candidates", [LIST_OF_25], "", [[1] * 12 + [0] * 13]),
    (
        "slate of 25 with 200 to write in",
        SLATE_OF_25,
        "#exclusive 0 1\n#covered 0 25 1\n#blank 0 1",
        MARKS,
    ),
)
MAKE = """
async ([raw, code, choices]) => {
  const { callWorker } = await import("/elections/crypto/client.js");
  return callWorker("makeBallot", [raw, code, choices]);
}
"""


def measure(table: Table) -> None:
    with sync_playwright() as playwright, serving_static() as address:
        chromium = playwright.chromium.launch(
            executable_path=installed_browser(), args=BROWSER_FLAGS
        )
        for name, questions, demands, marks in BALLOTS:
            page = chromium.new_page()
            page.goto(address)
            _measure_one(table, page, name, questions, demands, marks)
        chromium.close()


def _measure_one(
    table: Table,
    page: Page,
    name: str,
    questions: Sequence[Question],
    demands: str,
    marks: Sequence[Sequence[int]],
) -> None:
    _private, key = trustees.new_keypair()
    raw = make_election(
        uuid=new_uuid(), name="bench", description=demands, questions=questions, public_key=key
    )
    election, code = parse(raw), credentials.new_code()
    made = table.timed(
        f"make a ballot in Chromium: {name}",
        3,
        lambda: page.evaluate(MAKE, [raw, code, marks]),
        "encrypt, prove, sign in a worker, which the first run starts",
    )
    _secret, public = credentials.derive(code, election.uuid)
    table.timed(
        f"check a ballot of Chromium: {name}",
        3,
        lambda: check_ballot(
            election, made["ballot"], credentials={public}, supplement_raw=made["supplement"]
        ),
        f"{len(json.dumps(made)) // 1024} KiB with its supplement; what the box does",
    )
