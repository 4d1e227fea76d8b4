"""Whom a carried motion admitted, suspended or expelled: not all that it was about, where the
register could not follow or the firm had withdrawn."""

from __future__ import annotations

from assemblies.domain.writing.minutes_facts.case_facts import CaseFacts
from assemblies.models import Motion, Resolution
from members.enums import ApplicationKind, ApplicationState, ProceedingKind, ProceedingState
from records.fields import Translated


def cases_of(motion: Motion | None, resolution: Resolution | None) -> list[CaseFacts]:
    """By measure, in the order of the agenda's text; empty where nothing was carried."""
    if motion is None or resolution is None or resolution.decision_id is None:
        return []
    by = resolution.decision_id
    admitted = motion.applications.filter(state=ApplicationState.ADMITTED, decision=by)
    decided = motion.proceedings.filter(state=ProceedingState.DECIDED, decision=by)
    told = [
        *((row.kind, row.name) for row in admitted.order_by("submitted_at", "pk")),
        *(
            (row.kind, row.membership.firm.name)
            for row in decided.select_related("membership__firm")
        ),
    ]
    return [
        CaseFacts(kind, names)
        for kind in (*ApplicationKind, *ProceedingKind)
        if (names := [Translated(name) for found, name in told if found == kind])
    ]
