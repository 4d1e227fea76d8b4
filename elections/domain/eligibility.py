"""Whether an entry of the roll may vote in a box now, and why not when not."""

from __future__ import annotations

from elections.enums import Channel, ElectionState
from elections.errors import (
    BallotEarly,
    BallotLate,
    BallotRefused,
    BoxAnnulled,
    BoxOnPaper,
    VoterNotAdmitted,
    VoterNotEntitled,
)
from elections.models import Election, RollEntry


def obstacle_of_box(election: Election) -> BallotRefused | None:
    """What about the box itself keeps everybody from voting electronically."""
    if election.channel == Channel.PAPER:
        return BoxOnPaper()
    if election.state in (ElectionState.DRAFT, ElectionState.READY):
        return BallotEarly()
    if election.state == ElectionState.ANNULLED:
        return BoxAnnulled()
    if election.state != ElectionState.OPEN:
        return BallotLate()
    return None


def obstacle_to_vote(election: Election, entry: RollEntry | None) -> BallotRefused | None:
    """The refusal that a ballot of ``entry`` would meet now; None when it may vote."""
    if entry is None or entry.roll_id != election.roll_id or not entry.entitled:
        return VoterNotEntitled()
    if obstacle := obstacle_of_box(election):
        return obstacle
    if not election.participations.filter(entry=entry, admitted=True).exists():
        return VoterNotAdmitted()
    return None
