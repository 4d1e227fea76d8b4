"""Corrections, postponement, cancellation: each is a notice of its own that names the one before.

The notice before stays as it was sent, with its agenda.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from assemblies.domain.convening.convene import check_agenda, too_late
from assemblies.domain.convening.late_items import asks_for_naming, unannounced_items
from assemblies.domain.convening.notice import NoticePeriod, notice_period
from assemblies.domain.convening.sending import (
    Wording,
    is_known,
    promise_delivery,
    put_on_record,
)
from assemblies.domain.days import local_day
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.planning.steps import follow_day
from assemblies.domain.sitting import phases
from assemblies.enums import ItemKind, NoticeKind, Phase
from assemblies.errors import MeetingCancelled, NotYetConvened, SameDate
from assemblies.models import Assembly, Notice
from bylaws.enums import Matter
from members.models import User
from records.domain import log
from records.fields import Translated

NOT_OPENED = (Phase.CONVENE, Phase.CHECK_IN)


@transaction.atomic
def correct_notice(
    *, assembly: Assembly, wording: Wording, by: User | None, at: datetime
) -> Notice:
    """Tell everybody what the notice should have said. Items added since are named by it.

    In time, it counts as if the notice had named them. Too late for that, it is sent all the same,
    unless a rule asks that an item be named: NoticeTooLate with the earliest lawful date. Raises
    NotYetConvened, MeetingCancelled, AgendaIncomplete, PhaseForbids.
    """
    assembly, before = _convened(assembly)
    known = is_known(assembly, wording, NoticeKind.CORRECTION)
    if known is not None:
        return known
    require_phase(assembly, Phase.CONVENE)
    check_agenda(assembly)
    period = notice_period(assembly, sent_on=local_day(at))
    added = unannounced_items(assembly)
    owed = [
        item
        for item in added
        if asks_for_naming(assembly, kind=ItemKind(item.kind), matter=Matter(item.matter))
    ]
    if owed and not period.timely:
        raise too_late(period)
    notice = _send(assembly, wording, NoticeKind.CORRECTION, before, period, by=by, at=at)
    if period.timely:
        assembly.items.filter(pk__in=[item.pk for item in added]).update(added_at=None)
    return notice


@transaction.atomic
def postpone_meeting(
    *,
    assembly: Assembly,
    starts_at: datetime,
    place: Translated | dict[str, str],
    wording: Wording,
    by: User | None,
    at: datetime,
) -> Notice:
    """Set another date, and the meeting is convened to it. The roll stands, and so do boxes that
    were prepared; whoever was checked in is out again.

    Raises NoticeTooLate where the period from today does not fit, SameDate, NotYetConvened,
    MeetingCancelled, PhaseForbids once the meeting was opened.
    """
    assembly, before = _convened(assembly)
    known = is_known(assembly, wording, NoticeKind.POSTPONEMENT)
    if known is not None and assembly.starts_at == starts_at:
        return known
    require_phase(assembly, *NOT_OPENED)
    if assembly.starts_at == starts_at:
        raise SameDate
    was = assembly.starts_at
    assembly.starts_at, assembly.place = starts_at, Translated(place)
    period = notice_period(assembly, sent_on=local_day(at))
    if not period.timely:
        raise too_late(period)
    assembly.save(update_fields=["starts_at", "place"])
    follow_day(assembly=assembly, before=local_day(was), by=by, at=at)
    assembly.attendances.filter(out_at__isnull=True).update(out_at=at)
    if assembly.phase != Phase.CONVENE:
        phases.enter(assembly, Phase.CONVENE, by=by, at=at)
    added = unannounced_items(assembly)
    notice = _send(
        assembly,
        wording,
        NoticeKind.POSTPONEMENT,
        before,
        period,
        by=by,
        at=at,
        was=was,
        starts_at=starts_at,
    )
    assembly.items.filter(pk__in=[item.pk for item in added]).update(added_at=None)
    return notice


@transaction.atomic
def cancel_meeting(
    *, assembly: Assembly, wording: Wording, by: User | None, at: datetime
) -> Notice:
    """Tell everybody that the meeting is not held; then it cannot be opened any more, and what was
    on its agenda can be put on another. Cancelled again it gives the notice of it.

    Raises NotYetConvened, PhaseForbids once the meeting was opened.
    """
    locked = lock_assembly(assembly.pk)
    if locked.is_cancelled:
        return locked.notices.filter(kind=NoticeKind.CANCELLATION).latest("sent_at")
    locked, before = _convened(locked)
    require_phase(locked, *NOT_OPENED)
    notice = _send(
        locked,
        wording,
        NoticeKind.CANCELLATION,
        before,
        None,
        by=by,
        at=at,
    )
    locked.attendances.filter(out_at__isnull=True).update(out_at=at)
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])
    return notice


def _convened(assembly: Assembly) -> tuple[Assembly, Notice]:
    locked = lock_assembly(assembly.pk)
    if locked.is_cancelled:
        raise MeetingCancelled
    before = locked.notices.last()
    if before is None or locked.roll is None:
        raise NotYetConvened
    return locked, before


def _send(
    assembly: Assembly,
    wording: Wording,
    kind: NoticeKind,
    before: Notice,
    period: NoticePeriod | None,
    *,
    by: User | None,
    at: datetime,
    **more: Any,
) -> Notice:
    notice = put_on_record(assembly, wording, at=at, period=period, kind=kind, corrects=before)
    payload = {
        "notice": notice.pk,
        "kind": kind,
        "corrects": before.pk,
        "sent_on": notice.sent_on,
        "days_ahead": notice.days_ahead,
        "days_required": notice.days_required,
        "agenda": notice.agenda,
        "enclosed": [enclosure.document.digest for enclosure in wording.enclosures],
        **more,
    }
    log.record(stream=stream_of(assembly), event="notice_corrected", payload=payload, by=by, at=at)
    promise_delivery(notice, at=at)
    return notice
