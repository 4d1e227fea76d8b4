"""Seats that an election did not give, since a rule stopped whoever was elected to them: open until
somebody holds them by the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assemblies.domain.sitting.effects import BODY_OF
from assemblies.enums import Finding
from assemblies.models import Resolution
from members.enums import Office
from members.models import Mandate
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """Who was elected to it, on the ballot (``stood``) or written in, and in the language of the
    moment what stands against that."""

    candidate: str
    name: str
    office: Office
    reasons: str
    stood: bool


def seats_held(resolution: Resolution) -> list[SeatHeld]:
    """Those of a resolution that are still open: neither does the person hold the office in the
    term now, nor is every seat of it taken."""
    kept = resolution.figures.get("held_back", [])
    return [_told(row) for row in kept if is_open(resolution, row)]


def is_open(resolution: Resolution, row: dict[str, Any]) -> bool:
    """Whether the seat that ``row`` of the resolution holds back is nobody's yet."""
    office, term = Office(row["office"]), resolution.motion.item.assembly.term
    held = Mandate.objects.filter(
        office=office,
        term__body__kind=BODY_OF[office],
        term__number=term.number,
        superseded_at__isnull=True,
    )
    holders = {str(person) for person in held.values_list("person", flat=True)}
    return row["person"] not in holders and len(holders) < _seats(resolution, office)


def _seats(resolution: Resolution, office: Office) -> int:
    """Of the first round; further rounds fill what it left."""
    return sum(
        row["seats"]
        for row in resolution.figures["contests"]
        if row["office"] == office and not row["reason"] and not row.get("preliminary")
    )


def _told(row: dict[str, Any]) -> SeatHeld:
    reasons = (
        f"{Translated(one['title'])}: {Finding(one['verdict']).label} "
        f"({Translated(one['citation'])})"
        for one in row["reasons"]
    )
    return SeatHeld(
        candidate=row["candidate"],
        name=str(Translated(row["name"])),
        office=Office(row["office"]),
        reasons="; ".join(reasons),
        stood=row.get("stood", False),
    )
