"""The registration authority's written consents to what the profile otherwise refuses, such as a
re-election by correspondence (CN-A11): put on record with reference and date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bylaws.domain.parameters import SPECS
from bylaws.domain.rulebook import Rulebook
from bylaws.enums import Override, ParameterKind
from bylaws.errors import ConsentRefused
from bylaws.models import Association, RegistrarConsent
from records.domain import log


def subjects_of(book: Rulebook) -> list[str]:
    """The keys of what the profile refuses on the day of ``book`` unless the authority consents.
    Consents that are given for a person, such as a further term, are recorded with the
    nomination."""
    keys = [
        key
        for rule in book.profile.rules
        if rule.is_in_force(book.on) and rule.override is Override.WITH_APPROVAL
        for key in rule.parameters
        if SPECS[key].kind is ParameterKind.FLAG
    ]
    return list(dict.fromkeys(keys))


@transaction.atomic
def record_consent(
    *,
    book: Rulebook,
    subject: str,
    reference: str,
    given_on: date,
    by: Any,
    at: datetime,
) -> RegistrarConsent:
    """Put a written consent on record; it governs from ``given_on``. The same again changes
    nothing. Raises ConsentRefused for what no consent is asked for, without the paper's reference,
    or with a day that is yet to come."""
    Association.objects.select_for_update().get()
    reference = reference.strip()
    if subject not in subjects_of(book):
        raise ConsentRefused(
            zh="规则对此事项不要求登记管理机关同意。",
            en="The rules ask for no consent of the registration authority to this.",
        )
    if not reference:
        raise ConsentRefused(
            zh="请填写书面同意的文号。", en="Enter the reference of the written consent."
        )
    if given_on > timezone.localdate(at):
        raise ConsentRefused(
            zh="同意日期尚未到来，请核对。", en="The day of the consent is yet to come: check it."
        )
    given = {"subject": subject, "reference": reference, "given_on": given_on}
    known = RegistrarConsent.objects.filter(**given).first()
    if known is not None:
        return known
    row = RegistrarConsent.objects.create(**given, recorded_at=at)
    _log("registrar_consent_recorded", row, by, at)
    return row


@transaction.atomic
def strike_consent(*, consent: RegistrarConsent, by: Any, at: datetime) -> None:
    """Take back a consent that was recorded by mistake; the log keeps it. Struck already, nothing
    changes."""
    Association.objects.select_for_update().get()
    row = RegistrarConsent.objects.filter(pk=consent.pk).first()
    if row is None:
        return
    _log("registrar_consent_struck", row, by, at)
    row.delete()


def _log(event: str, row: RegistrarConsent, by: Any, at: datetime) -> None:
    payload = {"subject": row.subject, "reference": row.reference, "given_on": row.given_on}
    log.record(stream="bylaws", event=event, payload=payload, by=by, at=at)


def recorded() -> list[RegistrarConsent]:
    """All on record, the latest first."""
    return list(RegistrarConsent.objects.order_by("-given_on", "-pk"))
