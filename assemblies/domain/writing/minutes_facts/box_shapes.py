"""The shapes of ballot boxes among the facts: every question, line and channel of a count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from records.fields import Translated


@dataclass(frozen=True, slots=True)
class PartLineFacts:
    """What one channel contributed to a line of a count."""

    position: int
    votes_for: int
    votes_against: int
    abstentions: int
    partly_invalid: int


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What one channel contributed to a count; its ``lines`` where there are two channels. Nobody
    has a line who was written in on the other one alone."""

    channel: str
    issued: int
    returned: int
    valid: int
    invalid: int
    blank: int = 0
    lines: list[PartLineFacts] = field(default_factory=list)
    void_reasons: dict[str, int] = field(default_factory=dict)
    """How many papers are invalid for which reason."""


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """One line of a count. ``rate`` is votes for of those present, in percent, one decimal;
    ``required`` what this one needs for a further term, beside what all need."""

    position: int
    name: Translated
    note: Translated
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    partly_invalid: int | None
    rate: str
    outcome: str
    is_write_in: bool = False
    required: int | None = None


@dataclass(frozen=True, slots=True)
class EqualityFacts:
    """An equality that a count must satisfy: ``code`` names it, ``reckoning`` has its numbers
    (``109 + 0 = 109``)."""

    code: str
    reckoning: str
    holds: bool


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A candidate of a list that decided a tie: ``on`` the day that seniority goes by, where it may
    be told; ``digest`` the number by which a lot ordered them."""

    candidate: str
    name: Translated
    on: str
    digest: str


@dataclass(frozen=True, slots=True)
class SeatDecisionFacts:
    """What was decided on seats that the ballot left open: ``chosen`` are elected by it.
    ``decided`` has the meeting's own words where no text prescribes it; ``seed`` is a lot's."""

    way: str
    seats: int
    citation: Translated
    decided: str
    chosen: list[Translated]
    places: list[PlaceFacts]
    seed: str


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """A question of a box. ``required`` is None before a verdict, and where the most votes decide;
    figures None before a count. ``reason`` is why a further round was held; ``marks`` how many
    marks for a voter had, None in older facts, which had one for each seat.

    ``candidates`` are those who stood, then whoever was written in and got a vote. ``blank`` are
    valid ballots for none at all, where such a vote could be cast (``blank_vote``).
    """

    id: str
    kind: str
    title: Translated
    text: Translated
    seats: int
    office: str
    present: int | None
    issued: int | None
    returned: int | None
    not_returned: int | None
    valid: int | None
    invalid: int | None
    parts: list[PartFacts]
    candidates: list[CandidateFacts]
    required: int | None
    threshold: Translated
    sentence: Translated
    elected: list[Translated]
    tied: list[Translated]
    tied_seats: int
    unfilled: int | None
    equalities: list[EqualityFacts]
    blank_vote: bool = False
    blank: int | None = None
    write_ins: str = ""
    preliminary: bool = False
    reason: str = ""
    marks: int | None = None
    counting: str = ""
    decisions: list[SeatDecisionFacts] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CodesFacts:
    """``number`` codes whose ballots are ``votes`` votes each."""

    number: int
    votes: int


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """A ballot box, standing or annulled, and what identifies its archive. ``slips``: what became
    of the slips by its opening, and how many were ``void`` after it; empty without slips.
    ``entitled`` are votes. Where ballots count for several, ``codes`` has how many codes were
    listed with how many votes each."""

    id: str
    code: str
    slug: str
    title: Translated
    channel: str
    round: int
    state: str
    in_hall: bool
    entitled: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None
    contests: list[ContestFacts]
    tellers: list[Translated]
    trustees: list[Translated]
    trustees_needed: int | None
    server_alone: bool
    fingerprint: str
    credentials_digest: str
    trustees_digest: str
    head: str
    ballots: int | None
    archive_name: str
    archive_digest: str
    supplements_digest: str
    key_destroyed_at: datetime | None
    consent: str
    annulled_at: datetime | None
    annulled_by: str
    annulment_reason: str
    slips: dict[str, int]
    codes_by_server: bool = False
    codes: list[CodesFacts] = field(default_factory=list)
    trustees_by: str = ""
    """The number of the resolution that confirmed the trustees."""
    alphabet: dict[str, Any] = field(default_factory=dict)
    """The marks of its papers; empty without any, and for ○ in one of three columns."""
