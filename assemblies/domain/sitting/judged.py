"""The questions of an election, judged round by round, with what was decided on seats left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assemblies.domain.convening.naming import told_of
from assemblies.domain.governing import book_of, rule_for_item
from assemblies.domain.nominating.further_terms import NOTHING, asked_of_them, standing_again
from assemblies.domain.sitting.ballot_figures import (
    ballot_figures,
    counted_figures,
    took_part_remotely,
)
from assemblies.models import Motion, SeatDecision
from bylaws.domain.elected import CandidateFigures, SlateVerdict, decide_slate
from bylaws.domain.preliminary import nominees_sentence, without_thresholds
from bylaws.domain.round_words import round_title, settled_words
from bylaws.domain.rounds import rule_in_round
from bylaws.domain.rules import Citation
from bylaws.domain.thresholds import Threshold
from bylaws.enums import MethodUsed, Outcome, SeatWay
from bylaws.errors import Lang
from elections.domain.results import ContestFigures, LineFigures
from elections.domain.rounds import rounds_of
from elections.enums import ElectionState
from elections.models import Candidate, Contest, Election

DECIDED = (Outcome.PASSED, Outcome.FAILED)
"""Verdicts that say who is elected. A ballot in the wrong form is annulled and repeated instead."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of one round; ``decisions`` are those that were taken on its seats left open."""

    contest: Contest
    election: Election
    counted: ContestFigures
    slate: SlateVerdict
    decisions: tuple[SeatDecision, ...]

    @property
    def way(self) -> SeatWay | None:
        """How the round came about; None for a first one."""
        return SeatWay(self.contest.reason) if self.contest.reason else None

    @property
    def elected(self) -> tuple[Candidate, ...]:
        """By votes, highest first, then those whom seniority or the lot chose."""
        chosen = [key for decision in self.decisions for key in decision.chosen]
        return self.named([*self.slate.declared, *chosen])

    @property
    def left(self) -> int:
        """Seats that the ballot left open; a preliminary one has none to give."""
        if self.contest.preliminary or self.slate.outcome not in DECIDED:
            return 0
        return self.slate.tied_seats or self.slate.unfilled

    @property
    def open(self) -> int:
        """Of these, the seats on which nothing was decided yet."""
        return self.left - sum(decision.seats for decision in self.decisions)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.slate.citations

    def sentence(self, lang: Lang) -> str:
        """What the ballot itself says, in words."""
        if self.contest.preliminary:
            return nominees_sentence(self.slate, lang)
        return self.slate.sentence(lang)

    def named(self, keys: Sequence[str]) -> tuple[Candidate, ...]:
        """The candidates of ``keys``, in their order."""
        by_key = {str(line.candidate.pk): line.candidate for line in self.counted.lines}
        return tuple(by_key[key] for key in keys)


def judged_contests(motion: Motion) -> list[Judged]:
    """Every question of every round whose result is published and stands, in their order. Raises
    ResultNotPublished where a count is missing, BylawsError where it does not reconcile."""
    rounds = [box for box in rounds_of(motion.election) if box.state == ElectionState.PUBLISHED]
    return [
        _judge(motion, election, contest)
        for election in rounds
        for contest in election.contests.order_by("position")
    ]


def _judge(motion: Motion, election: Election, contest: Contest) -> Judged:
    way = SeatWay(contest.reason) if contest.reason else None
    rule = rule_in_round(book_of(motion.item.assembly), rule_for_item(motion.item), way)
    if contest.preliminary:
        rule = without_thresholds(rule)
    counted = counted_figures(contest, election)
    again = standing_again(motion, contest) if contest.office else frozenset()
    further, cited = asked_of_them(motion) if again else NOTHING
    slate = decide_slate(
        [
            _candidate_figures(line, further if line.candidate.person_id in again else ())
            for line in counted.lines
        ],
        seats=contest.seats,
        rule=rule,
        figures=ballot_figures(motion, election, counted),
        method_used=MethodUsed.SECRET,
        remote_used=took_part_remotely(motion, election),
        in_notice=told_of(motion.item),
        further_cited=cited,
    )
    decisions = contest.seat_decisions.filter(decided_at__isnull=False)
    return Judged(contest, election, counted, slate, tuple(decisions))


def _candidate_figures(line: LineFigures, further: tuple[Threshold, ...]) -> CandidateFigures:
    return CandidateFigures(
        key=str(line.candidate.pk),
        for_=line.votes_for,
        against=line.votes_against,
        abstain=line.abstentions,
        partly_invalid=line.partly_invalid,
        further=further,
    )


def outcome_of(judged: Sequence[Judged]) -> Outcome:
    """One outcome for all rounds: passed where anybody was elected in one, else the last round's.

    Of a box with several questions a defect of form or of record concerns them all.
    """
    by_round: dict[int, list[Judged]] = {}
    for one in judged:
        by_round.setdefault(one.election.round, []).append(one)
    outcomes = [_together(questions) for questions in by_round.values()]
    return Outcome.PASSED if Outcome.PASSED in outcomes else outcomes[-1]


def _together(questions: Sequence[Judged]) -> Outcome:
    outcomes = [one.slate.outcome for one in questions]
    for outcome in (Outcome.NOT_DETERMINABLE, Outcome.NOT_COMPLIANT):
        if outcome in outcomes:
            return outcome
    return Outcome.PASSED if any(one.elected for one in questions) else Outcome.FAILED


def sentence_of(judged: Sequence[Judged], lang: Lang) -> str:
    """Each question's own sentence; its title where the election has several, the round where there
    are several."""
    chinese = lang == "zh"
    colon = "：" if chinese else ": "
    rounds = [one.election.round for one in judged]
    # A further round may have one of the questions alone: which it is has to be said all the same.
    several = len(set(rounds)) < len(rounds)
    told = []
    for one in judged:
        heads = []
        if len(set(rounds)) > 1:
            heads.append(round_title(one.election.round, one.way, lang))
        if several:
            heads.append(one.contest.title.text(lang))
        told.append(colon.join([*heads, _with_decisions(one, lang)]))
    return ("。" if chinese else ". ").join(told)


def _with_decisions(one: Judged, lang: Lang) -> str:
    parts = [one.sentence(lang)]
    parts += [
        settled_words(
            SeatWay(decision.way),
            seats=decision.seats,
            names=[candidate.name.text(lang) for candidate in one.named(decision.chosen)],
            lang=lang,
        )
        for decision in one.decisions
        if not SeatWay(decision.way).is_ballot
    ]
    return ("；" if lang == "zh" else "; ").join(parts)
