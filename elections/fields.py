"""Values that the rows of this app begin with."""

from __future__ import annotations

import secrets

# Base58 without the characters that are mistaken for others, as Belenios names its elections.
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_election_code() -> str:
    """A fresh election identifier in the form that the Belenios specification asks for."""
    return "".join(secrets.choice(BASE58) for _position in range(14))
