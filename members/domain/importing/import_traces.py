"""What files that were read in keep of persons, and how they forget one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from members.domain.personal.traces import Traces, traces_of
from members.models import Firm, ImportBatch, Person

Cells = dict[str, Any]


def told_in(person: Person) -> Iterator[ImportBatch]:
    """The batches whose rows, faults or effects say something of ``person``."""
    about = _About(traces_of(person))
    for batch in ImportBatch.objects.select_related("document").order_by("staged_at").iterator():
        if about.without(batch):
            yield batch


def forget(traces: Traces) -> int:
    """Blank the person's words in all that was read of them and found in it; how many batches.

    The file itself stays, sealed by its digest.
    """
    about, changed = _About(traces), 0
    for batch in ImportBatch.objects.iterator():
        parts = about.without(batch)
        for name, value in parts.items():
            setattr(batch, name, value)
        if parts:
            batch.save(update_fields=list(parts))
            changed += 1
    return changed


class _About:
    """Tells what is about one person: by address or number, or by name near a firm of theirs."""

    def __init__(self, traces: Traces) -> None:
        self.traces = traces
        firms = Firm.objects.filter(pk__in=traces.firms)
        self.near = {str(pk).upper() for pk in traces.firms}
        self.near.update(firms.values_list("registration_code", flat=True))

    def without(self, batch: ImportBatch) -> dict[str, Any]:
        """The parts of ``batch`` that name the person, as they are without them."""
        rows = {row.get("row") for row in batch.rows if self._is_theirs(row)}
        effects = dict(batch.effects)
        if "changes" in effects:
            effects["changes"] = [self._blanked(change) for change in effects["changes"]]
        # What other subjects have done, such as opening balances, changed no firm.
        if "changed" in effects.get("done", {}):
            changed = [self._blanked(change) for change in effects["done"]["changed"]]
            effects["done"] = {**effects["done"], "changed": changed}
        wanted: dict[str, Any] = {
            "rows": [self._blanked(row) for row in batch.rows],
            "faults": [
                self._blanked(fault, theirs=str(fault.get("row")) in rows) for fault in batch.faults
            ],
            "effects": effects,
        }
        return {name: value for name, value in wanted.items() if value != getattr(batch, name)}

    def _blanked(self, cells: Cells, *, theirs: bool = False) -> Cells:
        if not (theirs or self._is_theirs(cells)):
            return cells
        blanked: Cells = self.traces.without(cells)
        return blanked

    def _is_theirs(self, cells: Cells) -> bool:
        text = json.dumps(cells, ensure_ascii=False)
        if self.traces.tells(text):
            return True
        plain = text.upper()
        return self.traces.names_here(text) and any(each in plain for each in self.near)
