"""Reading the example's data files, for the tests of them."""

import json
from pathlib import Path
from typing import Any

from bylaws.domain.text import provisions

EXAMPLE = Path(__file__).resolve().parents[2] / "desk" / "example"
OFFICES = ["president", "vice_presidents", "secretary_general"]


def load(name: str) -> Any:
    return json.loads((EXAMPLE / name).read_text(encoding="utf-8"))


def read_text(name: str) -> str:
    return (EXAMPLE / "texts" / name).read_text(encoding="utf-8")


def parse_text(name: str) -> tuple[provisions.Provision, ...]:
    return provisions.parse(read_text(name))


def numbers(people: list[dict[str, Any]]) -> list[str]:
    """The firms' numbers, by which persons are named."""
    return [person["member_number"] for person in people]


def officers(candidates: Any) -> dict[str, list[str]]:
    return {office: numbers(candidates["officers"][office]["candidates"]) for office in OFFICES}


def tellers(candidates: Any) -> list[str]:
    group = candidates["scrutineers"]
    return numbers([group["chief"], *group["scrutineers"], *group["counters"]])


def slate(candidates: Any, path: str) -> Any:
    """The group at a dotted path, such as `officers.president`."""
    group = candidates
    for step in path.split("."):
        group = group[step]
    return group
