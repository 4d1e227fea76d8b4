"""Who is elected of several candidates for several seats (CN-B10, CN-B11, CN-E8, CN-E9).

Elected are those who reach every threshold, highest first, up to the number of seats. Candidates
with equal votes at the last seat are none of them elected: they are reported, and the election
method decides how they are voted on again. Seats for which nobody reached the threshold stay
vacant. Where the most votes decide (approval, plurality) any vote reaches; ranking is not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bylaws.domain import abroad
from bylaws.domain.defects import missing
from bylaws.domain.figures import Figures
from bylaws.domain.quorums import QuorumVerdict, judge_quorum
from bylaws.domain.reconcile import check_figures
from bylaws.domain.rules import Citation, Finding, Rule
from bylaws.domain.thresholds import Threshold
from bylaws.domain.verdicts import (
    NO_DECISION_AT_ALL,
    Requirement,
    apply_thresholds,
    form_defects,
    formulas_of,
    missing_figures,
    reasons_text,
    weigh,
    without_ballots,
)
from bylaws.enums import InNotice, MethodUsed, Outcome, Severity
from bylaws.errors import FigureInvalid, Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFigures:
    """`key` is the caller's own name for the candidate (an id); None means not recorded. `further`:
    what this one needs beside what all need, since they stand for a further term (CN-C3)."""

    key: str
    for_: int | None
    against: int | None = None
    abstain: int | None = None
    partly_invalid: int | None = None
    further: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateVerdict:
    key: str
    for_: int
    requirements: tuple[Requirement, ...]
    further: tuple[Requirement, ...] = ()

    @property
    def reaches(self) -> bool:
        asked = (*self.requirements, *self.further)
        return self.for_ > 0 and all(requirement.is_met for requirement in asked)

    @property
    def required(self) -> int | None:
        """The votes that this one needs beside what all need."""
        return max((requirement.required for requirement in self.further), default=None)


@dataclass(frozen=True, slots=True)
class SlateVerdict:
    """Every candidate stands in exactly one of `elected`, `tied_at_edge`, `outvoted`, `failed`.

    `elected` by votes, highest first; equal votes in the order given. `outvoted` reached the
    threshold when the seats were full; `failed` did not reach it. `unfilled` seats are vacant for
    want of candidates who reach the threshold; `tied_seats` await a vote among the tied. Where
    the outcome is NOT_COMPLIANT or NOT_DETERMINABLE nobody is elected, whatever these say of the
    votes alone: read `declared`.
    """

    outcome: Outcome
    rule: Rule
    figures: Figures
    seats: int
    quorum: QuorumVerdict
    candidates: tuple[CandidateVerdict, ...]
    elected: tuple[str, ...]
    tied_at_edge: tuple[str, ...]
    outvoted: tuple[str, ...]
    failed: tuple[str, ...]
    tied_seats: int
    unfilled: int
    reasons: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    further_cited: tuple[Citation, ...] = ()

    @property
    def further(self) -> tuple[Requirement, ...]:
        """What those need who stand for a further term; empty where none does."""
        return next((one.further for one in self.candidates if one.further), ())

    @property
    def declared(self) -> tuple[str, ...]:
        """Those who may be declared elected."""
        return self.elected if self.outcome is Outcome.PASSED else ()

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The thresholds whose base is one number for all candidates (not votes cast)."""
        figures = replace(self.figures, for_=None, against=None)
        return apply_thresholds(self.rule.thresholds, figures)

    @property
    def required(self) -> int | None:
        return max((r.required for r in self.requirements), default=None)

    @property
    def of(self) -> int | None:
        decisive = max(self.requirements, key=lambda r: r.required, default=None)
        return decisive.of if decisive else None

    @property
    def citations(self) -> tuple[Citation, ...]:
        cited = [c for reason in self.reasons for c in reason.citations]
        cited += self.further_cited if self.further else ()
        return tuple(dict.fromkeys([*self.rule.verdict_citations, *cited]))

    def sentence(self, lang: Lang) -> str:
        if lang in abroad.ABROAD:
            return abroad.slate_sentence(self, lang)
        return _sentence_zh(self) if lang == "zh" else _sentence_en(self)


