"""What the minutes say of applications and cases that a motion carried."""

from __future__ import annotations

from dataclasses import dataclass

from records.fields import Translated


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Whom a carried motion admitted, suspended or expelled: ``kind`` is the measure."""

    kind: str
    names: list[Translated]
