"""How a membership changes and ends: one act for each way, each with what it needs.

:func:`members.domain.register.change_standing` writes the entry; here stands which entry may follow
which, and that everything else that hangs on a membership ends with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from members.domain import register
from members.domain.cases import leaving, taking_back
from members.domain.cases.decided import Decided, record_decided
from members.domain.cases.leaving import LEFT
from members.domain.firms.firm_papers import keep_paper
from members.domain.rules import in_one_line
from members.domain.uploads import Upload
from members.enums import FirmDocumentKind, ProceedingKind, ProceedingState, StandingStatus
from members.errors import (
    CitationMissing,
    EffectiveBeforeNotice,
    EnteredOtherwise,
    EntryReplaced,
    ExpelledStays,
    HearingMissing,
    NoStandingThen,
    StandingForbids,
)
from members.models import Membership, Proceeding, Standing, User
from records.domain import log
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision

Status = StandingStatus
TRANSITIONS: Mapping[str, frozenset[StandingStatus]] = {
    Status.ACTIVE: frozenset({Status.SUSPENDED, *LEFT, Status.MERGED}),
    Status.SUSPENDED: frozenset({Status.ACTIVE, *LEFT, Status.MERGED}),
    Status.RESIGNED: frozenset({Status.ACTIVE, Status.MERGED}),
    Status.LOST: frozenset({Status.ACTIVE, Status.MERGED}),
    Status.EXPELLED: frozenset({Status.ACTIVE, Status.MERGED}),
    # Undoing a merge restores the entry before; nothing follows it.
    Status.MERGED: frozenset(),
}
"""Which standing may follow which."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a membership becomes, from when, why and by what."""

    status: StandingStatus
    from_on: date
    reason: Translated
    source: str
    decision: Decision | None = None


@transaction.atomic
def enter(*, membership: Membership, entry: Entry, by: User | None, at: datetime) -> Standing:
    """Let ``entry`` follow what is on record; where it ends the membership, what hangs on that ends
    on the same day. The same entry again changes nothing.

    Raises NoStandingThen, StandingForbids, EnteredOtherwise, ReasonMissing, LaterFactExists.
    """
    membership = _locked(membership)
    now = membership.standings.filter(Standing.holds_on(entry.from_on)).first()
    if now is None:
        raise NoStandingThen(day=membership.joined_on.isoformat())
    if (now.status, now.from_on) == (entry.status, entry.from_on):
        return _as_entered(now, entry)
    if entry.status not in TRANSITIONS[now.status]:
        raise StandingForbids(
            day=entry.from_on.isoformat(),
            firm=str(membership.firm),
            status=now.get_status_display(),
            wanted=entry.status.label,
        )
    standing = register.change_standing(
        membership=membership,
        status=entry.status,
        from_on=entry.from_on,
        reason=entry.reason,
        source=entry.source,
        decision=entry.decision,
        by=by,
        at=at,
    )
    # Who left and is struck off for another reason leaves nothing behind a second time.
    if entry.status in LEFT and now.status not in LEFT:
        leaving.follow(membership=membership, standing=standing, by=by, at=at)
    return standing


def _as_entered(standing: Standing, entry: Entry) -> Standing:
    """What is on record already. Raises EnteredOtherwise where it says something else."""
    if (standing.reason, standing.source) != (entry.reason, entry.source):
        raise EnteredOtherwise(
            day=standing.from_on.isoformat(),
            status=standing.get_status_display(),
            source=standing.source,
        )
    return standing


def _locked(membership: Membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("firm")
        .get(pk=membership.pk)
    )


@transaction.atomic
def resign(
    *,
    membership: Membership,
    received_on: date,
    effective_on: date,
    source: str,
    letter: Upload | None = None,
    by: User | None,
    at: datetime,
) -> Standing:
    """The firm gave notice in writing; its letter is kept with its papers.

    Raises EffectiveBeforeNotice, PaperTooLarge, PaperTypeRefused, and what :func:`enter` does.
    """
    if effective_on < received_on:
        raise EffectiveBeforeNotice(day=received_on.isoformat())
    if letter is not None:
        keep_paper(
            firm=membership.firm,
            kind=FirmDocumentKind.WITHDRAWAL,
            title=source,
            content=letter.content,
            name=letter.name,
            by=by,
            at=at,
        )
    day = received_on.isoformat()
    reason = Translated(
        zh=f"书面申请退会，{day}收到", en=f"Resigned in writing, notice received on {day}"
    )
    entry = Entry(Status.RESIGNED, effective_on, reason, source)
    return enter(membership=membership, entry=entry, by=by, at=at)


