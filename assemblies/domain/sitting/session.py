"""Running the meeting: open, set an item "now", settle what was heard, close."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import (
    IN_SESSION,
    lock_assembly,
    lock_item,
    require_phase,
    require_sitting,
    stream_of,
)
from assemblies.domain.presence.quorum import require_quorum, state_quorum
from assemblies.domain.sitting import phases
from assemblies.enums import ItemState, Phase
from assemblies.errors import ItemNeedsVote, ItemNotNow, ItemsUndecided
from assemblies.models import AgendaItem, Assembly
from members.models import User
from records.domain import log


@transaction.atomic
def open_meeting(*, assembly: Assembly, by: User | None, at: datetime) -> Assembly:
    """Open with the quorum stated. Raises NoQuorum, PhaseForbids; opened again it stays open."""
    assembly = lock_assembly(assembly.pk)
    if assembly.phase in IN_SESSION:
        return assembly
    require_phase(assembly, Phase.CHECK_IN)
    require_quorum(state_quorum(assembly=assembly, by=by, at=at))
    assembly.opened_at = at
    assembly.save(update_fields=["opened_at"])
    phases.enter(assembly, Phase.LIVE, by=by, at=at)
    return assembly


@transaction.atomic
def set_current(*, item: AgendaItem, by: User | None, at: datetime) -> AgendaItem:
    """Make ``item`` the current one. The item that was current goes back to come, or is settled
    when it was resolved. A settled item is not taken up again."""
    item = lock_item(item)
    require_sitting(item.assembly)
    if item.state in (ItemState.CURRENT, ItemState.DONE):
        return item
    for former in item.assembly.items.filter(state=ItemState.CURRENT):
        former.state = ItemState.DONE if is_resolved(former) else ItemState.PENDING
        former.save(update_fields=["state"])
    item.state = ItemState.CURRENT
    item.save(update_fields=["state"])
    _log(item, "item_set_current", by, at)
    return item


@transaction.atomic
def settle_item(*, item: AgendaItem, by: User | None, at: datetime) -> AgendaItem:
    """A report was heard: the item is done. Raises ItemNeedsVote where a motion is open."""
    item = lock_item(item)
    require_sitting(item.assembly)
    if item.state == ItemState.DONE:
        return item
    if item.state != ItemState.CURRENT:
        raise ItemNotNow(item=str(item.title))
    if hasattr(item, "motion") and not is_resolved(item):
        raise ItemNeedsVote(item=str(item.title))
    finish_item(item, by=by, at=at)
    return item


def finish_item(item: AgendaItem, *, by: User | None, at: datetime) -> None:
    """Write that a locked item is done."""
    item.state = ItemState.DONE
    item.save(update_fields=["state"])
    _log(item, "item_settled", by, at)


@transaction.atomic
def close_meeting(*, assembly: Assembly, by: User | None, at: datetime) -> Assembly:
    """Close when every item is settled; the minutes follow. Raises ItemsUndecided."""
    assembly = lock_assembly(assembly.pk)
    if assembly.closed_at is not None:
        return assembly
    require_sitting(assembly)
    undecided = assembly.items.exclude(state=ItemState.DONE)
    if undecided:
        raise ItemsUndecided(items=", ".join(str(item.title) for item in undecided))
    assembly.closed_at = at
    assembly.save(update_fields=["closed_at"])
    phases.enter(assembly, Phase.MINUTES, by=by, at=at)
    return assembly


def is_resolved(item: AgendaItem) -> bool:
    """Whether a resolution stands on the item's motion."""
    motion = getattr(item, "motion", None)
    return motion is not None and motion.resolutions.filter(annulled_at__isnull=True).exists()


def _log(item: AgendaItem, event: str, by: User | None, at: datetime) -> None:
    payload = {"item": str(item.pk), "position": item.position}
    log.record(stream=stream_of(item.assembly), event=event, payload=payload, by=by, at=at)
