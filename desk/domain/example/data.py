"""The example's files, read as they are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from records.fields import Translated

FOLDER = Path(__file__).resolve().parent.parent.parent / "example"


@cache
def read_json(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def both(value: dict[str, str]) -> Translated:
    """A value in two languages as the models keep it."""
    return Translated(value)


def looked_up(path: str) -> Any:
    """What ``candidates.json`` holds at a dotted path, as the agenda names it."""
    found = read_json("candidates.json")
    for key in path.split("."):
        found = found[key]
    return found
