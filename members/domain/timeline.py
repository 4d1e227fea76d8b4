"""A firm's life in one list: what the register knows of it, and what other apps add.

Apps that stand above tell what they know by adding to :data:`PROVIDERS` when they are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from members.models import Firm


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: ``kind`` groups it (standing, dues, seat …), ``title`` says it.

    ``day`` is the local day; ``detail`` is the reason, source or amount; ``url`` opens its page;
    ``tone`` is the chip's (``ok``, ``wait``, ``bad``, ``later``).
    """

    day: date
    kind: str
    title: str
    detail: str = ""
    url: str = ""
    tone: str = ""


Provider = Callable[[Firm], Iterable[Event]]

PROVIDERS: list[Provider] = []


def events_of(firm: Firm) -> list[Event]:
    """Everything that any app knows of ``firm``, latest first."""
    found = [event for provide in PROVIDERS for event in provide(firm)]
    return sorted(found, key=lambda event: event.day, reverse=True)
