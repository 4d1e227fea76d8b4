"""From the figures on record to the verdict, its sentence and its table of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from assemblies.domain.convening.naming import told_of
from assemblies.domain.governing import cited, rule_for_item, told_in_each
from assemblies.enums import ItemKind, Method
from assemblies.errors import (
    BoxMissing,
    NotVotedYet,
    ResultNotPublished,
    told_by_the_rules,
)
from assemblies.models import Motion
from bylaws.domain.elected import CandidateFigures, SlateVerdict, decide_slate
from bylaws.domain.figures import Figures
from bylaws.domain.preliminary import nominees_sentence, without_thresholds
from bylaws.domain.quorums import QuorumVerdict
from bylaws.domain.reconcile import CountLine, check_count
from bylaws.domain.rules import Rule
from bylaws.domain.verdicts import Requirement, Verdict, judge
from bylaws.enums import MethodUsed, Outcome
from bylaws.errors import Lang
from elections.domain.results import ContestFigures, LineFigures, contest_figures
from elections.enums import LISTS, ElectionState
from elections.models import Candidate, Contest, Election
from records.fields import Translated

OPENLY = {
    Method.SHOW_OF_HANDS: MethodUsed.SHOW_OF_HANDS,
    Method.ROLL_CALL: MethodUsed.RECORDED,
}
"""Ways of voting that everyone sees; their figures stand with the motion itself."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``figures`` is what a resolution keeps; ``elected`` names whom, contest by contest, highest
    first."""

    outcome: Outcome
    sentence: Translated
    citation: Translated
    figures: dict[str, Any]
    elected: tuple[tuple[Contest, tuple[Candidate, ...]], ...] = ()


def judge_motion(motion: Motion) -> Judgement:
    """Judge what is on record. Raises NotVotedYet, BoxMissing, ResultNotPublished, and RuleRefused
    where a count does not reconcile."""
    with told_by_the_rules():
        if motion.method in OPENLY:
            return _judge_openly(motion)
        election = _published(motion)
        if motion.item.kind == ItemKind.ELECTION:
            return _judge_election(motion, election)
        return _judge_ballot(motion, election)


def _judge_openly(motion: Motion) -> Judgement:
    if motion.present is None:
        raise NotVotedYet(item=str(motion.item.title))
    figures = Figures(
        entitled=_entitled(motion),
        present=motion.present,
        for_quorum=_stated_for_quorum(motion),
        for_=motion.votes_for,
        against=motion.votes_against,
        abstain=motion.abstentions,
    )
    rule = rule_for_item(motion.item)
    verdict = judge(
        figures,
        rule,
        method_used=OPENLY[Method(motion.method)],
        in_notice=told_of(motion.item),
        written_consents=motion.written_consents,
    )
    return _of_motion(verdict, figures)


def _judge_ballot(motion: Motion, election: Election) -> Judgement:
    contest = election.contests.get()
    counted = _counted(contest, election)
    line = counted.lines[0]
    figures = _ballot_figures(
        motion,
        election,
        counted,
        for_=line.votes_for,
        against=line.votes_against,
        abstain=line.abstentions,
    )
    verdict = judge(
        figures,
        rule_for_item(motion.item),
        method_used=MethodUsed.SECRET,
        in_notice=told_of(motion.item),
    )
    return _of_motion(verdict, figures)


def _of_motion(verdict: Verdict, figures: Figures) -> Judgement:
    return Judgement(
        outcome=verdict.outcome,
        sentence=told_in_each(verdict.sentence),
        citation=cited(verdict.citations),
        figures={
            **_totals(figures),
            "quorum": _quorum(verdict.quorum),
            "thresholds": _thresholds(verdict.requirements, verdict.rule),
            "contests": [],
            **({"written_consents": verdict.written_consents} if verdict.written_consents else {}),
        },
    )


def _judge_election(motion: Motion, election: Election) -> Judgement:
    rule, told = rule_for_item(motion.item), told_of(motion.item)
    decided = []
    for contest in election.contests.order_by("position"):
        counted = _counted(contest, election)
        figures = _ballot_figures(motion, election, counted)
        slate = decide_slate(
            [_candidate_figures(line) for line in counted.lines],
            seats=contest.seats,
            rule=without_thresholds(rule) if contest.preliminary else rule,
            figures=figures,
            method_used=MethodUsed.SECRET,
            in_notice=told,
        )
        decided.append((contest, counted, slate))
    # What the box as a whole tells is its election's, where it has one beside a preliminary.
    first = min(decided, key=lambda one: one[0].preliminary)[2]
    return Judgement(
        outcome=_together([slate.outcome for _contest, _counted, slate in decided]),
        sentence=told_in_each(lambda lang: _sentence(decided, lang)),
        citation=cited([c for _contest, _counted, slate in decided for c in slate.citations]),
        figures={
            **_totals(first.figures),
            "quorum": _quorum(first.quorum),
            "thresholds": _thresholds(first.requirements, first.rule),
            "contests": [_contest_row(*each) for each in decided],
        },
        elected=tuple((contest, _declared(counted, slate)) for contest, counted, slate in decided),
    )


def _published(motion: Motion) -> Election:
    if motion.election is None:
        raise BoxMissing(item=str(motion.item.title))
    if motion.election.state != ElectionState.PUBLISHED:
        raise ResultNotPublished(item=str(motion.item.title))
    return motion.election


def _counted(contest: Contest, election: Election) -> ContestFigures:
    """The accepted figures, checked once more: nothing is resolved on a count that does not
    reconcile."""
    counted = contest_figures(contest)
    if not counted.is_counted:
        raise ResultNotPublished(item=str(election.title))
    listed = contest.kind in LISTS
    check_count(
        present=election.present_at_opening or 0,
        issued=counted.issued,
        returned=counted.returned,
        valid=counted.valid,
        invalid=counted.invalid,
        lines=[
            CountLine(
                zh=line.candidate.name.zh,
                en=line.candidate.name.en,
                for_=line.votes_for,
                against=line.votes_against,
                abstain=line.abstentions,
                partly_invalid=line.partly_invalid if listed else None,
            )
            for line in counted.lines
        ],
        seats=contest.most_marks if listed else None,
    )
    return counted


def _entitled(motion: Motion) -> int | None:
    roll = motion.item.assembly.roll
    return roll.entries.filter(entitled=True).count() if roll is not None else None


def _stated_for_quorum(motion: Motion, election: Election | None = None) -> int | None:
    """Who counted towards the quorum of this vote, as it was stated: a box's at its opening."""
    stated = motion.item.assembly.quorum_checks.filter(item=motion.item)
    if election is not None:
        stated = stated.filter(at__lte=election.opened_at)
    check = stated.order_by("pk").last()
    return check.present if check is not None else None


