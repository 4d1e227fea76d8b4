"""Who is in the hall or takes part remotely, who excused themselves, who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from assemblies.enums import Function
from assemblies.models import Assembly, Attendance, Excuse
from elections.models import RollEntry


@dataclass(frozen=True, slots=True)
class AttendanceFigures:
    """``entitled`` = ``present`` + ``represented`` + ``excused`` + ``absent``; guests have no vote.

    ``present`` are there themselves, ``remote`` of them without being in the hall;
    ``represented`` through the holder of an authority.
    """

    entitled: int
    present: int
    excused: int
    absent: int
    excluded: int
    guests: int
    represented: int = 0
    remote: int = 0


def present_entries(
    assembly: Assembly, at: datetime | None = None, *, remote: bool | None = None
) -> QuerySet[RollEntry]:
    """The entitled entries that are present themselves at ``at``, or now: either way, or only those
    who take part remotely, or who do not. Who is represented says
    :mod:`assemblies.domain.presence.votes`."""
    stays = Attendance.objects.filter(assembly=assembly, entry=OuterRef("pk"), proxy__isnull=True)
    if remote is not None:
        stays = stays.filter(remote=remote)
    if at is None:
        stays = stays.filter(out_at__isnull=True)
    else:
        stays = stays.filter(Q(out_at__isnull=True) | Q(out_at__gt=at), in_at__lte=at)
    return (
        RollEntry.objects.filter(Exists(stays), roll=assembly.roll_id, entitled=True)
        .select_related("firm", "person")
        .order_by("position")
    )


def entries_with_presence(assembly: Assembly) -> QuerySet[RollEntry]:
    """The whole roll, each entry annotated with ``is_present`` (itself),
    ``is_represented`` (through the holder of an authority) and ``is_excused``."""
    stays = Attendance.objects.filter(assembly=assembly, entry=OuterRef("pk"), out_at__isnull=True)
    excuses = Excuse.objects.filter(assembly=assembly, entry=OuterRef("pk"))
    return (
        RollEntry.objects.filter(roll=assembly.roll_id)
        .select_related("firm__membership", "person")
        .annotate(
            is_present=Exists(stays.filter(proxy__isnull=True)),
            is_represented=Exists(stays.filter(proxy__isnull=False)),
            is_excused=Exists(excuses),
        )
        .order_by("position")
    )


def attendance_figures(assembly: Assembly) -> AttendanceFigures:
    """The figures of this moment."""
    entries = RollEntry.objects.filter(roll=assembly.roll_id)
    here = present_entries(assembly)
    represented = entries.filter(
        pk__in=assembly.attendances.filter(out_at__isnull=True, proxy__isnull=False).values("entry")
    )
    total, present = entries.filter(entitled=True).count(), here.count()
    by_proxy = represented.count()
    excused = (
        entries.filter(entitled=True, excuse__assembly=assembly)
        .exclude(pk__in=here)
        .exclude(pk__in=represented)
        .count()
    )
    return AttendanceFigures(
        entitled=total,
        present=present,
        excused=excused,
        absent=total - present - by_proxy - excused,
        excluded=entries.filter(entitled=False).count(),
        guests=assembly.appointments.filter(function=Function.GUEST).count(),
        represented=by_proxy,
        remote=present_entries(assembly, remote=True).count(),
    )
