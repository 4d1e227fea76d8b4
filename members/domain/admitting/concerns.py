"""What a body should know before it decides on an application.

Apps that stand above tell what they know, such as unpaid dues of a former member, by adding to
:data:`CONCERNS` when they are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from members.models import Application


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to weigh; ``tone`` is the chip's (``wait``, ``bad``, ``later``)."""

    title: str
    detail: str = ""
    citation: str = ""
    url: str = ""
    tone: str = "wait"


Provider = Callable[[Application], Iterable[Concern]]

CONCERNS: list[Provider] = []


def concerns_of(application: Application) -> list[Concern]:
    """What any app tells of ``application``."""
    return [concern for tell in CONCERNS for concern in tell(application)]
