"""Take a ballot into the box.

The one act that is not logged with who and when: the log's order, or a time, would join a voter to
a ballot's place on the board.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from elections import errors
from elections.crypto import errors as crypto_errors
from elections.crypto.ballot import CheckedBallot, check_ballot
from elections.crypto.election import Election as Description
from elections.crypto.election import parse
from elections.crypto.receipt import make_receipt
from elections.domain.board import head_after_ballot
from elections.domain.eligibility import obstacle_of, obstacle_of_box, obstacle_to_vote
from elections.domain.server_key import read_key
from elections.domain.states import lock_election
from elections.models import (
    Ballot,
    CiphertextSeen,
    Credential,
    Election,
    Participation,
    ReceivedBallot,
    RollEntry,
)
from members.models import Person

Door = Callable[[Election, CheckedBallot], Ballot | ReceivedBallot | None]
"""Who may cast a ballot that checks: asked under the lock of the box. Returns the ballot that is
here already where it was sent again; None for a new one. Raises what keeps it out."""

REFUSALS: dict[str, type[errors.BallotRefused]] = {
    crypto_errors.BallotMalformed.code: errors.BallotMalformed,
    crypto_errors.WrongElection.code: errors.WrongElection,
    crypto_errors.UnknownCredential.code: errors.CredentialUnknown,
    crypto_errors.DuplicateCiphertext.code: errors.BallotCopied,
    crypto_errors.MissingSupplement.code: errors.SupplementMissing,
}


def cast_ballot(
    *,
    election: Election,
    entry: RollEntry,
    raw: str,
    supplement: str | None,
    voter: Person | None = None,
) -> Ballot:
    """Check a ballot and put it at the end of the box; the last one of a credential counts.

    ``voter`` casts it: the entry's own person when not given, or who holds its written authority.
    The same ballot sent again by the same voter is the same ballot. Raises subclasses of
    :class:`elections.errors.BallotRefused`; then nothing has changed.
    """
    fresh = Election.objects.get(pk=election.pk)
    if obstacle := obstacle_to_vote(fresh, entry, voter):
        raise obstacle
    return put_in(fresh, raw, supplement, partial(enter_for, entry=entry, voter=voter))


def put_in(election: Election, raw: str, supplement: str | None, door: Door) -> Ballot:
    """Check a ballot outright and let it in by ``door``, whoever casts it."""
    # Outside the lock: the proofs take a good part of a second, during which others vote.
    try:
        checked = check_ballot(
            described(election.raw),
            raw,
            credentials=publics_of(election),
            supplement_raw=supplement,
        )
    except crypto_errors.BallotRefused as error:
        raise refusal_of(error) from error
    with transaction.atomic():
        row = lock_election(election)
        if isinstance(known := door(row, checked), Ballot):
            return known
        return append(row, of_ballot(checked), raw, supplement)


@lru_cache(maxsize=8)
def described(raw: str) -> Description:
    """The description, parsed once a process."""
    return parse(raw)


def publics_of(election: Election) -> frozenset[str]:
    """The public credentials of an opened box, read once a process: from its opening on the list
    stays as it is."""
    return _publics(election.pk)


@lru_cache(maxsize=8)
def _publics(key: UUID) -> frozenset[str]:
    return frozenset(Credential.objects.filter(election=key).values_list("public", flat=True))


def refusal_of(error: crypto_errors.BallotRefused) -> errors.BallotRefused:
    """What the voter is told of a ballot that does not check."""
    return REFUSALS.get(error.code, errors.ProofRefused)()


def refusal_named(code: str) -> errors.BallotRefused:
    """The same again, for a ballot that was refused before."""
    told: list[type[errors.BallotRefused]] = [*REFUSALS.values(), errors.ProofRefused]
    return next((kind for kind in told if kind.code == code), errors.ProofRefused)()


def admitted(row: Election, entry: RollEntry, voter: Person | None) -> Participation:
    """The entry's place in the open box, under its lock; raises what keeps ``voter`` from it."""
    if obstacle := obstacle_of_box(row):
        raise obstacle
    held = row.participations.select_for_update(of=("self",)).select_related("holder", "entry")
    participation = held.filter(entry=entry).first()
    obstacle = obstacle_of(participation, entry, voter)
    if obstacle is not None or participation is None:
        raise obstacle or errors.VoterNotAdmitted()
    return participation


