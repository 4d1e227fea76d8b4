"""Trustees: keys, proofs of knowledge and the ``trustees.json`` of an election (4.5 to 4.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import encoding, pedersen, proofs
from .errors import Malformed, NotInGroup, TrusteeRefused
from .group import ED25519, Element, Group


@dataclass(frozen=True, slots=True)
class Trustees:
    """What decryption needs of the trustees.

    ``keys`` are the public (or verification) keys by number, from 1. Each entry of ``parts`` lists
    the numbers of one entry of ``trustees.json`` and how many of them must decrypt.
    """

    public_key: Element
    keys: dict[int, Element]
    names: dict[int, str]
    parts: tuple[tuple[tuple[int, ...], int], ...]


def new_keypair(group: Group = ED25519) -> tuple[int, str]:
    """A private key and the encoding of its public key."""
    private = proofs.random_scalar(group)
    return private, group.encode(group.power_of_g(private))


def public_message(
    private: int, *, name: str | None = None, group: Group = ED25519
) -> dict[str, Any]:
    """The public key with a proof of knowledge of the private one, as in a ``Single`` entry."""
    public = group.encode(group.power_of_g(private))
    proof = proofs.prove_knowledge(group, private, _pok_prefix(group, public))
    message: dict[str, Any] = {"pok": proof.as_json(), "public_key": public}
    return message if name is None else {**message, "name": name}


def check_public_message(message: Any, group: Group = ED25519) -> str:
    """The encoded public key of a trustee's message, bare or as ``["Single", {…}]``.
    Raises TrusteeRefused when it is malformed or its proof does not hold: without the proof a
    trustee could choose a key that cancels those of the others."""
    try:
        body = _single_body(message)
        public = group.decode_for_power(body["public_key"])
        if public == group.identity:
            raise TrusteeRefused("a trustee's key is the identity")
        proof = proofs.parse_proof(group, body["pok"])
        prefix = _pok_prefix(group, body["public_key"])
        if not proofs.holds_knowledge(group, public, prefix, proof):
            raise TrusteeRefused("the trustee's proof of knowledge does not hold")
    except Malformed as error:
        raise TrusteeRefused(f"the trustee's message: {error}") from None
    return encoding.text(body["public_key"])


def _single_body(message: Any) -> dict[str, Any]:
    if isinstance(message, list):
        kind, message = encoding.items(message, 2)
        if kind != "Single":
            raise Malformed("a message of kind Single was expected")
    body = encoding.fields(message, ("pok", "public_key"), ("name",))
    encoding.text(body.get("name", ""))
    return body


def _pok_prefix(group: Group, public: str) -> str:
    return f"pok|{group.name}|{public}|"


def combine_single(messages: Sequence[Any], group: Group = ED25519) -> str:
    """The election's public key when every one of these trustees must decrypt.
    Raises TrusteeRefused like check_public_message, or when there is no message."""
    publics = [check_public_message(message, group) for message in messages]
    if not publics:
        raise TrusteeRefused("an election needs a trustee")
    if len(set(publics)) != len(publics):
        raise TrusteeRefused("two trustees have the same key")
    return group.encode(group.product(group.decode(public) for public in publics))


def trustees_json(messages: Sequence[Any]) -> str:
    """``trustees.json`` of an election in which every trustee must decrypt."""
    return encoding.dump([["Single", _single_body(message)] for message in messages])


def restore_proof(private: int, nonce: str, group: Group = ED25519) -> dict[str, str]:
    """Proof, over the server's nonce, that a saved key file was read back intact."""
    public = group.encode(group.power_of_g(private))
    return proofs.prove_knowledge(group, private, f"restore|{nonce}|{public}|").as_json()


def check_restore_proof(public: str, nonce: str, proof: Any, group: Group = ED25519) -> None:
    """Raises TrusteeRefused when the proof is not one for this key and nonce."""
    try:
        parsed = proofs.parse_proof(group, proof)
        holds = proofs.holds_knowledge(
            group, group.decode_for_power(public), f"restore|{nonce}|{public}|", parsed
        )
    except Malformed as error:
        raise TrusteeRefused(f"the proof: {error}") from None
    if not holds:
        raise TrusteeRefused("the key that was read back is not the key that was announced")


def parse_trustees(raw: str, group: Group) -> Trustees:
    """Checks every proof, certificate and signature of a ``trustees.json`` and combines the keys.
    Raises TrusteeRefused."""
    try:
        return _parse_trustees(raw, group)
    except NotInGroup as error:
        raise TrusteeRefused(f"a trustee's key: {error}") from None
    except Malformed as error:
        raise TrusteeRefused(f"the list of trustees: {error}") from None


def _parse_trustees(raw: str, group: Group) -> Trustees:
    public_key = group.identity
    keys: dict[int, Element] = {}
    names: dict[int, str] = {}
    parts = []
    for entry in encoding.items(encoding.load_canonical(raw)):
        kind, body = encoding.items(entry, 2)
        if kind == "Single":
            found = [group.decode(check_public_message(body, group))]
            part, threshold, named = found[0], 1, [body.get("name")]
        elif kind == "Pedersen":
            part, found, threshold, named = pedersen.check(body, group)
        else:
            raise TrusteeRefused(f"a trustee of kind {kind!r} is not supported")
        if kind == "Single" and found[0] in keys.values():
            raise TrusteeRefused("two trustees have the same key")
        if group.identity in found:
            raise TrusteeRefused("a trustee's key is the identity")
        numbers = tuple(range(len(keys) + 1, len(keys) + 1 + len(found)))
        keys.update(zip(numbers, found, strict=True))
        names.update({n: name for n, name in zip(numbers, named, strict=True) if name})
        parts.append((numbers, threshold))
        public_key = group.mul(public_key, part)
    if not keys:
        raise TrusteeRefused("an election needs a trustee")
    return Trustees(public_key, keys, names, tuple(parts))
