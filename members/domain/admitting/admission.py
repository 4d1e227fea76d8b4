"""Admission: what a body decided on an application, and what follows from it in the register."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.domain import numbers, persons, register, represent, uploads
from members.domain.admitting import application_steps as steps
from members.domain.admitting.concerns import CONCERNS, Concern, concerns_of
from members.domain.admitting.lifting import Lifting, ending_of, lifted_for, may_lift
from members.domain.cases import standing_acts
from members.domain.days import local_day
from members.domain.register import FirmFacts
from members.domain.uploads import Upload
from members.enums import (
    ApplicationAct,
    ApplicationEvent,
    ApplicationState,
    ContactPurpose,
    FirmDocumentKind,
)
from members.errors import DecidedOtherwise, DecidedTooEarly
from members.models import (
    Application,
    Body,
    Contact,
    Firm,
    FirmDocument,
    MemberClass,
    Membership,
    Person,
    User,
)
from records.enums import DecisionKind
from records.fields import Translated, in_all_languages
from records.models import Decision

__all__ = [
    "CONCERNS",
    "Concern",
    "Lifting",
    "admit",
    "announce",
    "concerns_of",
    "decide",
    "ending_of",
    "may_lift",
    "record_decision",
    "reject",
]


@transaction.atomic
def record_decision(
    *,
    title: Translated,
    decided_on: date,
    body: Body,
    reference: str,
    evidence: Upload | None = None,
    at: datetime,
) -> Decision:
    """A decision that was taken elsewhere. The same body, day and reference are one decision, so
    that several applications decided together refer to one. Raises PaperRefused, PaperTooLarge."""
    document = uploads.keep(evidence, at=at) if evidence else None
    known = Decision.objects.filter(
        kind=DecisionKind.ADMISSION,
        decided_on=decided_on,
        body_name=body.name,
        reference=reference,
        title=title,
    ).first()
    if known is not None and (document is None or known.evidence == document):
        return known
    return Decision.objects.create(
        kind=DecisionKind.ADMISSION,
        title=title,
        decided_on=decided_on,
        body_name=body.name,
        reference=reference,
        evidence=document,
        recorded_at=at,
    )


@transaction.atomic
def decide(
    *, application: Application, decision: Decision, admitted: bool, by: User | None, at: datetime
) -> Application:
    """Carry out what a meeting resolved. Again with the same decision changes nothing.

    Where the firm had been expelled, the resolution is itself the lifting of the expulsion: the
    body that expelled it, or one above it, has voted on its return. An application that was
    withdrawn before the vote stays so. Raises what :func:`admit` and :func:`reject` raise.
    """
    application = steps.lock(application)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    if not admitted:
        return reject(application=application, decision=decision, by=by, at=at)
    return admit(
        application=application,
        decision=decision,
        lifting=Lifting(reference=decision.reference, ground=decision.title),
        by=by,
        at=at,
    )


@transaction.atomic
def admit(
    *,
    application: Application,
    decision: Decision,
    number: str = "",
    joined_on: date | None = None,
    member_class: MemberClass | None = None,
    lifting: Lifting | None = None,
    by: User | None,
    at: datetime,
) -> Application:
    """Make the applicant a member by ``decision``, or a member again under its old number.

    Without ``number`` the next of the association's pattern is given; without ``joined_on`` it is
    the day of the decision; without ``member_class`` the class that was applied for. The same
    decision again changes nothing. Raises ApplicationActRefused, DecidedOtherwise, DecidedTooEarly,
    ExpelledFirmReturns, NumberTaken, RegistrationCodeTaken, LaterFactExists.
    """
    application = steps.lock(application)
    if application.state == ApplicationState.ADMITTED:
        return _as_decided(application, decision)
    steps.check(application, ApplicationAct.ADMIT)
    _refuse_early(application, decision)
    lifted = lifted_for(application, decision, lifting, local_day(at))
    application.decision = decision
    from_on = joined_on or decision.decided_on
    wanted_class = member_class or application.member_class
    if application.firm_id is None:
        membership = _enter(
            application,
            number=number,
            joined_on=from_on,
            member_class=wanted_class,
            by=by,
            at=at,
        )
    else:
        membership = _enter_again(
            application, member_class=wanted_class, from_on=from_on, lifted=lifted, by=by, at=at
        )
    application.firm = membership.firm
    _take_over(application, membership.firm, from_on=from_on, by=by, at=at)
    note = str(lifted) if lifted else ""
    steps.go(application, ApplicationAct.ADMIT, ApplicationEvent.ADMITTED, note=note, by=by, at=at)
    return application


def _as_decided(application: Application, decision: Decision) -> Application:
    if application.decision_id == decision.pk:
        return application
    on_record = application.decision
    day = on_record.decided_on.isoformat() if on_record else ""
    raise DecidedOtherwise(number=application.number, day=day)


def _refuse_early(application: Application, decision: Decision) -> None:
    """Raises DecidedTooEarly where it was still open to objections when it was decided."""
    until = application.notice_until
    if until is not None and decision.decided_on <= until:
        raise DecidedTooEarly(day=until.isoformat(), decided=decision.decided_on.isoformat())


def _enter(
    application: Application,
    *,
    number: str,
    joined_on: date,
    member_class: MemberClass,
    by: User | None,
    at: datetime,
) -> Membership:
    # Whoever admits at the same time waits here and proposes the number after this one.
    numbers.wait_for_member_number()
    membership = register.admit_firm(
        facts_of_firm=facts_of(application),
        number=number or numbers.propose_member_number(),
        joined_on=joined_on,
        member_class=member_class,
        reason=reason_of(application),
        source=source_of(application),
        decision=application.decision,
        by=by,
        at=at,
    )
    firm = membership.firm
    further = ("postal_address", "phone", "email", "website")
    for name in further:
        setattr(firm, name, getattr(firm, name) or application.submitted.get(name, ""))
    firm.save(update_fields=further)
    return membership


def _enter_again(
    application: Application,
    *,
    member_class: MemberClass,
    from_on: date,
    lifted: Lifting | None,
    by: User | None,
    at: datetime,
) -> Membership:
    # The membership before the firm, as all acts that change a standing do.
    locked = Membership.objects.select_for_update(of=("self",)).select_related("firm")
    membership = locked.get(firm=application.firm_id)
    register.edit_firm(
        firm=membership.firm, facts_of_firm=facts_of(application, membership.firm), by=by, at=at
    )
    reason = reason_of(application)
    if lifted:
        reason = Translated({key: f"{reason[key]} {lifted.ground.text(key)}" for key in reason})
    decision = application.decision
    assert decision is not None  # set before anything is entered
    standing_acts.readmit(
        membership=membership, decision=decision, on=from_on, reason=reason, by=by, at=at
    )
    register.change_class(
        membership=membership,
        member_class=member_class,
        from_on=from_on,
        reason="",
        source=source_of(application),
        by=by,
        at=at,
    )
    return membership


def facts_of(application: Application, known: Firm | None = None) -> FirmFacts:
    """What was submitted, as the register takes it; of a known firm what was left empty stays."""
    told: dict[str, Any] = {}
    for each in fields(FirmFacts):
        value = application.submitted.get(each.name)
        if isinstance(value, dict):
            value = Translated(value)
        if not value and known is not None:
            value = getattr(known, each.name)
        if value:
            told[each.name] = value
    return FirmFacts(**told)


def reason_of(application: Application) -> Translated:
    """In both languages, since the register quotes it in both."""
    decision = application.decision
    assert decision is not None  # set before anything is entered
    return in_all_languages(_Decided(decision.body_name))


class _Decided:
    """“Admitted by the council.” in whichever language it is asked for."""

    def __init__(self, body: Translated) -> None:
        self.body = body

    def __str__(self) -> str:
        return str(_("Admitted by decision of the %(body)s.")) % {"body": self.body}


def source_of(application: Application) -> str:
    decision = application.decision
    return (decision.reference if decision else "") or application.number


def _take_over(
    application: Application, firm: Firm, *, from_on: date, by: User | None, at: datetime
) -> None:
    """Representative, contact and papers of the application become the firm's."""
    told = application.submitted
    represent.appoint_representative(
        firm=firm,
        person=_person(firm, told, by=by, at=at),
        post=Translated(told.get("representative_post") or {}),
        from_on=from_on,
        source=application.number,
        by=by,
        at=at,
    )
    if told.get("contact_name"):
        Contact.objects.update_or_create(
            firm=firm,
            purpose=ContactPurpose.GENERAL,
            name=told["contact_name"],
            defaults={key: told.get(f"contact_{key}", "") for key in ("post", "email", "phone")},
        )
    for paper in application.documents.all():
        FirmDocument.objects.get_or_create(
            firm=firm,
            document=paper.document,
            kind=FirmDocumentKind.APPLICATION,
            defaults={"title": paper.title, "added_at": at},
        )


