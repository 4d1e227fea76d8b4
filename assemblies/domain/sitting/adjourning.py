"""Interrupting a meeting and going on with it, on the same day or another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import IN_SESSION, lock_assembly, require_phase, stream_of
from assemblies.domain.presence.quorum import require_quorum, state_quorum
from assemblies.errors import BoxStillOpen, ResumedTooEarly
from assemblies.models import Adjournment, Assembly
from elections.enums import ElectionState
from members.models import User
from records.domain import log
from records.fields import Translated


def standing_adjournment(assembly: Assembly) -> Adjournment | None:
    """The interruption that the meeting is in, or None while it sits."""
    return assembly.adjournments.filter(resumed_at__isnull=True).first()


@transaction.atomic
def adjourn(
    *,
    assembly: Assembly,
    reason: Translated | dict[str, str],
    by: User | None,
    at: datetime,
    until_at: datetime | None = None,
) -> Adjournment:
    """Interrupt an open meeting, until ``until_at`` where that was announced. Nothing is voted or
    resolved until it is resumed; its rules stay those of the day it was opened on.

    Interrupted again it stays so. Raises PhaseForbids, BoxStillOpen, ResumedTooEarly for an end
    that lies before its beginning.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *IN_SESSION)
    standing = standing_adjournment(assembly)
    if standing is not None:
        return standing
    if until_at is not None and until_at <= at:
        raise ResumedTooEarly
    _refuse_open_boxes(assembly)
    pause = Adjournment.objects.create(
        assembly=assembly, from_at=at, until_at=until_at, reason=Translated(reason)
    )
    payload = {"until": until_at, "reason": dict(pause.reason)}
    log.record(stream=stream_of(assembly), event="meeting_adjourned", payload=payload, by=by, at=at)
    return pause


def _refuse_open_boxes(assembly: Assembly) -> None:
    opened = assembly.items.filter(motion__election__state=ElectionState.OPEN)
    if opened:
        raise BoxStillOpen(items=", ".join(str(item.title) for item in opened))


@transaction.atomic
def resume(*, assembly: Assembly, by: User | None, at: datetime) -> Assembly:
    """Go on with the quorum stated anew. A meeting that sits goes on sitting.

    Raises NoQuorum: then it stays adjourned.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *IN_SESSION)
    pause = standing_adjournment(assembly)
    if pause is None:
        return assembly
    check = require_quorum(state_quorum(assembly=assembly, by=by, at=at))
    pause.resumed_at = max(at, pause.from_at)
    pause.save(update_fields=["resumed_at"])
    payload = {"adjournment": str(pause.pk), "present": check.present}
    log.record(stream=stream_of(assembly), event="meeting_resumed", payload=payload, by=by, at=at)
    return assembly
