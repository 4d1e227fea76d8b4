"""The part of a lot's seed that is called aloud, after what is drawn from was made known."""

from __future__ import annotations

from assemblies.errors import LotSeedInvalid

LEAST_DIGITS = 6
"""Of the digits called, so that several people can each call or roll one: whoever alone chose the
last of them could try them out."""


def digits_called(called: str) -> str:
    """The digits without the spaces between them. Raises LotSeedInvalid."""
    digits = "".join(called.split())
    if len(digits) < LEAST_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise LotSeedInvalid(least=LEAST_DIGITS)
    return digits
