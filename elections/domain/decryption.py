"""Gather the trustees' shares; with enough of them the server adds its own: the result stands."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from elections.crypto import tally, trustees
from elections.crypto.election import parse
from elections.crypto.errors import CryptoError, DecryptionRefused
from elections.domain.board import board_head, counted_ballots
from elections.domain.decoded import decode, write_count
from elections.domain.description import questions_of
from elections.domain.server_key import read_key
from elections.domain.sides import is_counted_whole
from elections.domain.states import lock_election, move, require_state, stream_of
from elections.domain.weights import counted_votes
from elections.enums import ElectionState
from elections.errors import BallotsBeingChecked, ChannelMismatch, PartialRefused, ResultUndecided
from elections.models import (
    Ceremony,
    Election,
    PartialDecryption,
    Trustee,
)
from members.models import User
from records.domain import log

SERVER = 1


def submit_partial(
    *, trustee: Trustee, election: Election, raw: str, by: User | None, at: datetime
) -> Election:
    """Keep a trustee's share once its proofs hold; a second one of the same trustee is ignored. Of
    one that fails it the log says whose it was.

    With as many shares as are needed the box is counted. A share can hold and yet decode to
    nothing: then the shares of the others are awaited, and the odd one is named. Raises
    :class:`PartialRefused`, :class:`ResultUndecided` when no share is left to wait for, and
    :class:`ServerKeyMissing` when the server cannot add its own.
    """
    try:
        return _submitted(trustee, election, raw, by, at)
    except PartialRefused:
        # Nothing else of a refused act stays.
        log.record(
            stream=stream_of(election),
            event="partial_decryption_refused",
            payload={"owner": owner_of(trustee), "trustee": trustee.pk},
            by=by,
            at=at,
        )
        raise


@transaction.atomic
def _submitted(
    trustee: Trustee, election: Election, raw: str, by: User | None, at: datetime
) -> Election:
    row = lock_election(election)
    if not row.is_electronic or row.ceremony_id != trustee.ceremony_id:
        raise ChannelMismatch(channel=row.get_channel_display())
    owner = owner_of(trustee)
    if row.partial_decryptions.filter(owner=owner).exists():
        return row
    require_state(row, ElectionState.CLOSED)
    if row.result_raw:
        return row
    if not row.encrypted_tally:
        raise BallotsBeingChecked
    key = trustee.decryption_key or trustee.public_key
    try:
        tally.check_partial_decryption(parse(row.raw), row.encrypted_tally, key, raw)
    except DecryptionRefused as error:
        raise PartialRefused(trustee=str(trustee.person)) from error
    _keep(row, owner, trustee, raw, at)
    log.record(
        stream=stream_of(row),
        event="partial_decryption_received",
        payload={"owner": owner, "trustee": trustee.pk},
        by=by,
        at=at,
    )
    _count_if_enough(row, trustee.ceremony, at)
    row.head = board_head(row)
    row.save()
    return row


def owner_of(trustee: Trustee) -> int:
    """The trustee's number in ``trustees.json``, where the server comes first."""
    order = list(trustee.ceremony.trustees.values_list("pk", flat=True))
    return SERVER + 1 + order.index(trustee.pk)


def shares_needed(ceremony: Ceremony) -> int:
    """How many trustees must decrypt beside the server."""
    return ceremony.threshold or ceremony.trustees.count()


def count_alone(row: Election, at: datetime) -> None:
    """Count a box for which the server holds the only key; to be called under the box's lock."""
    _count(row, at)
    row.head = board_head(row)


def _count_if_enough(row: Election, ceremony: Ceremony, at: datetime) -> None:
    given = row.partial_decryptions.count()
    if given < shares_needed(ceremony):
        return
    try:
        # What a try that fails has written, the server's share, must not stay.
        with transaction.atomic():
            _count(row, at)
    except ResultUndecided:
        if given == ceremony.trustees.count():
            raise
        payload = {"shares": given}
        event = "decryption_undecided"
        log.record(stream=stream_of(row), event=event, payload=payload, by=None, at=at)


def _keep(row: Election, owner: int, trustee: Trustee | None, raw: str, at: datetime) -> None:
    PartialDecryption.objects.create(
        election=row, owner=owner, trustee=trustee, raw=raw, received_at=at
    )


def _count(row: Election, at: datetime) -> None:
    """Add the server's share, combine, and write one accepted count a contest."""
    description = parse(row.raw)
    server = tally.partial_decryption(description, row.encrypted_tally, read_key(row).private)
    _keep(row, SERVER, None, server, at)
    shares = dict(row.partial_decryptions.values_list("owner", "raw"))
    counted, votes = counted_ballots(row), counted_votes(row)
    try:
        outcome = tally.outcome(
            description,
            trustees.parse_trustees(row.trustees_raw, description.group),
            row.encrypted_tally,
            shares,
            votes,
        )
    except CryptoError as error:
        raise ResultUndecided from error
    row.result_raw = outcome.raw
    row.partial_decryptions.filter(owner__in=outcome.odd).update(is_odd=True)
    sums = json.loads(row.result_raw)["result"]
    for asked in questions_of(list(row.contests.all())):
        write_count(asked.contest, decode(asked, sums), votes, at)
    # Papers of the same box may still be with the tellers: the count that comes last moves it on.
    ended = is_counted_whole(row)
    if ended:
        move(row, ElectionState.COUNTED)
    log.record(
        stream=stream_of(row),
        event="election_counted" if ended else "election_decrypted",
        payload={
            "ballots": counted,
            "votes": votes,
            "result": row.result_raw,
            "odd": list(outcome.odd),
        },
        by=None,
        at=at,
    )
