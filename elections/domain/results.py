"""The figures of a contest: one count a channel, and the sum that shows its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from elections.enums import Channel, VoidReason
from elections.models import Candidate, Contest, Count, Election
from elections.signals import verdict_asked
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class LineFigures:
    """A candidate's votes; ``partly_invalid`` are valid papers unreadable on this line.

    ``parts`` are the same through each channel, in a sum over several.
    """

    candidate: Candidate
    votes_for: int
    votes_against: int
    abstentions: int
    partly_invalid: int = 0
    parts: tuple[LineFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """One accepted count."""

    channel: str
    issued: int
    returned: int
    valid: int
    invalid: int
    lines: tuple[LineFigures, ...]
    blank: int = 0
    void_reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return str(Channel(self.channel).label)


@dataclass(frozen=True, slots=True)
class ContestFigures:
    """The sum over ``channels``; all zero with no accepted count (``is_counted`` false).

    ``lines`` are of those who stand, then of whoever was written in and got a vote. ``blank`` are
    valid ballots that vote for none at all: they are among the abstentions of every line.
    """

    contest: Contest
    channels: tuple[ChannelFigures, ...]
    issued: int
    returned: int
    valid: int
    invalid: int
    lines: tuple[LineFigures, ...]
    blank: int = 0
    void_reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def void_told(self) -> list[tuple[str, int]]:
        """Why so many are invalid, in words."""
        return told_reasons(self.void_reasons)

    @property
    def is_counted(self) -> bool:
        return bool(self.channels)

    def line_of(self, candidate: Candidate) -> LineFigures:
        return next(line for line in self.lines if line.candidate.pk == candidate.pk)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the meeting's rules make of the figures, as it was resolved."""

    outcome: str
    sentence: Translated
    citation: Translated


def verdicts_of(election: Election) -> list[Verdict]:
    """What was resolved on a published box; nothing while it is not."""
    sent = verdict_asked.send(sender=Election, election=election)
    answers: list[Any] = [answer for _receiver, answer in sent]
    return [answer for answer in answers if isinstance(answer, Verdict)]


def contest_figures(contest: Contest) -> ContestFigures:
    """Sums over the accepted counts of ``contest``, with each channel's part."""
    candidates = list(contest.candidates.all())
    counts = contest.counts.filter(accepted=True, superseded_at__isnull=True)
    channels = tuple(
        _channel(count) for count in counts.prefetch_related("lines__candidate").order_by("channel")
    )
    lines = [_total(candidate, channels) for candidate in candidates]
    return ContestFigures(
        contest=contest,
        channels=channels,
        issued=sum(part.issued for part in channels),
        returned=sum(part.returned for part in channels),
        valid=sum(part.valid for part in channels),
        invalid=sum(part.invalid for part in channels),
        lines=tuple(line for line in lines if line.votes_for or not line.candidate.is_write_in),
        blank=sum(part.blank for part in channels),
        # On paper alone a ballot is handed in that does not count.
        void_reasons=next((p.void_reasons for p in channels if p.void_reasons), {}),
    )


def told_reasons(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    """Reasons of invalid papers in words with their numbers, in the order of the form."""
    return [(str(one.label), reasons[one]) for one in VoidReason if reasons.get(one)]


def _channel(count: Count) -> ChannelFigures:
    return ChannelFigures(
        channel=count.channel,
        issued=count.issued,
        returned=count.returned,
        valid=count.valid,
        invalid=count.invalid,
        lines=lines_of(count),
        blank=count.blank,
        void_reasons=count.void_reasons,
    )


def lines_of(count: Count) -> tuple[LineFigures, ...]:
    """The lines of one count, in the order of the ballot."""
    rows = sorted(count.lines.all(), key=lambda line: line.candidate.position)
    return tuple(
        LineFigures(
            candidate=line.candidate,
            votes_for=line.votes_for,
            votes_against=line.votes_against,
            abstentions=line.abstentions,
            partly_invalid=line.partly_invalid,
        )
        for line in rows
    )


def _total(candidate: Candidate, channels: Iterable[ChannelFigures]) -> LineFigures:
    """A count in which nobody wrote the name has no line of it: there, all abstained."""
    own = [_line_in(part, candidate) for part in channels]
    return LineFigures(
        candidate=candidate,
        votes_for=sum(line.votes_for for line in own),
        votes_against=sum(line.votes_against for line in own),
        abstentions=sum(line.abstentions for line in own),
        partly_invalid=sum(line.partly_invalid for line in own),
        parts=tuple(own) if len(own) > 1 else (),
    )


def _line_in(part: ChannelFigures, candidate: Candidate) -> LineFigures:
    own = (line for line in part.lines if line.candidate.pk == candidate.pk)
    return next(own, LineFigures(candidate, 0, 0, part.valid))
