"""A published result as bars: who or what, how many votes, and where the required number stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assemblies.domain.planning.agenda import Row
from assemblies.domain.sitting.told import told_contests
from elections.domain.results import contest_figures
from elections.enums import ContestKind, ElectionState
from elections.models import Election


@dataclass(frozen=True, slots=True)
class Bar:
    """``mark``: the required number; ``short`` where the votes do not reach it; ``told`` what
    became of a candidate, once it was resolved."""

    label: str
    votes: int
    mark: int | None = None
    short: bool = False
    told: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """``total``: of how many the votes are; the length of a full bar."""

    title: str
    total: int
    bars: tuple[Bar, ...]


def charts_of(row: Row) -> tuple[Chart, ...]:
    """The result of an item as resolved; before that, of a box whose result is published, or of
    hands as counted. Nothing of what is withheld."""
    if row.resolution is not None:
        kept = _of_contests(row)
        return kept or _of_motion(row)
    if row.election is not None:
        return _of_box(row.election) if row.election.state == ElectionState.PUBLISHED else ()
    return _of_motion(row)


def _of_contests(row: Row) -> tuple[Chart, ...]:
    return tuple(
        Chart(
            title=_titled(contest),
            total=contest["present"] or 0,
            bars=tuple(
                Bar(
                    label=str(candidate["name"]),
                    votes=candidate["for"],
                    mark=contest["required"],
                    short=candidate["short"],
                    told=str(candidate["told"]),
                    kind=candidate["kind"],
                )
                for candidate in sorted(contest["candidates"], key=lambda each: -each["for"])
            ),
        )
        for contest in told_contests(row.resolution)
    )


def _titled(contest: dict[str, Any]) -> str:
    """With the round, where there were several."""
    title = str(contest["title"])
    if not contest["several_rounds"]:
        return title
    return _("%(title)s, round %(round)s") % {"title": title, "round": contest["round"]}


def _of_motion(row: Row) -> tuple[Chart, ...]:
    if row.votes is None:
        return ()
    required = _required(row)
    total = sum(row.votes)
    if row.resolution is not None:
        total = max(total, row.resolution.figures.get("present") or 0)
    return (_three(row.votes, total, required),)


def _three(votes: tuple[int, int, int], total: int, required: int | None = None) -> Chart:
    for_, against, abstain = votes
    short = required is not None and for_ < required
    return Chart(
        title="",
        total=total,
        bars=(
            Bar(pgettext("vote", "for"), for_, mark=required, short=short),
            Bar(pgettext("vote", "against"), against, short=True),
            Bar(pgettext("vote", "abstain"), abstain, short=True),
        ),
    )


def _required(row: Row) -> int | None:
    """The number that the main threshold came to, where there is one number."""
    thresholds = row.resolution.figures.get("thresholds", []) if row.resolution else []
    return thresholds[0].get("required") if len(thresholds) == 1 else None


def _of_box(box: Election) -> tuple[Chart, ...]:
    """Published, not resolved on yet: figures without a verdict."""
    present = box.present_at_opening or 0
    charts = []
    for contest in box.contests.order_by("position"):
        lines = contest_figures(contest).lines
        if contest.kind == ContestKind.MOTION:
            charts += [
                _three((line.votes_for, line.votes_against, line.abstentions), present)
                for line in lines
            ]
            continue
        ranked = sorted(lines, key=lambda line: -line.votes_for)
        bars = tuple(Bar(str(line.candidate), line.votes_for) for line in ranked)
        charts.append(Chart(title=str(contest.title), total=present, bars=bars))
    return tuple(charts)
