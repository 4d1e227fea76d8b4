"""The worked tables of docs/rules, read as the tests' data."""

import json
from pathlib import Path
from typing import Any

from bylaws.domain.thresholds import Threshold
from bylaws.enums import Base, Comparison

ROOT = Path(__file__).resolve().parent.parent.parent
ABSENT = "–"


def tables(name: str) -> list[list[dict[str, str]]]:
    """Every table of docs/rules/<name>.md, each a list of rows by column heading."""
    found: list[list[dict[str, str]]] = []
    head: list[str] | None = None
    for line in (ROOT / "docs" / "rules" / f"{name}.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            head = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if head is None:
            head = cells
            found.append([])
        elif not set(line) <= set("|- "):
            found[-1].append(dict(zip(head, cells, strict=True)))
    return found


def cases() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        (ROOT / "tests" / "vectors" / "rules" / "cases.json").read_text(encoding="utf-8")
    )
    return rows


def text(name: str) -> str:
    return (ROOT / "tests" / "vectors" / "texts" / name).read_text(encoding="utf-8")


def number(cell: str) -> int | None:
    return None if cell == ABSENT else int(cell)


def share(base: Base, words: str) -> Threshold:
    """A threshold from "2/3 ge"."""
    fraction, comparison = words.split()
    num, den = fraction.split("/")
    return Threshold(base, int(num), int(den), Comparison(comparison))


def based_share(words: str) -> Threshold:
    """A threshold from "present 2/3 ge"."""
    base, rest = words.split(maxsplit=1)
    return share(Base(base), rest)
