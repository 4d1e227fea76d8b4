"""Meetings in which some take part without coming."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.presence import check_in
from assemblies.domain.presence.remote import set_remote_access
from assemblies.domain.presence.votes import votes_now
from assemblies.enums import Method
from assemblies.models import Assembly, Attendance, Motion
from bylaws.enums import Matter
from elections.models import RollEntry
from records.fields import Translated
from tests.factories.assemblies import (
    SENT_AT,
    add_motion,
    convened,
    entries_of,
    make_assembly,
    minute,
)
from tests.factories.standing import state_rules

LINK = Translated(
    zh="视频会议：https://meet.example/4，会议号 4", en="Video: https://meet.example/4, number 4"
)


def hybrid_meeting(
    *motions: tuple[Matter, Method], re_election: bool = False, members: int = 9, **rules: object
) -> Assembly:
    """Convened, the desk open; the bylaws allow it and the notice says how."""
    assembly = make_assembly()
    state_rules({"assembly.remote": True, **rules})
    Assembly.objects.filter(pk=assembly.pk).update(re_election=re_election)
    assembly.refresh_from_db()
    for matter, method in motions or [(Matter.WORK_REPORT, Method.SHOW_OF_HANDS)]:
        add_motion(assembly, matter, method)
    if not re_election:
        set_remote_access(assembly=assembly, access=LINK, by=None, at=SENT_AT)
    convened(assembly, members)
    check_in.open_check_in(assembly=assembly, by=None, at=minute(0))
    assembly.refresh_from_db()
    return assembly


def come(assembly: Assembly, entry: RollEntry, at: datetime, *, remote: bool = False) -> Attendance:
    return check_in.check_in(assembly=assembly, entry=entry, remote=remote, by=None, at=at)


def attended(assembly: Assembly, *, in_hall: int, remote: int) -> list[RollEntry]:
    """The first of the roll are in the hall, the next take part remotely."""
    entries = entries_of(assembly)[: in_hall + remote]
    for number, entry in enumerate(entries):
        come(assembly, entry, minute(0), remote=number >= in_hall)
    assembly.refresh_from_db()
    return entries


def only_motion(assembly: Assembly) -> Motion:
    return Motion.objects.select_related("item__assembly__roll", "election").get(
        item=assembly.items.first()
    )


def counted(assembly: Assembly) -> tuple[int, int, int]:
    """In the hall, remotely, represented."""
    now = votes_now(assembly)
    return len(now.in_hall), len(now.remote), len(now.represented)
