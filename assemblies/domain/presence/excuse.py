"""Voters who excuse themselves beforehand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import IN_SESSION, lock_assembly, require_phase, stream_of
from assemblies.enums import Phase
from assemblies.errors import NotOnRoll
from assemblies.models import Assembly, Excuse
from elections.models import RollEntry
from members.models import User
from records.domain import log

OPEN = (Phase.CONVENE, Phase.CHECK_IN, *IN_SESSION)


@transaction.atomic
def excuse_entry(
    *, assembly: Assembly, entry: RollEntry, reason: str, by: User | None, at: datetime
) -> Excuse:
    """Note an excuse; another reason for the same voter replaces the first."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *OPEN)
    if entry.roll_id != assembly.roll_id:
        raise NotOnRoll(voter=str(entry))
    excuse, created = Excuse.objects.get_or_create(
        assembly=assembly, entry=entry, defaults={"reason": reason}
    )
    if not created and excuse.reason == reason:
        return excuse
    excuse.reason = reason
    excuse.save(update_fields=["reason"])
    payload = {"entry": str(entry.pk), "reason": reason}
    log.record(stream=stream_of(assembly), event="entry_excused", payload=payload, by=by, at=at)
    return excuse


@transaction.atomic
def withdraw_excuse(*, assembly: Assembly, entry: RollEntry, by: User | None, at: datetime) -> None:
    """They will come after all."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *OPEN)
    gone, _by_model = Excuse.objects.filter(assembly=assembly, entry=entry).delete()
    if gone:
        payload = {"entry": str(entry.pk)}
        log.record(
            stream=stream_of(assembly), event="excuse_withdrawn", payload=payload, by=by, at=at
        )
