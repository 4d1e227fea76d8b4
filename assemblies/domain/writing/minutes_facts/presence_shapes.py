"""The shapes of who was called, who came, and whether they were enough; see :mod:`.shapes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from records.fields import Translated


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """Who served in one function; ``people`` are the keys of ``names``, in the same order."""

    function: str
    names: list[Translated]
    people: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """Notices by one channel; ``total`` = ``sent`` + ``waiting`` + ``bounced``."""

    channel: str
    total: int
    sent: int
    waiting: int
    bounced: int


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A later notice of the same meeting: what it was for and what it said."""

    kind: str
    sent_on: date
    subject: Translated


@dataclass(frozen=True, slots=True)
class ConvocationFacts:
    """``attachments`` are the titles of the papers that went with the notices."""

    sent_on: date
    meeting_on: date
    days_ahead: int
    days_required: int
    citation: Translated
    channels: list[ChannelFacts]
    attachments: list[Translated] = field(default_factory=list)
    corrections: list[CorrectionFacts] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ExclusionFacts:
    """On the roll without a vote."""

    firm: Translated
    person: Translated
    reason: Translated
    citation: Translated


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """An objection to the roll; ``appeal_outcome`` is empty where nobody appealed."""

    raised_by: str
    text: str
    raised_at: datetime
    outcome: str
    reasons: str
    decided_by: str
    appeal: str
    appeal_outcome: str
    appeal_reasons: str
    appeal_decided_by: str
    decided_at: datetime | None = None
    appeal_decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """An authority that was lodged; ``ended_at`` is None where it held to the end. ``ended_by``
    says by what it ended, ``ending`` why in somebody's words."""

    firm: Translated
    person: Translated
    holder: Translated
    scope: str
    lodged_at: datetime | None
    ended_at: datetime | None
    ending: str
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A line of the attendance list; several stays are several pairs of instants.

    ``through`` is the holder of the authority of one who was represented and never there.
    """

    number: int
    firm: Translated
    registration_code: str
    person: Translated
    post: Translated
    stays: list[list[datetime | None]]
    excuse: str
    state: str
    """``attended``, ``represented``, ``excused`` or ``absent``."""
    through: Translated = field(default_factory=Translated)
    person_id: str = ""
    weight: int = 1
    """How many votes the entry has."""
    remote_from: list[datetime] = field(default_factory=list)
    """The beginnings of those ``stays`` that were not in the hall."""


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """``entitled`` = ``attended`` + ``represented`` + ``excused`` + ``absent``; ``rate`` is of who
    attended, in percent, one decimal; ``remote`` of them were never in the hall. Where some have
    more votes than others, ``votes`` are those of all entitled, and ``weighed_by`` says what they
    go by."""

    record_on: date | None
    roll_digest: str
    entitled: int
    attended: int
    excused: int
    absent: int
    guests: int
    rate: str
    excluded: list[ExclusionFacts]
    rows: list[AttendanceRow]
    represented: int = 0
    proxies: list[ProxyFacts] = field(default_factory=list)
    objections: list[ObjectionFacts] = field(default_factory=list)
    votes: int | None = None
    weighed_by: Translated = field(default_factory=Translated)
    weights_citation: Translated = field(default_factory=Translated)
    remote: int = 0


@dataclass(frozen=True, slots=True)
class QuorumFacts:
    """As it was stated then; ``item`` is None at the opening. ``voters`` is who might vote, of them
    ``represented`` by proxy and ``remote`` themselves outside the hall, and ``votes`` how many
    votes they had; ``recused`` were there without
    a vote on the item, and would have had ``recused_votes``. ``by_votes``: the quorum counted
    votes; else those who had them."""

    at: datetime
    item: int | None
    title: Translated
    entitled: int
    present: int
    required: int
    met: bool
    citation: Translated
    represented: int = 0
    recused: int = 0
    votes: int = 0
    voters: int = 0
    by_votes: bool = False
    recused_votes: int = 0
    remote: int = 0
    shut_out: int = 0
    """Who took part remotely where the rule wants everybody in the hall: in none of the figures."""
    shut_out_votes: int = 0
    """Their votes, with those of whom they represent."""
