"""From the box to the result, with honest and with dishonest trustees."""

import json
from itertools import combinations

import pytest
from nacl import bindings

from elections.crypto import proofs, tally, trustees
from elections.crypto.election import Election, make_election, new_uuid, parse
from elections.crypto.errors import DecryptionRefused, Malformed, ResultUndecided
from elections.crypto.group import ED25519 as GROUP
from elections.crypto.trustees import Trustees
from tests.elections.crypto.scenario import (
    MOTION,
    SLATE,
    Scenario,
    another,
    forged_share,
    leaves,
    mutated,
    open_election,
)

pytestmark = pytest.mark.usefixtures("arithmetic")


def test_results_are_the_sums_of_the_last_ballots(motion, slate, several_questions) -> None:
    assert json.loads(motion.result) == {"result": [[2, 1]]}
    assert json.loads(slate.result) == {"result": [[1, 2, 0], [1, 0, 1]]}
    assert json.loads(several_questions.result) == {
        "result": [[1, 1], [1, 1, 1], [2, 1, 1]],
    }


def test_last_ballot_of_each_credential_counts(motion) -> None:
    first, replaced, second, last = motion.ballots
    assert tally.last_ballots(motion.ballots) == [first, second, last]
    assert replaced not in tally.last_ballots(motion.ballots)
    assert tally.encrypted_tally(motion.election, [first, second, last]) == motion.encrypted_tally


def test_empty_box_decrypts_to_zero() -> None:
    box = open_election([MOTION]).counted()
    identity = GROUP.encode(GROUP.identity)
    assert json.loads(box.encrypted_tally) == [[{"alpha": identity, "beta": identity}] * 2]
    assert json.loads(box.result) == {"result": [[0, 0]]}


def test_weights_multiply() -> None:
    box = open_election([MOTION], voters=2, number_of_trustees=1)
    box.cast(0, [[1, 0]])
    box.cast(1, [[0, 1]])
    weights = dict(zip(box.publics, (5, 70_000), strict=True))
    encrypted = tally.encrypted_tally(box.election, box.ballots, weights)
    share = tally.partial_decryption(box.election, encrypted, box.privates[0])
    parsed = trustees.parse_trustees(box.trustees, GROUP)
    assert tally.result(box.election, parsed, encrypted, {1: share}, 70_005) == (
        '{"result":[[5,70000]]}'
    )


def parsed_trustees(box: Scenario) -> Trustees:
    return trustees.parse_trustees(box.trustees, box.election.group)


def check_share(box: Scenario, raw: str, owner: int = 1, encrypted: str | None = None) -> None:
    key = GROUP.encode(parsed_trustees(box).keys[owner])
    tally.check_partial_decryption(box.election, encrypted or box.encrypted_tally, key, raw)


def test_no_field_of_a_partial_decryption_can_be_changed(slate) -> None:
    raw = dict(slate.decryptions)[1]
    check_share(slate, raw)
    for path in leaves(json.loads(raw)):
        with pytest.raises(DecryptionRefused):
            check_share(slate, mutated(raw, path, another))


def test_factor_outside_the_group_is_refused(motion) -> None:
    torsion = (2**255 - 20).to_bytes(32, "little")

    def shifted(leaf: str) -> str:
        return GROUP.encode(bindings.crypto_core_ed25519_add(bytes.fromhex(leaf)[::-1], torsion))

    raw = dict(motion.decryptions)[1]
    with pytest.raises(DecryptionRefused, match="prime order"):
        check_share(motion, mutated(raw, ("decryption_factors", 0, 0), shifted))


def test_partial_decryption_of_somebody_or_something_else_is_refused(slate, motion) -> None:
    mine, its = dict(slate.decryptions)[1], dict(slate.decryptions)[2]
    empty = tally.encrypted_tally(slate.election, [])
    for raw, owner, encrypted in (
        (its, 1, None),
        (mine, 2, None),
        (mine, 1, empty),
        (dict(motion.decryptions)[1], 1, None),
        (json.dumps(json.loads(mine)), 1, None),
        ('{"decryption_factors":[],"decryption_proofs":[]}', 1, None),
        ("[]", 1, None),
        ("", 1, None),
    ):
        with pytest.raises(DecryptionRefused):
            check_share(slate, raw, owner, encrypted)


