"""Whom to call about unpaid dues, in which order, and what came of each call."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bylaws.domain.notice import local_date
from dues.domain.arrears import Arrears, arrears_on
from dues.domain.collecting.reminder_history import SENT
from dues.errors import CallInFuture, PromiseBeforeCall
from dues.models import CallNote, Reminder
from members.domain.days import local_day, zone
from members.enums import ContactPurpose
from members.models import Contact, Firm, Representative, User
from records.domain import log

STREAM = "dues"


class Why(IntEnum):
    """Why a firm is to be called: the first ones first."""

    PROMISE_BROKEN = 1
    CALL_AGAIN = 2
    LEVEL = 3


SAID: Mapping[Why, str | Promise] = {
    Why.PROMISE_BROKEN: _("promised to pay by this day and has not"),
    Why.CALL_AGAIN: _("is to be called again from this day"),
    Why.LEVEL: _("was reminded at a level that is also told by telephone"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number and whose it is."""

    number: str
    of: str


@dataclass(slots=True)
class Call:
    """A firm to be called, since ``day`` and ``why``; ``last`` is the latest note."""

    firm: Firm
    why: Why
    day: date
    arrears: Arrears
    last: CallNote | None
    numbers: list[Number] = field(default_factory=list)

    @property
    def said(self) -> str:
        return str(SAID[self.why])


def call_list(day: date) -> list[Call]:
    """The firms to be called on ``day``: broken promises first, then the longest waiting.

    Only who is still in arrears; a call for a later day, or a promise that still runs, is waited
    for.
    """
    behind = arrears_on(day)
    notes = last_notes(behind)
    told = _told_by_level(behind, day)
    found: dict[uuid.UUID, tuple[Why, date]] = {}
    place = zone()
    for firm in behind:
        reason = _reason(notes.get(firm), told.get(firm), day, place)
        if reason is not None:
            found[firm] = reason
    firms = Firm.objects.select_related("membership").in_bulk(found)
    numbers = numbers_of(found, day)
    calls = [
        Call(firms[pk], why, since, behind[pk], notes.get(pk), numbers.get(pk, []))
        for pk, (why, since) in found.items()
    ]
    return sorted(calls, key=lambda c: (c.why, c.day, -c.arrears.amount, str(c.firm.pk)))


def last_notes(firms: Collection[uuid.UUID]) -> dict[uuid.UUID, CallNote]:
    """The latest call of each of ``firms``."""
    rows = CallNote.objects.order_by("called_at", "pk").select_related("by__person")
    wanted = set(firms)
    return {row.firm_id: row for row in rows if row.firm_id in wanted}


def _told_by_level(behind: Mapping[uuid.UUID, Arrears], day: date) -> dict[uuid.UUID, date]:
    """Since when firms are to be called for a level, as long as what it was about is unpaid."""
    rows = Reminder.objects.filter(SENT, level__by_phone=True, reminded_on__lte=day)
    found: dict[uuid.UUID, date] = {}
    place = zone()
    for firm, claims, on, released in rows.order_by("reminded_on").values_list(
        "firm_id", "claims", "reminded_on", "letter__mailing__released_at"
    ):
        unpaid = {str(claim.invoice) for claim in behind[firm].claims} if firm in behind else set()
        if unpaid & {claim["invoice"] for claim in claims if claim["step"]}:
            found[firm] = local_date(released, place) if released else on
    return found


def _reason(
    note: CallNote | None, told_on: date | None, day: date, place: ZoneInfo
) -> tuple[Why, date] | None:
    if note is not None:
        if note.promised_on is not None and note.promised_on < day:
            return Why.PROMISE_BROKEN, note.promised_on
        if note.call_again_on is not None and note.call_again_on <= day:
            return Why.CALL_AGAIN, note.call_again_on
    if told_on is None or (note is not None and local_date(note.called_at, place) >= told_on):
        return None
    return Why.LEVEL, told_on


def numbers_of(firms: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, list[Number]]:
    """The telephone numbers of each of ``firms``: of the dues contact, of who votes for it, its
    own, of the general contact; each once."""
    found: dict[uuid.UUID, dict[str, Number]] = {pk: {} for pk in firms}
    for firm, number, of in _numbers(firms, day):
        if number.strip():
            found[firm].setdefault(number.strip(), Number(number.strip(), of))
    return {pk: list(numbers.values()) for pk, numbers in found.items()}


def _numbers(firms: Collection[uuid.UUID], day: date) -> Iterator[tuple[uuid.UUID, str, str]]:
    keys = list(firms)
    contacts = Contact.objects.filter(firm__in=keys).exclude(phone="").order_by("name")
    for contact in contacts.filter(purpose=ContactPurpose.DUES):
        yield contact.firm_id, contact.phone, contact.name
    acting = Representative.objects.filter(Representative.holds_on(day), firm__in=keys, votes=True)
    for row in acting.select_related("person"):
        yield row.firm_id, row.person.phone, str(row.person.name)
    for firm, phone in Firm.objects.filter(pk__in=keys).values_list("pk", "phone"):
        yield firm, phone, ""
    for contact in contacts.filter(purpose=ContactPurpose.GENERAL):
        yield contact.firm_id, contact.phone, contact.name


@transaction.atomic
def note_call(
    *,
    firm: Firm,
    called_at: datetime,
    note: str,
    spoke_to: str = "",
    promised_on: date | None = None,
    call_again_on: date | None = None,
    by: User | None,
    at: datetime,
) -> CallNote:
    """Put a call on record. The same call again gives the note that is there.

    Raises CallInFuture, PromiseBeforeCall.
    """
    if called_at > at:
        raise CallInFuture
    day = local_day(called_at)
    for promised in (promised_on, call_again_on):
        if promised is not None and promised < day:
            raise PromiseBeforeCall(day=promised.isoformat())
    Firm.objects.select_for_update(no_key=True).get(pk=firm.pk)
    same = {
        "firm": firm,
        "called_at": called_at,
        "spoke_to": spoke_to.strip(),
        "note": note.strip(),
        "promised_on": promised_on,
        "call_again_on": call_again_on,
    }
    known = CallNote.objects.filter(**same).first()
    if known is not None:
        return known
    made = CallNote.objects.create(**same, by=by)
    payload = {"note": made.pk, "firm": firm.pk, "promised_on": promised_on}
    log.record(stream=STREAM, event="call_noted", payload=payload, by=by, at=at)
    return made