def decide_slate(
    candidates: Sequence[CandidateFigures],
    *,
    seats: int,
    rule: Rule,
    figures: Figures,
    method_used: MethodUsed,
    remote_used: bool = False,
    in_notice: InNotice = InNotice.TEXT,
    findings: Sequence[Finding] = (),
    further_cited: tuple[Citation, ...] = (),
) -> SlateVerdict:
    """Decide an election of `seats` among `candidates` on one ballot paper; `further_cited` is what
    asks more of those who stand for a further term.

    `figures` are those of the ballot (entitled, present, issued, returned, valid, invalid), the
    votes stand with the candidates; `in_notice` is what the notice told of the election. Raises
    FigureInvalid where a candidate appears twice or there is no seat, CountDoesNotReconcile where
    the figures contradict each other.
    """
    _check_slate(candidates, seats)
    check_figures(figures)
    quorum = judge_quorum(rule, figures)
    counted = without_ballots(figures, method_used)
    defects = form_defects(
        rule,
        quorum,
        method_used=method_used,
        remote_used=remote_used,
        in_notice=in_notice,
        findings=findings,
    )
    lacking = _lacking(candidates, rule, counted, quorum)
    judged = tuple(_judge(candidate, rule, counted, in_notice) for candidate in candidates)
    ranked = sorted(judged, key=lambda candidate: -candidate.for_)
    elected, tied, outvoted = _seat([c for c in ranked if c.reaches], seats)
    outcome, reasons = _conclude(elected, tied, defects, lacking)
    return SlateVerdict(
        outcome=outcome,
        rule=rule,
        figures=figures,
        seats=seats,
        quorum=quorum,
        candidates=judged,
        elected=elected,
        tied_at_edge=tied,
        outvoted=outvoted,
        failed=tuple(c.key for c in ranked if not c.reaches),
        tied_seats=seats - len(elected) if tied else 0,
        unfilled=0 if tied else seats - len(elected),
        reasons=reasons,
        remarks=tuple(f for f in findings if f.severity is not Severity.BLOCK),
        further_cited=further_cited,
    )


def _check_slate(candidates: Sequence[CandidateFigures], seats: int) -> None:
    keys = [candidate.key for candidate in candidates]
    if len(set(keys)) != len(keys):
        raise FigureInvalid(zh="同一候选人出现两次。", en="A candidate appears twice.")
    if seats < 1:
        raise FigureInvalid(
            zh=f"应选名额至少为1，实为{seats}。", en=f"There must be a seat to fill, not {seats}."
        )


def _lacking(
    candidates: Sequence[CandidateFigures], rule: Rule, figures: Figures, quorum: QuorumVerdict
) -> tuple[Finding, ...]:
    thresholds = [threshold for way in rule.ways for threshold in way.thresholds]
    thresholds += dict.fromkeys(one for candidate in candidates for one in candidate.further)
    needed = {"for_"} | ({"against", "abstain"} if rule.full_count else set())
    for threshold in thresholds:
        needed |= {"for_", "against"} & set(Figures().missing(threshold.base))
    return (
        *missing_figures(rule, thresholds, figures, quorum, votes=False),
        *(
            missing(name)
            for name in ("for_", "against", "abstain")
            if name in needed and any(getattr(c, name) is None for c in candidates)
        ),
    )


def _judge(
    candidate: CandidateFigures, rule: Rule, figures: Figures, in_notice: InNotice
) -> CandidateVerdict:
    own = replace(
        figures, for_=candidate.for_, against=candidate.against, abstain=candidate.abstain
    )
    if candidate.partly_invalid and own.valid is not None:
        check_figures(replace(own, valid=own.valid - candidate.partly_invalid, invalid=None))
    else:
        check_figures(own)
    weighed = weigh(rule, own, in_notice=in_notice)
    further = apply_thresholds(candidate.further, own)
    return CandidateVerdict(candidate.key, candidate.for_ or 0, weighed.requirements, further)


