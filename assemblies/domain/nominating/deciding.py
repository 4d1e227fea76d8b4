"""What the election committee decides on those who are nominated: on objections, and who is struck
off. Nobody decides on themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format

from assemblies.domain.convening.objections import settle
from assemblies.domain.days import local_day
from assemblies.domain.nominating import calls, telling
from assemblies.domain.nominating.acting import locked, note, require_running
from assemblies.domain.nominating.states import last_notice
from assemblies.enums import NominationOutcome, ObjectionOutcome
from assemblies.errors.nominating import (
    NotAnnounced,
    NoticeOver,
    ObjectorUnnamed,
    OwnNomination,
)
from assemblies.errors.roll import ReasonNeeded
from assemblies.models import Nomination, NominationObjection
from members.models import User


@transaction.atomic
def object_to(
    *,
    nomination: Nomination,
    raised_by: str,
    text: str,
    by: User | None,
    at: datetime,
    contact: str = "",
) -> NominationObjection:
    """Put an objection on record, in the words of ``raised_by``, who is named; the person it is
    about is told what is objected and not by whom. The same words again are the same objection.

    Raises ObjectorUnnamed, NotAnnounced, NoticeOver, NominationOver, ListConfirmed, PhaseForbids.
    """
    row = locked(nomination)
    told = {"raised_by": raised_by.strip(), "text": text.strip()}
    if not all(told.values()):
        raise ObjectorUnnamed
    known = row.objections.filter(**told).first()
    if known is not None:
        return known
    calls.require_unconfirmed(row.call)
    require_running(row, local_day(at))
    notice = last_notice(row)
    if notice is None:
        raise NotAnnounced(person=str(row.person))
    if local_day(at) > notice.until_on:
        raise NoticeOver(
            person=str(row.person), day=date_format(notice.until_on), citation=notice.citation
        )
    objection = NominationObjection.objects.create(
        nomination=row, contact=contact.strip(), raised_at=at, **told
    )
    note(row, "nomination_objected", by, at, objection=str(objection.pk))
    telling.promise(row, telling.OBJECTED, about=objection.pk, at=at)
    return objection


@transaction.atomic
def decide_objection(
    *,
    objection: NominationObjection,
    outcome: ObjectionOutcome,
    reasons: str,
    decided_by: str,
    by: User | None,
    at: datetime,
) -> NominationObjection:
    """Decide with reasons, in the name of ``decided_by``. Where it is upheld the person is struck
    off the list for these reasons. The same decision again changes nothing.

    Raises ReasonNeeded, ObjectionDecided, OwnNomination, ListConfirmed, PhaseForbids.
    """
    nomination = locked(objection.nomination)
    row = NominationObjection.objects.get(pk=objection.pk)
    row.nomination = nomination
    if row.outcome == ObjectionOutcome.OPEN:
        calls.require_unconfirmed(nomination.call)
        refuse_own(nomination, by)
    if settle(row, outcome=outcome, reasons=reasons, decided_by=decided_by, at=at):
        more = {"objection": str(row.pk), "outcome": row.outcome}
        note(nomination, "nomination_objection_decided", by, at, **more)
        telling.promise(nomination, telling.DECIDED, about=row.pk, at=at)
    if row.outcome == ObjectionOutcome.UPHELD and nomination.withdrawn_at is None:
        strike(nomination=nomination, reasons=reasons, decided_by=decided_by, by=by, at=at)
    return row


@transaction.atomic
def strike(
    *, nomination: Nomination, reasons: str, decided_by: str, by: User | None, at: datetime
) -> Nomination:
    """Take somebody off the list with reasons; struck off already, nothing changes. Raises
    ReasonNeeded, OwnNomination, NominationOver, ListConfirmed, PhaseForbids."""
    row = locked(nomination)
    if row.outcome == NominationOutcome.STRUCK:
        return row
    calls.require_unconfirmed(row.call)
    require_running(row, local_day(at))
    refuse_own(row, by)
    if not (reasons.strip() and decided_by.strip()):
        raise ReasonNeeded
    row.outcome, row.decided_at = NominationOutcome.STRUCK, at
    row.reasons, row.decided_by = reasons.strip(), decided_by.strip()
    row.save(update_fields=["outcome", "decided_at", "reasons", "decided_by"])
    note(row, "nominee_struck_off", by, at, reasons=row.reasons)
    telling.promise(row, telling.DECIDED, at=at)
    return row


def refuse_own(nomination: Nomination, by: User | None) -> None:
    """Raises OwnNomination where who decides is who is decided on."""
    if by is not None and by.person_id is not None and by.person_id == nomination.person_id:
        raise OwnNomination
