"""When a ballot will be closed, as the operator announces it: a promise to the hall, no automatism.

The log alone keeps it. Whoever runs the meeting closes the box, earlier or later than announced.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from assemblies.domain.locking import IN_SESSION, lock_motion, require_phase, stream_of
from assemblies.enums import ItemState
from assemblies.errors import BoxMissing
from assemblies.models import AgendaItem, Assembly, Motion
from elections.domain.states import require_state
from elections.enums import ElectionState
from members.models import User
from records.domain import log
from records.models import LogEntry

EVENT = "closing_announced"


@transaction.atomic
def announce_closing(*, motion: Motion, minutes: int, by: User | None, at: datetime) -> datetime:
    """Announce that the open box of ``motion`` is closed ``minutes`` from now; the last one counts.
    Raises BoxMissing, WrongState, PhaseForbids."""
    motion = lock_motion(motion)
    require_phase(motion.item.assembly, *IN_SESSION)
    box = motion.election
    if box is None:
        raise BoxMissing(item=str(motion.item.title))
    require_state(box, ElectionState.OPEN)
    until = at + timedelta(minutes=minutes)
    log.record(
        stream=stream_of(motion.item.assembly),
        event=EVENT,
        payload={"election": str(box.pk), "until": until.isoformat()},
        by=by,
        at=at,
    )
    return until


def announced_until(assembly: Assembly) -> datetime | None:
    """The announced end of the ballot that is open on the current item; None without one."""
    current = AgendaItem.objects.filter(
        assembly=assembly,
        state=ItemState.CURRENT,
        motion__election__state=ElectionState.OPEN,
    )
    box = current.values_list("motion__election", flat=True).first()
    if box is None:
        return None
    said = LogEntry.objects.filter(
        stream__name=stream_of(assembly), event=EVENT, payload__election=str(box)
    )
    last = said.order_by("position").values_list("payload__until", flat=True).last()
    return datetime.fromisoformat(last) if last else None
