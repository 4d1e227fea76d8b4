"""Ballots: what is allowed can be cast, and no part of one can be changed."""

import json
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from elections.crypto import encoding, proofs
from elections.crypto.ballot import CheckedBallot, check_ballot, make_ballot, tracker_of
from elections.crypto.election import Question
from elections.crypto.errors import (
    BadProof,
    BadSignature,
    BallotMalformed,
    BallotRefused,
    DuplicateBallot,
    DuplicateCiphertext,
    UnknownCredential,
    WrongElection,
)
from elections.crypto.group import ED25519
from tests.elections.crypto.scenario import (
    MOTION,
    Scenario,
    another,
    leaves,
    mutated,
    open_election,
)

pytestmark = pytest.mark.usefixtures("arithmetic")

BLANK = Question("?", ("a", "b", "c"), 1, 2, blank=True)
FIRM = Question("?", ("a", "b", "c"), 1, 2)
BOX = open_election([FIRM, BLANK])
VALID = make_ballot(BOX.election, BOX.secrets[0], [[0, 1, 1], [1, 0, 0, 0]])[0]


def check(raw: str, box: Scenario = BOX, **seen) -> CheckedBallot:
    return check_ballot(box.election, raw, credentials=set(box.publics), **seen)


marks = st.lists(st.integers(0, 1), min_size=3, max_size=3)


@given(marks, st.integers(0, 1), marks)
@settings(max_examples=25, deadline=None)
def test_exactly_what_the_questions_allow_can_be_cast(firm, blank, other) -> None:
    allowed = sum(firm) in (1, 2) and (sum(other) == 0 if blank else sum(other) in (1, 2))
    choices = [firm, [blank, *other]]
    if not allowed:
        with pytest.raises(ValueError, match=r"question|blank"):
            make_ballot(BOX.election, BOX.secrets[0], choices)
        return
    raw, supplement = make_ballot(BOX.election, BOX.secrets[0], choices)
    assert supplement is None
    assert check(raw).tracker == tracker_of(raw)


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_motion_can_be_voted_on_in_every_group(group: str) -> None:
    box = open_election([MOTION], voters=1, number_of_trustees=1, group=group)
    for choice in ([1, 0], [0, 1], [0, 0]):
        raw, _ = make_ballot(box.election, box.secrets[0], [choice])
        checked = check(raw, box)
        assert (checked.credential, len(checked.alphas)) == (box.publics[0], 2)


@pytest.mark.parametrize(
    "choices", [[[1, 0, 0]], [[1, 0], [1, 0, 0, 0]], [[2, 0, 0], [1, 0, 0, 0]], [[1, 0, 0]] * 3]
)
def test_marks_of_another_shape_cannot_be_cast(choices) -> None:
    with pytest.raises(ValueError, match=r"needed|needs"):
        make_ballot(BOX.election, BOX.secrets[0], choices)


@pytest.mark.parametrize("path", leaves(json.loads(VALID)), ids=str)
def test_no_field_can_be_changed(path) -> None:
    with pytest.raises(BallotRefused):
        check(mutated(VALID, path, another))


@pytest.mark.parametrize("wrong", [None, 0, [], {}, True, ""], ids=repr)
def test_no_part_can_be_replaced_by_nonsense(wrong) -> None:
    value = json.loads(VALID)
    parts = [("answers",), ("answers", 0), ("answers", 0, "choices"), ("signature",)]
    parts += [("answers", 1, "blank_proof"), ("answers", 0, "individual_proofs", 0)]
    for path in [*parts, *[(key,) for key in value]]:
        with pytest.raises(BallotRefused):
            check(mutated(VALID, path, lambda _: wrong))


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "null",
        VALID + " ",
        json.dumps(json.loads(VALID)),
        VALID[:-1] + ',"extra":1}',
        VALID.replace('"election_uuid"', '"election_hash"', 1),
        "[" * 50_000,
        "\ud800",
    ],
    ids=range(9),
)
def test_other_texts_are_no_ballots(raw: str) -> None:
    with pytest.raises(BallotMalformed):
        check(raw)


def resigned(raw: str, secret: int = BOX.secrets[0]) -> str:
    """The changed ballot signed anew by its voter, so that only the proofs can refuse it."""
    value = json.loads(raw)
    del value["signature"]
    value["signature"] = proofs.sign(ED25519, secret, encoding.dump(value))
    return encoding.dump(value)


PROOF_LEAVES = [path for path in leaves(json.loads(VALID)) if path[-1] in ("challenge", "response")]


