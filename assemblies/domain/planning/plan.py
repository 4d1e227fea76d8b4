"""Planning a meeting: its data and its agenda, until notice is sent."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from assemblies.domain.convening.late_items import allow_late, is_unannounced
from assemblies.domain.locking import lock_assembly, lock_item, stream_of
from assemblies.enums import ItemKind, Phase
from assemblies.errors import AgendaFixed
from assemblies.errors.nominating import NominationsStand
from assemblies.models import AgendaItem, Assembly, Motion, NominationCall
from bylaws.enums import Matter
from bylaws.models import Version
from dues.models import DuesSchedule
from elections.models import Ceremony
from members.models import Body, Term, User
from records.domain import log
from records.fields import Translated


@transaction.atomic
def plan_assembly(
    *,
    body: Body,
    term: Term,
    title: Translated | dict[str, str],
    place: Translated | dict[str, str],
    starts_at: datetime,
    re_election: bool,
    by: User | None,
    at: datetime,
    ceremony: Ceremony | None = None,
    two_counts: bool = False,
) -> Assembly:
    """A meeting in preparation; with ``two_counts`` two people enter each show of hands. The same
    body at the same instant is the same meeting."""
    known = Assembly.objects.filter(body=body, starts_at=starts_at, parent__isnull=True).first()
    if known is not None:
        return known
    assembly = Assembly.objects.create(
        body=body,
        term=term,
        title=Translated(title),
        place=Translated(place),
        starts_at=starts_at,
        re_election=re_election,
        ceremony=ceremony,
        two_counts=two_counts,
    )
    payload = {"title": dict(assembly.title), "starts_at": starts_at, "body": body.kind}
    log.record(stream=stream_of(assembly), event="assembly_planned", payload=payload, by=by, at=at)
    return assembly


@transaction.atomic
def add_item(
    *,
    assembly: Assembly,
    title: Translated | dict[str, str],
    kind: str,
    matter: str,
    by: User | None,
    at: datetime,
    text: Translated | dict[str, str] | None = None,
    method: str = "",
    version: Version | None = None,
    schedule: DuesSchedule | None = None,
) -> AgendaItem:
    """Put an item at the end of the agenda, with its motion where it is voted on (``method``).

    Once notice was sent it is noted when it was added: see :mod:`late_items` for where that is
    allowed. Raises AgendaFixed, SubjectNotNamed, MeetingCancelled.
    """
    assembly = lock_assembly(assembly.pk)
    is_late = assembly.phase != Phase.PREPARE
    if is_late:
        allow_late(assembly, kind=ItemKind(kind), matter=Matter(matter), at=at)
    last = assembly.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        assembly=assembly,
        position=last + 1,
        title=Translated(title),
        kind=ItemKind(kind),
        matter=matter,
        added_at=at if is_late else None,
    )
    if method:
        Motion.objects.create(
            item=item,
            text=Translated(text or {}),
            method=method,
            version=version,
            schedule=schedule,
        )
    payload = {"item": str(item.pk), "position": item.position, "title": dict(item.title)}
    log.record(stream=stream_of(assembly), event="item_added", payload=payload, by=by, at=at)
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User | None, at: datetime) -> None:
    """Take an item off an agenda that was not sent yet; the others close up. Of an amendment that
    is voted on by unit all items go, since no part of it can be left out. Raises AgendaFixed,
    NominationsStand."""
    found = AgendaItem.objects.filter(pk=item.pk).first()
    if found is None:
        return
    item = lock_item(found)
    if item.assembly.phase != Phase.PREPARE and not is_unannounced(item):
        raise AgendaFixed
    if NominationCall.objects.filter(item=item).exists():
        raise NominationsStand(item=str(item.title))
    for one in _with_its_units(item):
        _take_off(one, by=by, at=at)


def _with_its_units(item: AgendaItem) -> list[AgendaItem]:
    motion = Motion.objects.filter(item=item, amendment__isnull=False).first()
    if motion is None:
        return [item]
    return list(item.assembly.items.filter(motion__amendment=motion.amendment_id))


def _take_off(item: AgendaItem, *, by: User | None, at: datetime) -> None:
    item.refresh_from_db()
    payload = {"item": str(item.pk), "position": item.position, "title": dict(item.title)}
    later = item.assembly.items.filter(position__gt=item.position).order_by("position")
    item.delete()
    for other in later:
        other.position -= 1
        other.save(update_fields=["position"])
    log.record(stream=stream_of(item.assembly), event="item_removed", payload=payload, by=by, at=at)


@transaction.atomic
def swap_up(*, item: AgendaItem, by: User | None, at: datetime) -> AgendaItem:
    """Let an item change places with the one before it. The items of an amendment that is voted on
    by unit stay together, in their order."""
    item = lock_item(item)
    if item.assembly.phase != Phase.PREPARE:
        raise AgendaFixed
    blocks = _blocks(item.assembly)
    place = next(place for place, block in enumerate(blocks) if item in block)
    if place == 0:
        return item
    blocks[place - 1 : place + 1] = [blocks[place], blocks[place - 1]]
    _renumber([one for block in blocks for one in block])
    item.refresh_from_db(fields=["position"])
    payload = {"item": str(item.pk), "position": item.position}
    log.record(stream=stream_of(item.assembly), event="item_moved", payload=payload, by=by, at=at)
    return item


def _blocks(assembly: Assembly) -> list[list[AgendaItem]]:
    """The agenda in order, what is moved together in one list."""
    rows = assembly.items.select_related("motion").order_by("position")
    return [list(block) for _key, block in groupby(rows, key=_moved_with)]


def _moved_with(item: AgendaItem) -> UUID:
    motion: Motion | None = getattr(item, "motion", None)
    return (motion.amendment_id if motion else None) or item.pk


def _renumber(items: list[AgendaItem]) -> None:
    """Positions from 1. No two are ever the same, so those that change make way first."""
    moved = [(place, item) for place, item in enumerate(items, start=1) if item.position != place]
    for away in (FAR_AWAY, 0):
        for place, item in moved:
            item.position = away + place
            item.save(update_fields=["position"])


FAR_AWAY = 10_000
"""Beyond any agenda."""
