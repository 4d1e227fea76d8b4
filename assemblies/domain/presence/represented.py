"""Stays of those who are represented: they begin and end with the holder's, and end for good when
the principal comes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from assemblies.domain.locking import stream_of
from assemblies.enums import ProxyEnd, ProxyState
from assemblies.models import Assembly, Attendance, Proxy
from elections.domain import admission
from elections.models import Election, RollEntry
from members.models import Person, User
from records.domain import log


def stay_of(assembly: Assembly, person: Person) -> Attendance | None:
    """The stay by which ``person`` is present: for a vote of their own, or, not being on the roll,
    for another's. None where they are not."""
    inside = assembly.attendances.filter(out_at__isnull=True)
    own = Q(proxy__isnull=True, entry__person=person)
    outside = Q(proxy__holder=person, proxy__holder_entry__isnull=True)
    return inside.filter(own | outside).first()


def principals_of(assembly: Assembly, holder: Person | None) -> list[RollEntry]:
    """Those whose lodged authority ``holder`` holds."""
    if holder is None:
        return []
    held = assembly.proxies.filter(holder=holder, state=ProxyState.LODGED)
    rows = held.select_related("principal__firm", "principal__person")
    return [proxy.principal for proxy in rows]


def come_with_holder(
    assembly: Assembly, holder: Person, *, remote: bool = False, by: User | None, at: datetime
) -> list[Attendance]:
    """The holder is in, or takes part remotely: so is, by proxy, everyone whose lodged authority
    they hold."""
    held = assembly.proxies.filter(holder=holder, state=ProxyState.LODGED)
    found = []
    for proxy in held.select_related("principal", "holder"):
        if not assembly.attendances.filter(entry=proxy.principal, out_at__isnull=True).exists():
            found.append(represent(proxy, remote=remote, by=by, at=at))
    return found


def represent(proxy: Proxy, *, remote: bool, by: User | None, at: datetime) -> Attendance:
    """Begin a stay by proxy; the caller has locked the meeting and checked that it may."""
    assembly = proxy.assembly
    stay = Attendance.objects.create(
        assembly=assembly,
        entry=proxy.principal,
        proxy=proxy,
        remote=remote,
        in_at=at,
        recorded_by=by,
    )
    admission.restore_admission(roll_entry=proxy.principal, holder=proxy.holder, remote=remote)
    _log(assembly, "represented", proxy, by=by, at=at, **({"remote": True} if remote else {}))
    return stay


def leave_with_holder(
    assembly: Assembly, holder: Person, *, by: User | None, at: datetime
) -> list[Attendance]:
    """The holder left for every vote of their own: the stays by proxy end too, until they come
    back. The authorities stand."""
    if stay_of(assembly, holder) is not None:
        return []
    return leave_for(assembly, holder, by=by, at=at)


def leave_for(
    assembly: Assembly, holder: Person, *, by: User | None, at: datetime
) -> list[Attendance]:
    """Close every stay that ``holder`` keeps up for others."""
    stays = assembly.attendances.filter(out_at__isnull=True, proxy__holder=holder)
    found = []
    for stay in stays.select_related("entry", "proxy"):
        _close(stay, at)
        admission.withdraw_admission(roll_entry=stay.entry)
        assert stay.proxy is not None  # filtered above
        _log(assembly, "no_longer_represented", stay.proxy, by=by, at=at)
        found.append(stay)
    return found


def standing_proxy(assembly: Assembly, principal: RollEntry) -> Proxy | None:
    """The authority that the entry gave, lodged or not yet, and did not end."""
    standing = assembly.proxies.exclude(state=ProxyState.REVOKED)
    return standing.filter(principal=principal).select_related("principal", "holder").first()


def end_proxy(
    proxy: Proxy, *, ended_by: ProxyEnd, by: User | None, at: datetime, reason: str = ""
) -> list[Election]:
    """End a standing authority for good: its stay closes, and the holder votes no more.
    ``reason`` is somebody's own word for it, where it was revoked.

    Returns the open boxes in which the holder had voted: that vote stands.
    """
    for stay in proxy.stays.filter(out_at__isnull=True):
        _close(stay, at)
    standing = admission.end_authority(roll_entry=proxy.principal)
    proxy.state, proxy.revoked_at = ProxyState.REVOKED, at
    proxy.ended_by, proxy.revocation = ended_by, reason
    proxy.save(update_fields=["state", "revoked_at", "ended_by", "revocation"])
    told = {"ended_by": ended_by.value, "reason": reason}
    _log(proxy.assembly, "proxy_revoked", proxy, by=by, at=at, **told)
    return standing


def _close(stay: Attendance, at: datetime) -> None:
    stay.out_at = max(at, stay.in_at)
    stay.save(update_fields=["out_at"])


def _log(
    assembly: Assembly, event: str, proxy: Proxy, *, by: User | None, at: datetime, **more: object
) -> None:
    payload = {
        "proxy": str(proxy.pk),
        "entry": str(proxy.principal_id),
        "holder": str(proxy.holder_id),
        **more,
    }
    log.record(stream=stream_of(assembly), event=event, payload=payload, by=by, at=at)
