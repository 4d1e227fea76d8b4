"""The shapes of the facts. Texts are in both languages, instants aware, figures whole numbers.

Codes (``kind``, ``outcome``, ``function`` …) are those of the enums; a template puts them in words.
None is "not on record" and never zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from assemblies.domain.writing.minutes_facts.box_shapes import BoxFacts
from assemblies.domain.writing.minutes_facts.case_facts import CaseFacts
from assemblies.domain.writing.minutes_facts.conduct_shapes import (
    AdjournmentFacts,
    AnswerFacts,
    CalledFacts,
    CallFacts,
    ClearanceFacts,
    CountFacts,
    NominationFacts,
    RecusalFacts,
    SigningFacts,
    StatementFacts,
)
from assemblies.domain.writing.minutes_facts.presence_shapes import (
    AttendanceFacts,
    ConvocationFacts,
    OfficerFacts,
    QuorumFacts,
)
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class ThresholdFacts:
    """The formula in words with its whole number (到会109家的三分之二以上即73票)."""

    formula: Translated
    required: int
    of: int
    base: str
    citation: Translated


@dataclass(frozen=True, slots=True)
class HandsFacts:
    """``written_consents`` are of members who were absent, and no part of those present."""

    present: int
    votes_for: int
    votes_against: int
    abstentions: int
    written_consents: int = 0


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """One changed article; the texts are law in the language they were voted in."""

    kind: str
    old_number: str
    new_number: str
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """The text that was voted on. ``awaits_approval``: adopted, and not in force before that;
    ``chain`` commits to it and to every version before it."""

    title: Translated
    label: Translated
    base_label: Translated
    kind: str
    digest: str
    chain: str
    summary: Translated
    awaits_approval: bool
    changes: list[ArticleFacts]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A stretch of a provision: kept, struck or put in; ``is_conforming``: numbers moved."""

    op: str
    text: str
    is_conforming: bool


@dataclass(frozen=True, slots=True)
class LineFacts:
    kind: str
    op: str
    old_mark: str
    new_mark: str
    runs: list[RunFacts]


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """A changed article with those of its paragraphs and items that changed."""

    kind: str
    old_number: str
    new_number: str
    is_moved: bool
    lines: list[LineFacts]


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """What a motion on an amendment was about. ``way``: ``whole``, ``unit`` (a vote on changes
    alone, with their redline) or ``closing`` (on the text that the carried units make).

    ``left_out``: the numbers of the items whose changes were voted down. ``conforming``: articles
    that only follow from new numbers (相应调整).
    """

    title: Translated
    proposer: str
    way: str
    reasons: list[Translated]
    redline: list[BlockFacts]
    conforming: list[str]
    left_out: list[int]


@dataclass(frozen=True, slots=True)
class TierFacts:
    """Amounts a year; ``old`` is empty where the class owed nothing definite before."""

    member_class: Translated
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DuesFacts:
    title: Translated
    effective_on: date
    currency: str
    tiers: list[TierFacts]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A point of the agenda. ``outcome`` is empty while it is not resolved.

    ``quorum`` is the verdict's own sentence on the quorum; ``boxes`` are the rounds in their order;
    those that were not annulled stand in the result. ``added_at`` is when it was put on the agenda
    after the notice; ``counts`` are the two of a show of hands that was counted twice.
    ``discussion`` and ``remark`` are free text and decide nothing.
    """

    position: int
    title: Translated
    kind: str
    matter: str
    state: str
    note: Translated
    text: Translated
    method: str
    hands: HandsFacts | None
    boxes: list[BoxFacts]
    thresholds: list[ThresholdFacts]
    quorum: Translated
    outcome: str
    sentence: Translated
    citation: Translated
    number: str
    resolved_at: datetime | None
    version: VersionFacts | None
    amendment: AmendmentFacts | None
    dues: DuesFacts | None
    agrees: bool
    """Whether the counts on record are still those that the resolution was judged on."""
    cases: list[CaseFacts] = field(default_factory=list)
    id: str = ""
    speaker: Translated = field(default_factory=Translated)
    added_at: datetime | None = None
    recusals: list[RecusalFacts] = field(default_factory=list)
    roll_call: list[CalledFacts] = field(default_factory=list)
    statements: list[StatementFacts] = field(default_factory=list)
    counts: list[CountFacts] = field(default_factory=list)
    discussion: Translated = field(default_factory=Translated)
    remark: Translated = field(default_factory=Translated)
    nominations: NominationFacts | None = None


@dataclass(frozen=True, slots=True)
class LogFacts:
    """The meeting's chain as it stood when the meeting was closed, or stands now."""

    stream: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    id: str
    title: Translated
    body: Translated
    body_kind: str
    place: Translated
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    officers: list[OfficerFacts]
    convocation: ConvocationFacts | None
    attendance: AttendanceFacts
    quorum: list[QuorumFacts]
    items: list[ItemFacts]
    log: LogFacts
    call: CallFacts = field(default_factory=CallFacts)
    adjournments: list[AdjournmentFacts] = field(default_factory=list)
    answers: list[AnswerFacts] = field(default_factory=list)
    clearances: list[ClearanceFacts] = field(default_factory=list)
    opening: Translated = field(default_factory=Translated)
    closing: Translated = field(default_factory=Translated)
    signing: SigningFacts | None = None
    hybrid: bool = False
    """Whether one could take part without coming."""


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """The whole of it: the meeting, and the first meetings of those whom it elected."""

    association: Translated
    seat: Translated
    currency: str
    time_zone: str
    number: str
    meeting: MeetingFacts
    follow_ups: list[MeetingFacts] = field(default_factory=list)

    @property
    def meetings(self) -> list[MeetingFacts]:
        return [self.meeting, *self.follow_ups]

    @property
    def open_items(self) -> list[ItemFacts]:
        """What is still to be settled before the minutes can be final."""
        return [item for one in self.meetings for item in one.items if item.state != "done"]

    @property
    def disputed_items(self) -> list[ItemFacts]:
        """Resolutions whose counts on record have become others since."""
        return [item for one in self.meetings for item in one.items if not item.agrees]
