"""Zero-knowledge proofs (sections 4.5, 4.12, 4.13, 4.16 and 4.20) and ElGamal encryption.

A prover who knows the randomness r of a ciphertext (g^r, y^r·g^m) writes every commitment with the
fixed bases g and y alone: for the claim "it holds v" with challenge c and response e - r·c they are
g^e and y^e·g^((m-v)·c), with e random. For the true claim the last factor vanishes.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import encoding
from .group import Element, Group, small_power_of_g


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge and a response, both below q."""

    challenge: int
    response: int

    def as_json(self) -> dict[str, str]:
        return {"challenge": str(self.challenge), "response": str(self.response)}


def parse_proof(group: Group, value: Any) -> Proof:
    """Raises Malformed unless both numbers are canonical and below q."""
    value = encoding.fields(value, ("challenge", "response"))
    return Proof(
        encoding.decimal(value["challenge"], group.q), encoding.decimal(value["response"], group.q)
    )


def parse_proofs(group: Group, value: Any, length: int) -> list[Proof]:
    return [parse_proof(group, entry) for entry in encoding.items(value, length)]


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """(g^r, y^r·g^m)"""

    alpha: Element
    beta: Element


@dataclass(frozen=True, slots=True)
class Opening:
    """What the maker of a ciphertext knows: its randomness and the number it holds."""

    randomness: int
    value: int


@dataclass(frozen=True, slots=True)
class Claim:
    """That a ciphertext holds a certain number: one branch of a disjunction."""

    ciphertext: Ciphertext
    value: int


def random_scalar(group: Group) -> int:
    """Uniform in [1, q): zero would give away what it is meant to hide."""
    return 1 + secrets.randbelow(group.q - 1)


def encrypt(group: Group, y: Element, value: int) -> tuple[Ciphertext, Opening]:
    """A fresh encryption of a small number under the public key y."""
    r = random_scalar(group)
    return encryption_of(group, y, r, value), Opening(r, value)


def encryption_of(group: Group, y: Element, randomness: int, value: int) -> Ciphertext:
    """The one encryption of a small number that has this randomness."""
    beta = group.power(y, randomness)
    if value:
        beta = group.mul(beta, small_power_of_g(group, value))
    return Ciphertext(group.power_of_g(randomness), beta)


