"""The shapes of how a meeting was conducted, beside its votes; see :mod:`.shapes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from records.fields import Translated


@dataclass(frozen=True, slots=True)
class AdjournmentFacts:
    """An interruption; ``resumed_at`` is None while it lasts, or where it ended the meeting."""

    from_at: datetime
    until_at: datetime | None
    resumed_at: datetime | None
    reason: Translated


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What an authority answered before the meeting."""

    subject: Translated
    authority: str
    answer: str
    reference: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    """A candidate for an office against whom who examines them has nothing."""

    person: Translated
    cleared_by: Translated
    reference: str
    cleared_on: date


@dataclass(frozen=True, slots=True)
class RecusalFacts:
    """Present without a vote on the item."""

    firm: Translated
    person: Translated
    reason: str
    citation: Translated


@dataclass(frozen=True, slots=True)
class CalledFacts:
    """One answer to the roll call, of ``weight`` votes."""

    number: int
    firm: Translated
    person: Translated
    choice: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What somebody wanted on record, in their own words."""

    kind: str
    person: Translated
    firm: Translated
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CountFacts:
    """A show of hands as one of two people counted it."""

    counted_by: str
    votes_for: int
    votes_against: int
    abstentions: int
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class SigningFacts:
    """Who signs the minutes: these functions, and with ``attending`` every member who attended."""

    functions: list[str]
    attending: bool
    citation: Translated


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What kind of call the meeting followed: the meeting without quorum that it repeats, and
    whether delegates met for the members."""

    repeats: Translated = field(default_factory=Translated)
    repeats_on: date | None = None
    by_delegates: bool = False
    two_counts: bool = False


@dataclass(frozen=True, slots=True)
class WayFacts:
    """How many of the list were nominated in one way."""

    way: str
    number: int


@dataclass(frozen=True, slots=True)
class NominationFacts:
    """The nominations that a confirmed list of candidates came of; the days are those of the first
    and of the last public notice; ``seed`` is what a lot for the order was drawn from."""

    ways: list[WayFacts]
    announced_on: date | None
    until_on: date | None
    objections: int
    confirmed_on: date
    confirmed_by: str
    order: str
    citation: Translated
    notice_citation: Translated
    seed: str = ""
