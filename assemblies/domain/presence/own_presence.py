"""Somebody notes from their own device that they take part remotely, and when they leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import lock_assembly
from assemblies.domain.presence import check_in
from assemblies.errors import NotOnRoll
from assemblies.models import Assembly, Attendance
from elections.models import RollEntry
from members.models import Person, User


@transaction.atomic
def join_remotely(
    *, assembly: Assembly, person: Person, by: User | None, at: datetime
) -> list[Attendance]:
    """They take part remotely with every vote of their own; whoever was in the hall has left it.
    An authority that they gave ends, since they vote themselves.

    Raises NotOnRoll for who has no vote, PhaseForbids, RemoteNotForeseen, RemoteNotAllowed,
    RemoteBySlip, RemoteOnPaper.
    """
    assembly = lock_assembly(assembly.pk)
    return [
        check_in.check_in(assembly=assembly, entry=entry, remote=True, by=by, at=at)
        for entry in _own_entries(assembly, person)
    ]


@transaction.atomic
def leave_remotely(
    *, assembly: Assembly, person: Person, by: User | None, at: datetime
) -> list[Attendance]:
    """They take part no longer; who is in the hall is checked out at its desk instead. Raises
    NotOnRoll, PhaseForbids."""
    assembly = lock_assembly(assembly.pk)
    left = []
    for entry in _own_entries(assembly, person):
        stays = assembly.attendances.filter(entry=entry, out_at__isnull=True, proxy__isnull=True)
        if stays.filter(remote=True).exists():
            stay = check_in.check_out(assembly=assembly, entry=entry, by=by, at=at)
            left += [stay] if stay is not None else []
    return left


def _own_entries(assembly: Assembly, person: Person) -> list[RollEntry]:
    own = RollEntry.objects.filter(roll=assembly.roll_id, person=person, entitled=True)
    entries = list(own.select_related("firm", "person").order_by("position"))
    if not entries:
        raise NotOnRoll(voter=str(person))
    return entries
