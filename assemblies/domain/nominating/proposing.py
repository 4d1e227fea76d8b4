"""Putting somebody forward: by the council, by members jointly, by oneself."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format

from assemblies.domain.days import local_day
from assemblies.domain.nominating import calls, telling
from assemblies.domain.nominating.acting import locked, note, require_running
from assemblies.domain.nominating.consenting import agree
from assemblies.domain.nominating.states import standing, state_of
from assemblies.enums import Consent, NominationOutcome, NominationWay
from assemblies.errors.nominating import (
    CandidatesLaidDown,
    NominatedAlready,
    NotNominatedJointly,
    SupporterNotAMember,
)
from assemblies.errors.roll import ReasonNeeded
from assemblies.models import Motion, Nomination, NominationCall, NominationSupport
from members.domain.represent import voting_representative
from members.domain.standing import standing_on
from members.enums import Office
from members.models import Firm, Person, Representative, User
from records.fields import Translated


@transaction.atomic
def nominate(
    *,
    call: NominationCall,
    office: str,
    person: Person,
    way: str,
    by: User | None,
    at: datetime,
    supporter: Firm | None = None,
    reference: str = "",
) -> Nomination:
    """Put ``person`` forward for ``office``. What was withdrawn, declined or struck off stays on
    record, and this begins anew.

    ``supporter``: the firm that begins a joint nomination, and counts as its first; it joins one
    that stands. ``reference``: the council's resolution or the letter. Who nominates themselves
    through their log-in agrees with that, also to a nomination that stands. The same again changes
    nothing. Raises NominatedAlready, NominationsClosed, ListConfirmed, OfficeNotElected,
    NominationWayClosed, SupporterNotAMember, PhaseForbids.
    """
    call = calls.lock_call(call)
    known = standing(call.nominations.filter(office=office, person=person)).first()
    if known is not None:
        known.call = call
        return _again(known, way, reference.strip(), supporter, by, at)
    calls.require_open(call, at)
    chosen = calls.require_way(call, way)
    by_own_hand = chosen == NominationWay.SELF and by is not None and by.person_id == person.pk
    seat = _seat_of(person, local_day(at))
    nomination = Nomination.objects.create(
        call=call,
        office=calls.require_office(call, office),
        person=person,
        firm=seat.firm if seat else None,
        post=seat.post if seat else Translated(),
        way=chosen,
        reference=reference.strip(),
        nominated_at=at,
        consent=Consent.LOG_IN if by_own_hand else Consent.ASKED,
        consented_on=local_day(at) if by_own_hand else None,
    )
    payload = {"person": str(person.pk), "office": nomination.office, "way": nomination.way}
    note(nomination, "nominated", by, at, **payload)
    if chosen == NominationWay.JOINT:
        assert supporter is not None  # a joint nomination is begun for a firm
        _support(nomination, supporter, by, at)
    if not by_own_hand:
        telling.promise(nomination, telling.NOMINATED, at=at)
    return nomination


def _again(
    known: Nomination,
    way: str,
    reference: str,
    supporter: Firm | None,
    by: User | None,
    at: datetime,
) -> Nomination:
    """Somebody is put forward who is nominated already. Raises NominatedAlready where that adds
    nothing to what is on record, and what joining and agreeing refuse."""
    if way == NominationWay.JOINT == known.way and supporter is not None:
        support(nomination=known, firm=supporter, by=by, at=at)
        return known
    if way == NominationWay.SELF and by is not None and by.person_id == known.person_id:
        return agree(nomination=known, by=by, at=at)
    if way == known.way and reference == known.reference:
        return known
    raise NominatedAlready(
        person=str(known.person),
        office=Office(known.office).label,
        way=NominationWay(known.way).label,
        state=state_of(known, local_day(at)).label,
    )


def _seat_of(person: Person, day: date) -> Representative | None:
    """The firm for which somebody acts on the day, first the one for which they vote."""
    rows = person.representations.filter(Representative.holds_on(day))
    return rows.select_related("firm").order_by("-votes", "pk").first()


@transaction.atomic
def support(
    *, nomination: Nomination, firm: Firm, by: User | None, at: datetime
) -> NominationSupport:
    """Let a member firm join a nomination. Joined already, nothing changes.

    Raises NotNominatedJointly, NominationOver, SupporterNotAMember, NominationsClosed,
    ListConfirmed, PhaseForbids.
    """
    row = locked(nomination)
    known = row.supports.filter(firm=firm, withdrawn_at__isnull=True).first()
    if known is not None:
        return known
    calls.require_open(row.call, at)
    require_running(row, local_day(at))
    if row.way != NominationWay.JOINT:
        raise NotNominatedJointly(person=str(row.person), way=NominationWay(row.way).label)
    return _support(row, firm, by, at)


def _support(
    nomination: Nomination, firm: Firm, by: User | None, at: datetime
) -> NominationSupport:
    day = local_day(at)
    if not may_nominate(firm, day):
        raise SupporterNotAMember(firm=str(firm), day=date_format(day))
    voter = voting_representative(firm, day)
    support = NominationSupport.objects.create(
        nomination=nomination, firm=firm, person=voter.person if voter else None, supported_at=at
    )
    note(nomination, "nomination_supported", by, at, firm=str(firm.pk))
    return support


def may_nominate(firm: Firm, day: date) -> bool:
    """Whether the firm is a member in good standing with somebody who votes for it."""
    membership = getattr(firm, "membership", None)
    if membership is None or firm.merged_into_id is not None:
        return False
    return standing_on(membership, day).is_active and voting_representative(firm, day) is not None


def firms_of(person_id: UUID, day: date) -> list[Firm]:
    """The firms for which somebody may nominate: members in good standing for which they vote."""
    rows = Representative.objects.filter(
        Representative.holds_on(day), person=person_id, votes=True
    ).select_related("firm__membership")
    return [row.firm for row in rows if may_nominate(row.firm, day)]


@transaction.atomic
def take_back_support(*, nomination: Nomination, firm: Firm, by: User | None, at: datetime) -> None:
    """A firm no longer joins the nomination; that it did stays on record. Raises
    NominationsClosed, ListConfirmed, PhaseForbids."""
    row = locked(nomination)
    standing = row.supports.filter(firm=firm, withdrawn_at__isnull=True).first()
    if standing is None:
        return
    calls.require_open(row.call, at)
    standing.withdrawn_at = at
    standing.save(update_fields=["withdrawn_at"])
    note(row, "nomination_support_withdrawn", by, at, firm=str(firm.pk))


@transaction.atomic
def withdraw(*, nomination: Nomination, reason: str, by: User | None, at: datetime) -> Nomination:
    """Take a nomination back, even one that was confirmed; it stays on record. Withdrawn already,
    nothing changes. Raises ReasonNeeded, CandidatesLaidDown once they are on a ballot."""
    row = locked(nomination)
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        raise ReasonNeeded
    if Motion.objects.filter(item=row.call.item_id, election__isnull=False).exists():
        raise CandidatesLaidDown(item=str(row.call.item.title))
    was = row.outcome
    row.withdrawn_at, row.withdrawal = at, reason.strip()
    row.outcome, row.position = NominationOutcome.OPEN, None
    row.save(update_fields=["withdrawn_at", "withdrawal", "outcome", "position"])
    note(row, "nomination_withdrawn", by, at, was=was)
    return row
