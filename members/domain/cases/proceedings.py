"""A case against a member: opened, charged, heard, and decided by the body that may.

Nobody is expelled who was not offered to be heard, and nothing is decided while the time to answer
runs. A suspension or the finding that a membership lapsed may be decided on the papers, unless a
charge was sent: a hearing that was offered is waited for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from members.domain.cases import standing_acts
from members.domain.cases.decided import Decided, record_decided
from members.domain.cases.leaving import LEFT
from members.domain.days import local_day
from members.domain.firms.firm_papers import store_paper
from members.domain.letters import case_letters
from members.domain.rules import Ruling, ruling_on
from members.domain.standing import standing_on
from members.domain.uploads import Upload
from members.enums import ProceedingEvent, ProceedingKind, ProceedingState, StandingStatus
from members.errors import (
    AnswerTimeRuns,
    AnswerTimeShort,
    CitationMissing,
    HearingMissing,
    ProceedingOpen,
    ProceedingStateForbids,
    StandingForbids,
)
from members.models import Membership, Proceeding, ProceedingStep, User
from records.domain import log
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision, Document

STREAM = "register"
HEARING_RULE = "proceeding.hearing_days"
State, Event = ProceedingState, ProceedingEvent
OPEN = frozenset({State.OPENED, State.CHARGED, State.HEARD})
TRANSITIONS: Mapping[str, Mapping[str, ProceedingState]] = {
    Event.CHARGED: {State.OPENED: State.CHARGED},
    Event.HEARD: {State.CHARGED: State.HEARD},
    Event.HEARING_DECLINED: {State.CHARGED: State.HEARD},
    # Of an expulsion only what was heard is decided: see _may_decide.
    Event.DECIDED: {State.OPENED: State.DECIDED, State.HEARD: State.DECIDED},
    Event.DISMISSED: dict.fromkeys(OPEN, State.DISMISSED),
}
"""What may happen in which state, and the state it leads to."""


@transaction.atomic
def open_proceeding(
    *,
    membership: Membership,
    kind: ProceedingKind,
    ground: Translated,
    citation: Translated,
    by: User | None,
    at: datetime,
) -> Proceeding:
    """Open a case. One of each kind is open at a time; the same ground again gives that one.

    Raises CitationMissing, ProceedingOpen, StandingForbids where the firm is no member.
    """
    if not (ground and citation):
        raise CitationMissing
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("firm")
        .get(pk=membership.pk)
    )
    known = membership.proceedings.filter(kind=kind, state__in=OPEN).first()
    if known is not None:
        if known.ground == ground:
            return known
        raise ProceedingOpen(firm=str(membership.firm))
    _require_possible(membership, kind, local_day(at))
    proceeding = Proceeding.objects.create(
        membership=membership, kind=kind, ground=ground, citation=citation, opened_at=at
    )
    ProceedingStep.objects.create(proceeding=proceeding, event=Event.OPENED, at=at, by=by)
    _log(proceeding, Event.OPENED, by=by, at=at, kind=kind, membership=membership.pk)
    return proceeding


def _require_possible(membership: Membership, kind: str, day: date) -> None:
    today, wanted = standing_on(membership, day), OUTCOMES[kind]
    if today.status and wanted not in standing_acts.TRANSITIONS[today.status]:
        raise StandingForbids(
            day=day.isoformat(),
            firm=str(membership.firm),
            status=today.status_label,
            wanted=wanted.label,
        )


OUTCOMES: Mapping[str, StandingStatus] = {
    ProceedingKind.SUSPENSION: StandingStatus.SUSPENDED,
    ProceedingKind.EXPULSION: StandingStatus.EXPELLED,
    ProceedingKind.LAPSE: StandingStatus.LOST,
}
"""What the firm becomes when the case is decided against it."""


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """How long a firm has to answer a charge of ``day``: at least until ``earliest``, where a rule
    says so (``ruling``)."""

    ruling: Ruling | None
    earliest: date | None


def answer_time(day: date) -> AnswerTime:
    """The rule on the time to answer, for a charge that is sent on ``day``."""
    ruling = ruling_on(HEARING_RULE, day)
    return AnswerTime(ruling, day + timedelta(days=ruling.value) if ruling else None)


@transaction.atomic
def charge(
    *,
    proceeding: Proceeding,
    respond_by: date,
    hearing: str = "",
    by: User | None,
    at: datetime,
) -> Proceeding:
    """Draft the letter that tells the firm the charge, until when it may answer (``respond_by`` is
    the last day), and when and where it is heard.

    Raises AnswerTimeShort, ProceedingStateForbids.
    """
    proceeding = _locked(proceeding)
    if proceeding.state == State.CHARGED and proceeding.respond_by == respond_by:
        return proceeding
    _require(proceeding, Event.CHARGED)
    day = local_day(at)
    due = answer_time(day)
    earliest = due.earliest or day
    if respond_by < earliest:
        raise AnswerTimeShort(
            days=(earliest - day).days,
            day=earliest.isoformat(),
            citation=due.ruling.citation if due.ruling else "",
        )
    proceeding.respond_by = respond_by
    proceeding.save(update_fields=["respond_by"])
    case_letters.draft_charge(
        proceeding=proceeding, respond_by=respond_by, hearing=hearing, by=by, at=at
    )
    return _step(proceeding, Event.CHARGED, note=hearing, by=by, at=at)


@transaction.atomic
def hear(
    *,
    proceeding: Proceeding,
    on: date,
    statement: str,
    paper: Upload | None = None,
    by: User | None,
    at: datetime,
) -> Proceeding:
    """Note what the firm said, or keep what it wrote. The same statement again changes nothing.

    Raises ProceedingStateForbids, PaperTooLarge, PaperTypeRefused.
    """
    proceeding = _locked(proceeding)
    note = f"{on.isoformat()} {statement.strip()}".strip()
    if proceeding.state == State.HEARD and _was(proceeding, Event.HEARD, note):
        return proceeding
    _require(proceeding, Event.HEARD)
    document = store_paper(content=paper.content, name=paper.name, at=at) if paper else None
    return _step(proceeding, Event.HEARD, note=note, document=document, by=by, at=at)


@transaction.atomic
def decline_hearing(*, proceeding: Proceeding, by: User | None, at: datetime) -> Proceeding:
    """Note that the firm did not answer in time. Raises AnswerTimeRuns until the last day has
    passed, ProceedingStateForbids."""
    proceeding = _locked(proceeding)
    if proceeding.state == State.HEARD and _was(proceeding, Event.HEARING_DECLINED, ""):
        return proceeding
    _require(proceeding, Event.HEARING_DECLINED)
    assert proceeding.respond_by is not None  # a charge has it
    if local_day(at) <= proceeding.respond_by:
        raise AnswerTimeRuns(
            firm=str(proceeding.membership.firm), day=proceeding.respond_by.isoformat()
        )
    return _step(proceeding, Event.HEARING_DECLINED, by=by, at=at)


@transaction.atomic
def decide(
    *,
    proceeding: Proceeding,
    decision: Decision,
    effective_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Proceeding:
    """Decide against the firm: its standing changes on ``effective_on``, by default the day of the
    decision. The same decision again changes nothing.

    Raises HearingMissing, ProceedingStateForbids, StandingForbids where it left meanwhile.
    """
    proceeding = _locked(proceeding)
    if proceeding.state == State.DECIDED and proceeding.decision_id == decision.pk:
        return proceeding
    if not may_decide(proceeding):
        raise HearingMissing(firm=str(proceeding.membership.firm))
    _require(proceeding, Event.DECIDED)
    day = effective_on or decision.decided_on
    _take_effect(proceeding, decision, day, by=by, at=at)
    proceeding.decision, proceeding.effective_on = decision, day
    proceeding.state = State.DECIDED
    proceeding.save(update_fields=["decision", "effective_on", "state"])
    return _step(proceeding, Event.DECIDED, note=decision.reference, by=by, at=at)


@transaction.atomic
def decide_elsewhere(
    *,
    proceeding: Proceeding,
    decided: Decided,
    effective_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Proceeding:
    """As :func:`decide`, by a decision that no meeting kept here took. Raises the same, and
    PaperTooLarge, PaperTypeRefused."""
    decision = record_decided(decided, kind=DecisionKind.OTHER, at=at)
    return decide(proceeding=proceeding, decision=decision, effective_on=effective_on, by=by, at=at)


def may_decide(proceeding: Proceeding) -> bool:
    """Whether what has to come before a decision has come; False only while a hearing lacks."""
    if proceeding.state == State.CHARGED:
        return False
    return proceeding.state != State.OPENED or proceeding.kind != ProceedingKind.EXPULSION


def _take_effect(
    proceeding: Proceeding, decision: Decision, day: date, *, by: User | None, at: datetime
) -> None:
    membership, ground = proceeding.membership, proceeding.ground
    if proceeding.kind == ProceedingKind.EXPULSION:
        standing_acts.expel(proceeding=proceeding, decision=decision, on=day, by=by, at=at)
        return
    reference = decision.reference or str(decision.title)
    if proceeding.kind == ProceedingKind.LAPSE:
        standing_acts.lose_membership(
            membership=membership,
            on=day,
            ground=ground,
            citation=proceeding.citation,
            source=reference,
            decision=decision,
            by=by,
            at=at,
        )
        return
    standing_acts.suspend(
        membership=membership,
        from_on=day,
        reason=ground,
        source=standing_acts.sourced(reference, proceeding.citation),
        decision=decision,
        by=by,
        at=at,
    )


@transaction.atomic
def dismiss(
    *,
    proceeding: Proceeding,
    because: str,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Proceeding:
    """End the case without anything against the firm; dismissed already changes nothing.

    Raises ProceedingStateForbids once it was decided.
    """
    proceeding = _locked(proceeding)
    if proceeding.state == State.DISMISSED:
        return proceeding
    _require(proceeding, Event.DISMISSED)
    proceeding.decision = decision
    proceeding.save(update_fields=["decision"])
    return _step(proceeding, Event.DISMISSED, note=because, by=by, at=at)


def has_left(proceeding: Proceeding, day: date) -> bool:
    """Whether the firm is no member any more on ``day``, so that nothing is left to decide."""
    return standing_on(proceeding.membership, day).status in LEFT


def possible_events(proceeding: Proceeding) -> list[ProceedingEvent]:
    """What may be done with it now, in the order of a case."""
    found = [event for event in Event if proceeding.state in TRANSITIONS.get(event, {})]
    return [event for event in found if event != Event.DECIDED or may_decide(proceeding)]


def _locked(proceeding: Proceeding) -> Proceeding:
    """The membership first, as all acts on it do."""
    Membership.objects.select_for_update().get(pk=proceeding.membership_id)
    return (
        Proceeding.objects.select_for_update(of=("self",))
        .select_related("membership__firm")
        .get(pk=proceeding.pk)
    )


def _require(proceeding: Proceeding, event: ProceedingEvent) -> None:
    if proceeding.state not in TRANSITIONS[event]:
        raise ProceedingStateForbids(state=proceeding.get_state_display(), act=event.label)


def _was(proceeding: Proceeding, event: str, note: str) -> bool:
    return proceeding.steps.filter(event=event, note=note).exists()


def _step(
    proceeding: Proceeding,
    event: ProceedingEvent,
    *,
    note: str = "",
    document: Document | None = None,
    by: User | None,
    at: datetime,
) -> Proceeding:
    """Go to the state that the event leads to, and keep the step."""
    proceeding.state = TRANSITIONS[event].get(proceeding.state, State(proceeding.state))
    proceeding.save(update_fields=["state"])
    ProceedingStep.objects.create(
        proceeding=proceeding, event=event, at=at, by=by, note=note, document=document
    )
    _log(proceeding, event, by=by, at=at)
    return proceeding


def _log(
    proceeding: Proceeding, event: str, *, by: User | None, at: datetime, **further: object
) -> None:
    payload = {"proceeding": proceeding.pk, **further}
    log.record(stream=STREAM, event=f"proceeding_{event}", payload=payload, by=by, at=at)
