"""The figures that a resolution keeps of an election, in the language of the moment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assemblies.enums import SeatDecisionWay
from assemblies.models import Resolution
from elections.enums import RoundReason
from records.fields import Translated

# What became of a candidate, and the colour in which it is told.
FATES = {
    "elected": (_("elected"), "ok"),
    "not_reached": (_("too few votes"), "later"),
    "fewer_votes": (_("fewer votes"), "later"),
    "outvoted": (_("outvoted"), "later"),
    "tied": (_("tied"), "wait"),
    "by_lot": (_("elected by lot"), "ok"),
    "by_seniority": (_("elected by seniority"), "ok"),
    "not_declared": (_("not declared"), "bad"),
}
NOMINATED = (_("nominated"), "ok")
"""Instead of elected, of a preliminary ballot."""


def told_contests(resolution: Resolution | None) -> list[dict[str, Any]]:
    """The kept figures of an election, with their texts in the language of the moment."""
    if resolution is None:
        return []
    kept = resolution.figures.get("contests", [])
    return [
        contest
        | {
            "title": Translated(contest["title"]),
            "candidates": [
                _candidate(row, preliminary=contest.get("preliminary", False))
                for row in contest["candidates"]
            ],
            # What was resolved before there were rounds keeps neither.
            "present": contest.get("present", resolution.figures.get("present")),
            "decisions": [_decision(row) for row in contest.get("decisions", [])],
            "reason": RoundReason(contest["reason"]).label if contest.get("reason") else "",
            "several_rounds": len({one.get("round") for one in kept}) > 1,
            # Of single marks on paper; without any, the column would be empty.
            "partly_invalid": any(row["partly_invalid"] for row in contest["candidates"]),
        }
        for contest in kept
    ]


def _decision(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "label": SeatDecisionWay(row["way"]).label,
        "citation": Translated(row["citation"]),
        "names": ", ".join(str(Translated(name)) for name in row["chosen"]),
    }


def _candidate(row: dict[str, Any], *, preliminary: bool) -> dict[str, Any]:
    told, kind = FATES[row["outcome"]]
    if preliminary and row["outcome"] == "elected":
        told, kind = NOMINATED
    return row | {
        "name": Translated(row["name"]),
        "note": Translated(row["note"]),
        "told": told,
        "kind": kind,
        "short": row["outcome"] == "not_reached",
    }
