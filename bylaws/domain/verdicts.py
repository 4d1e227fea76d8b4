"""From the figures of a vote and its rule to one of four verdicts, with its sentence.

Passed; failed; not compliant (the votes suffice, the form does not, or the body could not decide
at all); not determinable (a needed figure is missing: KG Berlin, 22 W 61/19).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bylaws.domain.figures import NAME_EN, NAME_ZH, Figures
from bylaws.domain.reconcile import check_figures
from bylaws.domain.rules import Citation, Finding, Rule
from bylaws.domain.thresholds import UNIT_ZH, Threshold
from bylaws.enums import MethodUsed, Outcome, RequiredMethod, Severity, Unit
from bylaws.errors import Lang

USED_ZH = {
    MethodUsed.SECRET: "无记名投票",
    MethodUsed.SHOW_OF_HANDS: "举手表决",
    MethodUsed.RECORDED: "记名投票",
    MethodUsed.APPLAUSE: "鼓掌通过",
}
USED_EN = {
    MethodUsed.SECRET: "by secret ballot",
    MethodUsed.SHOW_OF_HANDS: "by show of hands",
    MethodUsed.RECORDED: "by recorded vote",
    MethodUsed.APPLAUSE: "by applause",
}
NO_DECISION_AT_ALL = frozenset({"no_quorum", "applause"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One threshold applied: `required` of `of` votes; `is_met` by the votes for."""

    threshold: Threshold
    of: int
    required: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class QuorumVerdict:
    """`is_met` and `required` are None where those entitled or present are not recorded."""

    threshold: Threshold
    unit: Unit
    entitled: int | None
    present: int | None
    required: int | None
    is_met: bool | None
    citations: tuple[Citation, ...] = ()

    def sentence(self, lang: Lang) -> str:
        if self.entitled is None or self.present is None:
            name = "entitled" if self.entitled is None else "present"
            if lang == "zh":
                return f"无法判定是否达到法定人数：未记录{NAME_ZH[name]}"
            return f"quorum not determinable: {NAME_EN[name]} not recorded"
        formula = self._formula(self.entitled, lang)
        if lang == "zh":
            end = "达到法定人数" if self.is_met else "未达到法定人数"
            return f"{formula}；实到{self.present}{UNIT_ZH[self.unit]}：{end}"
        return f"{formula}; present {self.present}: {'quorum' if self.is_met else 'no quorum'}"

    def _formula(self, entitled: int, lang: Lang) -> str:
        if self.threshold.required(entitled):
            return self.threshold.formula(entitled, lang, unit=self.unit, votes=False)
        if lang == "zh":
            return f"应到{entitled}{UNIT_ZH[self.unit]}，至少一{UNIT_ZH[self.unit]}到会"
        return f"entitled {entitled}, at least one must attend"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` says why it did not pass; for a passed vote it is empty.

    `remarks` are findings below BLOCK, told beside the verdict.
    """

    outcome: Outcome
    rule: Rule
    figures: Figures
    quorum: QuorumVerdict
    requirements: tuple[Requirement, ...]
    reasons: tuple[Finding, ...]
    remarks: tuple[Finding, ...]

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
        return _sentence_zh(self) if lang == "zh" else _sentence_en(self)


def judge_quorum(rule: Rule, figures: Figures) -> QuorumVerdict:
    """Whether enough attend. At least one must, whatever the rule says.

    Where the quorum counts those in the hall, `figures.in_person` is used if it is recorded;
    otherwise everyone present is in the hall.
    """
    present = figures.present
    if rule.quorum_in_person and figures.in_person is not None:
        present = figures.in_person
    entitled = figures.entitled
    required = None if entitled is None else max(1, rule.quorum.required(entitled))
    is_met = None if required is None or present is None else present >= required
    return QuorumVerdict(
        threshold=rule.quorum,
        unit=rule.unit,
        entitled=entitled,
        present=present,
        required=required,
        is_met=is_met,
        citations=rule.citations["quorum"],
    )


def judge(
    figures: Figures,
    rule: Rule,
    *,
    method_used: MethodUsed,
    remote_used: bool = False,
    findings: Sequence[Finding] = (),
) -> Verdict:
    """Judge one motion, or one candidate for one seat.

    `remote_used`: someone took part from outside the hall. `findings`: defects of form that the
    caller found. Raises CountDoesNotReconcile where the recorded figures contradict each other.
    """
    check_figures(figures)
    quorum = judge_quorum(rule, figures)
    defects = form_defects(
        rule, quorum, method_used=method_used, remote_used=remote_used, findings=findings
    )
    missing = missing_figures(rule, figures, quorum)
    requirements = apply_thresholds(rule, figures) if figures.for_ is not None else ()
    outcome, reasons = _conclude(requirements, defects, missing, figures)
    return Verdict(
        outcome=outcome,
        rule=rule,
        figures=figures,
        quorum=quorum,
        requirements=requirements,
        reasons=reasons,
        remarks=tuple(f for f in findings if f.severity is not Severity.BLOCK),
    )


def _conclude(
    requirements: tuple[Requirement, ...],
    defects: tuple[Finding, ...],
    missing: tuple[Finding, ...],
    figures: Figures,
) -> tuple[Outcome, tuple[Finding, ...]]:
    if any(defect.code in NO_DECISION_AT_ALL for defect in defects):
        return Outcome.NOT_COMPLIANT, defects
    if missing:
        return Outcome.NOT_DETERMINABLE, (*missing, *defects)
    if not all(requirement.is_met for requirement in requirements):
        nothing = () if figures.for_ else (NO_VOTE_FOR,)
        return Outcome.FAILED, (*nothing, *defects)
    if defects:
        return Outcome.NOT_COMPLIANT, defects
    return Outcome.PASSED, ()


def apply_thresholds(rule: Rule, figures: Figures) -> tuple[Requirement, ...]:
    """Each threshold whose base is recorded. Nothing is adopted without a single vote for it."""
    votes = figures.for_ or 0
    applied = []
    for threshold in rule.thresholds:
        of = figures.of(threshold.base)
        if of is not None:
            required = max(1, threshold.required(of))
            applied.append(Requirement(threshold, of, required, votes >= required))
    return tuple(applied)


def form_defects(
    rule: Rule,
    quorum: QuorumVerdict,
    *,
    method_used: MethodUsed,
    remote_used: bool,
    findings: Sequence[Finding],
) -> tuple[Finding, ...]:
    """What is wrong with the form, whatever the votes; every entry blocks."""
    defects = []
    if quorum.is_met is False:
        defects.append(_no_quorum(quorum))
    if method_used is MethodUsed.APPLAUSE and not rule.applause_allowed:
        defects.append(_applause(rule))
    elif rule.method is RequiredMethod.SECRET and method_used is not MethodUsed.SECRET:
        defects.append(_not_secret(rule, method_used))
    if remote_used and not rule.remote_allowed:
        defects.append(_remote(rule))
    return (*defects, *(f for f in findings if f.severity is Severity.BLOCK))


def missing_figures(
    rule: Rule, figures: Figures, quorum: QuorumVerdict, *, votes: bool = True
) -> tuple[Finding, ...]:
    """One entry for each figure that the rule needs and the record lacks.

    `votes`: False where the votes for stand elsewhere, as in a slate of candidates.
    """
    names = [] if figures.for_ is not None or not votes else ["for_"]
    for threshold in rule.thresholds:
        names += figures.missing(threshold.base)
    if quorum.is_met is None:
        names += [n for n in ("entitled", "present") if getattr(quorum, n) is None]
    if not votes:
        names = [name for name in names if name not in {"for_", "against"}]
    return tuple(missing(name) for name in dict.fromkeys(names))


def missing(name: str) -> Finding:
    return Finding(
        code=f"missing_{name.strip('_')}",
        zh=f"未记录{NAME_ZH[name]}",
        en=f"{NAME_EN[name]} not recorded",
        severity=Severity.BLOCK,
    )


NO_VOTE_FOR = Finding(
    code="no_vote_for",
    zh="没有一票赞成",
    en="no vote was cast for it",
    severity=Severity.BLOCK,
)


def _no_quorum(quorum: QuorumVerdict) -> Finding:
    return Finding(
        code="no_quorum",
        zh=quorum.sentence("zh"),
        en=quorum.sentence("en"),
        severity=Severity.BLOCK,
        citations=quorum.citations,
    )


def _applause(rule: Rule) -> Finding:
    return Finding(
        code="applause",
        zh="鼓掌通过不是表决",
        en="applause is no vote",
        severity=Severity.BLOCK,
        citations=rule.citations["applause"],
    )


def _not_secret(rule: Rule, used: MethodUsed) -> Finding:
    return Finding(
        code="not_secret",
        zh=f"应当采取无记名投票，实际采取{USED_ZH[used]}",
        en=f"a secret ballot is required, the vote was {USED_EN[used]}",
        severity=Severity.BLOCK,
        citations=rule.citations["method"],
    )


def _remote(rule: Rule) -> Finding:
    return Finding(
        code="remote_not_allowed",
        zh="应当现场表决，有人以通讯方式参加",
        en="the vote must be held in the hall, some took part remotely",
        severity=Severity.BLOCK,
        citations=rule.citations["remote"],
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
    formulas = formulas_of(verdict.requirements, "en", verdict.rule.unit)
    return "; ".join([*formulas, f"for {verdict.figures.for_}: {told}"])


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
    formulas = "，且".join(formulas_of(verdict.requirements, "zh", verdict.rule.unit))
    return f"{formulas}{'；' if formulas else ''}赞成{verdict.figures.for_}票：{told}"
