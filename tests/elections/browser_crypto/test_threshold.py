"""A set-up of threshold trustees in which browsers and Python take part together."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from elections.crypto import dealing, encoding, tally, trustees
from elections.crypto.election import make_election, new_uuid, parse
from elections.crypto.group import ED25519 as GROUP
from tests.elections.crypto.scenario import MOTION

Json = dict[str, Any]
SIZE, THRESHOLD, BROWSER = 3, 2, 2
"""The second of three trustees is the browser."""


class Mixed:
    def __init__(self, call: Callable[..., Any]) -> None:
        self.call = call
        self.file = call("trustee", "newKey", "Second")["file"]
        self.keys = [trustees.new_keypair()[0] for _ in range(SIZE)]
        certs = [
            call("threshold", "makeCertificate", self.file, self.place(index))
            if index == BROWSER
            else dealing.certificate(key, **self.place(index))
            for index, key in enumerate(self.keys, 1)
        ]
        for index, cert in enumerate(certs, 1):
            dealing.check_certificate(cert, **self.place(index))
        self.setup = dealing.Setup(THRESHOLD, certs)
        self.dealings = [self.deal(index) for index in range(1, SIZE + 1)]

    def place(self, index: int) -> dict[str, int]:
        return {"size": SIZE, "threshold": THRESHOLD, "index": index}

    def rounds(self, **changes: Any) -> Json:
        own = {"threshold": THRESHOLD, "certs": self.setup.certs}
        return own | changes

    def deal(self, index: int) -> Json:
        if index == BROWSER:
            return dict(self.call("threshold", "deal", self.file, self.rounds(), BROWSER))
        return dealing.deal(self.keys[index - 1], self.setup, index)

    def take_up(self, dealings: list[Json] | None = None) -> Any:
        rounds = self.rounds(dealings=dealings or self.dealings)
        return self.call("threshold", "takeUp", self.file, rounds, BROWSER)


@pytest.fixture(scope="module")
def held() -> dict[str, Mixed]:
    return {}


@pytest.fixture
def mixed(call: Callable[..., Any], held: dict[str, Mixed]) -> Mixed:
    if "one" not in held:
        held["one"] = Mixed(call)
    return held["one"]


def test_browser_and_python_set_up_keys_that_decrypt_together(
    call: Callable[..., Any], mixed: Mixed
) -> None:
    taken = mixed.take_up()
    assert taken["dealer"] is None
    shares = {
        index: dealing.take_up(key, mixed.setup, index, mixed.dealings)
        for index, key in enumerate(mixed.keys, 1)
        if index != BROWSER
    }
    public = [
        call("threshold", "makeVerificationKey", mixed.file, taken["share"])
        if index == BROWSER
        else dealing.verification_key(shares[index], key)
        for index, key in enumerate(mixed.keys, 1)
    ]
    for index, key in enumerate(public, 1):
        dealing.check_verification_key(mixed.setup, index, mixed.dealings, key)
    listed = encoding.dump([dealing.entry(mixed.setup, mixed.dealings, public)])
    parsed = trustees.parse_trustees(listed, GROUP)
    raw = make_election(
        uuid=new_uuid(),
        name="",
        description="",
        questions=[MOTION],
        public_key=GROUP.encode(parsed.public_key),
    )
    election = parse(raw)
    encrypted = tally.rehearsal_tally(election)
    browsers = call("trustee", "rehearse", raw, taken["share"])
    for other, share in shares.items():
        own = tally.partial_decryption(election, encrypted, share)
        given = {BROWSER: browsers, other: own}
        assert tally.result(election, parsed, encrypted, given, 1) == '{"result":[[1,1]]}'


def test_the_browser_names_who_dealt_a_value_that_does_not_fit(mixed: Mixed) -> None:
    other = Mixed(mixed.call)
    content = json.loads(mixed.dealings[2]["parts"]["message"])
    part = content["parts"][BROWSER - 1]
    part["value"] = str((int(part["value"]) + 1) % GROUP.q)
    message = encoding.dump(content)
    proof = dealing.proofs.prove_knowledge(GROUP, mixed.keys[2], f"sigmsg|{message}|")
    false = {**mixed.dealings[2], "parts": {"message": message, "signature": proof.as_json()}}
    for wrong in (false, other.dealings[2], {}, {**mixed.dealings[2], "signature": None}):
        assert mixed.take_up([*mixed.dealings[:2], wrong]) == {"dealer": 3, "share": None}


def test_another_key_and_false_certificates_are_told(
    attempt: Callable[..., Any], call: Callable[..., Any], mixed: Mixed
) -> None:
    stranger = call("trustee", "newKey", "Stranger")["file"]
    assert attempt("threshold", "deal", stranger, mixed.rounds(), BROWSER) == {
        "refused": "key_not_in_set_up"
    }
    first, second, third = mixed.setup.certs
    unsigned = {**third, "signature": first["signature"]}
    for certs in ([first, second], [third, second, first], [first, second, unsigned]):
        rounds = mixed.rounds(certs=certs)
        assert attempt("threshold", "deal", mixed.file, rounds, BROWSER) == {
            "refused": "bad_certificate"
        }
