"""What it takes: entitled, present, quorum and votes needed, each with its formula and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assemblies.domain.governing import cited, rule_for_item, rule_for_meeting
from assemblies.domain.presence.quorum import quorum_now
from assemblies.models import AgendaItem, Assembly
from bylaws.domain.rules import Rule
from bylaws.domain.thresholds import OF_VOTERS, Threshold
from bylaws.domain.verdicts import QuorumVerdict
from bylaws.enums import Base, RequiredMethod
from elections.enums import ElectionState
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Needed:
    """A threshold: ``required`` is None while its base is not known (ballots not counted yet)."""

    words: Translated
    full: Translated
    """The share with what it is taken of."""
    base: Base
    required: int | None
    of: int | None


@dataclass(frozen=True, slots=True)
class OtherWay:
    """What suffices instead; ``previous_notice``: only where the notice named the subject."""

    thresholds: tuple[Needed, ...]
    previous_notice: bool


@dataclass(frozen=True, slots=True)
class Calculator:
    """``thresholds`` are empty where the item is only heard, and where the law leaves them to the
    bylaws, which do not state them: ``undeclared`` says so. ``others`` suffice instead of them.
    Before anybody is in, ``begun`` is false and nothing is reckoned of those present."""

    entitled: int | None
    present: int | None
    begun: bool
    quorum: QuorumVerdict
    quorum_words: Translated
    quorum_citation: Translated
    thresholds: tuple[Needed, ...]
    previous_notice: bool
    others: tuple[OtherWay, ...]
    undeclared: Translated | None
    threshold_citation: Translated
    secret: bool
    method_citation: Translated
    rule: Rule


def calculator(assembly: Assembly, item: AgendaItem | None = None) -> Calculator:
    """The figures of this moment for ``item``, or for the meeting as such."""
    rule = rule_for_item(item) if item is not None else rule_for_meeting(assembly)
    verdict = quorum_now(assembly, item)
    present = _present_at_vote(item, verdict.present)
    voted = item is not None and hasattr(item, "motion")
    return Calculator(
        entitled=verdict.entitled,
        present=present,
        begun=bool(present),
        quorum=verdict,
        quorum_words=_words(rule.quorum),
        quorum_citation=cited(rule.citations["quorum"]),
        thresholds=_all_needed(rule.thresholds, verdict.entitled, present) if voted else (),
        previous_notice=rule.previous_notice,
        others=tuple(
            OtherWay(_all_needed(way.thresholds, verdict.entitled, present), way.previous_notice)
            for way in rule.alternatives
        )
        if voted
        else (),
        undeclared=_undeclared(rule) if voted else None,
        threshold_citation=cited(rule.citations["thresholds"]),
        secret=rule.method is RequiredMethod.SECRET,
        method_citation=cited(rule.citations["method"]),
        rule=rule,
    )


def _present_at_vote(item: AgendaItem | None, now: int | None) -> int | None:
    """Once a vote is taken, those present then are what counts."""
    motion = getattr(item, "motion", None)
    if motion is None:
        return now
    if motion.present is not None:
        return int(motion.present)
    election = motion.election
    if election is not None and election.state not in (ElectionState.DRAFT, ElectionState.READY):
        return int(election.present_at_opening or 0)
    return now


def _undeclared(rule: Rule) -> Translated | None:
    found = rule.undeclared
    return None if found is None else Translated(zh=found.zh, en=found.en)


def _all_needed(
    thresholds: Sequence[Threshold], entitled: int | None, present: int | None
) -> tuple[Needed, ...]:
    return tuple(_needed(threshold, entitled, present) for threshold in thresholds)


def _needed(threshold: Threshold, entitled: int | None, present: int | None) -> Needed:
    of = {Base.ENTITLED: entitled, Base.PRESENT: present}.get(threshold.base)
    known = bool(of) and threshold.base in OF_VOTERS
    return Needed(
        words=_words(threshold),
        full=Translated(zh=threshold.words_with_base("zh"), en=threshold.words_with_base("en")),
        base=threshold.base,
        required=max(1, threshold.required(of)) if known and of is not None else None,
        of=of,
    )


def _words(threshold: Threshold) -> Translated:
    return Translated(zh=threshold.words("zh"), en=threshold.words("en"))
