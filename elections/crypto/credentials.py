"""Voting codes and the credentials derived from them (section 4.8)."""

import re
import secrets
from collections.abc import Sequence

from . import encoding
from .election import BASE58, Election
from .errors import CodeRefused, Malformed
from .group import ED25519, Group

_FORM = re.compile(r"-".join(f"[{BASE58}]{{{n}}}" for n in (5, 6, 5, 6)))
_LENGTH = 22
# Prime above 58, and 2 generates its multiplicative group: every wrong character and every swap of
# two characters changes the sum.
_MODULUS = 59


def new_code() -> str:
    """A fresh voting code with 123 random bits, ``XXXXX-XXXXXX-XXXXX-XXXXXX``."""
    while True:
        digits = [secrets.randbelow(58) for _ in range(_LENGTH - 1)]
        last = -_weighted(digits) * pow(2, 1 - _LENGTH, _MODULUS) % _MODULUS
        if last < 58:
            text = "".join(BASE58[digit] for digit in [*digits, last])
            return "-".join((text[:5], text[5:11], text[11:16], text[16:]))


def check_code(code: str) -> bool:
    """Whether the code has the right form and its check character fits: a typing error is told
    before anything is computed. Codes made by other software have no check character."""
    if not _FORM.fullmatch(code):
        return False
    return _weighted([BASE58.index(c) for c in code if c != "-"]) == 0


def _weighted(digits: Sequence[int]) -> int:
    return sum(digit << position for position, digit in enumerate(digits)) % _MODULUS


def derive(code: str, uuid: str, group: Group = ED25519) -> tuple[int, str]:
    """The secret exponent and the public credential of a code in one election.

    Different uuids give unrelated credentials, so one code serves several elections. Raises
    CodeRefused when the code has not the form of one; the check character is not looked at.
    """
    if not _FORM.fullmatch(code):
        raise CodeRefused("a voting code is written XXXXX-XXXXXX-XXXXX-XXXXXX")
    digest = "".join(encoding.sha256_hex(f"derive_credential|{uuid}|{i}|{code}") for i in (0, 1))
    secret = int(digest, 16) % group.q
    return secret, group.encode(group.power_of_g(secret))


def credentials_json(publics: Sequence[str]) -> str:
    """The list of public credentials as published: sorted, so that its order tells nothing."""
    return encoding.dump(sorted(publics))


def parse_credentials(election: Election, raw: str) -> dict[str, int]:
    """Weights by public credential. Raises Malformed for a credential outside the group, one that
    occurs twice (two voters with one credential would leave one of them without a vote), the
    identity (anyone could sign for it), or a weight that is no positive number."""
    result: dict[str, int] = {}
    for entry in encoding.items(encoding.load(raw)):
        public, comma, weight = encoding.text(entry).partition(",")
        element = election.group.decode(public)
        if element == election.group.identity:
            raise Malformed("a credential is the identity")
        if public in result:
            raise Malformed("a credential occurs twice")
        result[public] = encoding.decimal(weight, 10**12) if comma else 1
        if result[public] == 0:
            raise Malformed("a weight is zero")
    return result