def _seat(
    reaching: Sequence[CandidateVerdict], seats: int
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Elected, tied at the edge, outvoted; `reaching` is sorted, highest first."""
    if len(reaching) <= seats:
        return tuple(c.key for c in reaching), (), ()
    last, next_ = reaching[seats - 1].for_, reaching[seats].for_
    if last > next_:
        return tuple(c.key for c in reaching[:seats]), (), tuple(c.key for c in reaching[seats:])
    return (
        tuple(c.key for c in reaching if c.for_ > last),
        tuple(c.key for c in reaching if c.for_ == last),
        tuple(c.key for c in reaching if c.for_ < last),
    )


def _conclude(
    elected: tuple[str, ...],
    tied: tuple[str, ...],
    defects: tuple[Finding, ...],
    lacking: tuple[Finding, ...],
) -> tuple[Outcome, tuple[Finding, ...]]:
    if any(defect.code in NO_DECISION_AT_ALL for defect in defects):
        return Outcome.NOT_COMPLIANT, defects
    if lacking:
        return Outcome.NOT_DETERMINABLE, (*lacking, *defects)
    if not elected and not tied:
        return Outcome.FAILED, defects
    if defects:
        return Outcome.NOT_COMPLIANT, defects
    return (Outcome.PASSED, ()) if elected else (Outcome.FAILED, ())


def _sentence_en(slate: SlateVerdict) -> str:
    why = reasons_text(slate.reasons, "en")
    if slate.outcome is Outcome.NOT_DETERMINABLE:
        return f"not determinable: {why}"
    told = formulas_of(slate.requirements, "en", slate.rule.vote_unit)
    told += ["the most votes decide"] if slate.rule.counting.is_relative else []
    asked = formulas_of(slate.further, "en", slate.rule.vote_unit)
    told += [f"for a further term {formula}" for formula in asked]
    told.append(f"seats {slate.seats}")
    if slate.outcome is Outcome.NOT_COMPLIANT:
        return "; ".join(told) + f": not compliant: {why}"
    told.append(f"elected {len(slate.elected)}")
    if slate.tied_at_edge:
        told.append(f"tied {len(slate.tied_at_edge)} for {slate.tied_seats}, none of them elected")
    if slate.outvoted:
        told.append(f"outvoted {len(slate.outvoted)}")
    if slate.failed:
        below = "without a vote" if _asks_nothing(slate) else "below the threshold"
        told.append(f"{below} {len(slate.failed)}")
    if slate.unfilled:
        told.append(f"vacant {slate.unfilled}")
    return "; ".join(told) + (f": {why}" if why else "")


def _sentence_zh(slate: SlateVerdict) -> str:
    why = reasons_text(slate.reasons, "zh")
    if slate.outcome is Outcome.NOT_DETERMINABLE:
        return f"无法判定：{why}"
    told = formulas_of(slate.requirements, "zh", slate.rule.vote_unit)
    told += ["以得票多者当选"] if slate.rule.counting.is_relative else []
    asked = formulas_of(slate.further, "zh", slate.rule.vote_unit)
    told += [f"超届连任的，{formula}" for formula in asked]
    told.append(f"应选{slate.seats}人")
    if slate.outcome is Outcome.NOT_COMPLIANT:
        return "；".join(told) + f"：不合规：{why}"
    told.append(f"当选{len(slate.elected)}人")
    if slate.tied_at_edge:
        told.append(
            f"末位票数相等{len(slate.tied_at_edge)}人，尚余{slate.tied_seats}个名额，均未当选"
        )
    if slate.outvoted:
        told.append(f"{_outvoted_zh(slate)}{len(slate.outvoted)}人")
    if slate.failed:
        below = "未得票" if _asks_nothing(slate) else "未达到票数"
        told.append(f"{below}{len(slate.failed)}人")
    if slate.unfilled:
        told.append(f"空缺{slate.unfilled}名")
    return "；".join(told) + (f"：{why}" if why else "")


def _asks_nothing(slate: SlateVerdict) -> bool:
    """Whether any vote reaches."""
    return slate.rule.counting.is_relative and not slate.further


def _outvoted_zh(slate: SlateVerdict) -> str:
    return "得票较少" if slate.rule.counting.is_relative else "达到票数但超出名额"
