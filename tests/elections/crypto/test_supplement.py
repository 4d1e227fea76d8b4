"""No candidate of a slate is marked both for and against."""

import json

import pytest

from elections.crypto import encoding, proofs, supplement
from elections.crypto.ballot import check_ballot, make_ballot, tracker_of
from elections.crypto.errors import (
    BadSupplement,
    MissingSupplement,
    UnexpectedSupplement,
)
from elections.crypto.group import ED25519
from tests.elections.crypto.scenario import (
    MOTION,
    SLATE,
    another,
    leaves,
    mutated,
    open_election,
)

pytestmark = pytest.mark.usefixtures("arithmetic")

BOX = open_election(SLATE, voters=2, exclusive=[(0, 1)])
MARKS = [[1, 0, 1], [0, 1, 0]]
BALLOT, SUPPLEMENT = make_ballot(BOX.election, BOX.secrets[0], MARKS)


def check(ballot: str, raw: str | None) -> None:
    check_ballot(BOX.election, ballot, credentials=set(BOX.publics), supplement_raw=raw)


def test_slate_is_accepted_with_its_supplement() -> None:
    check(BALLOT, SUPPLEMENT)
    value = json.loads(SUPPLEMENT)
    assert list(value) == ["ballot", "exclusive", "signature"]
    assert value["ballot"] == tracker_of(BALLOT)
    assert [entry["questions"] for entry in value["exclusive"]] == [[0, 1]]
    assert [len(pair) for pair in value["exclusive"][0]["proofs"]] == [2, 2, 2]


def test_candidate_cannot_be_marked_twice() -> None:
    with pytest.raises(ValueError, match="none of the claims"):
        make_ballot(BOX.election, BOX.secrets[0], [[1, 0, 0], [1, 0, 0]])


def test_lying_about_a_double_mark_is_noticed() -> None:
    """A device that claims 1 for a sum of 2 makes a proof that does not hold."""
    group, y = ED25519, BOX.election.public_key
    encrypted = [[proofs.encrypt(group, y, mark) for mark in row] for row in ([1, 0, 0], [1, 0, 0])]
    lies = [[proofs.Opening(o.randomness, 0) for _, o in row] for row in encrypted]
    choices = [[c for c, _ in row] for row in encrypted]
    raw = supplement.make_supplement(BOX.election, BOX.secrets[0], "tracker", choices, lies)
    with pytest.raises(BadSupplement, match="answer 1"):
        supplement.check_supplement(BOX.election, raw, BOX.publics[0], "tracker", choices)


def test_missing_supplement_is_told_as_such() -> None:
    with pytest.raises(MissingSupplement):
        check(BALLOT, None)


def test_supplement_nobody_asked_for_is_refused() -> None:
    plain = open_election([MOTION], voters=1)
    ballot, made = make_ballot(plain.election, plain.secrets[0], [[1, 0]])
    assert made is None
    with pytest.raises(UnexpectedSupplement):
        check_ballot(
            plain.election, ballot, credentials=set(plain.publics), supplement_raw=SUPPLEMENT
        )


def test_supplement_of_another_ballot_is_refused() -> None:
    other, its_own = make_ballot(BOX.election, BOX.secrets[0], MARKS)
    check(other, its_own)
    with pytest.raises(BadSupplement):
        check(other, SUPPLEMENT)


def resigned(raw: str, secret: int = BOX.secrets[0]) -> str:
    value = json.loads(raw)
    del value["signature"]
    value["signature"] = proofs.sign(ED25519, secret, encoding.dump(value))
    return encoding.dump(value)


@pytest.mark.parametrize("path", leaves(json.loads(SUPPLEMENT)), ids=str)
def test_no_field_can_be_changed(path) -> None:
    changed = mutated(SUPPLEMENT, path, another)
    for raw in (changed, resigned(changed)) if path[0] != "signature" else (changed,):
        with pytest.raises(BadSupplement):
            check(BALLOT, raw)


def test_somebody_else_cannot_sign_it() -> None:
    with pytest.raises(BadSupplement):
        check(BALLOT, resigned(SUPPLEMENT, BOX.secrets[1]))


def test_proofs_cannot_change_places_or_be_left_out() -> None:
    value = json.loads(SUPPLEMENT)
    entries = value["exclusive"][0]["proofs"]
    for changed in ([entries[1], entries[0], entries[2]], entries[:2], [*entries, entries[0]], []):
        value["exclusive"][0]["proofs"] = changed
        with pytest.raises(BadSupplement):
            check(BALLOT, resigned(encoding.dump(value)))
    value["exclusive"] = []
    with pytest.raises(BadSupplement):
        check(BALLOT, resigned(encoding.dump(value)))


@pytest.mark.parametrize(
    "raw", ["", "{}", "[]", "null", SUPPLEMENT + "\n", "[" * 50_000], ids=range(6)
)
def test_other_texts_are_no_supplements(raw: str) -> None:
    with pytest.raises(BadSupplement):
        check(BALLOT, raw)


def test_chain_hashes_every_supplement_in_order() -> None:
    start = encoding.sha256_hex(BOX.election.fingerprint)
    assert supplement.chain_head(BOX.election, []) == start
    one = encoding.sha256_hex(f"{start}|{encoding.sha256_hex('a')}")
    two = encoding.sha256_hex(f"{one}|{encoding.sha256_hex('b')}")
    assert supplement.chain_head(BOX.election, ["a", "b"]) == two
    assert supplement.chain_head(BOX.election, ["b", "a"]) != two


def test_true_and_false_are_no_question_numbers() -> None:
    changed = mutated(SUPPLEMENT, ("exclusive", 0, "questions"), lambda _: [False, True])
    with pytest.raises(BadSupplement):
        check(BALLOT, resigned(changed))
