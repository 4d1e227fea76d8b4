"""The quorum of persons, stated at the opening and again before each vote."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.governing import cited, rule_for_item, rule_for_meeting
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.attendance import present_entries
from assemblies.enums import Phase
from assemblies.errors import NoQuorum, RollMissing
from assemblies.models import AgendaItem, Assembly, QuorumCheck
from bylaws.domain.figures import Figures
from bylaws.domain.verdicts import QuorumVerdict, judge_quorum
from members.models import User
from records.domain import log


def quorum_now(assembly: Assembly, item: AgendaItem | None = None) -> QuorumVerdict:
    """The quorum of this moment under the rule of the item, or of the meeting."""
    rule = rule_for_item(item) if item is not None else rule_for_meeting(assembly)
    entitled = (
        assembly.roll.entries.filter(entitled=True).count() if assembly.roll is not None else None
    )
    present = present_entries(assembly).count() if assembly.roll is not None else None
    return judge_quorum(rule, Figures(entitled=entitled, present=present))


@transaction.atomic
def state_quorum(
    *, assembly: Assembly, item: AgendaItem | None = None, by: User | None, at: datetime
) -> QuorumCheck:
    """Put on record how many are in the hall now and whether they suffice; each time anew.

    It is recorded whether met or not; the acts that need a quorum refuse without.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT)
    verdict = quorum_now(assembly, item)
    if verdict.entitled is None or verdict.present is None or verdict.required is None:
        raise RollMissing
    check = QuorumCheck.objects.create(
        assembly=assembly,
        item=item,
        at=at,
        entitled=verdict.entitled,
        present=verdict.present,
        required=verdict.required,
        met=verdict.is_met is True,
        citation=cited(verdict.citations),
    )
    payload = {
        "item": str(item.pk) if item else None,
        "entitled": check.entitled,
        "present": check.present,
        "required": check.required,
        "met": check.met,
    }
    log.record(stream=stream_of(assembly), event="quorum_stated", payload=payload, by=by, at=at)
    return check


def require_quorum(check: QuorumCheck) -> QuorumCheck:
    """Raises NoQuorum unless the stated quorum was met."""
    if not check.met:
        raise NoQuorum(
            present=check.present,
            entitled=check.entitled,
            required=check.required,
            citation=str(check.citation),
        )
    return check
