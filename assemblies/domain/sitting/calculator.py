"""What it takes: entitled, present, quorum and votes needed, each with its formula and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assemblies.domain.governing import cited, rule_for_meeting, rule_for_vote
from assemblies.domain.presence.quorum import quorum_of_votes
from assemblies.domain.presence.votes import Votes, votes_now
from assemblies.models import AgendaItem, Assembly, QuorumCheck
from bylaws.domain.quorums import QuorumVerdict
from bylaws.domain.rules import Rule
from bylaws.domain.thresholds import OF_VOTERS, Threshold
from bylaws.enums import Base, RequiredMethod
from elections.domain.weights import entitled_votes
from elections.enums import BEFORE_OPENING
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
    Before anybody is in, ``begun`` is false and nothing is reckoned of those present.

    ``entitled`` is what the quorum is taken of, ``votes`` all votes on the roll. ``present`` are
    the votes on the item: of those ``in_hall``, those ``remote`` and those ``represented``, less
    the ``recused``. Once the vote is taken, all five are as they were stated for it."""

    entitled: int | None
    votes: int | None
    present: int | None
    in_hall: int
    remote: int
    represented: int
    recused: int
    shut_out: int
    """Who takes part remotely without a vote on the item, whose rule wants them in the hall."""
    remote_citation: Translated
    begun: bool
    quorum: QuorumVerdict
    quorum_words: Translated
    quorum_citation: Translated
    thresholds: tuple[Needed, ...]
    previous_notice: bool
    others: tuple[OtherWay, ...]
    undeclared: Translated | None
    most_votes: bool
    """Of an election without a threshold: the most votes decide."""
    threshold_citation: Translated
    secret: bool
    method_citation: Translated
    rule: Rule


def calculator(assembly: Assembly, item: AgendaItem | None = None) -> Calculator:
    """The figures of this moment for ``item``, or for the meeting as such."""
    rule = rule_for_vote(item) if item is not None else rule_for_meeting(assembly)
    votes = votes_now(assembly, item)
    verdict = quorum_of_votes(assembly, votes, item)
    taken = _present_at_vote(item)
    present = taken if taken is not None else _total(assembly, votes)
    in_hall, remote, represented, recused = _parts(votes, item if taken is not None else None)
    voted = item is not None and hasattr(item, "motion")
    entitled = entitled_votes(assembly.roll) if assembly.roll is not None else None
    return Calculator(
        entitled=verdict.entitled,
        votes=entitled,
        present=present,
        in_hall=in_hall,
        remote=remote,
        represented=represented,
        recused=recused,
        shut_out=len(votes.shut_out),
        remote_citation=cited(rule.citations["remote"]),
        begun=bool(present),
        quorum=verdict,
        quorum_words=_words(rule.quorum),
        quorum_citation=cited(rule.citations["quorum"]),
        thresholds=_all_needed(rule.thresholds, entitled, present) if voted else (),
        previous_notice=rule.previous_notice,
        others=tuple(
            OtherWay(_all_needed(way.thresholds, entitled, present), way.previous_notice)
            for way in rule.alternatives
        )
        if voted
        else (),
        undeclared=_undeclared(rule) if voted else None,
        most_votes=voted and rule.counting.is_relative,
        threshold_citation=cited(rule.citations["thresholds"]),
        secret=rule.method is RequiredMethod.SECRET,
        method_citation=cited(rule.citations["method"]),
        rule=rule,
    )


def _total(assembly: Assembly, votes: Votes) -> int | None:
    return votes.total if assembly.roll_id is not None else None


def _parts(votes: Votes, voted: AgendaItem | None) -> tuple[int, int, int, int]:
    """In the hall, remote, represented, recused: now, or as stated for the vote on ``voted``."""
    if voted is not None:
        stated: QuorumCheck | None = (
            voted.assembly.quorum_checks.filter(item=voted).order_by("pk").last()
        )
        if stated is not None:
            there = stated.voters + stated.recused - stated.represented
            return there - stated.remote, stated.remote, stated.represented, stated.recused
    return len(votes.in_hall), len(votes.remote), len(votes.represented), len(votes.recused)


def _present_at_vote(item: AgendaItem | None) -> int | None:
    """Once a vote is taken, the votes there were then are what counts; before, None."""
    motion = getattr(item, "motion", None)
    if motion is None:
        return None
    if motion.present is not None:
        return int(motion.present)
    election = motion.election
    if election is not None and election.state not in BEFORE_OPENING:
        return int(election.present_at_opening or 0)
    return None


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
