"""How an election is asked: marks, write-ins, blank votes, preliminary ballots, and how many stand.

The rulebook says what the texts in force do (CN-A12, CN-E3, CN-E4, CN-E5). What bylaws state holds;
what a profile merely tells of practice, and what no text states, the election method of the day
decides, and so whoever prepares the box is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.errors import MethodAgainstBylaws, TooFewCandidates, TooManyMarks
from assemblies.models import Assembly
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.rules import Citation
from bylaws.enums import Counting, Grade
from bylaws.errors import MustBeDeclared, NoRuleInForce
from elections.domain.prepare import ContestSpec
from elections.enums import Channel, ContestKind, WriteIns, WriteInsFrom
from records.fields import Translated

OVER_MARK = "ballot.over_mark"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the texts in force say on one point; ``binds`` where the bylaws themselves do."""

    value: bool | int | str
    citation: Translated
    binds: bool


@dataclass(frozen=True, slots=True)
class BallotRules:
    """None on a point that no text states."""

    write_ins: Stated | None
    covered: Stated | None
    from_roll: Stated | None
    blank_vote: Stated | None
    min_extra: Stated | None
    counting: Stated | None
    over_mark: Translated | None
    """What voids a ballot with more marks than seats; nothing may depart from it (CN-E3)."""

    @property
    def expected(self) -> BallotMethod:
        """The method that these make; nothing beyond for and against where they are silent."""
        others = WriteIns.NONE
        if self.write_ins is not None and self.write_ins.value:
            covered = self.covered is not None and self.covered.value
            others = WriteIns.COVERED if covered else WriteIns.FREE
        anyone = self.from_roll is not None and not self.from_roll.value
        return BallotMethod(
            kind=self._kind,
            write_ins=others,
            write_ins_from=WriteInsFrom.MEMBERS if anyone else WriteInsFrom.ROLL,
            blank_vote=self.blank_vote is not None and bool(self.blank_vote.value),
        )

    @property
    def _kind(self) -> str:
        """Where the most votes decide, marks for alone: any number of them, unless such a ballot
        would be void."""
        counting = Counting(str(self.counting.value)) if self.counting else Counting.THRESHOLD
        if not counting.is_relative:
            return ContestKind.SLATE
        any_number = counting is Counting.APPROVAL and self.over_mark is None
        return ContestKind.APPROVAL if any_number else ContestKind.PLURALITY


@dataclass(frozen=True, slots=True)
class BallotMethod:
    """How every question of an election is asked."""

    kind: str = ContestKind.SLATE
    write_ins: str = WriteIns.NONE
    write_ins_from: str = WriteInsFrom.ROLL
    blank_vote: bool = False
    preliminary: bool = False


def ballot_rules(assembly: Assembly) -> BallotRules:
    """What holds on the day of the meeting."""
    return BallotRules(
        write_ins=_stated(assembly, "election.write_ins"),
        covered=_stated(assembly, "election.write_ins_covered"),
        from_roll=_stated(assembly, "election.write_ins_from_roll"),
        blank_vote=_stated(assembly, "election.blank_vote"),
        min_extra=_stated(assembly, "election.min_extra"),
        counting=_stated(assembly, "election.counting"),
        over_mark=_voiding(assembly),
    )


def _voiding(assembly: Assembly) -> Translated | None:
    try:
        sources = rulebook_on(meeting_day(assembly)).sources(OVER_MARK)
    except NoRuleInForce:
        return None
    return cited(sources) if sources else None


def _stated(assembly: Assembly, key: str) -> Stated | None:
    try:
        answer = rulebook_on(meeting_day(assembly)).answer(key)
    except (NoRuleInForce, MustBeDeclared):
        return None
    assert isinstance(answer.value, bool | int | str)  # flags, numbers, choices, by their kind
    return Stated(answer.value, cited(answer.citations), _binds(answer.citations))


def _binds(citations: Sequence[Citation]) -> bool:
    return any(citation.grade is Grade.BYLAWS for citation in citations)


def least_a_side(assembly: Assembly, channel: str) -> int | None:
    """The fewest people on either side of a box that takes votes both ways; None for another.

    Raises NoRuleInForce."""
    if channel != Channel.MIXED:
        return None
    least = rulebook_on(meeting_day(assembly)).answer("election.least_a_side").value
    assert isinstance(least, int)  # a parameter of the kind "number"
    return least


def asked_by(spec: ContestSpec, method: BallotMethod) -> ContestSpec:
    """The question asked in this way. One candidate for one seat stays a vote for or against,
    unless somebody else can be chosen or marks for alone decide."""
    kind = method.kind
    alone = method.write_ins == WriteIns.NONE and not method.preliminary
    if spec.kind == ContestKind.SINGLE and kind == ContestKind.SLATE and alone:
        kind = ContestKind.SINGLE
    return replace(
        spec,
        kind=kind,
        write_ins=method.write_ins,
        write_ins_from=method.write_ins_from,
        blank_vote=method.blank_vote,
        preliminary=method.preliminary,
    )


def refuse_against_rules(assembly: Assembly, contests: Sequence[ContestSpec]) -> None:
    """Raises TooFewCandidates where the rules want more candidates than seats (差额),
    TooManyMarks where they void a ballot with more marks than seats, and MethodAgainstBylaws
    where the bylaws say otherwise of write-ins or blank votes."""
    rules = ballot_rules(assembly)
    for spec in contests:
        if spec.kind == ContestKind.APPROVAL and rules.over_mark is not None:
            raise TooManyMarks(title=spec.title, citation=rules.over_mark)
        _check_surplus(spec, rules.min_extra)
        chosen = spec.write_ins != WriteIns.NONE
        _check_bylaws(spec, rules.write_ins, chosen)
        _check_bylaws(spec, rules.blank_vote, spec.blank_vote)
        if chosen and spec.kind == ContestKind.SLATE:
            _check_bylaws(spec, rules.covered, spec.write_ins == WriteIns.COVERED)
        if chosen:
            _check_bylaws(spec, rules.from_roll, spec.write_ins_from == WriteInsFrom.ROLL)


def _check_surplus(spec: ContestSpec, rule: Stated | None) -> None:
    if rule is None or spec.preliminary or spec.kind == ContestKind.MOTION:
        return
    assert isinstance(rule.value, int)  # a parameter of the kind "number"
    needed = spec.seats + rule.value
    if len(spec.candidates) < needed:
        raise TooFewCandidates(
            title=spec.title,
            seats=spec.seats,
            standing=len(spec.candidates),
            needed=needed,
            citation=rule.citation,
        )


def _check_bylaws(spec: ContestSpec, rule: Stated | None, chosen: bool) -> None:
    if rule is not None and rule.binds and bool(rule.value) is not chosen:
        raise MethodAgainstBylaws(title=spec.title, citation=rule.citation)