@transaction.atomic
def suspend(
    *,
    membership: Membership,
    from_on: date,
    reason: Translated,
    source: str,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Standing:
    """The firm does not vote until this is lifted; it keeps its seats. Raises what :func:`enter`
    does."""
    entry = Entry(Status.SUSPENDED, from_on, reason, source, decision)
    return enter(membership=membership, entry=entry, by=by, at=at)


@transaction.atomic
def lift_suspension(
    *,
    membership: Membership,
    from_on: date,
    reason: Translated,
    source: str,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Standing:
    """The firm votes again. Raises StandingForbids unless it is suspended, and what :func:`enter`
    does."""
    membership = _locked(membership)
    entry = Entry(Status.ACTIVE, from_on, reason, source, decision)
    _require(membership, entry, Status.SUSPENDED)
    return enter(membership=membership, entry=entry, by=by, at=at)


@transaction.atomic
def lose_membership(
    *,
    membership: Membership,
    on: date,
    ground: Translated,
    citation: Translated,
    source: str,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Standing:
    """The membership ends by itself, as the bylaws say: by ``ground`` under ``citation``.

    ``source`` is the paper that shows it. Raises CitationMissing, and what :func:`enter` does.
    """
    if not (ground and citation):
        raise CitationMissing
    entry = Entry(Status.LOST, on, ground, sourced(source, citation), decision)
    return enter(membership=membership, entry=entry, by=by, at=at)


def sourced(source: str, citation: Translated) -> str:
    """The paper and the rule behind it, in the one line that the roll quotes."""
    return "；".join(part for part in (source.strip(), in_one_line(citation)) if part)


@transaction.atomic
def expel(
    *, proceeding: Proceeding, decision: Decision, on: date, by: User | None, at: datetime
) -> Standing:
    """Expel by the decision of a proceeding in which the firm was heard. What is on record for days
    after ``on``, such as a resignation to come, is overtaken.

    Raises HearingMissing, and what :func:`enter` does.
    """
    membership = _locked(proceeding.membership)
    heard = proceeding.state in (ProceedingState.HEARD, ProceedingState.DECIDED)
    if proceeding.kind != ProceedingKind.EXPULSION or not heard:
        raise HearingMissing(firm=str(membership.firm))
    taking_back.overtake(membership=membership, on=on, by=by, at=at)
    source = sourced(decision.reference or str(decision.title), proceeding.citation)
    entry = Entry(Status.EXPELLED, on, proceeding.ground, source, decision)
    return enter(membership=membership, entry=entry, by=by, at=at)


@transaction.atomic
def readmit(
    *,
    membership: Membership,
    decision: Decision,
    on: date,
    reason: Translated,
    by: User | None,
    at: datetime,
) -> Standing:
    """A firm that left is a member again, under its old number. Its former seats stay gone.

    Raises StandingForbids unless it had left, and what :func:`enter` does.
    """
    membership = _locked(membership)
    source = decision.reference or str(decision.title)
    entry = Entry(Status.ACTIVE, on, reason, source, decision)
    _require(membership, entry, *LEFT)
    return enter(membership=membership, entry=entry, by=by, at=at)


@transaction.atomic
def readmit_elsewhere(
    *,
    membership: Membership,
    decided: Decided,
    on: date,
    reason: Translated,
    by: User | None,
    at: datetime,
) -> Standing:
    """As :func:`readmit`, by a decision that no meeting kept here took. Who was expelled comes back
    by an application, which asks who lifted that. Raises ExpelledStays."""
    now = _locked(membership).standings.filter(Standing.holds_on(on)).first()
    if now is not None and now.status == Status.EXPELLED:
        raise ExpelledStays(firm=str(membership.firm), day=now.from_on.isoformat())
    decision = record_decided(decided, kind=DecisionKind.ADMISSION, at=at)
    return readmit(membership=membership, decision=decision, on=on, reason=reason, by=by, at=at)


def _require(membership: Membership, entry: Entry, *wanted: StandingStatus) -> None:
    """That the membership is one of ``wanted`` on the day, or has the entry already."""
    now = membership.standings.filter(Standing.holds_on(entry.from_on)).first()
    if now is None or now.status in wanted:
        return
    if (now.status, now.from_on, now.source) == (entry.status, entry.from_on, entry.source):
        return
    raise StandingForbids(
        day=entry.from_on.isoformat(),
        firm=str(membership.firm),
        status=now.get_status_display(),
        wanted=entry.status.label,
    )


@transaction.atomic
def correct_latest(
    *,
    standing: Standing,
    entry: Entry | None,
    because: str,
    by: User | None,
    at: datetime,
) -> Standing:
    """The latest entry was wrong: put ``entry`` in its place, or take it away (None) so that what
    held before goes on. ``because`` stands in the log; the wrong entry stays in the history.

    Where it ended the membership, seats and representatives that ended with it come back first. The
    entry of the admission can be replaced on its day only. Raises EntryReplaced, NothingToCorrect,
    and what :func:`enter` does.
    """
    membership = _locked(standing.membership)
    is_first = standing.from_on == membership.joined_on
    if is_first and entry is not None and entry.from_on == standing.from_on:
        return _replace_first(membership, standing, entry, because=because, by=by, at=at)
    before = taking_back.take_back(
        membership=membership, standing=standing, because=because, by=by, at=at
    )
    return enter(membership=membership, entry=entry, by=by, at=at) if entry else before


def _replace_first(
    membership: Membership,
    standing: Standing,
    entry: Entry,
    *,
    because: str,
    by: User | None,
    at: datetime,
) -> Standing:
    if not taking_back.is_latest(standing):
        raise EntryReplaced
    payload = {"standing": standing.pk, "membership": membership.pk, "because": because}
    log.record(stream=register.STREAM, event="standing_taken_back", payload=payload, by=by, at=at)
    replaced = register.change_standing(
        membership=membership,
        status=entry.status,
        from_on=entry.from_on,
        reason=entry.reason,
        source=entry.source,
        decision=entry.decision,
        by=by,
        at=at,
    )
    if entry.status in LEFT and standing.status not in LEFT:
        leaving.follow(membership=membership, standing=replaced, by=by, at=at)
    return replaced
