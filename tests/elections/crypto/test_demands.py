"""Write-ins and blank votes of a slate: what its supplement proves, and what nobody can forge."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.crypto import archive, encoding, proofs, supplement
from elections.crypto.audit import audit
from elections.crypto.ballot import check_ballot, make_ballot, read_ballot, tracker_of
from elections.crypto.declarations import Declarations
from elections.crypto.election import Question
from elections.crypto.errors import BadProof, BadSupplement, CheckFailed, MissingSupplement
from elections.crypto.group import ED25519
from tests.elections.crypto.scenario import (
    FULL_DEMANDS,
    FULL_SLATE,
    another,
    ballots_only,
    leaves,
    mutated,
    open_election,
)

pytestmark = pytest.mark.usefixtures("arithmetic")

BOX = open_election(FULL_SLATE, voters=2, **FULL_DEMANDS)
WRITTEN_IN = [[0, 1, 0, 0, 0, 1], [0, 1, 0]]
BLANK = [[1, 0, 0, 0, 0, 0], [0, 0, 0]]
BALLOT, SUPPLEMENT = make_ballot(BOX.election, BOX.secrets[0], WRITTEN_IN)
UNCOVERED = [[0, 0, 0, 0, 1, 1], [1, 0, 0]]
BLANK_AND_AGAINST = [[1, 0, 0, 0, 0, 0], [0, 1, 0]]
BOTH_WAYS = [[0, 1, 0, 0, 0, 0], [1, 0, 0]]
RULES = Path(__file__).resolve().parents[2] / "vectors" / "rules" / "cases.json"
CASES = {
    case["id"]: case
    for case in json.loads(RULES.read_text(encoding="utf-8"))
    if case.get("id") in ("X4", "X5")
}
BROKEN = {
    "two write-ins for one mark against": UNCOVERED,
    "blank and against": BLANK_AND_AGAINST,
    "for and against": BOTH_WAYS,
}


def check(ballot: str, raw: str | None) -> None:
    check_ballot(BOX.election, ballot, credentials=set(BOX.publics), supplement_raw=raw)


def resigned(raw: str, secret: int = BOX.secrets[0]) -> str:
    value = json.loads(raw)
    del value["signature"]
    value["signature"] = proofs.sign(ED25519, secret, encoding.dump(value))
    return encoding.dump(value)


def without_demands(marks: Sequence[Sequence[int]]) -> str:
    """A ballot of this election by a device that knows nothing of the demands."""
    ballot, made = make_ballot(replace(BOX.election, demands=Declarations()), BOX.secrets[0], marks)
    assert made is None
    return ballot


def test_written_in_and_blank_ballots_are_accepted() -> None:
    check(BALLOT, SUPPLEMENT)
    value = json.loads(SUPPLEMENT)
    assert list(value) == ["ballot", "exclusive", "covered", "blank", "signature"]
    assert [len(value["exclusive"][0]["proofs"]), len(value["covered"][0]["proof"])] == [3, 4]
    check(*make_ballot(BOX.election, BOX.secrets[0], BLANK))


def test_sums_are_of_answers_and_blank_votes(full_slate) -> None:
    report = audit(archive.read(full_slate.archive(), full_slate.supplements_file()))
    assert report.result == [[1, 2, 1, 0, 0, 1], [0, 1, 1]]
    assert report.answers[0] == ["(blank)", *FULL_SLATE[0].answers]
    assert report.supplements_head


@pytest.mark.parametrize("marks", [[[0, 1, 0, 1, 0, 1], [0, 1, 0]], [[1, 1, 0, 0, 0, 0], [0] * 3]])
def test_write_ins_count_to_the_seats_and_blank_votes_are_alone(marks) -> None:
    with pytest.raises(ValueError, match=r"question|blank"):
        make_ballot(BOX.election, BOX.secrets[0], marks)


@pytest.mark.parametrize("marks", BROKEN.values(), ids=BROKEN)
def test_marks_that_break_a_demand_make_no_ballot(marks) -> None:
    with pytest.raises(ValueError, match="none of the claims"):
        make_ballot(BOX.election, BOX.secrets[0], marks)


@pytest.mark.parametrize("marks", BROKEN.values(), ids=BROKEN)
def test_lie_about_the_marks_is_noticed(marks) -> None:
    """A device that claims marks which keep the demand makes proofs that do not hold."""
    group, y = ED25519, BOX.election.public_key
    encrypted = [[proofs.encrypt(group, y, mark) for mark in row] for row in marks]
    lies = [
        [
            proofs.Opening(opening.randomness, mark)
            for (_c, opening), mark in zip(row, pretended, strict=True)
        ]
        for row, pretended in zip(encrypted, WRITTEN_IN, strict=True)
    ]
    choices = [[ciphertext for ciphertext, _ in row] for row in encrypted]
    raw = supplement.make_supplement(BOX.election, BOX.secrets[0], "tracker", choices, lies)
    with pytest.raises(BadSupplement):
        supplement.check_supplement(BOX.election, raw, BOX.publics[0], "tracker", choices)
    honest = [[opening for _c, opening in row] for row in encrypted]
    with pytest.raises(ValueError, match="none of the claims"):
        supplement.make_supplement(BOX.election, BOX.secrets[0], "tracker", choices, honest)


@pytest.mark.parametrize("marks", BROKEN.values(), ids=BROKEN)
def test_ballot_that_breaks_a_demand_is_refused_by_box_and_verifier(marks) -> None:
    """Every proof of the specification holds in it; the supplement is another ballot's, or none."""
    ballot = without_demands(marks)
    read_ballot(BOX.election, ballot, credentials=set(BOX.publics))
    with pytest.raises(MissingSupplement):
        check(ballot, None)
    forged = resigned(mutated(SUPPLEMENT, ("ballot",), lambda _: tracker_of(ballot)))
    with pytest.raises(BadSupplement, match="does not hold"):
        check(ballot, forged)
    box = replace(BOX, ballots=[ballot])
    for lines, reason in (([forged], "bad_supplement"), ([], "missing_supplement")):
        data = archive.read(box.archive(**ballots_only(box)), archive.supplements_file(lines))
        with pytest.raises(CheckFailed, match=reason) as raised:
            audit(data)
        assert raised.value.check == "supplements"


