"""Ballots made in the browser are accepted by the box, and only for permitted choices."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from elections.crypto import ballot, credentials, election, errors, trustees

SEATS = 31
CANDIDATES = [f"Candidate {number:02}" for number in range(1, 36)]
MOTION = election.Question("Adopt the report?", ("for", "against"), 0, 1)
SLATE = (
    election.Question("For", tuple(CANDIDATES), 0, SEATS),
    election.Question("Against", tuple(CANDIDATES), 0, len(CANDIDATES)),
)


def make_election(*questions: election.Question, description: str = "A vote") -> str:
    _, public_key = trustees.new_keypair()
    return election.make_election(
        uuid=election.new_uuid(),
        name="General assembly",
        description=description,
        questions=questions,
        public_key=public_key,
        credential_authority="A supervisor",
        administrator="The secretariat",
    )


@pytest.fixture
def code() -> str:
    return credentials.new_code()


def accept(raw: str, code: str, cast: dict[str, Any]) -> ballot.CheckedBallot:
    parsed = election.parse(raw)
    _, public = credentials.derive(code, parsed.uuid)
    return ballot.check_ballot(
        parsed, cast["ballot"], credentials={public}, supplement_raw=cast["supplement"]
    )


@pytest.mark.parametrize("marks", [[1, 0], [0, 1], [0, 0]])
def test_motion_for_against_or_abstention_is_accepted(
    call: Callable[..., Any], code: str, marks: list[int]
) -> None:
    raw = make_election(MOTION)
    cast = call("ballot", "makeBallot", raw, code, [marks])
    assert cast["supplement"] is None
    assert accept(raw, code, cast).tracker == cast["tracker"]


def test_slate_with_its_supplement_is_accepted(call: Callable[..., Any], code: str) -> None:
    raw = make_election(*SLATE, description="The council\n#exclusive 0 1")
    in_favour = [1] * SEATS + [0] * (len(CANDIDATES) - SEATS)
    against = [0] * (len(CANDIDATES) - 2) + [1, 1]
    cast = call("ballot", "makeBallot", raw, code, [in_favour, against])
    assert accept(raw, code, cast).tracker == cast["tracker"]
    with pytest.raises(errors.MissingSupplement):
        accept(raw, code, {**cast, "supplement": None})


def test_question_with_a_minimum_is_accepted(call: Callable[..., Any], code: str) -> None:
    raw = make_election(MOTION, election.Question("Two of three", ("a", "b", "c"), 2, 2))
    cast = call("ballot", "makeBallot", raw, code, [[0, 1], [1, 0, 1]])
    assert accept(raw, code, cast).tracker == cast["tracker"]


def test_supplement_of_another_ballot_of_the_voter_is_refused(
    call: Callable[..., Any], code: str
) -> None:
    raw = make_election(MOTION, MOTION, description="#exclusive 0 1")
    first, second = (call("ballot", "makeBallot", raw, code, [[1, 0], [0, 1]]) for _ in range(2))
    with pytest.raises(errors.BadSupplement):
        accept(raw, code, {**first, "supplement": second["supplement"]})


@pytest.mark.parametrize(
    "choices",
    [
        [[1, 1], [0, 0]],
        [[1, 0], [1, 0]],
        [[1, 0]],
        [[1], [0, 1]],
        [[2, 0], [0, 0]],
        [[1, 0], None],
        None,
    ],
    ids=["over", "both ways", "one short", "answer short", "two", "none for one", "none"],
)
def test_choices_that_the_questions_forbid_are_refused(
    attempt: Callable[..., Any], code: str, choices: Any
) -> None:
    raw = make_election(MOTION, MOTION, description="#exclusive 0 1")
    assert attempt("ballot", "makeBallot", raw, code, choices) == {"refused": "bad_choices"}


@pytest.mark.parametrize(
    "line", ["#exclusive", "#exclusive 0", "#exclusive 0 2", "#exclusive 0 0", "#exclusive 00 1"]
)
def test_declaration_that_fits_no_questions_is_refused(
    attempt: Callable[..., Any], code: str, line: str
) -> None:
    raw = json.loads(make_election(MOTION, MOTION))
    text = json.dumps({**raw, "description": f"A slate\n{line}"})
    refused = attempt("ballot", "makeBallot", text, code, [[1, 0], [0, 1]])
    assert refused == {"refused": "bad_declaration"}


def test_election_in_another_group_is_refused(attempt: Callable[..., Any], code: str) -> None:
    text = json.dumps({**json.loads(make_election(MOTION)), "group": "BELENIOS-2048"})
    refused = attempt("ballot", "makeBallot", text, code, [[1, 0]])
    assert refused == {"refused": "unsupported_group"}
