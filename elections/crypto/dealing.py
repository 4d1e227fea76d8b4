"""How threshold trustees set up their keys, in three rounds of messages that everybody may see.

1. *Certificate*: a key to sign with, and one to encrypt to.
2. *Dealing*: commitments to a polynomial, and its value for each trustee, encrypted to them.
3. *Verification key*: the public half of the sum of the values dealt to one trustee.

The messages of ``trustees.json`` are those of the specification (section 4.6); how a value travels
from dealer to receiver is this project's (``docs/reference/formats.md``), since it stays between
the trustees. Everything of a trustee follows from the one private key that they keep: who reads it
back can do every round again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import encoding, pedersen, proofs
from .errors import Malformed, NotInGroup, PartRefused, TrusteeRefused
from .group import ED25519, Element, Group

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setup:
    """The certificates of all trustees, in their order, as ``trustees.json`` has them."""

    threshold: int
    certs: list[Json]
    group: Group = ED25519

    @property
    def size(self) -> int:
        return len(self.certs)

    @property
    def digest(self) -> str:
        """Binds what is dealt to these trustees: with others everything is dealt anew."""
        return encoding.sha256_hex(encoding.dump(self.certs))

    def signer(self, index: int) -> Element:
        return self.group.decode(self._content(index)["verification"])

    def receiver(self, index: int) -> Element:
        return self.group.decode(self._content(index)["encryption"])

    def _content(self, index: int) -> Json:
        return dict(encoding.load(self.certs[index - 1]["message"]))


def certificate(
    private: int, *, size: int, threshold: int, index: int, group: Group = ED25519
) -> Json:
    """Round 1 of the trustee with this number, from 1."""
    content = {
        "context": _context(group, size, threshold, index),
        "verification": group.encode(group.power_of_g(private)),
        "encryption": group.encode(group.power_of_g(_receiving_key(private, group))),
    }
    return _signed(group, private, encoding.dump(content))


def deal(private: int, setup: Setup, index: int) -> Json:
    """Round 2: ``coefexps`` and ``signature`` for ``trustees.json``, ``parts`` for the others."""
    group = setup.group
    polynomial = _polynomial(private, setup)
    coefexps = [group.encode(group.power_of_g(a)) for a in polynomial]
    parts = [
        _encrypt(setup, index, receiver, _value(group, polynomial, receiver))
        for receiver in range(1, setup.size + 1)
    ]
    statement = encoding.dump({"certs": setup.certs, "coefexps": coefexps})
    return {
        "coefexps": _signed(group, private, encoding.dump({"coefexps": coefexps})),
        "signature": _sign(group, private, f"certs_sig|{statement}"),
        "parts": _signed(group, private, encoding.dump(_parts(setup, index, parts))),
    }


def take_up(private: int, setup: Setup, index: int, dealings: Sequence[Json]) -> int:
    """The trustee's key of decryption: the sum of what was dealt to them.

    Raises PartRefused, which names the dealer, when a value does not fit its commitments.
    """
    group, total = setup.group, 0
    for dealer, dealing in enumerate(dealings, 1):
        coefexps = check_dealing(setup, dealer, dealing)
        part = encoding.load(dealing["parts"]["message"])["parts"][index - 1]
        value = _decrypt(setup, private, dealer, index, part)
        if group.power_of_g(value) != pedersen.evaluate(group, [coefexps], index):
            raise PartRefused("a value does not fit the commitments of its dealer", dealer)
        total += value
    return total % group.q


def verification_key(share: int, private: int, group: Group = ED25519) -> Json:
    """Round 3: the public half of ``share``, with the proof that its owner knows it."""
    public = group.encode(group.power_of_g(share))
    pok = proofs.prove_knowledge(group, share, f"pok|{group.name}|{public}|")
    return {
        "pok": pok.as_json(),
        "public_key": public,
        "signature": _sign(group, private, public),
    }


def check_certificate(
    value: Any, *, size: int, threshold: int, index: int, group: Group = ED25519
) -> str:
    """The encoded key that the trustee signs with. Raises TrusteeRefused."""
    try:
        signer = pedersen.check_certificate(group, value, size, threshold, index)
    except Malformed as error:
        raise TrusteeRefused(f"the certificate: {error}") from None
    if signer == group.identity:
        raise TrusteeRefused("a trustee's key is the identity")
    return group.encode(signer)


def check_dealing(setup: Setup, index: int, value: Any) -> list[Element]:
    """The commitments of a dealing whose signatures hold; whether its values fit them, only their
    receivers can tell. Raises TrusteeRefused."""
    group, signer = setup.group, setup.signer(index)
    try:
        value = encoding.fields(value, ("coefexps", "signature", "parts"))
        coefexps = pedersen.check_coefficients(group, signer, value["coefexps"], setup.threshold)
        pedersen.require_statement(group, signer, setup.certs, coefexps, value["signature"])
        content = pedersen.open_signed(group, signer, value["parts"])
        content = encoding.fields(content, ("dealer", "certs", "parts"))
        parts = encoding.items(content["parts"], setup.size)
        if encoding.dump(content) != encoding.dump(_parts(setup, index, parts)):
            raise TrusteeRefused("a dealing belongs to another set-up")
        for part in parts:
            part = encoding.fields(part, ("alpha", "value"))
            group.decode(part["alpha"])
            encoding.decimal(part["value"], group.q)
    except Malformed as error:
        raise TrusteeRefused(f"the dealing: {error}") from None
    return coefexps


def check_verification_key(setup: Setup, index: int, dealings: Sequence[Json], value: Any) -> str:
    """The encoded public key that the dealings give this trustee. Raises TrusteeRefused."""
    group = setup.group
    coefficients = [
        check_dealing(setup, number, dealing) for number, dealing in enumerate(dealings, 1)
    ]
    try:
        key = pedersen.check_verification_key(
            group, setup.signer(index), value, coefficients, index
        )
    except Malformed as error:
        raise TrusteeRefused(f"the verification key: {error}") from None
    return group.encode(key)


def entry(setup: Setup, dealings: Sequence[Json], keys: Sequence[Json]) -> list[Any]:
    """The entry of ``trustees.json``. ``keys`` may have names, after the other fields."""
    return [
        "Pedersen",
        {
            "threshold": setup.threshold,
            "certs": setup.certs,
            "coefexps": [dealing["coefexps"] for dealing in dealings],
            "signatures": [dealing["signature"] for dealing in dealings],
            "verification_keys": list(keys),
        },
    ]


def _context(group: Group, size: int, threshold: int, index: int) -> Json:
    return {"group": group.name, "size": size, "threshold": threshold, "index": index}


def _parts(setup: Setup, dealer: int, parts: Sequence[Any]) -> Json:
    return {"dealer": dealer, "certs": setup.digest, "parts": list(parts)}


def _sign(group: Group, private: int, message: str) -> dict[str, str]:
    return proofs.prove_knowledge(group, private, f"sigmsg|{message}|").as_json()


def _signed(group: Group, private: int, message: str) -> Json:
    return {"message": message, "signature": _sign(group, private, message)}


def _receiving_key(private: int, group: Group) -> int:
    return group.hash(f"threshold-receiving|{private}", [])


def _polynomial(private: int, setup: Setup) -> list[int]:
    return [
        setup.group.hash(f"threshold-coefficient|{setup.digest}|{power}|{private}", [])
        for power in range(setup.threshold)
    ]


def _value(group: Group, polynomial: Sequence[int], at: int) -> int:
    total: int = sum(a * at**power for power, a in enumerate(polynomial))
    return total % group.q


def _pad(setup: Setup, dealer: int, receiver: int, alpha: Element, shared: Element) -> int:
    """Hides one value, between these two, once: ``alpha`` is fresh."""
    group = setup.group
    return group.hash(f"threshold-part|{setup.digest}|{dealer}|{receiver}|", [alpha, shared])


def _encrypt(setup: Setup, dealer: int, receiver: int, value: int) -> dict[str, str]:
    group = setup.group
    r = proofs.random_scalar(group)
    alpha = group.power_of_g(r)
    pad = _pad(setup, dealer, receiver, alpha, group.power(setup.receiver(receiver), r))
    return {"alpha": group.encode(alpha), "value": str((value + pad) % group.q)}


def _decrypt(setup: Setup, private: int, dealer: int, receiver: int, part: Json) -> int:
    group = setup.group
    try:
        alpha = group.decode(part["alpha"])
    except NotInGroup:
        raise PartRefused("a value is encrypted with what is no element", dealer) from None
    shared = group.power(alpha, _receiving_key(private, group))
    return (int(part["value"]) - _pad(setup, dealer, receiver, alpha, shared)) % group.q