def test_more_marks_than_seats_with_write_ins_are_refused() -> None:
    wider = replace(
        BOX.election,
        questions=(replace(FULL_SLATE[0], maximum=5), FULL_SLATE[1]),
        demands=Declarations(),
    )
    ballot, _ = make_ballot(wider, BOX.secrets[0], [[0, 1, 1, 0, 1, 0], [0, 0, 1]])
    value = json.loads(ballot)
    value["answers"][0]["overall_proof"] = value["answers"][0]["overall_proof"][:4]
    del value["signature"]
    value["signature"] = proofs.sign(ED25519, BOX.secrets[0], encoding.dump(value))
    with pytest.raises(BadProof):
        check(encoding.dump(value), SUPPLEMENT)


@pytest.mark.parametrize("path", leaves(json.loads(SUPPLEMENT)), ids=str)
def test_no_field_can_be_changed(path) -> None:
    changed = mutated(SUPPLEMENT, path, another)
    for raw in (changed, resigned(changed)) if path[0] != "signature" else (changed,):
        with pytest.raises(BadSupplement):
            check(BALLOT, raw)


@pytest.mark.parametrize("name", ["covered", "blank"])
def test_no_demand_can_be_left_unanswered(name) -> None:
    value = json.loads(SUPPLEMENT)
    for changed in ({**value, name: []}, {k: v for k, v in value.items() if k != name}):
        with pytest.raises(BadSupplement):
            check(BALLOT, resigned(encoding.dump(changed)))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case_of_the_rules_makes_no_ballot(case) -> None:
    """X4: agreed and written in beyond the seats. X5: written in beside an abstention alone."""
    marked = case["ballot"]
    agree, written = marked["agree"], marked["write_in"]
    against, seats = marked.get("disagree", 0), case.get("seats", agree + written)
    standing = agree + against + marked.get("abstain", 0)
    names, others = (tuple(f"{kind} {n}" for n in range(standing)) for kind in "cw")
    questions = [
        Question("for", (*names, *others), 0, seats),
        Question("against", names, 0, standing),
    ]
    demands = {"exclusive": [(0, 1)], "covered": [(0, standing, 1)]}
    box = open_election(questions, voters=1, **demands)
    rest = standing - agree - against
    marks_for = [1] * agree + [0] * (against + rest) + [1] * written + [0] * (standing - written)
    marks_against = [0] * agree + [1] * against + [0] * rest
    with pytest.raises(ValueError, match=r"too many|none of the claims"):
        make_ballot(box.election, box.secrets[0], [marks_for, marks_against])
    # One name fewer, and it is a ballot.
    marks_for[standing] = 0
    assert make_ballot(box.election, box.secrets[0], [marks_for, marks_against])


@given(
    st.lists(st.integers(0, 1), min_size=5, max_size=5),
    st.lists(st.integers(0, 1), min_size=3, max_size=3),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_a_ballot_can_be_made_exactly_when_the_rules_allow_it(
    marks_for: list[int], against: list[int], blank: bool
) -> None:
    allowed = (
        sum(marks_for) <= 2
        and not any(f and a for f, a in zip(marks_for, against, strict=False))
        and sum(marks_for[3:]) <= sum(against)
        and not (blank and (any(marks_for) or any(against)))
    )
    try:
        made = make_ballot(BOX.election, BOX.secrets[0], [[int(blank), *marks_for], against])
    except ValueError:
        assert not allowed
    else:
        assert allowed
        check(*made)
