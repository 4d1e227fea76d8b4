"""A roll corrected after an upheld objection: frozen anew for the same day, the former one kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from assemblies.domain.convening.objections import RAISED_IN, is_upheld
from assemblies.domain.convening.roll import freeze_for
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.represented import end_proxy
from assemblies.enums import DeliveryChannel, NoticeKind, Phase, ProxyEnd, ProxyState
from assemblies.errors import RollMissing
from assemblies.errors.roll import NothingToCorrect, RegisterUnchanged
from assemblies.models import Assembly, Delivery, Notice
from assemblies.signals import notice_convened
from elections.domain.prepare import attach_roll
from elections.models import Election, Roll, RollEntry
from members.models import User
from records.domain import jobs, log

Key = tuple[UUID | None, UUID | None]


@transaction.atomic
def correct_roll(*, assembly: Assembly, by: User | None, at: datetime) -> Roll:
    """Freeze the roll anew for its day, now that the register was corrected, and lay it under the
    meeting and its boxes: their voting codes fall away. Who is newly entitled gets the notice;
    presence, excuses and authorities go along.

    Raises RollMissing, NothingToCorrect, RegisterUnchanged, PhaseForbids once it was opened, and
    ActRefused of a box that is open already.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *RAISED_IN)
    former = assembly.roll
    if former is None:
        raise RollMissing
    if not any(is_upheld(row) for row in assembly.roll_objections.filter(roll=former)):
        raise NothingToCorrect
    roll = freeze_for(assembly, former.record_on, by=by, at=at)
    if roll.digest == former.digest:
        raise RegisterUnchanged
    assembly.roll = roll
    assembly.save(update_fields=["roll"])
    payload = {"roll": str(roll.pk), "former": str(former.pk), "digest": roll.digest}
    log.record(stream=stream_of(assembly), event="roll_corrected", payload=payload, by=by, at=at)
    for box in Election.objects.filter(motion__item__assembly=assembly).order_by("pk"):
        attach_roll(election=box, roll=roll, by=by, at=at)
    _take_along(assembly, former, roll, by=by, at=at)
    if assembly.phase != Phase.PREPARE:
        _notify(assembly, former, roll, at=at)
    return roll


def former_rolls(assembly: Assembly) -> list[Roll]:
    """The rolls that stood before, newest first: an objection was upheld on each."""
    found = Roll.objects.filter(objections__assembly=assembly).distinct()
    return [roll for roll in found.order_by("-frozen_at") if roll.pk != assembly.roll_id]


def differences(former: Roll, roll: Roll) -> list[tuple[RollEntry | None, RollEntry | None]]:
    """Entries that are not the same in both: as it was, as it is; None where there was none."""
    before, after = _entries(former), _entries(roll)
    keys = dict.fromkeys([*before, *after])
    return [
        (before.get(key), after.get(key))
        for key in keys
        if _told(before.get(key)) != _told(after.get(key))
    ]


def _told(entry: RollEntry | None) -> tuple[object, ...] | None:
    return None if entry is None else (entry.entitled, entry.weight, dict(entry.reason))


def _entries(roll: Roll) -> dict[Key, RollEntry]:
    rows = roll.entries.select_related("firm", "person").order_by("position")
    return {(entry.firm_id, entry.person_id): entry for entry in rows}


def _take_along(
    assembly: Assembly, former: Roll, roll: Roll, *, by: User | None, at: datetime
) -> None:
    """What was noted of an entry is of the same entry of the new roll, if that has a vote."""
    after = _entries(roll)
    for key, entry in _entries(former).items():
        place = after.get(key)
        for proxy in assembly.proxies.exclude(state=ProxyState.REVOKED).filter(principal=entry):
            holder = after.get(_key(proxy.holder_entry))
            lost = proxy.holder_entry is not None and (holder is None or not holder.entitled)
            if place is None or not place.entitled or lost:
                end_proxy(proxy, ended_by=ProxyEnd.OFF_THE_ROLL, by=by, at=at)
            else:
                proxy.principal, proxy.holder_entry = place, holder
                proxy.save(update_fields=["principal", "holder_entry"])
        stays = assembly.attendances.filter(entry=entry)
        if place is None or not place.entitled:
            for stay in stays.filter(out_at__isnull=True):
                stay.out_at = max(at, stay.in_at)
                stay.save(update_fields=["out_at"])
        else:
            stays.update(entry=place)
            assembly.excuses.filter(entry=entry).update(entry=place)


def _key(entry: RollEntry | None) -> Key:
    return (entry.firm_id, entry.person_id) if entry is not None else (None, None)


def _notify(assembly: Assembly, former: Roll, roll: Roll, *, at: datetime) -> None:
    """The convocation goes to those who were not to have it."""
    notice = assembly.notices.filter(kind=NoticeKind.CONVOCATION).last()
    if notice is None:
        return
    known = {key for key, entry in _entries(former).items() if entry.entitled}
    new = [e for key, e in _entries(roll).items() if e.entitled and key not in known]
    Delivery.objects.bulk_create(_delivery(notice, entry) for entry in new)
    if new:
        job = jobs.request_job(
            task="assemblies.deliver_notice",
            key=f"notice:{notice.pk}:{roll.pk}",
            arguments={"notice_id": str(notice.pk)},
            at=at,
        )
        notice_convened.send(sender=Notice, job=job)


def _delivery(notice: Notice, entry: RollEntry) -> Delivery:
    mail = entry.person.email if entry.person else ""
    address = mail or (entry.firm.address if entry.firm else "")
    channel = DeliveryChannel.MAIL if mail else DeliveryChannel.LETTER
    return Delivery(notice=notice, entry=entry, channel=channel, address=address)
