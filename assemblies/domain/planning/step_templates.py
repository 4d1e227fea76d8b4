"""The steps that lead to a meeting, by rule profile: data files under ``assemblies/plans``.

A step is due by a parameter of the rulebook, or so many ``days_before`` the meeting. The latter is
a proposal that the association may change: no rule on it is known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assemblies.enums import Authority
from records.fields import Translated

FOLDER = Path(__file__).resolve().parent.parent.parent / "plans"
NOTICE = "notice"
"""The parameter that stands for the notice of the meeting's own body."""


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """``kinds``: the plans that it belongs to; ``owner``: the office that usually sees to it;
    ``topics``: rules of the profile on what is done; ``answer_from``: whose answer it waits for."""

    key: str
    kinds: tuple[str, ...]
    title: Translated
    detail: Translated
    parameter: str
    days_before: int
    owner: str
    topics: tuple[str, ...]
    answer_from: str


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """``remind_days``: so many days before a step's last day its owner is reminded, a proposal."""

    remind_days: int
    steps: tuple[StepTemplate, ...]

    def step(self, key: str) -> StepTemplate | None:
        return next((step for step in self.steps if step.key == key), None)


@cache
def plan_template(profile: str) -> PlanTemplate:
    """The steps of a rule profile; a profile without its file is a KeyError of this product."""
    path = FOLDER / f"{profile}.json"
    if not path.is_file():
        raise KeyError(profile)
    data = json.loads(path.read_text(encoding="utf-8"))
    return PlanTemplate(data["remind_days"], tuple(_step(row) for row in data["steps"]))


def _step(row: dict[str, Any]) -> StepTemplate:
    answer_from = row.get("answer_from", "")
    return StepTemplate(
        key=row["key"],
        kinds=tuple(row["in"]),
        title=Translated(row["title"]),
        detail=Translated(row.get("detail", {})),
        parameter=row.get("parameter", ""),
        days_before=row["days_before"],
        owner=row["owner"],
        topics=tuple(row.get("topics", ())),
        answer_from=Authority(answer_from) if answer_from else "",
    )
