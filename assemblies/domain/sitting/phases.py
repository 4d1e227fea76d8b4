"""The phases of a meeting, and what must be there before the next one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import IN_SESSION, lock_assembly, require_phase, stream_of
from assemblies.enums import TRANSITIONS, MinutesState, Phase
from assemblies.errors import MeetingCancelled, MinutesNotReady, PhaseHasItsAct
from assemblies.models import Assembly, Motion
from elections.enums import ElectionState
from members.models import User
from records.domain import log

MOVED_TO = (Phase.CHECK_IN, Phase.SIGN, Phase.FILE)
"""The phases that one goes on to; the others begin with acts of their own."""


@transaction.atomic
def move(*, assembly: Assembly, to: Phase, by: User | None, at: datetime) -> Assembly:
    """Go on to ``to``. Being there already changes nothing.

    Raises PhaseForbids when ``to`` does not follow, PhaseHasItsAct when another act leads there,
    MinutesNotReady when signing or filing lacks its paper.
    """
    assembly = lock_assembly(assembly.pk)
    if assembly.phase == to:
        return assembly
    require_phase(assembly, *(phase for phase in Phase if to in TRANSITIONS[phase]))
    if to not in MOVED_TO:
        raise PhaseHasItsAct(phase=to.label)
    if to == Phase.SIGN:
        _require_minutes(assembly, MinutesState.FINAL, MinutesState.SIGNED)
    if to == Phase.FILE:
        _require_minutes(assembly, MinutesState.SIGNED)
    enter(assembly, to, by=by, at=at)
    _take_along(assembly, to, by=by, at=at)
    return assembly


def _take_along(assembly: Assembly, to: Phase, *, by: User | None, at: datetime) -> None:
    """Meetings that followed stand in the same minutes: they are signed and filed with them."""
    before = [phase for phase in Phase if to in TRANSITIONS[phase]]
    for meeting in assembly.follow_ups.filter(phase__in=before, closed_at__isnull=False):
        enter(lock_assembly(meeting.pk), to, by=by, at=at)


def enter(assembly: Assembly, to: Phase, *, by: User | None, at: datetime) -> None:
    """Write the phase of a locked meeting. The acts that lead to a phase check what it needs.
    Raises MeetingCancelled."""
    if assembly.is_cancelled:
        raise MeetingCancelled
    before, assembly.phase = assembly.phase, to
    assembly.save(update_fields=["phase"])
    log.record(
        stream=stream_of(assembly),
        event="phase_entered",
        payload={"from": before, "to": to},
        by=by,
        at=at,
    )


def follow_boxes(assembly: Assembly, *, by: User | None, at: datetime) -> None:
    """Between voting and counting a meeting goes by itself: it counts while a closed box waits for
    its result and none is open."""
    if assembly.phase not in IN_SESSION:
        return
    states = set(
        Motion.objects.filter(item__assembly=assembly, election__isnull=False).values_list(
            "election__state", flat=True
        )
    )
    waits = bool(states & {ElectionState.CLOSED, ElectionState.COUNTED})
    to = Phase.COUNT if waits and ElectionState.OPEN not in states else Phase.LIVE
    if to != assembly.phase:
        enter(assembly, to, by=by, at=at)


def _require_minutes(assembly: Assembly, *states: MinutesState) -> None:
    if not assembly.minutes.filter(state__in=states).exists():
        raise MinutesNotReady