@pytest.mark.parametrize("raw", ["", "[]", "[[]]", "{}", '[[{"alpha":"1","beta":"1"}]]'])
def test_malformed_tally_is_refused(motion, raw: str) -> None:
    with pytest.raises(Malformed):
        tally.partial_decryption(motion.election, raw, 1)


def test_missing_share_is_named(motion) -> None:
    shares = dict(motion.decryptions)
    del shares[2]
    with pytest.raises(ResultUndecided) as raised:
        tally.result(motion.election, parsed_trustees(motion), motion.encrypted_tally, shares, 3)
    assert raised.value.owners == (2,)


def test_sum_beyond_the_ballots_is_no_result(motion) -> None:
    with pytest.raises(ResultUndecided):
        tally.result(
            motion.election,
            parsed_trustees(motion),
            motion.encrypted_tally,
            dict(motion.decryptions),
            1,
        )


def threshold_box(
    size: int, threshold: int, *, bound: bool = True
) -> tuple[Election, Trustees, list[int]]:
    """An election under shares of one polynomial, as threshold trustees hold them."""
    polynomial = [proofs.random_scalar(GROUP) for _ in range(threshold)]
    shares = [
        sum(a * pow(i, k, GROUP.q) for k, a in enumerate(polynomial)) % GROUP.q
        for i in range(1, size + 1)
    ]
    public = GROUP.power_of_g(polynomial[0])
    raw = make_election(
        uuid=new_uuid(),
        name="n",
        description="",
        questions=SLATE,
        public_key=GROUP.encode(public),
        bound=bound,
    )
    keys = {i: GROUP.power_of_g(share) for i, share in enumerate(shares, 1)}
    return parse(raw), Trustees(public, keys, {}, ((tuple(keys), threshold),)), shares


def test_any_threshold_of_the_trustees_decrypts() -> None:
    election, parsed, privates = threshold_box(3, 2)
    encrypted = tally.rehearsal_tally(election)
    shares = {
        i: tally.partial_decryption(election, encrypted, private)
        for i, private in enumerate(privates, 1)
    }
    for some in (*combinations(shares, 2), (1, 2, 3)):
        given = {i: shares[i] for i in some}
        assert tally.outcome(election, parsed, encrypted, given, 1) == tally.Outcome(
            '{"result":[[1,1,1],[1,1,1]]}', ()
        )
    with pytest.raises(ResultUndecided) as raised:
        tally.outcome(election, parsed, encrypted, {2: shares[2]}, 1)
    assert raised.value.owners == (1, 3)


def test_where_nothing_is_bound_a_share_that_decodes_to_nothing_is_named_and_others_serve() -> None:
    election, parsed, privates = threshold_box(3, 2, bound=False)
    encrypted = tally.rehearsal_tally(election)
    shares = {
        i: tally.partial_decryption(election, encrypted, private)
        for i, private in enumerate(privates, 1)
    }
    shares[1] = forged_share(election, encrypted, privates[0])
    assert tally.outcome(election, parsed, encrypted, shares, 1) == tally.Outcome(
        '{"result":[[1,1,1],[1,1,1]]}', (1,)
    )
    with pytest.raises(ResultUndecided) as raised:
        tally.outcome(election, parsed, encrypted, {1: shares[1], 2: shares[2]}, 1)
    assert raised.value.owners == (1, 2)


def test_rehearsal_finds_a_key_that_does_not_fit(motion) -> None:
    encrypted = tally.rehearsal_tally(motion.election)
    assert encrypted == tally.rehearsal_tally(motion.election)
    share = tally.partial_decryption(motion.election, encrypted, motion.privates[1])
    check_share(motion, share, 2, encrypted)
    with pytest.raises(DecryptionRefused):
        check_share(motion, share, 1, encrypted)


@pytest.mark.parametrize("most", [3, 1 << 19])
@pytest.mark.parametrize("bound", [0, 1, 2, 8, 9, 10, 99, 10_000])
def test_small_logarithms_are_exact_up_to_the_bound(bound: int, most: int) -> None:
    logarithm = tally.SmallLogarithm(GROUP, bound, most)
    for value in {0, 1, bound // 2, bound - 1, bound} & set(range(bound + 1)):
        assert logarithm.of(GROUP.power_of_g(value)) == value
    for value in (bound + 1, bound + 2, 3 * bound + 7, GROUP.q - 1):
        assert logarithm.of(GROUP.power_of_g(value)) is None
