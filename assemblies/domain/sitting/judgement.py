"""From the figures on record to the verdict, its sentence and its table of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assemblies.domain.convening.naming import told_of
from assemblies.domain.governing import cited, rule_for_item, told_in_each
from assemblies.domain.sitting.ballot_figures import (
    ballot_figures,
    counted_figures,
    entitled_of,
    stated_for_quorum,
    took_part_remotely,
)
from assemblies.domain.sitting.judged import Judged, judged_contests, outcome_of, sentence_of
from assemblies.domain.sitting.kept_figures import contest_row, told_thresholds
from assemblies.enums import ItemKind, Method
from assemblies.errors import (
    BoxMissing,
    NotVotedYet,
    ResultNotPublished,
    told_by_the_rules,
)
from assemblies.models import Motion
from bylaws.domain.figures import Figures
from bylaws.domain.quorums import QuorumVerdict
from bylaws.domain.verdicts import Verdict, judge
from bylaws.enums import MethodUsed, Outcome
from elections.enums import ElectionState
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
            return _judge_election(motion)
        return _judge_ballot(motion, election)


def _judge_openly(motion: Motion) -> Judgement:
    if motion.present is None:
        raise NotVotedYet(item=str(motion.item.title))
    figures = Figures(
        entitled=entitled_of(motion),
        present=motion.present,
        **stated_for_quorum(motion),
        for_=motion.votes_for,
        against=motion.votes_against,
        abstain=motion.abstentions,
    )
    rule = rule_for_item(motion.item)
    verdict = judge(
        figures,
        rule,
        method_used=OPENLY[Method(motion.method)],
        remote_used=took_part_remotely(motion),
        in_notice=told_of(motion.item),
        written_consents=motion.written_consents,
    )
    return _of_motion(verdict, figures)


def _judge_ballot(motion: Motion, election: Election) -> Judgement:
    contest = election.contests.get()
    counted = counted_figures(contest, election)
    line = counted.lines[0]
    figures = ballot_figures(
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
        remote_used=took_part_remotely(motion, election),
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
            "thresholds": told_thresholds(verdict.requirements, verdict.rule),
            "contests": [],
            **({"written_consents": verdict.written_consents} if verdict.written_consents else {}),
        },
    )


def _judge_election(motion: Motion) -> Judgement:
    """Every round that stands in the result, with what was decided on seats left open."""
    judged = judged_contests(motion)
    # What the box as a whole tells is its election's, where it has one beside a preliminary.
    first = min(judged, key=lambda one: one.contest.preliminary).slate
    return Judgement(
        outcome=outcome_of(judged),
        sentence=told_in_each(lambda lang: sentence_of(judged, lang)),
        citation=_cited_in_all(judged),
        figures={
            **_totals(first.figures),
            "quorum": _quorum(first.quorum),
            "thresholds": told_thresholds(first.requirements, first.rule),
            "contests": [contest_row(one) for one in judged],
        },
        elected=tuple((one.contest, one.elected) for one in judged),
    )


def _cited_in_all(judged: Sequence[Judged]) -> Translated:
    """What the verdicts rest on, and what was decided on seats left open."""
    told = cited([c for one in judged for c in one.slate.citations])
    decided = [decision.citation for one in judged for decision in one.decisions]
    for lang in told:
        mark = "；" if lang == "zh" else "; "
        more = dict.fromkeys(one.text(lang) for one in decided)
        parts = [text for text in more if text and text not in told[lang]]
        told[lang] = mark.join([told[lang], *parts])
    return told


def _published(motion: Motion) -> Election:
    if motion.election is None:
        raise BoxMissing(item=str(motion.item.title))
    if motion.election.state != ElectionState.PUBLISHED:
        raise ResultNotPublished(item=str(motion.item.title))
    return motion.election


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
