"""What a resolution keeps: thresholds with their formulas, and the table of an election."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from assemblies.domain.governing import cited, told_in_each
from assemblies.domain.sitting.judged import Judged
from assemblies.models import SeatDecision
from bylaws.domain.rules import Rule
from bylaws.domain.verdicts import Requirement
from bylaws.enums import SeatWay
from bylaws.errors import Lang
from elections.domain.results import LineFigures


def contest_row(judged: Judged) -> dict[str, Any]:
    """One question of one round. ``reason`` is why that round was held, empty for a first one;
    ``decisions`` what was decided on the seats that it left open."""
    contest, slate = judged.contest, judged.slate
    return {
        "contest": str(contest.pk),
        "kind": contest.kind,
        "title": dict(contest.title),
        "office": contest.office,
        "seats": contest.seats,
        "round": judged.election.round,
        "reason": contest.reason,
        "present": slate.figures.present,
        "thresholds": told_thresholds(slate.requirements, slate.rule),
        "counting": slate.rule.counting.value,
        "required": slate.required,
        "outcome": slate.outcome.value,
        "sentence": dict(told_in_each(judged.sentence)),
        **({"preliminary": True} if contest.preliminary else {}),
        "candidates": [_candidate_row(line, judged) for line in judged.counted.lines],
        "tied_seats": slate.tied_seats,
        "unfilled": slate.unfilled,
        "decisions": [decision_row(judged, decision) for decision in judged.decisions],
    }


def decision_row(judged: Judged, decision: SeatDecision) -> dict[str, Any]:
    """A decision on seats left open. ``tied``: the list that it was taken on, with what each place
    rests on; of a lot the committed list, whose seed is ``seed``."""
    return {
        "way": decision.way,
        "seats": decision.seats,
        "citation": dict(decision.citation),
        "decided": decision.decided,
        "tied": decision.tied,
        "chosen": [dict(candidate.name) for candidate in judged.named(decision.chosen)],
        "seed": decision.seed,
    }


def _candidate_row(line: LineFigures, judged: Judged) -> dict[str, Any]:
    candidate = line.candidate
    return {
        "candidate": str(candidate.pk),
        "position": candidate.position,
        "name": dict(candidate.name),
        "note": dict(candidate.note),
        "for": line.votes_for,
        "against": line.votes_against,
        "abstain": line.abstentions,
        "partly_invalid": line.partly_invalid,
        "outcome": _outcome_of(str(candidate.pk), judged),
        **_needed(str(candidate.pk), judged),
    }


def _needed(key: str, judged: Judged) -> dict[str, int]:
    """The votes that somebody needs for a further term, beside what all need."""
    own = next((one.required for one in judged.slate.candidates if one.key == key), None)
    return {} if own is None else {"required": own}


def _outcome_of(key: str, judged: Judged) -> str:
    """``not_declared``: the votes would do, the form of the ballot does not."""
    slate = judged.slate
    if key in slate.elected:
        return "elected" if slate.declared else "not_declared"
    if key in slate.tied_at_edge:
        ways = [SeatWay(one.way) for one in judged.decisions if key in one.chosen]
        if not ways:
            return "tied"
        return "by_lot" if ways[0] is SeatWay.LOT else "by_seniority"
    if slate.rule.counting.is_relative and not slate.further:
        return "fewer_votes"
    return "outvoted" if key in slate.outvoted else "not_reached"


def told_thresholds(requirements: Sequence[Requirement], rule: Rule) -> list[dict[str, Any]]:
    """Each threshold that was applied, with its formula in words and its citation."""
    citation = dict(cited(rule.citations["thresholds"]))
    return [
        {
            "formula": dict(told_in_each(partial(_formula, r, rule))),
            "required": r.required,
            "of": r.of,
            "base": r.threshold.base.value,
            "citation": citation,
        }
        for r in requirements
    ]


def _formula(requirement: Requirement, rule: Rule, lang: Lang) -> str:
    return requirement.threshold.formula(requirement.of, lang, unit=rule.vote_unit)
