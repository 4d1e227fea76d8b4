"""Opened ballots: what a booth has encrypted, shown with the random numbers of the encryption.

The booth shows the hash of the finished, unsigned ballot first. The voter then has it cast, or has
it opened: an opened one tells whether the booth encrypts what was marked, was never signed, and can
never be cast. A booth that cheats does not know beforehand which of the two will be asked for.
Format: ``docs/reference/formats.md``.
"""

from dataclasses import dataclass
from typing import Any

from . import encoding, proofs
from .archive import Archive
from .ballot import Prepared, alphas_of, commitment_of, read_unsigned
from .credentials import parse_credentials
from .election import Election, parse
from .errors import BallotRefused, CheckFailed, CryptoError, Malformed
from .proofs import Ciphertext, Opening

FORMAT = "opened-ballot"


@dataclass(frozen=True, slots=True)
class Opened:
    """What an opened ballot holds: ``marks`` by question, one number for each answer, before them
    the one of a blank vote where the question has it. ``alphas`` tell its ciphertexts, with
    whatever proofs they come."""

    election: Election
    credential: str
    commitment: str
    alphas: frozenset[str]
    marks: tuple[tuple[int, ...], ...]


def open_ballot(election: Election, prepared: Prepared) -> str:
    """The file of an opened ballot. Whoever has it sees the marks, and nobody can cast them."""
    return encoding.dump(
        {
            "format": FORMAT,
            "version": 1,
            "election": election.raw,
            "ballot": prepared.content,
            "openings": [[_opening_json(one) for one in row] for row in prepared.openings],
        }
    )


def _opening_json(opening: Opening) -> dict[str, Any]:
    return {"randomness": str(opening.randomness), "value": opening.value}


def check_opened(raw: str, archive: Archive | None = None) -> Opened:
    """Encrypt again what the file says was marked, and compare with the ballot, whose proofs are
    checked too. With an archive also that it is of this election, and that the ballot was not cast.

    Raises CheckFailed("opened").
    """
    try:
        opened = _check(raw)
    except CheckFailed:
        raise
    except (CryptoError, BallotRefused) as error:
        raise CheckFailed("opened", f"the opened ballot: {error}") from None
    if archive is not None:
        _require_not_cast(opened, archive)
    return opened


def _check(raw: str) -> Opened:
    value = encoding.fields(
        encoding.load(raw), ("format", "version", "election", "ballot", "openings")
    )
    if value["format"] != FORMAT or encoding.integer(value["version"]) != 1:
        raise Malformed("not an opened ballot of this kind")
    election = parse(encoding.text(value["election"]))
    content = encoding.text(value["ballot"])
    credential, choices = read_unsigned(election, content)
    rows = encoding.items(value["openings"], len(choices))
    marks = tuple(
        tuple(
            _check_one(election, ciphertext, opening)
            for ciphertext, opening in zip(row, encoding.items(openings, len(row)), strict=True)
        )
        for row, openings in zip(choices, rows, strict=True)
    )
    alphas = frozenset(election.group.encode(one.alpha) for row in choices for one in row)
    return Opened(election, credential, encoding.sha256_base64(content), alphas, marks)


def _check_one(election: Election, ciphertext: Ciphertext, value: Any) -> int:
    group = election.group
    value = encoding.fields(value, ("randomness", "value"))
    randomness = encoding.decimal(value["randomness"], group.q)
    mark = encoding.integer(value["value"])
    if mark not in (0, 1):
        raise Malformed("a mark is 0 or 1")
    made = proofs.encryption_of(group, election.public_key, randomness, mark)
    if made != ciphertext:
        raise CheckFailed("opened", "the ballot does not hold what the booth says it holds")
    return mark


def _require_not_cast(opened: Opened, archive: Archive) -> None:
    if archive.election != opened.election.raw:
        raise CheckFailed("opened", "the opened ballot is of another election")
    if opened.credential not in parse_credentials(opened.election, archive.credentials):
        raise CheckFailed("opened", "the opened ballot belongs to nobody who may vote here")
    for raw in archive.ballots:
        if commitment_of(raw) == opened.commitment:
            raise CheckFailed(
                "opened", "the opened ballot stands on the board: it was cast all the same"
            )
        # The same marks under fresh proofs have another hash.
        if not opened.alphas.isdisjoint(alphas_of(raw)):
            raise CheckFailed(
                "opened", "what the opened ballot encrypts stands on the board: it was cast"
            )
