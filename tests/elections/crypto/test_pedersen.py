"""Threshold trustees that sign whatever they like: what is wrong is refused all the same."""

from typing import Any

import pytest

from elections.crypto import encoding, proofs, tally, trustees
from elections.crypto.election import make_election, new_uuid, parse
from elections.crypto.errors import TrusteeRefused
from elections.crypto.group import ED25519 as GROUP
from tests.elections.crypto.scenario import MOTION

G = GROUP.encode(GROUP.g)


class Ceremony:
    """A set-up among trustees whose secrets are all known, with every signature in order."""

    def __init__(self, size: int, threshold: int, **wrong: Any) -> None:
        self.size, self.threshold, self.wrong = size, threshold, wrong
        self.signers = [proofs.random_scalar(GROUP) for _ in range(size)]
        self.polynomials = [
            [proofs.random_scalar(GROUP) for _ in range(wrong.get("coefficients", threshold))]
            for _ in range(size)
        ]
        self.shares = [self.share(index) for index in range(1, size + 1)]

    def share(self, index: int) -> int:
        powers = (a * index**k for p in self.polynomials for k, a in enumerate(p))
        return sum(powers) % GROUP.q

    def signed(self, signer: int, message: str) -> dict[str, str]:
        return proofs.prove_knowledge(GROUP, signer, f"sigmsg|{message}|").as_json()

    def message(self, signer: int, content: Any) -> dict[str, Any]:
        raw = encoding.dump(content)
        return {"message": raw, "signature": self.signed(signer, raw)}

    def certificate(self, index: int, signer: int) -> dict[str, Any]:
        context = {
            "group": GROUP.name,
            "size": self.size,
            "threshold": self.threshold,
            "index": index,
            **self.wrong.get("context", {}),
        }
        verification = GROUP.encode(GROUP.power_of_g(signer))
        encryption = self.wrong.get("encryption", G)
        content = {"context": context, "verification": verification, "encryption": encryption}
        return self.message(signer, content)

    def key(self, index: int, signer: int) -> dict[str, Any]:
        share = (self.shares[index - 1] + self.wrong.get("shift", {}).get(index, 0)) % GROUP.q
        message = trustees.public_message(share)
        return {**message, "signature": self.signed(signer, message["public_key"])}

    def entry(self) -> dict[str, Any]:
        numbered = list(enumerate(self.signers, 1))
        certs = [self.certificate(index, signer) for index, signer in numbered]
        exponents = [
            {"coefexps": [GROUP.encode(GROUP.power_of_g(a)) for a in polynomial]}
            for polynomial in self.polynomials
        ]
        pairs = list(zip(self.signers, exponents, strict=True))
        return {
            "threshold": self.wrong.get("stated", self.threshold),
            "certs": certs,
            "coefexps": [self.message(signer, content) for signer, content in pairs],
            "signatures": [
                self.signed(signer, "certs_sig|" + encoding.dump({"certs": certs, **content}))
                for signer, content in pairs
            ],
            "verification_keys": [self.key(index, signer) for index, signer in numbered],
        }

    def trustees(self) -> trustees.Trustees:
        return trustees.parse_trustees(encoding.dump([["Pedersen", self.entry()]]), GROUP)


@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (3, 2), (5, 3)])
def test_honest_set_up_is_accepted_and_decrypts(size: int, threshold: int) -> None:
    ceremony = Ceremony(size, threshold)
    parsed = ceremony.trustees()
    assert parsed.public_key == GROUP.power_of_g(ceremony.share(0))
    assert parsed.parts == ((tuple(range(1, size + 1)), threshold),)
    raw = make_election(
        uuid=new_uuid(),
        name="",
        description="",
        questions=[MOTION],
        public_key=GROUP.encode(parsed.public_key),
    )
    election = parse(raw)
    encrypted = tally.rehearsal_tally(election)
    last = range(size - threshold + 1, size + 1)
    shares = {
        index: tally.partial_decryption(election, encrypted, ceremony.shares[index - 1])
        for index in last
    }
    assert tally.result(election, parsed, encrypted, shares, 1) == '{"result":[[1,1]]}'


OUTSIDE = (2**255 - 20).to_bytes(32, "little")[::-1].hex()


@pytest.mark.parametrize(
    "wrong",
    [
        {"shift": {2: 1}},  # a key whose owner knows its secret, but not the one agreed upon
        {"shift": {1: 1, 3: GROUP.q - 1}},
        {"context": {"index": 1}},
        {"context": {"size": 4}},
        {"context": {"threshold": 1}},
        {"context": {"group": "BELENIOS-2048"}},
        {"context": {"extra": 1}},
        {"encryption": OUTSIDE},
        {"encryption": "x"},
        {"stated": 3},
        {"coefficients": 3},
        {"coefficients": 1},
    ],
    ids=str,
)
def test_wrong_set_up_is_refused_however_well_signed(wrong: dict[str, Any]) -> None:
    with pytest.raises(TrusteeRefused):
        Ceremony(3, 2, **wrong).trustees()


@pytest.mark.parametrize("threshold", [0, 4])
def test_threshold_must_lie_between_one_and_all(threshold: int) -> None:
    with pytest.raises(TrusteeRefused, match="between 1"):
        Ceremony(3, threshold).trustees()