def _ballot_figures(
    motion: Motion,
    election: Election,
    counted: ContestFigures,
    *,
    for_: int | None = None,
    against: int | None = None,
    abstain: int | None = None,
) -> Figures:
    return Figures(
        entitled=_entitled(motion),
        present=election.present_at_opening,
        for_quorum=_stated_for_quorum(motion, election),
        issued=counted.issued,
        returned=counted.returned,
        valid=counted.valid,
        invalid=counted.invalid,
        for_=for_,
        against=against,
        abstain=abstain,
    )


def _candidate_figures(line: LineFigures) -> CandidateFigures:
    return CandidateFigures(
        key=str(line.candidate.pk),
        for_=line.votes_for,
        against=line.votes_against,
        abstain=line.abstentions,
        partly_invalid=line.partly_invalid,
    )


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome for a box with several questions: a defect of form or of record concerns them
    all; otherwise it passed when anybody was elected."""
    for outcome in (Outcome.NOT_DETERMINABLE, Outcome.NOT_COMPLIANT, Outcome.PASSED):
        if outcome in outcomes:
            return outcome
    return Outcome.FAILED


def _sentence(decided: Sequence[tuple[Contest, ContestFigures, SlateVerdict]], lang: Lang) -> str:
    chinese = lang == "zh"
    told = []
    for contest, _figures, slate in decided:
        sentence = _sentence_of(contest, slate, lang)
        title = contest.title.text(lang)
        colon = "：" if chinese else ": "
        told.append(f"{title}{colon}{sentence}" if len(decided) > 1 else sentence)
    return ("。" if chinese else ". ").join(told)


def _sentence_of(contest: Contest, slate: SlateVerdict, lang: Lang) -> str:
    return nominees_sentence(slate, lang) if contest.preliminary else slate.sentence(lang)


def _declared(counted: ContestFigures, slate: SlateVerdict) -> tuple[Candidate, ...]:
    by_key = {str(line.candidate.pk): line.candidate for line in counted.lines}
    return tuple(by_key[key] for key in slate.declared)


def _contest_row(contest: Contest, counted: ContestFigures, slate: SlateVerdict) -> dict[str, Any]:
    return {
        "contest": str(contest.pk),
        "kind": contest.kind,
        "title": dict(contest.title),
        "office": contest.office,
        "seats": contest.seats,
        "required": slate.required,
        "outcome": slate.outcome.value,
        "sentence": dict(told_in_each(partial(_sentence_of, contest, slate))),
        **({"preliminary": True} if contest.preliminary else {}),
        "candidates": [_candidate_row(line, slate) for line in counted.lines],
        "tied_seats": slate.tied_seats,
        "unfilled": slate.unfilled,
    }


def _candidate_row(line: LineFigures, slate: SlateVerdict) -> dict[str, Any]:
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
        "outcome": _outcome_of(str(candidate.pk), slate),
    }


def _outcome_of(key: str, slate: SlateVerdict) -> str:
    """``not_declared``: the votes would do, the form of the ballot does not."""
    if key in slate.elected:
        return "elected" if slate.declared else "not_declared"
    if key in slate.tied_at_edge:
        return "tied"
    return "outvoted" if key in slate.outvoted else "not_reached"


def _totals(figures: Figures) -> dict[str, int | None]:
    return {
        "entitled": figures.entitled,
        "present": figures.present,
        "issued": figures.issued,
        "returned": figures.returned,
        "valid": figures.valid,
        "invalid": figures.invalid,
        "for": figures.for_,
        "against": figures.against,
        "abstain": figures.abstain,
    }


def _quorum(quorum: QuorumVerdict) -> dict[str, Any]:
    return {
        "required": quorum.required,
        "met": quorum.is_met,
        "sentence": dict(told_in_each(quorum.sentence)),
        "citation": dict(cited(quorum.citations)),
    }


def _thresholds(requirements: Sequence[Requirement], rule: Rule) -> list[dict[str, Any]]:
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
    return requirement.threshold.formula(requirement.of, lang, unit=rule.unit)
