"""What a firm asks to have changed in the register, and what it changes there by itself.

How a firm is reached it changes at once. What others rely on it asks for, with evidence; the
secretariat decides, and the register stays as it is until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from members.domain import register, registration_code, uploads
from members.domain.register import FirmFacts
from members.domain.uploads import Upload
from members.enums import FirmSize, RequestState, Trade
from members.errors import (
    AnswerMissing,
    NothingRequested,
    RegisterMovedOn,
    RequestIsDecided,
    RequestUnderWay,
)
from members.models import ChangeRequest, Firm, User
from records.domain import log
from records.fields import Translated

STREAM = "register"
AT_ONCE = ("postal_address", "phone", "email", "website")
NEEDS_APPROVAL: Mapping[str, Promise] = {
    "name": gettext_lazy(
        "It stands on the roll, the minutes and the certificate, as on the licence."
    ),
    "registration_code": gettext_lazy("It says which firm this is; the licence shows it."),
    "legal_representative": gettext_lazy("Who that is signs the letters of appointment."),
    "address": gettext_lazy("As on the licence. Where letters go may differ and changes at once."),
    "district": gettext_lazy("It follows from the address."),
    "trade": gettext_lazy("Lists and letters go by it."),
    "size": gettext_lazy("Dues may go by it."),
}
"""The fields that are asked for, each with the reason why."""
APPOINTMENT = "representative"
"""The key under which ``ChangeRequest.wanted`` holds an appointment instead of fields."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How a firm is reached besides its contacts."""

    postal_address: str
    phone: str
    email: str
    website: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it was when the firm asked, as the register has it now, and as wanted."""

    name: str
    label: str
    before: str
    now: str
    wanted: str
    moved_on: bool


def facts_of(firm: Firm) -> FirmFacts:
    """What the register says of ``firm``."""
    return FirmFacts(**{field.name: getattr(firm, field.name) for field in fields(FirmFacts)})


@transaction.atomic
def change_reach(*, firm: Firm, reach: Reach, by: User | None, at: datetime) -> Firm:
    """Change at once how a firm is reached; the same again changes nothing."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    told = {name: getattr(reach, name) for name in AT_ONCE}
    return register.edit_firm(
        firm=firm, facts_of_firm=replace(facts_of(firm), **told), by=by, at=at
    )


