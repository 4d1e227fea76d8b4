"""Applications and proceedings at a meeting: put on its agenda, and what the vote does to them.

Carried: an application is admitted, a proceeding decided. Voted down: a proceeding is dismissed; an
application stays, since a rejection is an act of its own. What cannot be carried out (the number is
taken, the firm left meanwhile) does not keep the meeting from having resolved: the case stays open
and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import rule_for_item
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.domain.planning import case_drafting
from assemblies.domain.planning.plan import add_item
from assemblies.enums import ItemKind
from assemblies.errors import CaseNotReady, CaseOnAgenda, NoCaseChosen
from assemblies.models import AgendaItem, Assembly, Motion
from bylaws.enums import Matter, Outcome
from members.domain.admitting import admission
from members.domain.cases import proceedings
from members.domain.rules import Ruling, ruling_on
from members.enums import ApplicationState, BodyKind, ProceedingState
from members.models import Application, Proceeding, User
from records.domain import log
from records.errors import ActRefused
from records.fields import Translated
from records.models import Decision

Case = TypeVar("Case", Application, Proceeding)
POWER = "membership.decided_by_council"
BETWEEN_MEETINGS = "standing_council.decides_members"


def ready_applications() -> QuerySet[Application]:
    """Those that wait for a decision and stand on no open agenda."""
    on = _open_motions().filter(applications=OuterRef("pk"))
    ready = Application.objects.filter(~Exists(on), state=ApplicationState.READY)
    return ready.select_related("member_class").order_by("submitted_at", "pk")


def ready_proceedings() -> QuerySet[Proceeding]:
    """Those in which the firm was heard, or did not use it, and that stand on no open agenda."""
    on = _open_motions().filter(proceedings=OuterRef("pk"))
    ready = Proceeding.objects.filter(~Exists(on), state=ProceedingState.HEARD)
    return ready.select_related("membership__firm").order_by("opened_at", "pk")


def _open_motions() -> QuerySet[Motion]:
    return Motion.objects.filter(item__assembly__closed_at__isnull=True)


def power_of(assembly: Assembly) -> tuple[bool, Ruling | None]:
    """Whether a rule gives the body the decision on members, and which rule says who has it."""
    day = meeting_day(assembly)
    if assembly.body.kind == BodyKind.STANDING_COUNCIL:
        delegated = ruling_on(BETWEEN_MEETINGS, day)
        if delegated is not None:
            return bool(delegated.value), delegated
    ruling = ruling_on(POWER, day)
    if ruling is None:
        return False, None
    decides = BodyKind.COUNCIL if ruling.value else BodyKind.GENERAL_ASSEMBLY
    return assembly.body.kind == decides, ruling


@transaction.atomic
def put_cases(
    *,
    assembly: Assembly,
    applications: Sequence[Application] = (),
    cases: Sequence[Proceeding] = (),
    method: str,
    by: User | None,
    at: datetime,
) -> list[AgendaItem]:
    """Put applications on the agenda as one item, and each proceeding as one of its own, with title
    and text in both languages. What stands on this agenda already is left as it is.

    Raises NoCaseChosen, CaseNotReady, CaseOnAgenda, AgendaFixed, and RuleRefused where the body may
    not decide such a matter at all.
    """
    if not (applications or cases):
        raise NoCaseChosen
    assembly = lock_assembly(assembly.pk)
    items = []
    wanted = _lock(Application, applications, ApplicationState.READY, assembly)
    if wanted:
        title, text = case_drafting.admission_title(wanted), case_drafting.admission_text(wanted)
        items.append(_item(assembly, title, text, method, by=by, at=at))
        items[-1].motion.applications.set(wanted)
    for case in _lock(Proceeding, cases, ProceedingState.HEARD, assembly):
        title, text = case_drafting.case_title(case), case_drafting.case_text(case)
        items.append(_item(assembly, title, text, method, by=by, at=at))
        items[-1].motion.proceedings.set([case])
    return items


def _lock(model: type[Case], rows: Sequence[Case], state: str, assembly: Assembly) -> list[Case]:
    """The cases to be put, in the order given; without those on this agenda already."""
    locked = model.objects.select_for_update(of=("self",)).in_bulk([row.pk for row in rows])
    wanted = []
    for row in dict.fromkeys(rows):
        case = locked[row.pk]
        on = case.motions.filter(item__assembly__closed_at__isnull=True)
        if on.filter(item__assembly=assembly).exists():
            continue
        if (other := on.select_related("item__assembly").first()) is not None:
            raise CaseOnAgenda(case=str(case), meeting=str(other.item.assembly))
        if case.state != state:
            raise CaseNotReady(case=str(case), state=case.get_state_display())
        wanted.append(case)
    return wanted


def _item(
    assembly: Assembly,
    title: Translated,
    text: Translated,
    method: str,
    *,
    by: User | None,
    at: datetime,
) -> AgendaItem:
    item = add_item(
        assembly=assembly,
        title=title,
        kind=ItemKind.MOTION,
        matter=Matter.ORDINARY,
        text=text,
        method=method,
        by=by,
        at=at,
    )
    rule_for_item(item)
    return item


def conclude_cases(
    motion: Motion, outcome: str, decision: Decision | None, *, by: User | None, at: datetime
) -> None:
    """What a vote on cases brings about, in the transaction that records it. A vote whose form was
    wrong or that cannot be determined does nothing: the cases wait to be voted on again."""
    heard = motion.proceedings.filter(state=ProceedingState.HEARD)
    if outcome == Outcome.FAILED:
        for case in heard:
            because = str(motion.item.title)
            proceedings.dismiss(proceeding=case, because=because, by=by, at=at)
    if outcome != Outcome.PASSED or decision is None:
        return
    ready = motion.applications.filter(state=ApplicationState.READY).order_by("submitted_at", "pk")
    for application in ready:
        _carry_out(motion, application, _admit, decision, by=by, at=at)
    for case in heard:
        _carry_out(motion, case, _decide, decision, by=by, at=at)


def _admit(application: Application, decision: Decision, by: User | None, at: datetime) -> None:
    admission.decide(application=application, decision=decision, admitted=True, by=by, at=at)


def _decide(case: Proceeding, decision: Decision, by: User | None, at: datetime) -> None:
    if proceedings.has_left(case, decision.decided_on):
        because = str(decision.title)
        proceedings.dismiss(proceeding=case, because=because, decision=decision, by=by, at=at)
        return
    proceedings.decide(proceeding=case, decision=decision, by=by, at=at)


def _carry_out(
    motion: Motion,
    case: Case,
    act: Callable[[Case, Decision, User | None, datetime], object],
    decision: Decision,
    *,
    by: User | None,
    at: datetime,
) -> None:
    """What was resolved stands even where the register refuses: the case stays open."""
    try:
        with transaction.atomic():
            act(case, decision, by, at)
    except ActRefused as refused:
        payload = {"motion": motion.pk, "case": case.pk, "refused": refused.code}
        stream = stream_of(motion.item.assembly)
        log.record(stream=stream, event="case_left_open", payload=payload, by=by, at=at)


def are_settled(motion: Motion) -> bool:
    """Whether the motion is about cases and none of them waits for a decision any more."""
    states = [
        *motion.applications.values_list("state", flat=True),
        *motion.proceedings.values_list("state", flat=True),
    ]
    waiting = (ApplicationState.READY, ProceedingState.HEARD)
    return bool(states) and not any(state in waiting for state in states)


@dataclass(frozen=True, slots=True)
class ToldCase:
    """A case as its item's page shows it; ``left_open``: carried, and the register could not
    follow."""

    case: Application | Proceeding
    kind: str
    name: Translated
    state: str
    left_open: bool


def told_cases(motion: Motion | None) -> list[ToldCase]:
    """What a motion is about, where it is about cases."""
    if motion is None:
        return []
    passed = motion.resolutions.filter(annulled_at__isnull=True, outcome=Outcome.PASSED).exists()
    ready = motion.applications.order_by("submitted_at", "pk")
    cases = motion.proceedings.select_related("membership__firm").order_by("opened_at", "pk")
    return [
        *(
            ToldCase(
                case=row,
                kind=row.get_kind_display(),
                name=row.name,
                state=row.get_state_display(),
                left_open=passed and row.state == ApplicationState.READY,
            )
            for row in ready
        ),
        *(
            ToldCase(
                case=row,
                kind=row.get_kind_display(),
                name=row.membership.firm.name,
                state=row.get_state_display(),
                left_open=passed and row.state == ProceedingState.HEARD,
            )
            for row in cases
        ),
    ]
