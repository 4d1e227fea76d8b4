"""Whether an entry of the roll may vote in a box now, and why not when not."""

from __future__ import annotations

from elections.enums import BEFORE_OPENING, ElectionState
from elections.errors import (
    AuthorityEnded,
    BallotEarly,
    BallotLate,
    BallotRefused,
    BoxAnnulled,
    BoxOnPaper,
    VoteBySlip,
    VoteCastByHolder,
    VotedForByHolder,
    VoterNotAdmitted,
    VoterNotEntitled,
    VotesOnPaper,
)
from elections.models import Election, Participation, RollEntry
from members.models import Person


def obstacle_of_box(election: Election) -> BallotRefused | None:
    """What about the box itself keeps everybody from voting electronically."""
    if not election.is_electronic:
        return BoxOnPaper()
    if election.state in BEFORE_OPENING:
        return BallotEarly()
    if election.state == ElectionState.ANNULLED:
        return BoxAnnulled()
    if election.state != ElectionState.OPEN:
        return BallotLate()
    return None


def is_by_slip(election: Election) -> bool:
    """Whether the voters of an electronic box are those who drew a slip."""
    by_slip = election.ceremony is not None and election.ceremony.is_by_slip
    return by_slip and election.is_electronic


def obstacle_to_vote(
    election: Election, entry: RollEntry | None, voter: Person | None = None
) -> BallotRefused | None:
    """The refusal that a ballot for ``entry`` would meet now; None when it may vote.

    ``voter``: who would cast it; the entry's own person when not given.
    """
    if entry is None or entry.roll_id != election.roll_id or not entry.entitled:
        return VoterNotEntitled()
    if obstacle := obstacle_of_box(election):
        return obstacle
    if is_by_slip(election):
        return VoteBySlip()
    row = election.participations.filter(entry=entry).select_related("holder").first()
    return obstacle_of(row, entry, voter)


def obstacle_of(
    row: Participation | None, entry: RollEntry, voter: Person | None = None
) -> BallotRefused | None:
    """What about the entry's place in an open box keeps ``voter`` from casting its vote."""
    own = voter is None or voter.pk == entry.person_id
    holder = row.holder if row is not None else None
    if holder is not None and own and row is not None:
        told = {"holder": str(holder), "voter": str(entry)}
        taken = row.cast and not row.admitted
        return VoteCastByHolder(**told) if taken else VotedForByHolder(**told)
    if not own and (holder is None or voter is None or holder.pk != voter.pk):
        return AuthorityEnded(voter=str(entry))
    if row is None or not row.admitted:
        return VoterNotAdmitted()
    return VotesOnPaper() if row.on_paper else None
