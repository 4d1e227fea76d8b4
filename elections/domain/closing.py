"""Close a ballot box: nothing enters any more, and the encrypted tally stands."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from elections.crypto.election import parse
from elections.crypto.tally import encrypted_tally
from elections.domain.board import board_head, counted_ballots
from elections.domain.decryption import count_alone
from elections.domain.intake import waiting
from elections.domain.states import lock_election, move, require_state, stream_of
from elections.domain.weights import weights_listed
from elections.enums import ElectionState
from elections.models import Election, Participation
from members.models import User
from records.domain import log

AFTER_CLOSING = (ElectionState.CLOSED, ElectionState.COUNTED, ElectionState.PUBLISHED)


@transaction.atomic
def close_election(*, election: Election, by: User | None, at: datetime) -> Election:
    """Close the box, electronic or on paper; closing a closed one again changes nothing.

    Ballots that came in time and are still being checked count: the tally of an electronic box
    stands once the last of them is.
    """
    row = lock_election(election)
    if row.state in AFTER_CLOSING:
        return row
    require_state(row, ElectionState.OPEN)
    move(row, ElectionState.CLOSED)
    row.closed_at = at
    row.save()
    payload: dict[str, object] = {"participations": row.participations.count()}
    if row.is_electronic:
        payload["unchecked"] = waiting(row).count()
    log.record(stream=stream_of(row), event="election_closed", payload=payload, by=by, at=at)
    seal_when_checked(election=row, at=at)
    return lock_election(row)


@transaction.atomic
def seal_when_checked(*, election: Election, at: datetime) -> Election:
    """Make the tally of a closed electronic box in which no ballot waits for its check; a box
    that is open, or sealed, stays as it is."""
    row = lock_election(election)
    if not row.is_electronic or row.state != ElectionState.CLOSED or row.encrypted_tally:
        return row
    if waiting(row).exists():
        return row
    payload = _seal(row)
    row.save()
    log.record(stream=stream_of(row), event="election_sealed", payload=payload, by=None, at=at)
    if row.ceremony and row.ceremony.is_server_alone:
        count_alone(row, at)
        row.save()
    return row


def _seal(row: Election) -> dict[str, object]:
    """The encrypted tally and the board's head; what joined entries to credentials goes."""
    ballots = list(row.ballots.values_list("raw", flat=True))
    row.encrypted_tally = encrypted_tally(parse(row.raw), ballots, weights_listed(row))
    row.head = board_head(row)
    row.bindings.all().delete()
    _shuffle_participations(row)
    return {
        "ballots": len(ballots),
        "counted": counted_ballots(row),
        "refused": row.received.count(),
        "head": row.head,
    }


def _shuffle_participations(row: Election) -> None:
    """Write every participation anew, in random order and by one transaction.

    PostgreSQL keeps the order and the transaction of the last change of each row; both would tell
    when a vote was cast, and the ballots' rows tell which one came then.
    """
    rows = list(row.participations.values_list("pk", "cast"))
    for key, cast in secrets.SystemRandom().sample(rows, len(rows)):
        Participation.objects.filter(pk=key).update(cast=cast)
