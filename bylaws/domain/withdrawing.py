"""Taking back what an amendment itself put in, so that the rest of it keeps its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from bylaws.domain import stored
from bylaws.domain.text.changes import Insert, Move
from bylaws.domain.text.provisions import Provision
from bylaws.models import Amendment
from bylaws.models import Change as ChangeRow


def take_back(amendment: Amendment, ids: Collection[UUID], provisions: Sequence[Provision]) -> None:
    """Drop inserted provisions. ``provisions``: the amended text with them; what stands behind one
    of them stands behind what came before it there."""
    before = _steady_before(provisions, ids)
    for row in amendment.changes.filter(act__in=["insert", "move"]):
        change = stored.change_of(row)
        if isinstance(change, Insert):
            kept = tuple(p for p in change.provisions if p.identity not in ids)
            if not kept:
                row.delete()
                continue
            named = change.references and tuple(n for n in change.references if n[0] not in ids)
            _keep(row, change, Insert(kept, before.get(change.after, change.after), named))
        elif isinstance(change, Move):
            _keep(row, change, replace(change, after=before.get(change.after, change.after)))


def _steady_before(
    provisions: Sequence[Provision], ids: Collection[UUID]
) -> dict[UUID | None, UUID | None]:
    """By what goes, the last provision before it that stays."""
    before: dict[UUID | None, UUID | None] = {}
    last: UUID | None = None
    for provision in provisions:
        if provision.identity in ids:
            before[provision.identity] = last
        else:
            last = provision.identity
    return before


def _keep(row: ChangeRow, old: Insert | Move, change: Insert | Move) -> None:
    if change != old:
        row.target, row.payload = stored.target_of(change), stored.payload_of(change)
        row.save(update_fields=["target", "payload"])
