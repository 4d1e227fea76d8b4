"""A meeting called a second time since the first had no quorum. Its own notice period runs anew,
and the quorum of a second call governs it where a text states one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.governing import rule_for_meeting
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.domain.presence.quorum import quorum_now
from assemblies.enums import Method, Phase
from assemblies.errors.roll import NotWithoutQuorum, SecondCallEarly
from assemblies.models import AgendaItem, Assembly, Motion
from members.models import User
from records.domain import log
from records.fields import Translated


def lacked_quorum(assembly: Assembly) -> bool:
    """Whether people came to the meeting, it was never opened, and they were too few."""
    if assembly.phase != Phase.CHECK_IN or assembly.opened_at is not None:
        return False
    return quorum_now(assembly).is_met is False


@transaction.atomic
def call_again(
    *, assembly: Assembly, starts_at: datetime, by: User | None, at: datetime
) -> Assembly:
    """Plan the second call, with the same agenda; its roll, its boxes and its notice follow.

    Called again already, it is that meeting. Raises NotWithoutQuorum, SecondCallEarly.
    """
    first = lock_assembly(assembly.pk)
    known = first.second_calls.first()
    if known is not None:
        return known
    if not lacked_quorum(first):
        raise NotWithoutQuorum(meeting=str(first))
    if starts_at <= first.starts_at:
        raise SecondCallEarly(first=str(first))
    second = Assembly.objects.create(
        body=first.body,
        term=first.term,
        title=_again(first.title),
        place=first.place,
        starts_at=starts_at,
        re_election=first.re_election,
        by_delegates=first.by_delegates,
        two_counts=first.two_counts,
        ceremony=first.ceremony,
        second_call_of=first,
    )
    if first.is_hybrid and rule_for_meeting(second).remote_allowed:
        second.remote_access = first.remote_access
        second.save(update_fields=["remote_access"])
    for item in first.items.select_related("motion").order_by("position"):
        _copy(item, second)
    payload = {"second_call": str(second.pk), "starts_at": starts_at}
    log.record(stream=stream_of(first), event="called_again", payload=payload, by=by, at=at)
    told = {"second_call_of": str(first.pk), "starts_at": starts_at}
    log.record(stream=stream_of(second), event="assembly_planned", payload=told, by=by, at=at)
    return second


def _again(title: Translated) -> Translated:
    return Translated(zh=f"{title.zh}（再次召集）", en=f"{title.en} (second call)")


def _copy(item: AgendaItem, second: Assembly) -> None:
    """The same question on the same drafts; how it was prepared there stays there."""
    copied = AgendaItem.objects.create(
        assembly=second,
        position=item.position,
        title=item.title,
        kind=item.kind,
        matter=item.matter,
        speaker=item.speaker,
    )
    motion: Motion | None = getattr(item, "motion", None)
    if motion is None:
        return
    asked = Motion.objects.create(
        item=copied,
        text=motion.text,
        method=Method(motion.method),
        version=motion.version,
        schedule=motion.schedule,
        amendment=motion.amendment,
        unit=motion.unit,
        revision=motion.revision,
    )
    asked.applications.set(motion.applications.all())
    asked.proceedings.set(motion.proceedings.all())
