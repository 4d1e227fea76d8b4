"""Ballots made in the browser are accepted by the box, and only for permitted choices."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from elections.crypto import ballot, credentials, election, errors, trustees

SEATS = 31
CANDIDATES = [f"Candidate {number:02}" for number in range(1, 36)]
WRITE_INS = ("Member 1", "Member 2", "Member 3")
FULL_SLATE = (
    election.Question("For", (*CANDIDATES[:4], *WRITE_INS), 0, 3, blank=True),
    election.Question("Against", tuple(CANDIDATES[:4]), 0, 4),
)
DEMANDS = "#exclusive 1 2\n#covered 1 4 2\n#blank 1 2"
NOTHING = [[0] * 8, [0] * 4]
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


@pytest.mark.parametrize(
    "slate",
    [
        [[0, 1, 1, 0, 0, 0, 0, 1], [0, 0, 1, 0]],
        [[0, 0, 0, 0, 0, 1, 1, 1], [1, 1, 1, 1]],
        [[0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1]],
        [[1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0]],
        NOTHING,
    ],
    ids=["written in", "three of four", "against all", "blank", "abstained"],
)
def test_write_ins_and_blank_votes_are_accepted(
    call: Callable[..., Any], code: str, slate: list[list[int]]
) -> None:
    raw = make_election(MOTION, *FULL_SLATE, description=f"The council\n{DEMANDS}")
    cast = call("ballot", "makeBallot", raw, code, [[1, 0], *slate])
    assert accept(raw, code, cast).tracker == cast["tracker"]
    value = json.loads(cast["supplement"])
    assert list(value) == ["ballot", "exclusive", "covered", "blank", "signature"]


@pytest.mark.parametrize(
    "slate",
    [
        [[0, 0, 0, 0, 0, 0, 1, 1], [1, 0, 0, 0]],
        [[0, 1, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0]],
        [[0, 1, 1, 1, 0, 1, 0, 0], [0, 0, 0, 1]],
        [[1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0]],
        [[1, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0]],
    ],
    ids=["more written in than against", "both ways", "over", "blank against", "blank for"],
)
def test_marks_that_break_a_demand_are_refused(
    attempt: Callable[..., Any], code: str, slate: list[list[int]]
) -> None:
    raw = make_election(MOTION, *FULL_SLATE, description=f"The council\n{DEMANDS}")
    assert attempt("ballot", "makeBallot", raw, code, [[1, 0], *slate]) == {
        "refused": "bad_choices"
    }


@pytest.mark.parametrize(
    "lines",
    [
        "#exclusive 1 2",
        "#exclusive 2 1",
        "#covered 1 7 2",
        "#covered 1 4 9",
        "#covered 2 0 1",
        "#covered 1 4",
        "#blank 2 1",
        "#blank 1 1",
        "#blank 0 2",
        "#blank 1 2\n#blank 1 2",
        "#covered 1 4 2\n#covered 1 4 2",
        "#final 0",
        "#finality",
        "#final\n#final",
        "#bound 0",
        "#boundary",
        "#bound\n#bound",
    ],
)
def test_demands_are_understood_as_the_server_understands_them(
    attempt: Callable[..., Any], code: str, lines: str
) -> None:
    raw = json.loads(make_election(MOTION, *FULL_SLATE))
    text = json.dumps({**raw, "description": lines})
    with pytest.raises(errors.ElectionRefused):
        election.parse(text)
    refused = attempt("ballot", "makeBallot", text, code, [[0, 0], *NOTHING])
    assert refused == {"refused": "bad_declaration"}


def test_blank_vote_of_a_single_question_is_accepted(call: Callable[..., Any], code: str) -> None:
    raw = make_election(election.Question("One of two", ("a", "b"), 1, 1, blank=True))
    for marks in ([1, 0, 0], [0, 1, 0]):
        cast = call("ballot", "makeBallot", raw, code, [marks])
        assert cast["supplement"] is None
        assert accept(raw, code, cast).tracker == cast["tracker"]


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
