"""Measured values: shown as a table while they come, kept as JSON."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Value:
    """One line: what was measured, and in ``detail`` how."""

    name: str
    value: float
    unit: str
    detail: str


@dataclass(slots=True)
class Table:
    values: list[Value] = field(default_factory=list)

    def timed(self, name: str, times: int, act: Callable[[], Made], detail: str) -> Made:
        """The last thing made; the median time of ``times`` runs becomes a line.

        The median, since on a machine with other work a single run may take twice as long.
        """
        spans = []
        for _ in range(times):
            gc.collect()
            start = time.perf_counter()
            made = act()
            spans.append(time.perf_counter() - start)
        runs = f"median of {times}" if times > 1 else "once"
        self.add(name, statistics.median(spans) * 1000, "ms", f"{detail}; {runs}")
        return made

    def ratio(self, name: str, above: str, below: str, detail: str) -> None:
        """A line that a busy machine leaves as it is."""
        self.add(name, self.of(above) / self.of(below), "×", detail)

    def of(self, name: str) -> float:
        return next(row.value for row in self.values if row.name == name)

    def add(self, name: str, value: float, unit: str, detail: str) -> None:
        row = Value(name, round(value, 2), unit, detail)
        self.values.append(row)
        sys.stdout.write(f"{row.name:<44}{row.value:>10,.1f} {row.unit:<3} {row.detail}\n")
        sys.stdout.flush()

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [asdict(row) for row in self.values]
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
