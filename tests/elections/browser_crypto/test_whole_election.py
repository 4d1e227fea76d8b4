"""An election whose codes, ballots, keys and shares were all made in the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from elections.crypto import archive, credentials, election, group, tally, trustees, verify

# The fixture that fetches the tool lives with the tests of the Python side.
from tests.elections.crypto.conftest import belenios_tool  # noqa: F401

CANDIDATES = ("甲", "乙", "丙", "丁")
QUESTIONS = (
    election.Question("For", (*CANDIDATES, "戊"), 0, 2, blank=True),
    election.Question("Against", CANDIDATES, 0, 4),
    election.Question("Adopt the report?", ("for", "against"), 0, 1),
)
# The first voter votes again at the end.
VOTES = (
    (0, [[0, 1, 0, 0, 0, 0], [0, 0, 0, 1], [0, 0]]),
    (1, [[0, 1, 1, 0, 0, 0], [0, 0, 1, 1], [1, 0]]),
    (2, [[1, 0, 0, 0, 0, 0], [0, 0, 0, 0], [0, 1]]),
    (0, [[0, 0, 0, 0, 0, 1], [1, 1, 1, 1], [1, 0]]),
)
RESULT = [[1, 1, 1, 0, 0, 1], [1, 1, 2, 2], [2, 1]]
DEMANDS = "#exclusive 0 1\n#covered 0 4 1\n#blank 0 1"


@pytest.fixture
def finished(call: Callable[..., Any], tmp_path: Path) -> Path:
    """The folder that holds the election's archive and supplements."""
    keys = [call("trustee", "newKey", label) for label in ("First", "Second")]
    messages = [key["message"] for key in keys]
    uuid = election.new_uuid()
    raw = election.make_election(
        uuid=uuid,
        name="General assembly 会员大会",
        description=f"Council and report\n{DEMANDS}",
        questions=QUESTIONS,
        public_key=trustees.combine_single(messages),
        credential_authority="A supervisor",
        administrator="The secretariat",
    )
    codes = [call("credential", "newCode") for _ in range(3)]
    casts = [call("ballot", "makeBallot", raw, codes[voter], marks) for voter, marks in VOTES]
    ballots = [cast["ballot"] for cast in casts]
    parsed = election.parse(raw)
    encrypted = tally.encrypted_tally(parsed, ballots)
    texts: dict[str, Any] = {
        "timestamp": 1_700_000_000,
        "election": raw,
        "trustees": trustees.trustees_json(messages),
        "credentials": credentials.credentials_json(call("credential", "deriveAll", codes, uuid)),
        "ballots": ballots,
        "closed": True,
        "encrypted_tally": encrypted,
    }
    open_archive = archive.build(**texts)
    shares = {
        owner: call("trustee", "decrypt", open_archive, key["file"])["partialDecryption"]
        for owner, key in enumerate(keys, start=1)
    }
    trusted = trustees.parse_trustees(texts["trustees"], group.ED25519)
    result = tally.result(parsed, trusted, encrypted, shares, 3)
    done = archive.build(**texts, partial_decryptions=list(shares.items()), result=result)
    (tmp_path / f"{uuid}.bel").write_bytes(done)
    supplements = archive.supplements_file([cast["supplement"] for cast in casts])
    (tmp_path / f"{uuid}.supplements.jsons").write_bytes(supplements)
    return tmp_path


def test_verifier_accepts_it(finished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = verify.main([str(next(finished.glob("*.bel"))), "--json", "--jobs", "1"])
    printed = capsys.readouterr()
    assert (status, printed.err) == (verify.VERIFIED, "")
    report = json.loads(printed.out)
    assert (report["ballots"], report["voters"], report["result"]) == (4, 3, RESULT)


@pytest.mark.belenios
def test_belenios_tool_accepts_it(finished: Path, belenios_tool: Callable[..., str]) -> None:  # noqa: F811
    printed = belenios_tool("election", "verify", "--dir", finished)
    assert "all checks passed" in printed
