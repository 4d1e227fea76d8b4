"""Whose screen runs the meeting: one at a time, taken over by a press and on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.days import zone
from assemblies.domain.locking import IN_SESSION, lock_assembly, require_phase, stream_of
from assemblies.enums import Phase
from assemblies.errors import AnotherOperates
from assemblies.models import Assembly
from members.models import User
from records.domain import log

Done = TypeVar("Done")

OPERATED = (Phase.CHECK_IN, *IN_SESSION)
"""The phases in which a meeting is run from a screen. Preparing and minutes are anybody's of those
who may."""


def operates_now(assembly: Assembly) -> bool:
    """Whether the meeting is in a phase that is run from one screen."""
    return assembly.phase in OPERATED


def is_with_another(assembly: Assembly, by: User | None) -> bool:
    """Whether somebody else's screen runs the meeting now."""
    if by is None or assembly.operator_id is None or not operates_now(assembly):
        return False
    return bool(assembly.operator_id != by.pk)


def told_of_another(assembly: Assembly, by: User | None) -> str:
    """Who else runs the meeting, since when; empty where nobody does."""
    if not is_with_another(assembly, by):
        return ""
    return _("%(operator)s has run the meeting since %(since)s.") % _who(assembly)


def require_operator(assembly: Assembly, by: User | None) -> None:
    """Raises AnotherOperates while somebody else's screen runs the meeting."""
    if is_with_another(assembly, by):
        raise AnotherOperates(**_who(assembly))


def _who(assembly: Assembly) -> dict[str, str]:
    since = assembly.operator_since
    hour = date_format(since.astimezone(zone()), "H:i") if since else ""
    return {"operator": str(assembly.operator), "since": hour}


@transaction.atomic
def operate(*, assembly: Assembly, act: Callable[[], Done], by: User | None, at: datetime) -> Done:
    """Do ``act`` from the screen of ``by``: the first who acts holds the meeting.

    Raises AnotherOperates, and whatever the act itself refuses; a refused act takes no screen.
    """
    assembly = lock_assembly(assembly.pk)
    require_operator(assembly, by)
    if by is not None and operates_now(assembly) and assembly.operator_id is None:
        _give(assembly, by, at, event="operator_began")
    return act()


@transaction.atomic
def take_over(*, assembly: Assembly, by: User, at: datetime) -> Assembly:
    """Run the meeting from the screen of ``by`` from now on; who ran it until now sees so at once.
    Whoever runs it already goes on. Raises PhaseForbids before the desk opens and after the end."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *OPERATED)
    if assembly.operator_id == by.pk:
        return assembly
    _give(assembly, by, at, event="operator_took_over")
    return assembly


def _give(assembly: Assembly, by: User, at: datetime, *, event: str) -> None:
    former = assembly.operator_id
    assembly.operator, assembly.operator_since = by, at
    assembly.save(update_fields=["operator", "operator_since"])
    payload = {"from": str(former) if former else None, "to": str(by.pk)}
    log.record(stream=stream_of(assembly), event=event, payload=payload, by=by, at=at)
