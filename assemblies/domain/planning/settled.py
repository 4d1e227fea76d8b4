"""Steps that the record itself settles, whenever the plan was made: the roll is frozen, notice was
sent, nobody who stands for an office lacks a clearance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from assemblies.domain.carrying.filing import RECEIPT
from assemblies.domain.days import local_day
from assemblies.domain.nominating.calls import calls_of
from assemblies.domain.nominating.states import last_notice, standing_of
from assemblies.domain.planning.preparation import missing_keys
from assemblies.domain.presence.clearance import candidates_for_office, clearances_of
from assemblies.enums import Answer, Function, NoticeKind, StepState
from assemblies.models import Assembly, PlanStep

TELLERS = {Function.CHIEF_SCRUTINEER.value, Function.SCRUTINEER.value}
WORDS = {
    "roll": _("the roll is frozen"),
    "qualification_review": _("everybody who is nominated was examined and announced"),
    "public_notice": _("the list of candidates is confirmed"),
    "notice": _("notice was sent"),
    "clearance": _("every candidate for an office is cleared"),
    "tellers": _("chief scrutineer and scrutineer are appointed"),
    "key_ceremony": _("keys and voting codes are ready"),
    "filing_before": _("the papers were handed in"),
}


@dataclass(frozen=True, slots=True)
class Settled:
    """What the record says, and since which day where it has one."""

    what: str
    on: date | None


def settled_by_record(assembly: Assembly) -> dict[str, Settled]:
    """The steps of a plan that are settled so, by their keys."""
    found = {}
    for key, ask in ASKED.items():
        is_so, on = ask(assembly)
        if is_so:
            found[key] = Settled(str(WORDS[key]), on)
    return found


def is_open(step: PlanStep, settled: Mapping[str, Settled]) -> bool:
    """Whether somebody still has to see to a step. A refused answer opens it whatever else is on
    record."""
    if step.state != StepState.OPEN:
        return False
    return step.answer == Answer.REFUSED or step.key not in settled


def still_open(steps: Iterable[PlanStep]) -> list[PlanStep]:
    """Those of ``steps`` (with their meetings) that are; each meeting's record is read once."""
    read: dict[UUID, dict[str, Settled]] = {}
    found = []
    for step in steps:
        if step.assembly_id not in read:
            read[step.assembly_id] = settled_by_record(step.assembly)
        if is_open(step, read[step.assembly_id]):
            found.append(step)
    return found


Told = tuple[bool, date | None]


def _day(at: datetime | None) -> date | None:
    return local_day(at) if at else None


def _roll(assembly: Assembly) -> Told:
    roll = assembly.roll
    return roll is not None, _day(roll.frozen_at) if roll is not None else None


def _notice(assembly: Assembly) -> Told:
    sent = assembly.notices.filter(kind=NoticeKind.CONVOCATION).order_by("sent_at").first()
    return sent is not None, sent.sent_on if sent is not None else None


def _reviewed(assembly: Assembly) -> Told:
    """Who is announced was examined: nobody is against whom a check stands."""
    notices = [last_notice(row) for call in calls_of(assembly.pk) for row in standing_of(call)]
    days = [notice.from_on for notice in notices if notice is not None]
    return bool(notices) and len(days) == len(notices), max(days, default=None)


def _announced(assembly: Assembly) -> Told:
    """A list is confirmed once the notice is over and every objection is decided."""
    lists = calls_of(assembly.pk)
    if not lists.exists() or lists.filter(confirmed_at__isnull=True).exists():
        return False, None
    return True, _day(lists.aggregate(last=Max("confirmed_at"))["last"])


def _clearance(assembly: Assembly) -> Told:
    standing = {row.person_id for row in candidates_for_office(assembly)}
    cleared = clearances_of(assembly).filter(person__in=standing)
    last = cleared.aggregate(last=Max("cleared_on"))["last"]
    return bool(standing) and standing <= set(cleared.values_list("person", flat=True)), last


def _tellers(assembly: Assembly) -> Told:
    appointed = set(assembly.appointments.values_list("function", flat=True))
    return appointed >= TELLERS, None


def _keys(assembly: Assembly) -> Told:
    if assembly.ceremony_id is None:
        return False, None
    boxes = assembly.items.filter(motion__election__ceremony=assembly.ceremony_id)
    return boxes.exists() and not missing_keys(assembly), None


def _filed(assembly: Assembly) -> Told:
    receipt = assembly.filing_papers.filter(key=f"before.{RECEIPT}").first()
    return receipt is not None, _day(receipt.changed_at) if receipt is not None else None


ASKED: Mapping[str, Callable[[Assembly], Told]] = {
    "roll": _roll,
    "qualification_review": _reviewed,
    "public_notice": _announced,
    "notice": _notice,
    "clearance": _clearance,
    "tellers": _tellers,
    "key_ceremony": _keys,
    "filing_before": _filed,
}