@transaction.atomic
def request_change(
    *,
    firm: Firm,
    wanted: Mapping[str, Any],
    note: str = "",
    evidence: Upload | None = None,
    by: User,
    at: datetime,
) -> ChangeRequest:
    """Ask for other values of fields in NEEDS_APPROVAL; those that are so already are left out.

    Asking for the same again changes nothing. Raises NothingRequested, RequestUnderWay,
    RegistrationCodeInvalid, PaperTooLarge, PaperRefused.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    asked = {name: value for name, value in wanted.items() if name in NEEDS_APPROVAL}
    if "registration_code" in asked:
        asked["registration_code"] = registration_code.check(asked["registration_code"])
    asked = {name: v for name, v in asked.items() if not _same(v, getattr(firm, name))}
    if not asked:
        raise NothingRequested
    for other in open_requests(firm):
        if is_appointment(other):
            continue
        if other.wanted.keys() == asked.keys() and not _differing(other.wanted, asked):
            return other
        if other.wanted.keys() & asked.keys():
            raise RequestUnderWay
    request = ChangeRequest.objects.create(
        firm=firm,
        wanted=asked,
        before={name: getattr(firm, name) for name in asked},
        note=note,
        evidence=uploads.keep(evidence, at=at) if evidence is not None else None,
        requested_by=by,
        requested_at=at,
    )
    record("change_requested", request, by=by, at=at, fields=sorted(asked))
    return request


@transaction.atomic
def withdraw_request(*, request: ChangeRequest, by: User, at: datetime) -> ChangeRequest:
    """The firm no longer wants it; again changes nothing. Raises RequestIsDecided."""
    row = locked(request)
    if row.state == RequestState.WITHDRAWN:
        return row
    require_open(row)
    close(row, RequestState.WITHDRAWN, at=at)
    record("change_withdrawn", row, by=by, at=at)
    return row


@transaction.atomic
def refuse_request(
    *, request: ChangeRequest, answer: str, by: User | None, at: datetime
) -> ChangeRequest:
    """Leave the register as it is and tell the firm why; refusing it twice changes nothing.

    Raises AnswerMissing, RequestIsDecided.
    """
    row = locked(request)
    if row.state == RequestState.REFUSED:
        return row
    require_open(row)
    if not answer.strip():
        raise AnswerMissing
    close(row, RequestState.REFUSED, answer=answer, at=at)
    record("change_refused", row, by=by, at=at)
    return row


@transaction.atomic
def approve_change(
    *, request: ChangeRequest, answer: str = "", by: User | None, at: datetime
) -> ChangeRequest:
    """Enter what a firm asked for; approving it twice changes nothing.

    Raises RegisterMovedOn where a field has become something else since, RequestIsDecided, and
    what :func:`members.domain.register.edit_firm` raises.
    """
    firm = Firm.objects.select_for_update().get(pk=request.firm_id)
    row = locked(request)
    if row.state == RequestState.APPROVED:
        return row
    require_open(row)
    moved = [found.label for found in differences(row, firm) if found.moved_on]
    if moved:
        raise RegisterMovedOn(fields=pgettext("list", ", ").join(moved))
    facts = replace(facts_of(firm), **{name: _read(v) for name, v in row.wanted.items()})
    register.edit_firm(firm=firm, facts_of_firm=facts, by=by, at=at)
    close(row, RequestState.APPROVED, answer=answer, at=at)
    record("change_approved", row, by=by, at=at)
    return row


def open_requests(firm: Firm) -> list[ChangeRequest]:
    return list(firm.change_requests.filter(state=RequestState.OPEN))


def is_appointment(request: ChangeRequest) -> bool:
    """Whether it names a representative (:mod:`members.domain.asking.appointing`)."""
    return APPOINTMENT in request.wanted


def differences(request: ChangeRequest, firm: Firm) -> list[Difference]:
    """The fields asked for, side by side, in the order of NEEDS_APPROVAL."""
    found = []
    for name in NEEDS_APPROVAL:
        if name not in request.wanted:
            continue
        before, wanted = request.before.get(name), request.wanted[name]
        now = getattr(firm, name)
        found.append(
            Difference(
                name=name,
                label=label_of(name),
                before=shown(name, before),
                now=shown(name, now),
                wanted=shown(name, wanted),
                moved_on=not (_same(now, before) or _same(now, wanted)),
            )
        )
    return found


def asked_for(request: ChangeRequest) -> str:
    """In a few words: which fields, or that a representative is named."""
    if is_appointment(request):
        return _("Representative: %(name)s") % {
            "name": Translated(request.wanted[APPOINTMENT]["name"])
        }
    return pgettext("list", ", ").join(
        label_of(name) for name in NEEDS_APPROVAL if name in request.wanted
    )


def label_of(name: str) -> str:
    field: Any = Firm._meta.get_field(name)
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def shown(name: str, value: Any) -> str:
    """A value as a reader sees it; both languages where it is kept in both."""
    if name == "trade" and value in Trade.values:
        return str(Trade(value).label)
    if name == "size" and value in FirmSize.values:
        return str(FirmSize(value).label)
    if isinstance(value, dict):
        return " / ".join(dict.fromkeys(text for text in value.values() if text))
    return str(value or "")


def locked(request: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.select_for_update().get(pk=request.pk)


def require_open(row: ChangeRequest) -> None:
    """Raises RequestIsDecided."""
    if row.state != RequestState.OPEN:
        raise RequestIsDecided(state=row.get_state_display())


def close(row: ChangeRequest, state: RequestState, *, answer: str = "", at: datetime) -> None:
    """Settle it. The address of a person who was to be named is not kept beyond that."""
    if is_appointment(row):
        row.wanted[APPOINTMENT]["email"] = ""
    row.state, row.decided_at = state, at
    row.answer = answer.strip()
    row.save(update_fields=["state", "decided_at", "answer", "wanted"])


def record(event: str, row: ChangeRequest, *, by: User | None, at: datetime, **told: Any) -> None:
    """Which request of which firm; what it asks for stands in the request alone."""
    payload = {"firm": row.firm_id, "request": row.pk, **told}
    log.record(stream=STREAM, event=event, payload=payload, by=by, at=at)


def _read(value: Any) -> Any:
    return Translated(value) if isinstance(value, dict) else value


def _same(one: Any, other: Any) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    """An empty text in one language is no text in it."""
    if isinstance(value, dict):
        return {key: text for key, text in value.items() if text}
    return value or ""


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(not _same(one[name], other[name]) for name in one)
