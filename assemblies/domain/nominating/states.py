"""Where a nomination stands: read from what is on record, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from assemblies.enums import (
    Consent,
    NominationOutcome,
    NominationState,
    NominationWay,
    ObjectionOutcome,
)
from assemblies.models import CandidateNotice, Nomination, NominationCall

AGREED = (Consent.LOG_IN, Consent.PAPER)
OVER = (NominationState.WITHDRAWN, NominationState.DECLINED, NominationState.STRUCK)


def supporters_of(nomination: Nomination) -> int:
    """Firms whose support stands."""
    return nomination.supports.filter(withdrawn_at__isnull=True).count()


def last_notice(nomination: Nomination) -> CandidateNotice | None:
    """The notice that names them, the latest where there are several."""
    return nomination.notices.order_by("until_on").last()


def state_of(nomination: Nomination, day: date) -> NominationState:
    """The one thing that it waits for on ``day``, or what became of it."""
    if nomination.withdrawn_at is not None:
        return NominationState.WITHDRAWN
    if nomination.consent == Consent.DECLINED:
        return NominationState.DECLINED
    if nomination.outcome == NominationOutcome.STRUCK:
        return NominationState.STRUCK
    if nomination.outcome == NominationOutcome.CONFIRMED:
        return NominationState.CONFIRMED
    if _lacks_supporters(nomination):
        return NominationState.GATHERING
    if nomination.consent not in AGREED:
        return NominationState.ASKED
    return _after_consent(nomination, day)


def _lacks_supporters(nomination: Nomination) -> bool:
    joint = nomination.way == NominationWay.JOINT
    return joint and supporters_of(nomination) < nomination.call.supporters


def _after_consent(nomination: Nomination, day: date) -> NominationState:
    notice = last_notice(nomination)
    if notice is None:
        return NominationState.REVIEW
    return NominationState.SETTLED if day > notice.until_on else NominationState.ANNOUNCED


def open_objections(nomination: Nomination) -> int:
    return nomination.objections.filter(outcome=ObjectionOutcome.OPEN).count()


def standing(nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Those of ``nominations`` who still stand or may: not withdrawn, declined or struck off."""
    rows = nominations.filter(withdrawn_at__isnull=True)
    return rows.exclude(consent=Consent.DECLINED).exclude(outcome=NominationOutcome.STRUCK)


def standing_of(call: NominationCall) -> list[Nomination]:
    """Those of a call who still stand or may."""
    rows = standing(call.nominations.all())
    return list(rows.select_related("call__item__assembly", "person", "firm"))


def in_state(
    nominations: Iterable[Nomination], day: date, *states: NominationState
) -> list[Nomination]:
    """Those of ``nominations`` that are in one of ``states`` on ``day``."""
    return [row for row in nominations if state_of(row, day) in states]
