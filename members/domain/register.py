"""Firms come into the register, change, and leave; nothing of it is ever deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction

from members.domain import facts, registration_code
from members.enums import StandingStatus
from members.errors import NoStandingThen, NumberTaken, ReasonMissing, RegistrationCodeTaken
from members.models import ClassPeriod, Firm, MemberClass, Membership, Standing, User
from records.domain import log
from records.fields import Translated
from records.models import Decision

STREAM = "register"


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """What the register says of a firm besides its membership."""

    name: Translated
    registration_code: str
    trade: str
    size: str = ""
    district: Translated = field(default_factory=Translated)
    address: str = ""
    legal_representative: str = ""
    postal_address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@transaction.atomic
def admit_firm(
    *,
    facts_of_firm: FirmFacts,
    number: str,
    joined_on: date,
    member_class: MemberClass,
    reason: Translated,
    source: str,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Membership:
    """Enter a firm as an active member from ``joined_on``.

    The same firm with the same number again changes nothing. Raises RegistrationCodeInvalid,
    RegistrationCodeTaken, NumberTaken.
    """
    code = registration_code.check(facts_of_firm.registration_code)
    known = Membership.objects.filter(firm__registration_code=code, number=number).first()
    if known is not None and known.joined_on == joined_on:
        return known
    _refuse_taken(code=code, number=number)
    firm = Firm.objects.create(**{**asdict(facts_of_firm), "registration_code": code})
    membership = Membership.objects.create(firm=firm, number=number, joined_on=joined_on)
    Standing.objects.create(
        membership=membership,
        status=StandingStatus.ACTIVE,
        from_on=joined_on,
        reason=reason,
        source=source,
        decision=decision,
        recorded_at=at,
    )
    ClassPeriod.objects.create(
        membership=membership,
        member_class=member_class,
        from_on=joined_on,
        source=source,
        recorded_at=at,
    )
    payload = {"firm": firm.pk, "code": code, "number": number, "class": member_class.key}
    log.record(stream=STREAM, event="firm_admitted", payload=payload, by=by, at=at)
    return membership


def _refuse_taken(*, code: str, number: str, but: Firm | None = None) -> None:
    others = Firm.objects.exclude(pk=but.pk) if but else Firm.objects.all()
    if other := others.filter(registration_code=code).first():
        raise RegistrationCodeTaken(value=code, firm=str(other))
    if number and (other := others.filter(membership__number=number).first()):
        raise NumberTaken(number=number, firm=str(other))


@transaction.atomic
def edit_firm(*, firm: Firm, facts_of_firm: FirmFacts, by: User | None, at: datetime) -> Firm:
    """Correct what is on record of a firm; the log keeps which fields changed.

    Raises RegistrationCodeInvalid, RegistrationCodeTaken.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    code = registration_code.check(facts_of_firm.registration_code)
    _refuse_taken(code=code, number="", but=firm)
    wanted = {**asdict(facts_of_firm), "registration_code": code}
    changed = {name: value for name, value in wanted.items() if getattr(firm, name) != value}
    if not changed:
        return firm
    before = {name: getattr(firm, name) for name in changed}
    for name, value in changed.items():
        setattr(firm, name, value)
    firm.save(update_fields=list(changed))
    payload = {"firm": firm.pk, "before": before, "after": changed}
    log.record(stream=STREAM, event="firm_edited", payload=payload, by=by, at=at)
    return firm


@transaction.atomic
def change_standing(
    *,
    membership: Membership,
    status: StandingStatus,
    from_on: date,
    reason: Translated,
    source: str,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Standing:
    """Give a membership another standing from ``from_on`` on; the same again changes nothing.

    Reason and source are needed for all but active, since the roll quotes them when it excludes a
    firm. Raises ReasonMissing, NoStandingThen, LaterFactExists.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if status != StandingStatus.ACTIVE and not (reason and source.strip()):
        raise ReasonMissing
    if from_on < membership.joined_on:
        raise NoStandingThen(day=membership.joined_on.isoformat())
    same = membership.standings.filter(
        Standing.holds_on(from_on), status=status, from_on=from_on, source=source
    ).first()
    if same is not None and same.reason == reason:
        return same
    standing = facts.continue_with(
        series=Standing.objects.filter(membership=membership),
        new=Standing(
            membership=membership,
            status=status,
            from_on=from_on,
            reason=reason,
            source=source,
            decision=decision,
        ),
        at=at,
    )
    payload = {
        "membership": membership.pk,
        "status": status,
        "from_on": from_on,
        "reason": reason,
        "source": source,
    }
    log.record(stream=STREAM, event="standing_changed", payload=payload, by=by, at=at)
    return standing


@transaction.atomic
def change_class(
    *,
    membership: Membership,
    member_class: MemberClass,
    from_on: date,
    reason: str,
    source: str,
    by: User | None,
    at: datetime,
) -> ClassPeriod:
    """Put a membership into another class from ``from_on`` on; the same again changes nothing.

    Raises NoStandingThen, LaterFactExists.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if from_on < membership.joined_on:
        raise NoStandingThen(day=membership.joined_on.isoformat())
    holding = membership.class_periods.filter(ClassPeriod.holds_on(from_on)).first()
    if holding is not None and holding.member_class_id == member_class.pk:
        return holding
    period = facts.continue_with(
        series=ClassPeriod.objects.filter(membership=membership),
        new=ClassPeriod(
            membership=membership,
            member_class=member_class,
            from_on=from_on,
            reason=reason,
            source=source,
        ),
        at=at,
    )
    payload = {"membership": membership.pk, "class": member_class.key, "from_on": from_on}
    log.record(stream=STREAM, event="class_changed", payload=payload, by=by, at=at)
    return period
