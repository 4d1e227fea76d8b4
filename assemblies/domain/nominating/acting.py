"""What an act on a nomination begins with, and what it leaves in the log."""

from __future__ import annotations

from datetime import date, datetime

from assemblies.domain.locking import stream_of
from assemblies.domain.nominating import calls
from assemblies.domain.nominating.states import OVER, state_of
from assemblies.errors.nominating import NominationOver
from assemblies.models import Nomination, NominationCall
from members.models import User
from records.domain import log


def locked(nomination: Nomination) -> Nomination:
    """A nomination read afresh under its meeting's lock."""
    call = calls.lock_call(NominationCall.objects.get(pk=nomination.call_id))
    row = Nomination.objects.select_related("person", "firm").get(pk=nomination.pk)
    row.call = call
    return row


def require_running(nomination: Nomination, day: date) -> None:
    """Raises NominationOver where it was withdrawn, declined or struck off."""
    state = state_of(nomination, day)
    if state in OVER:
        raise NominationOver(person=str(nomination.person), state=state.label)


def note(nomination: Nomination, event: str, by: User | None, at: datetime, **more: object) -> None:
    """Log an act on a nomination, in its meeting's stream."""
    payload = {"nomination": str(nomination.pk), **more}
    stream = stream_of(nomination.call.item.assembly)
    log.record(stream=stream, event=event, payload=payload, by=by, at=at)
