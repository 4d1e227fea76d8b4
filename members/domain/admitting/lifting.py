"""How an expelled firm comes back: only by whoever expelled it, or a body above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from members.domain.admitting.applications import ENDED
from members.enums import BodyKind, StandingStatus
from members.errors import ExpelledFirmReturns
from members.models import Application, Body, Standing
from records.fields import Translated
from records.models import Decision

# Who stands above whom; a supervisory board admits nobody.
RANKS = {BodyKind.STANDING_COUNCIL: 1, BodyKind.COUNCIL: 2, BodyKind.GENERAL_ASSEMBLY: 3}


@dataclass(frozen=True, slots=True)
class Lifting:
    """That an expulsion was lifted: under which reference, and why."""

    reference: str
    ground: Translated

    def __bool__(self) -> bool:
        return bool(self.reference.strip() and self.ground)

    def __str__(self) -> str:
        return f"{self.reference}: {self.ground}"


def ending_of(application: Application, day: date) -> Standing | None:
    """How an earlier membership of the applicant ended; None where there was none."""
    if application.firm_id is None:
        return None
    holding = Standing.objects.filter(
        Standing.holds_on(day), membership__firm=application.firm_id, status__in=ENDED
    )
    return holding.select_related("decision", "membership__firm").first()


def may_lift(decision: Decision, expulsion: Standing) -> bool:
    """Whether the body that decided now is the one that expelled, or stands above it."""
    now = _rank(decision.body_name)
    if expulsion.decision is None:
        return now > 0
    then = expulsion.decision.body_name
    if _names(then) & _names(decision.body_name):
        return True
    return now == max(RANKS.values()) or 0 < _rank(then) <= now


def _names(body: Translated) -> set[str]:
    return {text for text in body.values() if text}


def _rank(name: Translated) -> int:
    for body in Body.objects.filter(kind__in=RANKS):
        if _names(body.name) & _names(name):
            return RANKS[BodyKind(body.kind)]
    return 0


def lifted_for(
    application: Application, decision: Decision, lifting: Lifting | None, day: date
) -> Lifting | None:
    """The lifting that the admission rests on; None where the firm was not expelled.

    Raises ExpelledFirmReturns where it was, and nothing or too low a body lets it in again.
    """
    ending = ending_of(application, day)
    if ending is None or ending.status != StandingStatus.EXPELLED:
        return None
    if lifting and may_lift(decision, ending):
        return lifting
    told = ending.decision.body_name if ending.decision else ending.source
    raise ExpelledFirmReturns(
        firm=str(application.name), day=ending.from_on.isoformat(), body=str(told)
    )