def _person(firm: Firm, told: dict[str, Any], *, by: User | None, at: datetime) -> Person:
    """Whoever acted for the firm before under that name, else a new person."""
    name = Translated(told["representative"])
    known = Person.objects.filter(representations__firm=firm, name=name).first()
    return known or persons.add_person(
        name=name,
        email=told.get("representative_email", ""),
        phone=told.get("representative_phone", ""),
        by=by,
        at=at,
    )


@transaction.atomic
def reject(
    *,
    application: Application,
    decision: Decision,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Application:
    """Put down that the applicant is not admitted. The same decision again changes nothing.

    Raises ApplicationActRefused, DecidedOtherwise, DecidedTooEarly.
    """
    application = steps.lock(application)
    if application.state == ApplicationState.REJECTED:
        return _as_decided(application, decision)
    steps.check(application, ApplicationAct.REJECT)
    _refuse_early(application, decision)
    application.decision = decision
    event = ApplicationEvent.REJECTED
    steps.go(application, ApplicationAct.REJECT, event, note=note, by=by, at=at)
    return application


@transaction.atomic
def announce(
    *, application: Application, note: str = "", by: User | None, at: datetime
) -> Application:
    """Put an admission on the public page; again changes nothing. Raises ApplicationActRefused."""
    application = steps.lock(application)
    event = ApplicationEvent.ANNOUNCED
    if application.steps.filter(event=event).exists():
        return application
    steps.go(application, ApplicationAct.ANNOUNCE, event, note=note, by=by, at=at)
    return application
