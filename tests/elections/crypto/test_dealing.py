"""The rounds in which threshold trustees set up their keys, and what is refused in each."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.crypto import dealing, encoding, proofs, tally, trustees
from elections.crypto.election import make_election, new_uuid, parse
from elections.crypto.errors import PartRefused, TrusteeRefused
from elections.crypto.group import ED25519 as GROUP
from tests.elections.crypto.rounds import Rounds
from tests.elections.crypto.scenario import MOTION

Json = dict[str, Any]


@pytest.fixture(scope="module")
def rounds() -> Rounds:
    return Rounds(3, 2)


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 5).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size))))
def test_every_subset_that_will_do_decrypts_and_none_smaller(shape: tuple[int, int]) -> None:
    size, threshold = shape
    made = Rounds(size, threshold)
    shares = made.take_up()
    parsed = trustees.parse_trustees(made.list_of_trustees(shares), GROUP)
    election = parse(
        make_election(
            uuid=new_uuid(),
            name="",
            description="",
            questions=[MOTION],
            public_key=GROUP.encode(parsed.public_key),
        )
    )
    encrypted = tally.rehearsal_tally(election)
    given_in = {
        index: tally.partial_decryption(election, encrypted, share)
        for index, share in enumerate(shares, 1)
    }
    for chosen in combinations(given_in, threshold):
        some = {index: given_in[index] for index in chosen}
        assert tally.result(election, parsed, encrypted, some, 1) == '{"result":[[1,1]]}'
        some.pop(chosen[0])
        with pytest.raises(tally.ResultUndecided):
            tally.result(election, parsed, encrypted, some, 1)


def test_the_same_key_deals_the_same_again_and_other_values_among_others(rounds: Rounds) -> None:
    again = dealing.deal(rounds.keys[0], rounds.setup, 1)
    assert again["coefexps"]["message"] == rounds.dealings[0]["coefexps"]["message"]
    assert (
        dealing.take_up(rounds.keys[1], rounds.setup, 2, [again, *rounds.dealings[1:]])
        == (rounds.take_up()[1])
    )
    other = Rounds(3, 2)
    mixed = dealing.Setup(2, [rounds.setup.certs[0], *other.setup.certs[1:]])
    assert dealing.deal(rounds.keys[0], mixed, 1)["coefexps"] != again["coefexps"]


def test_a_false_value_names_its_dealer(rounds: Rounds) -> None:
    content = json.loads(rounds.dealings[1]["parts"]["message"])
    content["parts"][0]["value"] = str((int(content["parts"][0]["value"]) + 1) % GROUP.q)
    message = encoding.dump(content)
    proof = proofs.prove_knowledge(GROUP, rounds.keys[1], f"sigmsg|{message}|")
    false = {**rounds.dealings[1], "parts": {"message": message, "signature": proof.as_json()}}
    dealings = [rounds.dealings[0], false, rounds.dealings[2]]

    dealing.check_dealing(rounds.setup, 2, false)  # nobody else can tell
    with pytest.raises(PartRefused) as refused:
        dealing.take_up(rounds.keys[0], rounds.setup, 1, dealings)
    assert refused.value.dealer == 2
    dealing.take_up(rounds.keys[2], rounds.setup, 3, dealings)


def changed(value: Json, path: tuple[Any, ...], new: Any) -> Json:
    copy = json.loads(json.dumps(value))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = new
    return dict(copy)


def resigned(key: int, message: Any) -> Json:
    text = encoding.dump(message)
    proof = proofs.prove_knowledge(GROUP, key, f"sigmsg|{text}|")
    return {"message": text, "signature": proof.as_json()}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda r: r.dealings[1],  # another trustee's
        lambda r: changed(r.dealings[0], ("signature", "response"), "1"),
        lambda r: changed(r.dealings[0], ("coefexps", "signature", "challenge"), "1"),
        lambda r: changed(r.dealings[0], ("parts", "signature", "response"), "1"),
        lambda r: {**r.dealings[0], "coefexps": resigned(r.keys[0], {"coefexps": []})},
        lambda r: {**r.dealings[0], "parts": resigned(r.keys[0], {})},
        lambda r: {**r.dealings[0], "more": 1},
        lambda r: Rounds(3, 2).dealings[0],
        lambda r: [],
        lambda r: None,
    ],
)
def test_a_dealing_that_is_not_this_trustees_is_refused(
    rounds: Rounds, spoil: Callable[[Rounds], Any]
) -> None:
    with pytest.raises(TrusteeRefused):
        dealing.check_dealing(rounds.setup, 1, spoil(rounds))


@pytest.mark.parametrize("change", [{"dealer": 2}, {"certs": "0" * 64}, {"parts": []}])
def test_parts_of_another_set_up_are_refused_though_signed(rounds: Rounds, change: Json) -> None:
    content = json.loads(rounds.dealings[0]["parts"]["message"]) | change
    spoilt = {**rounds.dealings[0], "parts": resigned(rounds.keys[0], content)}
    with pytest.raises(TrusteeRefused):
        dealing.check_dealing(rounds.setup, 1, spoilt)


@pytest.mark.parametrize(("size", "threshold", "index"), [(4, 2, 1), (3, 3, 1), (3, 2, 2)], ids=str)
def test_a_certificate_of_another_set_up_is_refused(size: int, threshold: int, index: int) -> None:
    own = dealing.certificate(7, size=size, threshold=threshold, index=index)
    with pytest.raises(TrusteeRefused):
        dealing.check_certificate(own, size=3, threshold=2, index=1)


def test_a_certificate_of_the_identity_is_refused() -> None:
    own = dealing.certificate(0, size=3, threshold=2, index=1)
    with pytest.raises(TrusteeRefused, match="identity"):
        dealing.check_certificate(own, size=3, threshold=2, index=1)


def test_a_verification_key_that_was_not_dealt_is_refused(rounds: Rounds) -> None:
    own, others = rounds.take_up()[:2]
    wrong = [
        dealing.verification_key((own + 1) % GROUP.q, rounds.keys[0]),
        dealing.verification_key(others, rounds.keys[0]),
        dealing.verification_key(own, rounds.keys[1]),  # signed by another
    ]
    for made in wrong:
        with pytest.raises(TrusteeRefused):
            dealing.check_verification_key(rounds.setup, 1, rounds.dealings, made)
