"""Which papers an authority wants, as data: ``assemblies/filing/<profile>.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from records.fields import Translated

FOLDER = Path(__file__).resolve().parent.parent.parent / "filing"


@dataclass(frozen=True, slots=True)
class Paper:
    """``how``: made from the record, a form filled as far as the record goes, or attached by a
    person; ``make`` names what makes it; ``needs`` are signature and seal."""

    key: str
    title: Translated
    how: str
    make: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """``topic`` is the profile's rule that asks for it, ``deadline`` its parameter in days,
    ``counted`` before or after the meeting; ``when`` says what makes it due: a resolution on the
    bylaws, an election of officers, either of them (filed), or any meeting (empty)."""

    key: str
    title: Translated
    topic: str
    deadline: str
    counted: str
    when: str
    papers: tuple[Paper, ...]


@cache
def packs_of(profile: str) -> tuple[Pack, ...]:
    """The packs of a rule profile; none where nothing is filed with anybody."""
    path = FOLDER / f"{profile}.json"
    if not path.exists():
        return ()
    return tuple(_pack(row) for row in json.loads(path.read_text(encoding="utf-8"))["packs"])


def _pack(row: dict[str, Any]) -> Pack:
    return Pack(
        key=row["key"],
        title=Translated(zh=row["zh"], en=row["en"]),
        topic=row["topic"],
        deadline=row["deadline"],
        counted=row["counted"],
        when=row.get("when", ""),
        papers=tuple(_paper(one) for one in row["papers"]),
    )


def _paper(row: dict[str, Any]) -> Paper:
    return Paper(
        key=row["key"],
        title=Translated(zh=row["zh"], en=row["en"]),
        how=row["how"],
        make=row.get("make", ""),
        needs=tuple(row.get("needs", ())),
    )
