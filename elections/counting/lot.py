"""Draw a lot from a public seed: ``python -m elections.counting.lot SEED CANDIDATE…``.

The order is that of SHA-256 over ``SEED|CANDIDATE`` in UTF-8, written in hexadecimal, the smallest
first. Who stands is made known before the seed is; then nobody can choose the one to suit the
other, and anybody can draw again with ``printf '%s' 'SEED|CANDIDATE' | sha256sum``. The order of
the list makes no difference.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

SEPARATOR = "|"
DRAWN, REFUSED = 0, 2


class LotRefused(ValueError):
    """The seed or the list cannot be drawn from."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A candidate and the number, in hexadecimal, that gave the place."""

    candidate: str
    digest: str


def digest_of(seed: str, candidate: str) -> str:
    return sha256(f"{seed}{SEPARATOR}{candidate}".encode()).hexdigest()


def draw(seed: str, candidates: Sequence[str]) -> list[Drawn]:
    """All of ``candidates`` in the order of the lot. Raises LotRefused for an empty seed, and for
    fewer than two candidates, one that stands twice, or one in whose name the separator stands."""
    if not seed:
        raise LotRefused("the seed is empty")
    if len(candidates) < 2 or len(set(candidates)) != len(candidates):
        raise LotRefused("a lot is drawn among two or more, each named once")
    if any(SEPARATOR in candidate or not candidate for candidate in candidates):
        raise LotRefused(f"no candidate is named with a {SEPARATOR}, or by nothing")
    found = [Drawn(candidate, digest_of(seed, candidate)) for candidate in candidates]
    return sorted(found, key=lambda drawn: drawn.digest)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints each candidate's number and name in the order drawn."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        for drawn in draw(given[0] if given else "", given[1:]):
            print(f"{drawn.digest}  {drawn.candidate}")
    except LotRefused as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return REFUSED
    return DRAWN


if __name__ == "__main__":
    sys.exit(main())
