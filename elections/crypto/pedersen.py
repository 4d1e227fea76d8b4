"""Verification of threshold trustees (section 4.6): certificates, polynomials, keys.

Their set-up is in ``dealing``; here its public side is checked, whoever made it, and used.
"""

from collections.abc import Sequence
from typing import Any

from . import encoding, proofs
from .errors import TrusteeRefused
from .group import BELENIOS_2048, Element, Group


def check(value: Any, group: Group) -> tuple[Element, list[Element], int, list[str | None]]:
    """The part of the election's key, the verification keys, how many trustees must decrypt, and
    the trustees' names. Raises TrusteeRefused or Malformed.

    Version 2 of belenios-tool, which knows one group alone, has certificates without a context and
    signs neither the statement nor the keys: its lists are read in that group and nowhere else.
    """
    older = group is BELENIOS_2048 and isinstance(value, dict) and "signatures" not in value
    names = ["threshold", "certs", "coefexps", "signatures", "verification_keys"]
    if older:
        names.remove("signatures")
    value = encoding.fields(value, names)
    threshold = encoding.integer(value["threshold"])
    size = len(encoding.items(value["certs"]))
    if not 1 <= threshold <= size:
        raise TrusteeRefused("the threshold is not between 1 and the number of trustees")
    signers = [
        check_certificate(group, cert, size, threshold, index, older=older)
        for index, cert in enumerate(value["certs"], 1)
    ]
    coefficients = [
        check_coefficients(group, signer, entry, threshold)
        for signer, entry in zip(signers, encoding.items(value["coefexps"], size), strict=True)
    ]
    if not older:
        signatures = encoding.items(value["signatures"], size)
        for signer, coefexps, signature in zip(signers, coefficients, signatures, strict=True):
            require_statement(group, signer, value["certs"], coefexps, signature)
    entries = encoding.items(value["verification_keys"], size)
    keys = [
        check_verification_key(group, signer, entry, coefficients, index, older=older)
        for index, (signer, entry) in enumerate(zip(signers, entries, strict=True), 1)
    ]
    part = group.product(coefexps[0] for coefexps in coefficients)
    return part, keys, threshold, [entry.get("name") for entry in entries]


def require_statement(
    group: Group, signer: Element, certs: Any, coefexps: Sequence[Element], signature: Any
) -> None:
    """That a trustee deals these commitments among these trustees. Raises TrusteeRefused."""
    content = {"certs": certs, "coefexps": [group.encode(element) for element in coefexps]}
    _require_signed(group, signer, f"certs_sig|{encoding.dump(content)}", signature)


def _require_signed(group: Group, signer: Element, message: str, signature: Any) -> None:
    proof = proofs.parse_proof(group, signature)
    if not proofs.holds_knowledge(group, signer, f"sigmsg|{message}|", proof):
        raise TrusteeRefused("a signature of a threshold trustee does not hold")


def open_signed(group: Group, signer: Element | None, value: Any, *, older: bool = False) -> Any:
    """The JSON inside a signed message; with no signer given, the message names it itself."""
    value = encoding.fields(value, ("message", "signature"))
    content = encoding.load_canonical(encoding.text(value["message"]))
    if signer is None:
        names = ("verification", "encryption")
        content = encoding.fields(content, names if older else ("context", *names))
        signer = group.decode(content["verification"])
    _require_signed(group, signer, value["message"], value["signature"])
    return content


def check_certificate(
    group: Group, value: Any, size: int, threshold: int, index: int, *, older: bool = False
) -> Element:
    content = open_signed(group, None, value, older=older)
    context = {"group": group.name, "size": size, "threshold": threshold, "index": index}
    if not older and encoding.dump(content["context"]) != encoding.dump(context):
        raise TrusteeRefused(f"the certificate of threshold trustee {index} is of another set-up")
    group.decode(content["encryption"])
    return group.decode(content["verification"])


def check_coefficients(group: Group, signer: Element, value: Any, threshold: int) -> list[Element]:
    content = encoding.fields(open_signed(group, signer, value), ("coefexps",))
    return [group.decode(entry) for entry in encoding.items(content["coefexps"], threshold)]


def check_verification_key(
    group: Group,
    signer: Element,
    value: Any,
    coefficients: Sequence[Sequence[Element]],
    index: int,
    *,
    older: bool = False,
) -> Element:
    names = ("pok", "public_key") if older else ("pok", "public_key", "signature")
    value = encoding.fields(value, names, ("name",))
    key = group.decode(value["public_key"])
    encoding.text(value.get("name", ""))
    proof = proofs.parse_proof(group, value["pok"])
    if not proofs.holds_knowledge(group, key, f"pok|{group.name}|{value['public_key']}|", proof):
        raise TrusteeRefused(f"the proof of knowledge of threshold trustee {index} does not hold")
    if key != evaluate(group, coefficients, index):
        raise TrusteeRefused(f"the key of threshold trustee {index} is not the one agreed upon")
    if not older:
        _require_signed(group, signer, value["public_key"], value["signature"])
    return key


def evaluate(group: Group, coefficients: Sequence[Sequence[Element]], index: int) -> Element:
    """g to the sum of all polynomials at the trustee's index."""
    return group.product(
        group.power(coefficient, pow(index, k, group.q))
        for coefexps in coefficients
        for k, coefficient in enumerate(coefexps)
    )


def lagrange(group: Group, indexes: Sequence[int], index: int) -> int:
    """The coefficient of one trustee's share when these trustees combine theirs (section 4.21).
    Indexes count from 1 within the set-up."""
    result = 1
    for other in indexes:
        if other != index:
            result = result * other * pow(other - index, -1, group.q) % group.q
    return result