def enter_for(
    row: Election, checked: CheckedBallot, *, entry: RollEntry, voter: Person | None
) -> Ballot | ReceivedBallot | None:
    """The door of a voter of the roll: whose code it is, and that nothing of the ballot was seen
    before. Its entry has voted from now on."""
    participation = admitted(row, entry, voter)
    if not row.credentials.filter(public=checked.credential, weight=entry.weight).exists():
        raise errors.ForeignCode
    token = binding_token(row, entry, checked.credential)
    bound = row.bindings.filter(token=token).exists()
    if not bound and (participation.cast or _is_used(row, checked.credential)):
        raise errors.ForeignCode
    if known := known_ballot(row, checked):
        return known
    remember_ciphertexts(row, checked)
    if not bound:
        row.bindings.create(token=token)
    if not participation.cast:
        participation.cast = True
        participation.save(update_fields=["cast"])
    return None


def remember_ciphertexts(row: Election, checked: CheckedBallot) -> None:
    """Raises :class:`elections.errors.BallotCopied` where one of them is in the box already, and
    :class:`elections.errors.BallotWasOpened` for a ballot that its voter had opened."""
    if row.opened_ballots.filter(commitment=checked.commitment).exists():
        raise errors.BallotWasOpened
    digests = [hashlib.sha256(alpha.encode()).hexdigest()[:32] for alpha in checked.alphas]
    if CiphertextSeen.objects.filter(election=row, digest__in=digests).exists():
        raise errors.BallotCopied
    # In the order of their values, not of the answers of one ballot.
    CiphertextSeen.objects.bulk_create(
        CiphertextSeen(election=row, digest=digest) for digest in sorted(digests)
    )


def _is_used(row: Election, credential: str) -> bool:
    """Whether a ballot of the code is in the box, or waits to be checked."""
    own = {"credential": credential}
    waiting = row.received.filter(refusal="", **own)
    return row.ballots.filter(**own).exists() or waiting.exists()


def binding_token(row: Election, entry: RollEntry, credential: str) -> str:
    """The keyed hash that joins an entry to its credential; nothing without the box's key."""
    key = read_key(row).binding
    return hmac.new(key, f"{entry.pk}|{credential}".encode(), hashlib.sha256).hexdigest()


def known_ballot(row: Election, checked: CheckedBallot) -> Ballot | ReceivedBallot | None:
    """A voter whose connection broke sends the same ballot again; an older one is a replay."""
    kept = row.received.filter(tracker=checked.tracker).first()
    if kept is not None and kept.refusal:
        raise refusal_named(kept.refusal)
    known = kept or row.ballots.filter(tracker=checked.tracker).first()
    if known is None:
        return None
    own = {"credential": checked.credential}
    newest = row.received.filter(refusal="", **own).last() or row.ballots.filter(**own).last()
    if newest is None or newest.pk != known.pk:
        raise errors.BallotReplayed
    return known


def receipt_of(ballot: Ballot) -> dict[str, Any]:
    """What proves that the ballot was taken: signed by the box's key, at the board's head now.
    Raises :class:`elections.errors.ReceiptTooLate` once that key is destroyed."""
    row = Election.objects.get(pk=ballot.election_id)
    if row.server_key_destroyed_at is not None:
        raise errors.ReceiptTooLate
    return make_receipt(
        read_key(row).private,
        fingerprint=row.fingerprint,
        tracker=ballot.tracker,
        head=row.head,
        group=described(row.raw).group,
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """What a ballot is found by."""

    tracker: str
    credential: str
    commitment: str


def of_ballot(ballot: CheckedBallot | ReceivedBallot) -> Labels:
    return Labels(ballot.tracker, ballot.credential, ballot.commitment)


def append(row: Election, labels: Labels, raw: str, supplement: str | None) -> Ballot:
    """A ballot whose every check held, at the next place of the locked box."""
    last = row.ballots.aggregate(last=Max("position"))["last"] or 0
    ballot = Ballot.objects.create(
        election=row,
        position=last + 1,
        **asdict(labels),
        raw=raw,
        supplement=supplement or "",
    )
    row.head = head_after_ballot(row, ballot)
    row.save(update_fields=["head"])
    return ballot