@pytest.mark.parametrize("path", [p for p in PROOF_LEAVES if p[0] == "answers"], ids=str)
def test_the_voter_cannot_sign_a_wrong_proof(path) -> None:
    with pytest.raises(BadProof):
        check(resigned(mutated(VALID, path, another)))


def test_scalars_beyond_the_order_are_refused() -> None:
    """The same number plus q would verify and give the ballot a second form."""
    for path in PROOF_LEAVES:
        with pytest.raises(BallotMalformed):
            check(resigned_unless_signature(path))


def resigned_unless_signature(path) -> str:
    raw = mutated(VALID, path, lambda leaf: str(int(leaf) + ED25519.q))
    return raw if path[0] == "signature" else resigned(raw)


def test_ballot_of_another_election_is_refused() -> None:
    other = open_election([FIRM, BLANK])
    with pytest.raises(WrongElection):
        check_ballot(other.election, VALID, credentials=set(BOX.publics))
    text = mutated(VALID, ("election_uuid",), lambda _: other.election.uuid)
    with pytest.raises(WrongElection):
        check_ballot(other.election, text, credentials=set(BOX.publics))


def test_voter_cannot_sign_for_another_uuid() -> None:
    text = mutated(VALID, ("election_uuid",), another)
    with pytest.raises(WrongElection):
        check(resigned(text))


def test_unknown_credential_is_refused() -> None:
    with pytest.raises(UnknownCredential):
        check_ballot(BOX.election, VALID, credentials=set(BOX.publics[1:]))


def test_ballot_signed_by_somebody_else_is_refused() -> None:
    with pytest.raises(BadSignature):
        check(resigned(VALID, BOX.secrets[1]))


def test_ballot_copied_under_another_credential_is_refused() -> None:
    copied = mutated(VALID, ("credential",), lambda _: BOX.publics[1])
    with pytest.raises(BadProof):
        check(resigned(copied, BOX.secrets[1]))


def test_replay_is_refused() -> None:
    seen = check(VALID)
    with pytest.raises(DuplicateBallot):
        check(VALID, trackers={seen.tracker})
    with pytest.raises(DuplicateCiphertext):
        check(VALID, alphas=seen.alphas)


def test_ciphertext_twice_in_one_ballot_is_refused() -> None:
    value = json.loads(VALID)
    choices = value["answers"][0]["choices"]
    choices[1] = choices[0]
    with pytest.raises(DuplicateCiphertext):
        check(resigned(encoding.dump(value)))


def test_a_tracker_is_the_hash_of_the_ballot() -> None:
    assert check(VALID).tracker == encoding.sha256_base64(VALID)


def test_every_reason_is_documented() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "formats.md").read_text()
    table = text.split("| reason | meaning |")[1].split("\n\n")[0]
    documented = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert sorted(documented) == sorted(reason.code for reason in BallotRefused.__subclasses__())


TORSION = (2**255 - 20).to_bytes(32, "little")  # of order 2: vanishes under even challenges


@pytest.mark.parametrize("field", ["alpha", "beta"])
def test_ciphertext_outside_the_group_is_refused(field: str) -> None:
    def shifted(leaf: str) -> str:
        return ED25519.encode(bindings.crypto_core_ed25519_add(bytes.fromhex(leaf)[::-1], TORSION))

    for number in (0, 1):
        raw = mutated(VALID, ("answers", number, "choices", 1, field), shifted)
        with pytest.raises(BallotMalformed, match="prime order"):
            check(resigned(raw))


@pytest.mark.parametrize(("value", "claimed"), list(product((0, 1, 2), (0, 1))))
def test_disjunction_cannot_be_proved_of_what_is_not_in_it(value: int, claimed: int) -> None:
    y = ED25519.power_of_g(9)
    ciphertext, opening = proofs.encrypt(ED25519, y, value)
    if value != claimed:
        with pytest.raises(ValueError, match="none of the claims"):
            proofs.prove_disjunction(ED25519, y, "x", [(opening, claimed)])
        lie = proofs.Opening(opening.randomness, claimed)
        made = proofs.prove_disjunction(ED25519, y, "x", [(lie, claimed)])
    else:
        made = proofs.prove_disjunction(ED25519, y, "x", [(opening, claimed)])
    claim = [proofs.Claim(ciphertext, claimed)]
    assert proofs.holds_disjunction(ED25519, y, "x", claim, made) == (value == claimed)
    assert not proofs.holds_disjunction(ED25519, y, "y", claim, made)
    assert not proofs.holds_disjunction(ED25519, y, "x", claim, [*made, *made])
