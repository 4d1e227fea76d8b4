"""Checking in and out at the desk, and remotely."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from assemblies.domain.locking import IN_SESSION, lock_assembly, require_phase, stream_of
from assemblies.domain.presence import attendance, represented
from assemblies.domain.presence.remote import refuse_remote
from assemblies.domain.sitting import phases
from assemblies.enums import Phase, ProxyEnd
from assemblies.errors import CeremonyMissing, NotEntitled, NotOnRoll, RollMissing
from assemblies.models import Assembly, Attendance
from elections.domain import admission
from elections.models import Ceremony, RollEntry
from members.models import User
from records.domain import log

DESK_OPEN = (Phase.CHECK_IN, *IN_SESSION)


def present_entries(assembly: Assembly, at: datetime | None = None) -> QuerySet[RollEntry]:
    """The entitled entries that are present themselves at ``at``, or now."""
    return attendance.present_entries(assembly, at)


@transaction.atomic
def open_check_in(*, assembly: Assembly, by: User | None, at: datetime) -> Assembly:
    """Open the desk of a convened meeting. Pressed again it stays open."""
    assembly = lock_assembly(assembly.pk)
    if assembly.phase in DESK_OPEN:
        return assembly
    return phases.move(assembly=assembly, to=Phase.CHECK_IN, by=by, at=at)


def lock_desk(assembly: Assembly) -> Ceremony:
    """The keys of the day, of a meeting whose desk is open, locked. Raises PhaseForbids,
    CeremonyMissing."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *DESK_OPEN)
    if assembly.ceremony is None:
        raise CeremonyMissing
    return assembly.ceremony


@transaction.atomic
def check_in(
    *,
    assembly: Assembly,
    entry: RollEntry,
    by: User | None,
    at: datetime,
    desk: str = "",
    remote: bool = False,
) -> Attendance:
    """Note that a voter came in, at ``desk``, or takes part remotely. Who is in already stays in
    with the first time; who goes from the one to the other does so with every vote of their own,
    since nobody is in two places.

    With them come those whose authority they hold. Whoever gave an authority and comes after all
    votes from now on themselves: the authority ends, and what its holder cast stands.

    A ballot box that is open was opened for those present then: they may vote again when they
    come back, and who comes later votes from the next one on. Raises PhaseForbids, NotOnRoll,
    NotEntitled, and remotely RemoteNotForeseen, RemoteNotAllowed, RemoteBySlip, RemoteOnPaper.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *DESK_OPEN)
    _check_entry(assembly, entry)
    inside = _inside(assembly, entry)
    if inside is not None and inside.remote == remote:
        return inside
    moved = _elsewhere(assembly, entry, remote)
    if remote:
        cast_here = [entry, *(stay.entry for stay in moved)]
        refuse_remote(assembly, [*cast_here, *represented.principals_of(assembly, entry.person)])
    given = represented.standing_proxy(assembly, entry)
    if given is not None:
        represented.end_proxy(given, ended_by=ProxyEnd.PRINCIPAL_CAME, by=by, at=at)
    for stay in moved:
        _end(stay, by=by, at=at)
    if moved and entry.person is not None:
        represented.leave_for(assembly, entry.person, by=by, at=at)
    for other in moved:
        if other.entry_id != entry.pk:
            _begin(assembly, other.entry, desk, remote, by=by, at=at)
    stay = _begin(assembly, entry, desk, remote, by=by, at=at)
    if entry.person is not None:
        represented.come_with_holder(assembly, entry.person, remote=remote, by=by, at=at)
    return stay


@transaction.atomic
def check_out(
    *, assembly: Assembly, entry: RollEntry, by: User | None, at: datetime
) -> Attendance | None:
    """Note that a voter left, or takes part remotely no longer; None when they were not in. Their
    vote in an open box ends unless it is cast: only who is present may vote there. Those whose
    authority they hold leave with them."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *DESK_OPEN)
    _check_entry(assembly, entry)
    inside = _inside(assembly, entry)
    if inside is None:
        return None
    _end(inside, by=by, at=at)
    if entry.person is not None:
        represented.leave_with_holder(assembly, entry.person, by=by, at=at)
    return inside


def _begin(
    assembly: Assembly, entry: RollEntry, desk: str, remote: bool, *, by: User | None, at: datetime
) -> Attendance:
    stay = Attendance.objects.create(
        assembly=assembly, entry=entry, desk=desk, remote=remote, in_at=at, recorded_by=by
    )
    admission.restore_admission(roll_entry=entry, remote=remote)
    payload = {"entry": str(entry.pk), "desk": desk, **({"remote": True} if remote else {})}
    log.record(stream=stream_of(assembly), event="checked_in", payload=payload, by=by, at=at)
    return stay


def _end(stay: Attendance, *, by: User | None, at: datetime) -> None:
    stay.out_at = max(at, stay.in_at)
    stay.save(update_fields=["out_at"])
    admission.withdraw_admission(roll_entry=stay.entry)
    payload = {"entry": str(stay.entry_id)}
    stream = stream_of(stay.assembly)
    log.record(stream=stream, event="checked_out", payload=payload, by=by, at=at)


def _elsewhere(assembly: Assembly, entry: RollEntry, remote: bool) -> list[Attendance]:
    """The stays of whoever votes for the entry, in person, that are of the other kind."""
    own = Q(entry=entry) if entry.person_id is None else Q(entry__person=entry.person_id)
    stays = assembly.attendances.filter(
        own, out_at__isnull=True, proxy__isnull=True, remote=not remote
    )
    return list(stays.select_related("entry__person", "entry__firm"))


def _inside(assembly: Assembly, entry: RollEntry) -> Attendance | None:
    """The stay of an entry that is present itself."""
    return assembly.attendances.filter(entry=entry, out_at__isnull=True, proxy__isnull=True).first()


def _check_entry(assembly: Assembly, entry: RollEntry) -> None:
    if assembly.roll_id is None:
        raise RollMissing
    if entry.roll_id != assembly.roll_id:
        raise NotOnRoll(voter=str(entry))
    if not entry.entitled:
        raise NotEntitled(voter=str(entry), reason=str(entry.reason))
