"""Delegates who meet for the members 会员代表大会: from how many members on that is foreseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assemblies.domain.convening.roll import delegates_on
from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.enums import Phase
from assemblies.models import Assembly
from bylaws.domain.in_force import rulebook_on
from bylaws.errors import MustBeDeclared, NoRuleInForce
from elections.domain.entitlement import entitlements_on
from members.enums import BodyKind
from members.models import User
from records.domain import log
from records.fields import Translated

RULE = "assembly.delegates_from"


@dataclass(frozen=True, slots=True)
class DelegatesRule:
    """``members`` with a standing that day, ``foreseen_from`` how many delegates may meet for
    them; ``too_few`` is a warning and forbids nothing. ``delegates``: who holds a mandate."""

    members: int
    foreseen_from: int
    citation: Translated
    too_few: bool
    delegates: int


def delegates_rule(assembly: Assembly) -> DelegatesRule | None:
    """None for other bodies, and where no text says anything."""
    if assembly.body.kind != BodyKind.GENERAL_ASSEMBLY:
        return None
    day = meeting_day(assembly)
    try:
        answer = rulebook_on(day).answer(RULE)
    except (NoRuleInForce, MustBeDeclared):
        return None
    assert isinstance(answer.value, int)  # parse_value gives a number key nothing else
    members = sum(row.standing.is_active for row in entitlements_on(day))
    return DelegatesRule(
        members=members,
        foreseen_from=answer.value,
        citation=cited(answer.citations),
        too_few=members < answer.value,
        delegates=len(delegates_on(assembly.term, day)),
    )


@transaction.atomic
def meet_by_delegates(
    *, assembly: Assembly, by_delegates: bool, by: User | None, at: datetime
) -> Assembly:
    """Say who meets: delegates, or every member. The roll follows when it is frozen next.

    Raises PhaseForbids once notice was sent.
    """
    assembly = lock_assembly(assembly.pk)
    if assembly.by_delegates == by_delegates:
        return assembly
    require_phase(assembly, Phase.PREPARE)
    assembly.by_delegates, assembly.roll = by_delegates, None
    assembly.save(update_fields=["by_delegates", "roll"])
    payload = {"by_delegates": by_delegates}
    log.record(stream=stream_of(assembly), event="who_meets_was_set", payload=payload, by=by, at=at)
    return assembly
