"""Keep a ballot first and check its proofs after: where they take long, nobody waits in a queue.

What a voter is told was "received" is in the database, signed with their code, and stays there
whatever happens to the server. The proofs are checked by one process at a time, in the order of
receipt, so that the last ballot of a code counts. Nothing here says whose a ballot is: what joins
entry and code is the keyed hash of :class:`elections.models.Binding`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from elections import errors
from elections.crypto import errors as crypto_errors
from elections.crypto.ballot import (
    check_ballot,
    check_signature,
    exponentiations,
    read_ballot,
)
from elections.crypto.encoding import load
from elections.domain.casting import (
    Door,
    append,
    binding_token,
    cast_ballot,
    described,
    enter_for,
    of_ballot,
    publics_of,
    refusal_named,
    refusal_of,
)
from elections.domain.eligibility import obstacle_to_vote
from elections.domain.states import lock_election
from elections.enums import ElectionState
from elections.models import Ballot, Election, ReceivedBallot, RollEntry
from elections.signals import ballot_received
from members.models import Person

CHECKED_IN = (ElectionState.OPEN, ElectionState.CLOSED)
# About a thirtieth of a second here: below, an answer at once costs less than asking again.
AT_ONCE = 300
# Longer than a batch takes anywhere; a process that died holds the box up no longer than this.
LEASE = timedelta(seconds=60)
BATCH = 8
# How long a check takes on a small machine, and the longest that a page says nothing new.
SECONDS_EACH = 0.1
LONGEST_PAUSE = 15.0


def checks_at_once(election: Election) -> bool:
    """Whether the proofs of this box are so few that the voter waits for them."""
    return exponentiations(described(election.raw)) <= AT_ONCE


def take_ballot(
    *,
    election: Election,
    entry: RollEntry,
    raw: str,
    supplement: str | None,
    voter: Person | None = None,
) -> Ballot | ReceivedBallot:
    """Accept a ballot, or receive it to be checked, as suits the box. Raises like
    :func:`elections.domain.casting.cast_ballot`."""
    taken = cast_ballot if checks_at_once(election) else receive_ballot
    return taken(election=election, entry=entry, raw=raw, supplement=supplement, voter=voter)


def receive_ballot(
    *,
    election: Election,
    entry: RollEntry,
    raw: str,
    supplement: str | None,
    voter: Person | None = None,
) -> Ballot | ReceivedBallot:
    """Keep a ballot whose form and signature hold, to be checked after the answer.

    The signature binds it to the owner of the code, so that nobody can hand in in another's name
    and block them. The same ballot sent again is the same. Raises subclasses of
    :class:`elections.errors.BallotRefused`; then nothing has changed.
    """
    fresh = Election.objects.get(pk=election.pk)
    if obstacle := obstacle_to_vote(fresh, entry, voter):
        raise obstacle
    return keep(fresh, raw, supplement, partial(enter_for, entry=entry, voter=voter))


def keep(
    election: Election, raw: str, supplement: str | None, door: Door
) -> Ballot | ReceivedBallot:
    """Receive a ballot and let it in by ``door``, whoever casts it."""
    description = described(election.raw)
    try:
        checked = read_ballot(description, raw, credentials=publics_of(election))
        check_signature(description, raw, checked)
    except crypto_errors.BallotRefused as error:
        raise refusal_of(error) from error
    if description.demands and not _is_text(supplement):
        raise errors.SupplementMissing
    with transaction.atomic():
        row = lock_election(election)
        if known := door(row, checked):
            return known
        kept = ReceivedBallot.objects.create(
            election=row,
            position=(row.received.aggregate(last=Max("position"))["last"] or 0) + 1,
            **asdict(of_ballot(checked)),
            raw=raw,
            supplement=supplement or "",
        )
        ballot_received.send(Election, election=row)
        return kept


def _is_text(supplement: str | None) -> bool:
    """Whether it can be kept until its proofs are checked: no database takes half a surrogate
    pair, and PostgreSQL no null byte."""
    try:
        load(supplement or "")
    except crypto_errors.Malformed:
        return False
    return True


def waiting(election: Election) -> QuerySet[ReceivedBallot]:
    """Ballots that are kept and yet to be checked, in the order of receipt; none in a box that was
    annulled, whose board stays as it was."""
    return election.received.filter(refusal="", election__state__in=CHECKED_IN)


def boxes_to_check() -> QuerySet[Election]:
    """Boxes in which a ballot waits, or which are closed and not sealed."""
    unsealed = Q(state=ElectionState.CLOSED, encrypted_tally="", fingerprint__gt="")
    some_wait = Q(state__in=CHECKED_IN, received__refusal="")
    return Election.objects.filter(some_wait | unsealed).distinct()


def check_received(*, election: Election, clock: Callable[[], datetime] = timezone.now) -> int:
    """Check what waits in a box and accept or refuse it; returns how many ballots that were.

    One process at a time: another that is called meanwhile returns 0 at once. Whoever received a
    ballot calls this after its transaction, so that none is left behind.
    """
    settled = 0
    while waiting(election).exists() and _take(election, clock()):
        try:
            while batch := list(waiting(election)[:BATCH]):
                settled += _settle(election, batch)
                Election.objects.filter(pk=election.pk).update(checking_until=clock() + LEASE)
        finally:
            Election.objects.filter(pk=election.pk).update(checking_until=None)
    return settled


def _take(election: Election, now: datetime) -> bool:
    """A lease that ends later than one taken now would is from before the clock was set back: it
    counts for nothing, or the box would stand still until the clock is there again. Where its
    process still lives, both check; the lock lets each ballot in once."""
    until = now + LEASE
    free = Q(checking_until__isnull=True) | Q(checking_until__lt=now) | Q(checking_until__gt=until)
    mine = Election.objects.filter(free, pk=election.pk)
    return bool(mine.update(checking_until=until))


def _settle(election: Election, batch: Sequence[ReceivedBallot]) -> int:
    """Outside the lock the proofs, side by side; then all of the batch in the order of receipt."""
    row = Election.objects.get(pk=election.pk)
    check = partial(_refusal, row.raw, publics_of(row))
    with ThreadPoolExecutor(
        os.cpu_count() or 1
    ) as pool:  # libsodium computes without Python's lock
        refusals = list(pool.map(check, batch))
    with transaction.atomic():
        row = lock_election(row)
        still = set(waiting(row).values_list("pk", flat=True))
        for kept, refusal in zip(batch, refusals, strict=True):
            if kept.pk not in still:
                continue
            if refusal:
                _refuse(row, kept, refusal)
            else:
                append(row, of_ballot(kept), kept.raw, kept.supplement)
                kept.delete()
    return len(batch)


def _refusal(raw: str, publics: frozenset[str], kept: ReceivedBallot) -> str:
    try:
        check_ballot(
            described(raw), kept.raw, credentials=publics, supplement_raw=kept.supplement or None
        )
    except crypto_errors.BallotRefused as error:
        return refusal_of(error).code
    return ""


def _refuse(row: Election, kept: ReceivedBallot, refusal: str) -> None:
    """Whoever has no other ballot in the box has not voted, and may again with the same code. The
    code is joined to nobody then: else who sent it could vote with another and with this one."""
    kept.refusal = refusal
    kept.save(update_fields=["refusal"])
    own = {"credential": kept.credential}
    if row.ballots.filter(**own).exists() or waiting(row).filter(**own).exists():
        return
    bound = set(row.bindings.values_list("token", flat=True))
    for participation in row.participations.filter(cast=True).select_related("entry"):
        token = binding_token(row, participation.entry, kept.credential)
        if token in bound:
            row.bindings.filter(token=token).delete()
            participation.cast = False
            participation.save(update_fields=["cast"])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ballot that waits for its check: ``ahead`` others are checked before it."""

    tracker: str
    ahead: int


def ask_again_after(ballot: Waiting) -> float:
    """Seconds after which the voter's page asks again: about when the ballot is likely checked,
    so that 500 phones do not take from the checking what they wait for."""
    return min(2 + ballot.ahead * SECONDS_EACH, LONGEST_PAUSE)


def look_up(election: Election, tracker: str) -> Ballot | Waiting:
    """What became of the ballot with this tracker. Raises its refusal, or
    :class:`elections.errors.BallotUnknown`."""
    kept = election.received.filter(tracker=tracker).first()
    if kept is not None and kept.refusal:
        raise refusal_named(kept.refusal)
    if kept is not None:
        ahead = waiting(election).filter(position__lt=kept.position).count()
        return Waiting(tracker, ahead)
    accepted = election.ballots.filter(tracker=tracker).first()
    if accepted is None:
        raise errors.BallotUnknown
    return accepted
