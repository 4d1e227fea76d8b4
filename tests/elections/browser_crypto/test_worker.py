"""The worker does the long computations and keeps the page informed."""

from __future__ import annotations

from typing import Any

import pytest

from elections.crypto import ballot, credentials, election, trustees

ASK = """
async ([op, args]) => {
  const { callWorker } = await import("/elections/crypto/client.js");
  const progress = [];
  try {
    return { result: await callWorker(op, args, (done) => progress.push(done)), progress };
  } catch (error) {
    return { refused: error.code, progress };
  }
}
"""


@pytest.fixture
def raw() -> str:
    _, public_key = trustees.new_keypair()
    return election.make_election(
        uuid=election.new_uuid(),
        name="Council",
        description="",
        questions=[election.Question("Who?", tuple("ABCDEFGH"), 0, 8)],
        public_key=public_key,
        credential_authority="A supervisor",
        administrator="The secretariat",
    )


def test_ballot_of_the_worker_is_accepted_and_its_progress_rises_to_1(booth: Any, raw: str) -> None:
    code = credentials.new_code()
    answer = booth.evaluate(ASK, ["makeBallot", [raw, code, [[1, 0, 1, 0, 0, 0, 0, 1]]]])
    parsed = election.parse(raw)
    _, public = credentials.derive(code, parsed.uuid)
    cast = answer["result"]
    checked = ballot.check_ballot(parsed, cast["ballot"], credentials={public})
    assert checked.tracker == cast["tracker"]
    # Eight marks and one sum, each told once in whole percents.
    assert answer["progress"] == [0.11, 0.22, 0.33, 0.44, 0.55, 0.66, 0.77, 0.88, 1]


def test_credentials_of_the_worker_are_those_of_the_codes(booth: Any, raw: str) -> None:
    codes = booth.evaluate(ASK, ["newCodes", [3]])["result"]
    uuid = election.parse(raw).uuid
    publics = sorted(credentials.derive(code, uuid)[1] for code in codes)
    assert booth.evaluate(ASK, ["deriveAll", [codes, uuid]])["result"] == publics


def test_key_made_saved_and_read_again_in_the_worker_restores(booth: Any) -> None:
    made = booth.evaluate(ASK, ["newKey", ["Chief scrutineer"]])["result"]
    saved = booth.evaluate("(file) => JSON.stringify(file)", made["file"])
    key = booth.evaluate(ASK, ["readKeyFile", [saved]])["result"]
    proof = booth.evaluate(ASK, ["restoreProof", [key, "nonce"]])["result"]
    public = trustees.check_public_message(made["message"])
    trustees.check_restore_proof(public, "nonce", proof)


@pytest.mark.parametrize(
    ("op", "args", "code"),
    [
        ("makeBallot", ["{}", "", []], "malformed"),
        ("derive", ["22222-222222-22222-22222g", "uuid"], "code_check"),
        ("toString", [], "unknown_operation"),
    ],
)
def test_refusal_comes_with_its_code(booth: Any, op: str, args: list[Any], code: str) -> None:
    assert booth.evaluate(ASK, [op, args]) == {"refused": code, "progress": []}


def test_page_answers_while_the_worker_computes(booth: Any, raw: str) -> None:
    frames = booth.evaluate(
        """async ([raw, code, choices]) => {
          const { callWorker } = await import("/elections/crypto/client.js");
          let ticks = 0;
          const timer = setInterval(() => { ticks += 1; }, 1);
          await callWorker("makeBallot", [raw, code, choices]);
          clearInterval(timer);
          return ticks;
        }""",
        [raw, credentials.new_code(), [[0] * 8]],
    )
    assert frames > 0
