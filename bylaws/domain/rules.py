"""What a rulebook answers: one rule for one matter in one body on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bylaws.domain.abroad import ABROAD, finding, unverified
from bylaws.domain.thresholds import Threshold
from bylaws.domain.ways import Way
from bylaws.enums import BodyKind, Counting, Grade, Matter, RequiredMethod, Severity, Unit
from bylaws.errors import Lang


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a parameter comes from; `rule_id` is the profile's rule (CN-A3), empty for bylaws.

    Two rules that rest on the same text are one citation.
    """

    zh: str
    en: str
    grade: Grade
    rule_id: str = field(default="", compare=False)
    abroad: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The text's own name in other languages, as it is cited at home (``de``, ``fr``)."""

    def render(self, lang: Lang) -> str:
        text = self.zh if lang == "zh" else self.abroad.get(lang, self.en)
        if self.grade is not Grade.UNVERIFIED:
            return text
        if lang in ABROAD:
            return unverified(text, lang)
        return f"{text}（未核实）" if lang == "zh" else f"{text} (unverified)"


@dataclass(frozen=True, slots=True)
class Overridden:
    """A parameter of the bylaws that did not govern, because the profile's rule is harder."""

    key: str
    bylaws: Citation
    profile: tuple[Citation, ...]
    zh: str
    en: str

    def render(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect of form that others have found (late notice, wrong scrutineer) and a verdict weighs.

    Only severity BLOCK makes a vote not compliant; the rest is told beside it.
    """

    code: str
    zh: str
    en: str
    severity: Severity
    citations: tuple[Citation, ...] = ()
    abroad: Mapping[str, str] = field(default_factory=dict, compare=False)

    def render(self, lang: Lang) -> str:
        if lang in ABROAD:
            return self.abroad.get(lang) or finding(self, lang)
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """All thresholds apply together; each of `alternatives` suffices instead of them.
    `previous_notice`: the thresholds suffice only where the notice named the subject.

    `counting`: of an election, what decides; where it is relative there are no thresholds.
    `undeclared`: the law leaves the thresholds to the bylaws and these are silent, so there are
    none and nothing can be determined. `notice_days` is counted as in `notice`.
    `weighted`: those entitled have votes of unequal number, so that thresholds are taken of votes.
    `proxies_per_holder` is 0 where proxies are not allowed. `quorum_in_person`: the quorum counts
    those who came alone, proxies are shown apart; remotely, where that is allowed, one has come.
    `citations` has one entry for each of quorum, thresholds, method, applause, remote, notice_days,
    notice_clear_days, proxies and unit, and for each of the flags below that a text states.
    """

    body: BodyKind
    matter: Matter
    on: date
    re_election: bool
    unit: Unit
    quorum: Threshold
    quorum_in_person: bool
    thresholds: tuple[Threshold, ...]
    method: RequiredMethod
    applause_allowed: bool
    remote_allowed: bool
    notice_days: int
    notice_clear_days: bool
    proxies_per_holder: int
    citations: Mapping[str, tuple[Citation, ...]]
    overridden: tuple[Overridden, ...] = ()
    previous_notice: bool = False
    alternatives: tuple[Way, ...] = ()
    undeclared: Finding | None = None
    subject_in_notice: bool = False
    text_in_notice: bool = False
    full_count: bool = False
    proxies_to_anyone: bool = False
    written_consent: bool = False
    counting: Counting = Counting.THRESHOLD
    weighted: bool = False

    @property
    def vote_unit(self) -> Unit:
        """What the thresholds are taken of; the quorum goes by `unit` all the same."""
        return Unit.VOTE if self.weighted else self.unit

    @property
    def ways(self) -> tuple[Way, ...]:
        """Each way of adopting; none where the thresholds are undeclared."""
        if self.undeclared is not None:
            return ()
        return (Way(self.thresholds, self.previous_notice), *self.alternatives)

    def by_most_votes(self, counting: Counting, citations: tuple[Citation, ...]) -> "Rule":
        """The same where no threshold decides but who has the most votes, as `citations` say."""
        return self.with_thresholds((), citations, counting=counting)

    def with_thresholds(
        self,
        thresholds: tuple[Threshold, ...],
        citations: tuple[Citation, ...],
        *,
        counting: Counting = Counting.THRESHOLD,
    ) -> "Rule":
        """The same with other thresholds, which alone decide."""
        return replace(
            self,
            counting=counting,
            thresholds=thresholds,
            alternatives=(),
            previous_notice=False,
            undeclared=None,
            citations={**self.citations, "thresholds": citations},
        )

    @property
    def proxies_allowed(self) -> bool:
        return self.proxies_per_holder > 0

    @property
    def verdict_citations(self) -> tuple[Citation, ...]:
        """What a verdict rests on: thresholds, quorum, and secrecy where it is required."""
        names = ["thresholds", "quorum"]
        if self.method is RequiredMethod.SECRET:
            names.append("method")
        return tuple(dict.fromkeys(c for name in names for c in self.citations[name]))

    @property
    def all_citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the parameters."""
        return tuple(dict.fromkeys(c for cited in self.citations.values() for c in cited))