def multiply(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    """The ciphertext of the sum."""
    if len(ciphertexts) == 1:
        return ciphertexts[0]
    return Ciphertext(
        group.product(c.alpha for c in ciphertexts), group.product(c.beta for c in ciphertexts)
    )


def add(group: Group, openings: Sequence[Opening]) -> Opening:
    """The opening of the product of the ciphertexts."""
    return Opening(sum(o.randomness for o in openings) % group.q, sum(o.value for o in openings))


def divide(group: Group, left: Ciphertext, right: Ciphertext) -> Ciphertext:
    """The ciphertext of the difference."""
    return Ciphertext(group.div(left.alpha, right.alpha), group.div(left.beta, right.beta))


def subtract(group: Group, left: Opening, right: Opening) -> Opening:
    """The opening of the quotient of the ciphertexts."""
    return Opening((left.randomness - right.randomness) % group.q, left.value - right.value)


def choices_text(group: Group, choices: Sequence[Ciphertext]) -> str:
    """``alpha,beta,alpha,beta,…`` as hashed by the overall proofs."""
    return ",".join(f"{group.encode(c.alpha)},{group.encode(c.beta)}" for c in choices)


def interval_prefix(group: Group, label: str, ciphertext: Ciphertext) -> str:
    return f"prove|{label}|{choices_text(group, [ciphertext])}|"


def prove_disjunction(
    group: Group, y: Element, prefix: str, claims: Sequence[tuple[Opening, int]]
) -> list[Proof]:
    """Proofs that one of the claims holds, without telling which.

    A claim is given as the opening of its ciphertext and the value it claims; at least one must be
    true (ValueError if none is).
    """
    true = next((i for i, (opening, value) in enumerate(claims) if opening.value == value), None)
    if true is None:
        raise ValueError("none of the claims is true")
    q = group.q
    challenges = [0 if i == true else secrets.randbelow(q) for i in range(len(claims))]
    exponents = [random_scalar(group) for _ in claims]
    commitments = []
    for (opening, value), challenge, e in zip(claims, challenges, exponents, strict=True):
        b = group.power(y, e)
        off = (opening.value - value) * challenge % q
        commitments += [group.power_of_g(e), group.mul(b, group.power_of_g(off)) if off else b]
    challenges[true] = (group.hash(prefix, commitments) - sum(challenges)) % q
    return [
        Proof(challenge, (e - opening.randomness * challenge) % q)
        for (opening, _), challenge, e in zip(claims, challenges, exponents, strict=True)
    ]


def holds_disjunction(
    group: Group, y: Element, prefix: str, claims: Sequence[Claim], proofs: Sequence[Proof]
) -> bool:
    """Whether the proofs show that one of the claims holds. Raises NotInGroup for a ciphertext
    outside the group: every alpha and every beta passes through ``commitment`` here."""
    if len(proofs) != len(claims):
        return False
    commitments = []
    for claim, proof in zip(claims, proofs, strict=True):
        c, e = proof.challenge, proof.response
        commitments.append(group.commitment(group.g, e, claim.ciphertext.alpha, c))
        commitments.append(group.commitment(y, e, claim.ciphertext.beta, c, claim.value))
    return group.hash(prefix, commitments) == sum(p.challenge for p in proofs) % group.q


def prove_interval(
    group: Group, y: Element, label: str, ciphertext: Ciphertext, opening: Opening, values: range
) -> list[Proof]:
    """Proofs that the ciphertext holds one of the values (section 4.12)."""
    prefix = interval_prefix(group, label, ciphertext)
    return prove_disjunction(group, y, prefix, [(opening, value) for value in values])


def holds_interval(
    group: Group,
    y: Element,
    label: str,
    ciphertext: Ciphertext,
    values: range,
    proofs: Sequence[Proof],
) -> bool:
    prefix = interval_prefix(group, label, ciphertext)
    claims = [Claim(ciphertext, value) for value in values]
    return holds_disjunction(group, y, prefix, claims, proofs)


def prove_knowledge(group: Group, secret: int, prefix: str) -> Proof:
    """Schnorr proof that one knows the logarithm of a public key, bound to the prefix."""
    w = random_scalar(group)
    challenge = group.hash(prefix, [group.power_of_g(w)])
    return Proof(challenge, (w - secret * challenge) % group.q)


def holds_knowledge(group: Group, public: Element, prefix: str, proof: Proof) -> bool:
    """Raises NotInGroup for a public key outside the group."""
    commitment = group.commitment(group.g, proof.response, public, proof.challenge)
    return group.hash(prefix, [commitment]) == proof.challenge


def prove_same_exponent(
    group: Group, secret: int, base: Element, prefix: str, stated: Sequence[Element] = ()
) -> Proof:
    """That base^secret and g^secret have the same exponent (section 4.20). ``stated`` is hashed
    with the commitments: the specification states nothing, so that whoever may choose the base
    after the commitments can prove what is false."""
    w = random_scalar(group)
    challenge = group.hash(prefix, [*stated, group.power_of_g(w), group.power(base, w)])
    return Proof(challenge, (w - secret * challenge) % group.q)


def holds_same_exponent(
    group: Group,
    public: Element,
    base: Element,
    powered: Element,
    prefix: str,
    proof: Proof,
    stated: Sequence[Element] = (),
) -> bool:
    """Whether public is to g as powered is to base. Raises NotInGroup like ``commitment``."""
    c, e = proof.challenge, proof.response
    commitments = [
        group.commitment(group.g, e, public, c),
        group.commitment(base, e, powered, c),
    ]
    return group.hash(prefix, [*stated, *commitments]) == c


def sign(group: Group, secret: int, content: str) -> dict[str, Any]:
    """The signature of a ballot or supplement: Schnorr over the hash of its JSON (section 4.16)."""
    digest = encoding.sha256_base64(content)
    return {"hash": digest, "proof": prove_knowledge(group, secret, f"sig|{digest}|").as_json()}


def holds_signature(group: Group, public: Element, content: str, value: Any) -> bool:
    """Raises Malformed for a signature that is none."""
    value = encoding.fields(value, ("hash", "proof"))
    if value["hash"] != encoding.sha256_base64(content):
        return False
    proof = parse_proof(group, value["proof"])
    return holds_knowledge(group, public, f"sig|{value['hash']}|", proof)


def parse_ciphertexts(group: Group, value: Any, length: int) -> list[Ciphertext]:
    """Ciphertexts whose elements are yet to pass through ``commitment``."""
    result = []
    for entry in encoding.items(value, length):
        entry = encoding.fields(entry, ("alpha", "beta"))
        result.append(
            Ciphertext(
                group.decode_for_power(entry["alpha"]), group.decode_for_power(entry["beta"])
            )
        )
    return result


def ciphertexts_json(group: Group, ciphertexts: Sequence[Ciphertext]) -> list[dict[str, str]]:
    return [{"alpha": group.encode(c.alpha), "beta": group.encode(c.beta)} for c in ciphertexts]
