"""The registrar's answer to an adopted text: from it on, the text can govern."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from bylaws.domain import versions
from bylaws.errors import BylawsError
from bylaws.models import Association, Version
from desk.errors import ApprovalRefused
from records.enums import DecisionKind
from records.models import Decision


@transaction.atomic
def record_approval(
    *,
    version: Version,
    reference: str,
    approved_on: date,
    effective_on: date,
    by: Any,
    at: datetime,
) -> Version:
    """Put the registration authority's approval on record under its ``reference``.

    Recording it again changes nothing. Raises :class:`ApprovalRefused` for a text that was not
    adopted, or that would take effect before its approval.
    """
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.approval_id is not None:
        return version
    decision = Decision.objects.create(
        kind=DecisionKind.APPROVAL,
        title=version.regulation.title,
        decided_on=approved_on,
        body_name=Association.objects.get().registration_authority,
        reference=reference,
        recorded_at=at,
    )
    try:
        versions.approve_version(
            version=version, decision=decision, effective_on=effective_on, by=by, at=at
        )
    except BylawsError as error:
        english = (get_language() or "").startswith("en")
        raise ApprovalRefused(error.render("en" if english else "zh")) from error
    version.refresh_from_db()
    return version
