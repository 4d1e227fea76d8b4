"""The receipt of a ballot: the box's own key signs that the ballot is on the board at a head.

With it a removed ballot, or a second version of the board, is proved and not only claimed: nobody
but the holder of the key that stands first in ``trustees.json`` can have made it. It says nothing
of how somebody voted. Format: ``docs/reference/formats.md``.
"""

from typing import Any

from . import encoding, proofs
from .archive import Archive
from .election import parse
from .errors import CheckFailed, CryptoError, Malformed
from .group import Group

FORMAT = "association-ballot-receipt"


def make_receipt(
    private: int, *, fingerprint: str, tracker: str, head: str, group: Group
) -> dict[str, Any]:
    """``private`` is the key of the first ``Single`` entry of ``trustees.json``; ``head`` the hash
    of the ballot's event or of a later one."""
    prefix = _prefix(fingerprint, tracker, head)
    signature = proofs.prove_knowledge(group, private, prefix).as_json()
    return {
        "format": FORMAT,
        "version": 1,
        "election": fingerprint,
        "tracker": tracker,
        "head": head,
        "signature": signature,
    }


def check_receipt(archive: Archive, raw: str) -> str:
    """The tracker of a receipt that the archive bears out.

    Raises CheckFailed("receipt"): its signature does not hold, it is of another election, or the
    box signed for a ballot or a board that is not there.
    """
    try:
        return _check(archive, raw)
    except CheckFailed:
        raise
    except CryptoError as error:
        raise CheckFailed("receipt", f"the receipt: {error}") from None


def _check(archive: Archive, raw: str) -> str:
    names = ("format", "version", "election", "tracker", "head", "signature")
    value = encoding.fields(encoding.load(raw), names)
    if value["format"] != FORMAT or encoding.integer(value["version"]) != 1:
        raise Malformed("not a receipt of this kind")
    election = parse(archive.election)
    fingerprint, tracker, head = (encoding.text(value[name]) for name in names[2:5])
    if fingerprint != election.fingerprint:
        raise CheckFailed("receipt", "the receipt is of another election")
    signer = election.group.decode_for_power(_box_key(archive.trustees))
    proof = proofs.parse_proof(election.group, value["signature"])
    if not proofs.holds_knowledge(
        election.group, signer, _prefix(fingerprint, tracker, head), proof
    ):
        raise CheckFailed("receipt", "the receipt is not signed by this box")
    trackers = [encoding.sha256_base64(ballot) for ballot in archive.ballots]
    if tracker not in trackers:
        raise CheckFailed(
            "receipt", "the box signed for this ballot, and it is not there: it was removed"
        )
    # The set-up is the first event, the ballots follow one by one.
    if head not in archive.heads[1 + trackers.index(tracker) :]:
        raise CheckFailed(
            "receipt", "the box signed for another board: its head never followed this ballot here"
        )
    return tracker


def _prefix(fingerprint: str, tracker: str, head: str) -> str:
    return f"receipt|{fingerprint}|{tracker}|{head}|"


def _box_key(trustees: str) -> Any:
    kind, body = encoding.items(encoding.items(encoding.load_canonical(trustees))[0], 2)
    if kind != "Single" or not isinstance(body, dict):
        raise CheckFailed("receipt", "this election has no key of the box that could sign")
    return body.get("public_key")
