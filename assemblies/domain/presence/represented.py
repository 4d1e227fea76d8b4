"""Stays of those who are represented: they begin and end with the holder's, and end for good when
the principal comes."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.locking import stream_of
from assemblies.enums import ProxyState
from assemblies.models import Assembly, Attendance, Proxy
from elections.domain import admission
from elections.models import Election, RollEntry
from members.models import Person, User
from records.domain import log

PRINCIPAL_CAME = "本人到会 / came in person"
"""Why an authority ended, as it stands in the record; both languages since the record has both."""


def is_in_hall(assembly: Assembly, person: Person) -> bool:
    """Whether ``person`` is in the hall for any vote of their own."""
    own = assembly.attendances.filter(out_at__isnull=True, proxy__isnull=True)
    return own.filter(entry__person=person).exists()


def come_with_holder(
    assembly: Assembly, holder: Person, *, by: User | None, at: datetime
) -> list[Attendance]:
    """The holder is in: so is, by proxy, everyone whose lodged authority they hold."""
    held = assembly.proxies.filter(holder=holder, state=ProxyState.LODGED)
    found = []
    for proxy in held.select_related("principal", "holder"):
        if not assembly.attendances.filter(entry=proxy.principal, out_at__isnull=True).exists():
            found.append(represent(proxy, by=by, at=at))
    return found


def represent(proxy: Proxy, *, by: User | None, at: datetime) -> Attendance:
    """Begin a stay by proxy; the caller has locked the meeting and checked that it may."""
    assembly = proxy.assembly
    stay = Attendance.objects.create(
        assembly=assembly, entry=proxy.principal, proxy=proxy, in_at=at, recorded_by=by
    )
    admission.restore_admission(roll_entry=proxy.principal, holder=proxy.holder)
    _log(assembly, "represented", proxy, by=by, at=at)
    return stay


def leave_with_holder(
    assembly: Assembly, holder: Person, *, by: User | None, at: datetime
) -> list[Attendance]:
    """The holder left for every vote of their own: the stays by proxy end too, until they come
    back. The authorities stand."""
    if is_in_hall(assembly, holder):
        return []
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


def end_proxy(proxy: Proxy, *, reason: str, by: User | None, at: datetime) -> list[Election]:
    """End a standing authority for good: its stay closes, and the holder votes no more.

    Returns the open boxes in which the holder had voted: that vote stands.
    """
    for stay in proxy.stays.filter(out_at__isnull=True):
        _close(stay, at)
    standing = admission.end_authority(roll_entry=proxy.principal)
    proxy.state, proxy.revoked_at, proxy.revocation = ProxyState.REVOKED, at, reason
    proxy.save(update_fields=["state", "revoked_at", "revocation"])
    _log(proxy.assembly, "proxy_revoked", proxy, by=by, at=at, reason=reason)
    return standing


def _close(stay: Attendance, at: datetime) -> None:
    stay.out_at = max(at, stay.in_at)
    stay.save(update_fields=["out_at"])


def _log(
    assembly: Assembly, event: str, proxy: Proxy, *, by: User | None, at: datetime, **more: str
) -> None:
    payload = {
        "proxy": str(proxy.pk),
        "entry": str(proxy.principal_id),
        "holder": str(proxy.holder_id),
        **more,
    }
    log.record(stream=stream_of(assembly), event=event, payload=payload, by=by, at=at)
