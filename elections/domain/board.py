"""The public board: its archive at any stage, its head, and what is published of a box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from elections.crypto import archive, encoding
from elections.crypto.election import parse
from elections.domain.credentials import credentials_fingerprint, credentials_raw
from elections.domain.weights import counted_votes
from elections.models import Ballot, Election
from records.domain import documents

# Ballots that are held in memory at a time.
CHUNK = 100


def build_archive(
    election: Election, sink: Callable[[bytes], object] | None = None
) -> archive.Writer:
    """The archive as far as the box has come; only for a box that was opened electronically.
    ``sink`` takes it piece by piece; without one the writer keeps it.

    Anyone may download it, so until the result is published it keeps back what would tell it: the
    server's share, without which the trustees' decrypt nothing, and the sums themselves.
    """
    opened = int(election.opened_at.timestamp()) if election.opened_at else 0
    writer = archive.Writer(opened, sink)
    writer.setup(election.raw, election.trustees_raw, credentials_raw(election))
    for raw in election.ballots.values_list("raw", flat=True).iterator(CHUNK):
        writer.ballot(raw)
    if election.encrypted_tally:
        writer.end_ballots()
        writer.encrypted_tally(
            election.encrypted_tally, counted_ballots(election), counted_votes(election)
        )
        # In the order in which they came, so that a later download extends an earlier one.
        shares = election.partial_decryptions.order_by("pk")
        if election.published_at is None:
            shares = shares.exclude(trustee=None)
        for share in shares:
            writer.partial_decryption(share.owner, share.raw)
    if election.result_raw and election.published_at is not None:
        writer.result(election.result_raw)
    return writer


def board_head(election: Election) -> str:
    """The head of the whole board as it stands, of which nothing is kept."""
    return str(build_archive(election, len).head)


def write_archive(election: Election, file: IO[bytes]) -> None:
    """The archive for download: the stored one once published."""
    if election.archive is not None:
        file.write(documents.read(election.archive))
    else:
        build_archive(election, file.write)


def archive_bytes(election: Election) -> bytes:
    """The same, at once."""
    held = BytesIO()
    write_archive(election, held)
    return held.getvalue()


def supplements_bytes(election: Election) -> bytes:
    """The companion file, in the order of the ballots."""
    if election.supplements is not None:
        return documents.read(election.supplements)
    rows = election.ballots.values_list("supplement", flat=True)
    return archive.supplements_file(list(rows.iterator(CHUNK)))


def has_supplements(election: Election) -> bool:
    return bool(election.raw) and bool(parse(election.raw).demands)


def counted_ballots(election: Election) -> int:
    """Ballots that count: the last one of each credential."""
    return election.ballots.values("credential").distinct().count()


def head_after_setup(election: Election) -> str:
    """The head of a board on which there is no ballot yet."""
    writer = archive.Writer(0)
    writer.setup(election.raw, election.trustees_raw, credentials_raw(election))
    return str(writer.head)


def head_after_ballot(election: Election, ballot: Ballot) -> str:
    """The head once ``ballot`` stands after the board's present head."""
    event = archive.make_event(
        election.head, ballot.position, "Ballot", encoding.sha256_hex(ballot.raw)
    )
    return event.hash


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What is compared by eye: on the screen, in the minutes, by the verifier."""

    election: str
    trustees: str
    credentials: str


def fingerprints(election: Election) -> Fingerprints:
    return Fingerprints(
        election.fingerprint,
        encoding.sha256_base64(election.trustees_raw),
        credentials_fingerprint(election),
    )
