"""Put on record that a booth opens a ballot for its voter: it can then never be cast.

Like casting it is not logged with who and when, and tells nothing of a vote: the opened ballot was
one that nobody cast.
"""

from __future__ import annotations

import re

from django.db import transaction

from elections.domain.eligibility import obstacle_of_box
from elections.domain.states import lock_election
from elections.errors import BallotInBox, BallotMalformed
from elections.models import Election, OpenedBallot

# SHA-256 in Base64 without padding.
_COMMITMENT = re.compile(r"[A-Za-z0-9+/]{43}")


@transaction.atomic
def record_opened(*, election: Election, commitment: str) -> OpenedBallot:
    """``commitment``: the hash that the booth has shown. Recorded again it changes nothing.

    Raises :class:`BallotInBox` for a ballot that was cast, :class:`BallotMalformed` for what is no
    hash, and what keeps everybody from voting in the box.
    """
    if not _COMMITMENT.fullmatch(commitment):
        raise BallotMalformed
    row = lock_election(election)
    if obstacle := obstacle_of_box(row):
        raise obstacle
    for kept in (row.ballots, row.received):
        if kept.filter(commitment=commitment).exists():
            raise BallotInBox
    return row.opened_ballots.get_or_create(commitment=commitment)[0]
