"""The call for nominations under an item: which offices, by which ways, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from assemblies.domain.days import local_day, meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_item, require_phase, stream_of
from assemblies.enums import Method, NominationWay, Phase
from assemblies.errors.nominating import (
    CandidatesLaidDown,
    DayIsOver,
    ListConfirmed,
    NominationsClosed,
    NominationWayClosed,
    NothingElected,
    OfficeNotElected,
)
from assemblies.models import AgendaItem, Assembly, Motion, NominationCall
from bylaws.domain.answers import Answer
from bylaws.domain.in_force import rulebook_on
from bylaws.enums import Matter
from bylaws.errors import MustBeDeclared, NoRuleInForce
from members.enums import BodyKind, Office
from members.models import User
from records.domain import log
from records.fields import Translated

BEFORE_THE_VOTE = (Phase.PREPARE, Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT)
JOINT_RULE = "nomination.joint_members"
SELF_RULE = "nomination.self"
NOTICE_RULE = "nomination.notice_days"
OFFICES = {
    Matter.ELECT_COUNCIL: (Office.COUNCIL_MEMBER,),
    Matter.ELECT_SUPERVISORS: (Office.SUPERVISOR,),
    Matter.ELECT_STANDING_COUNCIL: (Office.STANDING_MEMBER,),
    Matter.ELECT_CHIEF_SUPERVISOR: (Office.CHIEF_SUPERVISOR,),
    Matter.ELECT_OFFICERS: (Office.PRESIDENT, Office.VICE_PRESIDENT, Office.SECRETARY_GENERAL),
}


@dataclass(frozen=True, slots=True)
class NominationRules:
    """``supporters`` is 0 where nobody nominates jointly."""

    supporters: int
    self_allowed: bool
    citation: Translated


def offices_of(item: AgendaItem) -> tuple[Office, ...]:
    """The offices that an item elects to; none where it elects nobody."""
    return OFFICES.get(Matter(item.matter), ())


def answer_on(assembly: Assembly, key: str) -> Answer | None:
    """What governs ``key`` on the meeting's day; None where no text says it."""
    try:
        return rulebook_on(meeting_day(assembly)).answer(key)
    except (NoRuleInForce, MustBeDeclared):
        return None


def rules_of(assembly: Assembly) -> NominationRules:
    """Who may nominate beside the council. Members do so for their own assembly; where no text
    gives them the right, they have none."""
    if assembly.body.kind != BodyKind.GENERAL_ASSEMBLY:
        return NominationRules(0, False, Translated())
    joint, alone = answer_on(assembly, JOINT_RULE), answer_on(assembly, SELF_RULE)
    stated = [answer for answer in (joint, alone) if answer is not None]
    return NominationRules(
        supporters=_number(joint),
        self_allowed=alone is not None and alone.value is True,
        citation=cited([one for answer in stated for one in answer.citations]),
    )


def _number(answer: Answer | None) -> int:
    return int(answer.value) if answer is not None and isinstance(answer.value, int) else 0


@transaction.atomic
def call_for_nominations(
    *, item: AgendaItem, until_on: date, by: User | None, at: datetime
) -> NominationCall:
    """Let those who stand under ``item`` be found by nomination, until the end of ``until_on``.
    Called again, another day replaces the one before and nothing else changes.

    Raises NothingElected, CandidatesLaidDown, DayIsOver, ListConfirmed, PhaseForbids.
    """
    item = lock_item(item)
    known = NominationCall.objects.filter(item=item).first()
    if known is not None and known.until_on == until_on:
        return known
    require_phase(item.assembly, *BEFORE_THE_VOTE)
    motion = Motion.objects.filter(item=item).first()
    if motion is None or motion.method != Method.SECRET or not offices_of(item):
        raise NothingElected(item=str(item.title))
    if motion.election_id is not None:
        raise CandidatesLaidDown(item=str(item.title))
    if until_on < local_day(at):
        raise DayIsOver(day=date_format(until_on))
    if known is not None:
        return _moved(known, item, until_on, by, at)
    rules = rules_of(item.assembly)
    call = NominationCall.objects.create(
        item=item,
        until_on=until_on,
        supporters=rules.supporters,
        self_allowed=rules.self_allowed,
        citation=rules.citation,
        opened_at=at,
    )
    payload = {"item": str(item.pk), "until_on": until_on, "supporters": rules.supporters}
    _log(item, "nominations_called", payload, by, at)
    return call


def _moved(
    call: NominationCall, item: AgendaItem, until_on: date, by: User | None, at: datetime
) -> NominationCall:
    if call.confirmed_at is not None:
        raise ListConfirmed
    call.until_on = until_on
    call.save(update_fields=["until_on"])
    payload = {"item": str(item.pk), "until_on": until_on}
    _log(item, "nominations_until", payload, by, at)
    return call


def calls_of(assembly_id: UUID) -> QuerySet[NominationCall]:
    """Those of a meeting and of the first meetings that follow it."""
    here = Q(item__assembly=assembly_id) | Q(item__assembly__parent=assembly_id)
    return NominationCall.objects.filter(here).select_related("item__assembly__body")


def find(pk: UUID) -> NominationCall | None:
    """The call of that key."""
    return NominationCall.objects.select_related("item__assembly__body").filter(pk=pk).first()


def lock_call(call: NominationCall) -> NominationCall:
    """A call read afresh under its meeting's lock; ``call.item.assembly`` is the locked row."""
    item = lock_item(AgendaItem.objects.get(pk=call.item_id))
    fresh = NominationCall.objects.get(pk=call.pk)
    fresh.item = item
    return fresh


def require_open(call: NominationCall, at: datetime) -> None:
    """Raises ListConfirmed or NominationsClosed where nobody can be nominated any more."""
    require_phase(call.item.assembly, *BEFORE_THE_VOTE)
    if call.confirmed_at is not None:
        raise ListConfirmed
    if local_day(at) > call.until_on:
        raise NominationsClosed(day=date_format(call.until_on))


def require_unconfirmed(call: NominationCall) -> None:
    """Raises ListConfirmed once the list stands."""
    require_phase(call.item.assembly, *BEFORE_THE_VOTE)
    if call.confirmed_at is not None:
        raise ListConfirmed


def require_office(call: NominationCall, office: str) -> Office:
    """Raises OfficeNotElected."""
    if office not in offices_of(call.item):
        raise OfficeNotElected(item=str(call.item.title), office=Office(office).label)
    return Office(office)


def ways_of(call: NominationCall) -> tuple[NominationWay, ...]:
    """By which ways somebody may be nominated."""
    own = (NominationWay.SELF,) if call.self_allowed else ()
    joint = (NominationWay.JOINT,) if call.supporters else ()
    return (NominationWay.COUNCIL, *joint, *own)


def require_way(call: NominationCall, way: str) -> NominationWay:
    """Raises NominationWayClosed."""
    if way not in ways_of(call):
        raise NominationWayClosed(way=NominationWay(way).label, citation=str(call.citation) or "–")
    return NominationWay(way)


def _log(
    item: AgendaItem, event: str, payload: dict[str, object], by: User | None, at: datetime
) -> None:
    log.record(stream=stream_of(item.assembly), event=event, payload=payload, by=by, at=at)
