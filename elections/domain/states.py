"""The one way a ballot box moves from state to state, and the lock that every act takes."""

from __future__ import annotations

from elections.enums import TRANSITIONS, ElectionState
from elections.errors import WrongState
from elections.models import Ceremony, Election


def lock_election(election: Election) -> Election:
    """The box as it is now, its row locked until the transaction ends."""
    return Election.objects.select_for_update().get(pk=election.pk)


def lock_with_ceremony(election: Election) -> Election:
    """The box, after its ceremony, in the order in which the acts on keys lock: no key is replaced
    between being read and being frozen, and none of the two waits for the other for ever."""
    if election.ceremony_id is not None:
        Ceremony.objects.select_for_update().get(pk=election.ceremony_id)
    return lock_election(election)


def require_state(election: Election, *states: ElectionState) -> None:
    """Raise :class:`WrongState` unless the box is in one of ``states``."""
    if election.state not in states:
        raise WrongState(state=election.get_state_display())


def move(election: Election, to: ElectionState) -> None:
    """Set the state, if :data:`TRANSITIONS` allows it; the caller saves."""
    if to not in TRANSITIONS[election.state]:
        raise WrongState(state=election.get_state_display())
    election.state = to


def stream_of(election: Election) -> str:
    """The name of the box's chain in the log."""
    return f"election:{election.code}"
