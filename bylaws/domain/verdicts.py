"""From the figures of a vote and its rule to one of four verdicts, with its sentence.

Passed; failed; not compliant (the votes suffice, the form does not, or the body could not decide
at all); not determinable (a needed figure is missing: KG Berlin, 22 W 61/19).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bylaws.domain import abroad, defects
from bylaws.domain.figures import Figures
from bylaws.domain.quorums import QuorumVerdict, judge_quorum
from bylaws.domain.reconcile import check_figures
from bylaws.domain.rules import Citation, Finding, Rule
from bylaws.domain.thresholds import Threshold
from bylaws.domain.ways import Way
from bylaws.domain.written_consents import check_written_consents
from bylaws.enums import Base, InNotice, MethodUsed, Outcome, RequiredMethod, Severity, Unit
from bylaws.errors import Lang

NO_DECISION_AT_ALL = frozenset({"no_quorum", "applause"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One threshold applied: `required` of `of` votes; `is_met` by the votes for."""

    threshold: Threshold
    of: int
    required: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` says why it did not pass; for a passed vote it is empty.

    `requirements` are those of the way that carried it, else of the first that was open; `others`
    the further ways where none carried it. `written_consents` counts the absent members who
    consented in writing, where the rule counts them. `remarks` are findings below BLOCK, told
    beside the verdict.
    """

    outcome: Outcome
    rule: Rule
    figures: Figures
    quorum: QuorumVerdict
    requirements: tuple[Requirement, ...]
    reasons: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    others: tuple[tuple[Requirement, ...], ...] = ()
    written_consents: int = 0

    @property
    def citations(self) -> tuple[Citation, ...]:
        cited = [c for reason in self.reasons for c in reason.citations]
        return tuple(dict.fromkeys([*self.rule.verdict_citations, *cited]))

    @property
    def votes_suffice(self) -> bool:
        return bool(self.requirements) and all(r.is_met for r in self.requirements)

    @property
    def decisive(self) -> Requirement | None:
        """The threshold that needs most votes; None where none could be computed."""
        return max(self.requirements, key=lambda r: r.required, default=None)

    @property
    def required(self) -> int | None:
        return self.decisive.required if self.decisive else None

    @property
    def of(self) -> int | None:
        return self.decisive.of if self.decisive else None

    def sentence(self, lang: Lang) -> str:
        """The reckoning and the verdict in one line without a full stop."""
        if lang in abroad.ABROAD:
            return abroad.verdict_sentence(self, lang)
        return _sentence_zh(self) if lang == "zh" else _sentence_en(self)


def judge(
    figures: Figures,
    rule: Rule,
    *,
    method_used: MethodUsed,
    remote_used: bool = False,
    in_notice: InNotice = InNotice.TEXT,
    written_consents: int = 0,
    findings: Sequence[Finding] = (),
) -> Verdict:
    """Judge one motion, or one candidate for one seat.

    `remote_used`: someone took part from outside the hall. `in_notice`: what the notice told of
    the motion. `written_consents`: of members who did not attend; they count where the rule lets
    them. `findings`: defects of form that the caller found. Raises CountDoesNotReconcile where
    the recorded figures contradict each other.
    """
    check_figures(figures)
    check_written_consents(figures, written_consents)
    quorum = judge_quorum(rule, figures)
    consents = written_consents if rule.written_consent else 0
    counted = without_ballots(figures, method_used)
    weighed = weigh(rule, counted, in_notice=in_notice, written_consents=consents)
    form = form_defects(
        rule,
        quorum,
        method_used=method_used,
        remote_used=remote_used,
        in_notice=in_notice,
        findings=[*findings, *weighed.findings],
    )
    lacking = missing_figures(rule, weighed.thresholds, counted, quorum)
    outcome, reasons = _conclude(weighed.requirements, form, lacking, figures)
    uncounted = () if written_consents == consents else (defects.CONSENTS_NOT_COUNTED,)
    return Verdict(
        outcome=outcome,
        rule=rule,
        figures=figures,
        quorum=quorum,
        requirements=weighed.requirements if figures.for_ is not None else (),
        reasons=reasons,
        remarks=(*(f for f in findings if f.severity is not Severity.BLOCK), *uncounted),
        others=weighed.others,
        written_consents=consents,
    )


def _conclude(
    requirements: tuple[Requirement, ...],
    form: tuple[Finding, ...],
    missing: tuple[Finding, ...],
    figures: Figures,
) -> tuple[Outcome, tuple[Finding, ...]]:
    if any(found.code in NO_DECISION_AT_ALL for found in form):
        return Outcome.NOT_COMPLIANT, form
    if missing:
        return Outcome.NOT_DETERMINABLE, (*missing, *form)
    if not all(requirement.is_met for requirement in requirements):
        nothing = () if figures.for_ else (defects.NO_VOTE_FOR,)
        return Outcome.FAILED, (*nothing, *form)
    if form:
        return Outcome.NOT_COMPLIANT, form
    return Outcome.PASSED, ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The votes against each way of adopting; `thresholds` are those whose figures are needed."""

    thresholds: tuple[Threshold, ...]
    requirements: tuple[Requirement, ...]
    others: tuple[tuple[Requirement, ...], ...] = ()
    findings: tuple[Finding, ...] = ()


def weigh(
    rule: Rule, figures: Figures, *, in_notice: InNotice, written_consents: int = 0
) -> Weighed:
    """The way that carries the motion, else every way that is open to it.

    A way that needs previous notice is closed without; where it would have carried the motion,
    the finding says so.
    """
    noticed = in_notice is not InNotice.NOTHING
    tried = [
        (way, apply_thresholds(way.thresholds, figures, written_consents)) for way in rule.ways
    ]
    is_open = [noticed or not way.previous_notice for way, _ in tried]
    for (way, applied), can in zip(tried, is_open, strict=True):
        if can and _carries(way, applied):
            return Weighed(way.thresholds, applied)
    barred = any(
        _carries(way, applied) and not can
        for (way, applied), can in zip(tried, is_open, strict=True)
    )
    left = [each for each, can in zip(tried, is_open, strict=True) if can] or tried
    return Weighed(
        tuple(threshold for way, _ in left for threshold in way.thresholds),
        left[0][1] if left else (),
        tuple(applied for _, applied in left[1:]),
        (defects.without_previous_notice(rule),) if barred else (),
    )


def _carries(way: Way, applied: Sequence[Requirement]) -> bool:
    return len(applied) == len(way.thresholds) and all(r.is_met for r in applied)


def apply_thresholds(
    thresholds: Sequence[Threshold], figures: Figures, written_consents: int = 0
) -> tuple[Requirement, ...]:
    """Each threshold whose base is recorded. Nothing is adopted without a single vote for it.

    Written consents are votes of members who are not present: they count where the share is
    taken of all who are entitled.
    """
    applied = []
    for threshold in thresholds:
        of = figures.of(threshold.base)
        if of is not None:
            votes = figures.for_ or 0
            if threshold.base is Base.ENTITLED:
                votes += written_consents
            required = max(1, threshold.required(of))
            applied.append(Requirement(threshold, of, required, votes >= required))
    return tuple(applied)


def without_ballots(figures: Figures, method_used: MethodUsed) -> Figures:
    """The figures to reckon with: where hands are counted there is no invalid ballot."""
    hands = method_used in (MethodUsed.SHOW_OF_HANDS, MethodUsed.RECORDED)
    return replace(figures, invalid=0) if hands and figures.invalid is None else figures


def form_defects(
    rule: Rule,
    quorum: QuorumVerdict,
    *,
    method_used: MethodUsed,
    remote_used: bool,
    in_notice: InNotice,
    findings: Sequence[Finding],
) -> tuple[Finding, ...]:
    """What is wrong with the form, whatever the votes; every entry blocks."""
    found = []
    if quorum.is_met is False:
        found.append(_no_quorum(quorum))
    if method_used is MethodUsed.APPLAUSE and not rule.applause_allowed:
        found.append(defects.applause(rule))
    elif rule.method is RequiredMethod.SECRET and method_used is not MethodUsed.SECRET:
        found.append(defects.not_secret(rule, method_used))
    if remote_used and not rule.remote_allowed:
        found.append(defects.remote(rule))
    if rule.subject_in_notice and in_notice is InNotice.NOTHING:
        found.append(defects.not_in_notice(rule))
    elif rule.text_in_notice and in_notice is not InNotice.TEXT:
        found.append(defects.text_not_in_notice(rule))
    return (*found, *(f for f in findings if f.severity is Severity.BLOCK))


def missing_figures(
    rule: Rule,
    thresholds: Sequence[Threshold],
    figures: Figures,
    quorum: QuorumVerdict,
    *,
    votes: bool = True,
) -> tuple[Finding, ...]:
    """One entry for each figure that the rule needs and the record lacks, and one where the
    bylaws do not say what is needed.

    `votes`: False where the votes stand elsewhere, as in a slate of candidates.
    """
    names = ["for_"] if figures.for_ is None else []
    for threshold in thresholds:
        names += figures.missing(threshold.base)
    if rule.full_count:
        names += [n for n in ("against", "abstain") if getattr(figures, n) is None]
    if quorum.is_met is None:
        names += quorum.missing
    if not votes:
        names = [name for name in names if name not in {"for_", "against", "abstain"}]
    undeclared = () if rule.undeclared is None else (rule.undeclared,)
    return (*undeclared, *(defects.missing(name) for name in dict.fromkeys(names)))


def _no_quorum(quorum: QuorumVerdict) -> Finding:
    return Finding(
        code="no_quorum",
        zh=quorum.sentence("zh"),
        en=quorum.sentence("en"),
        severity=Severity.BLOCK,
        citations=quorum.citations,
        abroad={lang: quorum.sentence(lang) for lang in abroad.ABROAD},
    )


def reasons_text(reasons: Sequence[Finding], lang: Lang) -> str:
    return ("；" if lang == "zh" else "; ").join(reason.render(lang) for reason in reasons)


def formulas_of(requirements: Sequence[Requirement], lang: Lang, unit: Unit) -> list[str]:
    """The reckonings; one that would ask for no vote at all says nothing and is left out."""
    return [
        r.threshold.formula(r.of, lang, unit=unit)
        for r in requirements
        if r.threshold.required(r.of) > 0
    ]


def _reckoning(verdict: Verdict, lang: Lang) -> str:
    """The formulas of one way together; the ways beside each other where none sufficed."""
    and_, or_ = ("，且", "；或者") if lang == "zh" else ("; ", "; or ")
    ways = [
        and_.join(formulas_of(requirements, lang, verdict.rule.vote_unit))
        for requirements in (verdict.requirements, *verdict.others)
    ]
    return or_.join(way for way in ways if way)


def _sentence_en(verdict: Verdict) -> str:
    election = verdict.rule.matter.is_election
    why = reasons_text(verdict.reasons, "en")
    if verdict.outcome is Outcome.NOT_DETERMINABLE:
        return f"not determinable: {why}"
    end = {
        Outcome.PASSED: "elected" if election else "adopted",
        Outcome.FAILED: "not elected" if election else "not adopted",
        Outcome.NOT_COMPLIANT: "enough votes, but not compliant"
        if verdict.votes_suffice
        else "not compliant",
    }[verdict.outcome]
    told = f"{end}: {why}" if why else end
    if not verdict.requirements:
        return told
    consents = verdict.written_consents
    votes = f"for {verdict.figures.for_}" + (f" and {consents} in writing" if consents else "")
    return "; ".join(part for part in (_reckoning(verdict, "en"), f"{votes}: {told}") if part)


def _sentence_zh(verdict: Verdict) -> str:
    election = verdict.rule.matter.is_election
    why = reasons_text(verdict.reasons, "zh")
    if verdict.outcome is Outcome.NOT_DETERMINABLE:
        return f"无法判定：{why}"
    end = {
        Outcome.PASSED: "当选" if election else "通过",
        Outcome.FAILED: "未当选" if election else "未通过",
        Outcome.NOT_COMPLIANT: "票数已足，但不合规" if verdict.votes_suffice else "不合规",
    }[verdict.outcome]
    told = f"{end}：{why}" if why else end
    if not verdict.requirements:
        return told
    consents = verdict.written_consents
    votes = f"赞成{verdict.figures.for_}票" + (f"，另有书面同意{consents}票" if consents else "")
    return "；".join(part for part in (_reckoning(verdict, "zh"), f"{votes}：{told}") if part)
