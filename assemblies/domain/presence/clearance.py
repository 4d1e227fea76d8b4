"""Whom the authority, or who examines for it, lets stand for an office (CN-C7a).

Officers are the president, the vice-presidents and the secretary-general (负责人); council members
and supervisors need no clearance. A first meeting has the clearances of the meeting it follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.appoint import BEFORE_MINUTES
from assemblies.errors import ClearanceMissing, ClearanceOnRecord
from assemblies.models import Assembly, Clearance, Motion
from bylaws.domain.in_force import rulebook_on
from bylaws.enums import Matter
from bylaws.errors import MustBeDeclared, NoRuleInForce
from elections.models import Candidate
from members.domain.uploads import Upload, keep
from members.models import Person, User
from records.domain import log
from records.fields import Translated

PARAMETER = "filing.clearance"


def clearance_rule(assembly: Assembly) -> Translated | None:
    """The citation of the rule that asks for clearances on the meeting's day, None without one."""
    try:
        answer = rulebook_on(meeting_day(assembly)).answer(PARAMETER)
    except (NoRuleInForce, MustBeDeclared):
        return None
    return cited(answer.citations) if answer.value else None


def clearances_of(assembly: Assembly) -> QuerySet[Clearance]:
    """Those that stand, of the meeting and of the one that it follows, by the day."""
    own = Q(assembly=assembly.pk)
    if assembly.parent_id is not None:
        own |= Q(assembly=assembly.parent_id)
    standing = Clearance.objects.filter(own, withdrawn_at__isnull=True)
    return standing.select_related("person", "document")


def candidates_for_office(assembly: Assembly) -> list[Candidate]:
    """Who stands for an office in the boxes of the meeting and of the first meetings after it."""
    item = "contest__election__motion__item__"
    here = Q(**{f"{item}assembly": assembly.pk}) | Q(**{f"{item}assembly__parent": assembly.pk})
    rows = Candidate.objects.filter(
        here, is_write_in=False, **{f"{item}matter": Matter.ELECT_OFFICERS}
    )
    return list(rows.select_related("person", "contest").order_by("contest", "position"))


@transaction.atomic
def record_clearance(
    *,
    assembly: Assembly,
    person: Person,
    cleared_by: Translated | dict[str, str],
    reference: str,
    cleared_on: date,
    by: User | None,
    at: datetime,
    scan: Upload | None = None,
) -> Clearance:
    """Put on record that there is no objection to a candidate; the same again changes nothing.

    Raises ClearanceOnRecord where another one stands, PaperRefused or PaperTooLarge for the scan,
    PhaseForbids once the meeting is over.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    stated = (dict(cleared_by), reference.strip(), cleared_on)
    known = clearances_of(assembly).filter(person=person).first()
    if known is not None:
        if (dict(known.cleared_by), known.reference, known.cleared_on) == stated:
            return known
        raise ClearanceOnRecord(person=str(person), by=str(known.cleared_by), on=known.cleared_on)
    clearance = Clearance.objects.create(
        assembly=assembly,
        person=person,
        cleared_by=Translated(cleared_by),
        reference=reference.strip(),
        cleared_on=cleared_on,
        document=keep(scan, at=at) if scan else None,
    )
    payload = {
        "clearance": str(clearance.pk),
        "person": str(person.pk),
        "cleared_by": dict(clearance.cleared_by),
        "reference": clearance.reference,
        "cleared_on": cleared_on,
        "scan": clearance.document.digest if clearance.document else "",
    }
    _log(assembly, "clearance_recorded", payload, by, at)
    return clearance


@transaction.atomic
def withdraw_clearance(*, clearance: Clearance, by: User | None, at: datetime) -> Clearance:
    """Take a clearance back; it stays on record as withdrawn. Withdrawn already, nothing
    changes."""
    assembly = lock_assembly(clearance.assembly_id)
    require_phase(assembly, *BEFORE_MINUTES)
    row = Clearance.objects.get(pk=clearance.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        payload = {"clearance": str(row.pk), "person": str(row.person_id)}
        _log(assembly, "clearance_withdrawn", payload, by, at)
    return row


def refuse_uncleared(motion: Motion) -> None:
    """Raises ClearanceMissing, naming them, where a candidate of the motion's box for an office was
    not cleared by the meeting's day. Nothing is refused where no text asks for it."""
    assembly = motion.item.assembly
    if motion.item.matter != Matter.ELECT_OFFICERS:
        return
    rule = clearance_rule(assembly)
    if rule is None:
        return
    day = meeting_day(assembly)
    cleared = set(
        clearances_of(assembly).filter(cleared_on__lte=day).values_list("person", flat=True)
    )
    standing = Candidate.objects.filter(contest__election=motion.election_id, is_write_in=False)
    ordered = standing.order_by("contest", "position")
    names = list(dict.fromkeys(str(row.name) for row in ordered if row.person_id not in cleared))
    if names:
        raise ClearanceMissing(names=", ".join(names), citation=str(rule))


def _log(
    assembly: Assembly, event: str, payload: Mapping[str, object], by: User | None, at: datetime
) -> None:
    log.record(stream=stream_of(assembly), event=event, payload=payload, by=by, at=at)
