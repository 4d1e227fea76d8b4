"""One meeting with the meetings that follow it, from the record."""

from __future__ import annotations

from assemblies.domain.locking import stream_of
from assemblies.domain.writing.minutes_facts.calling import (
    answers_of,
    call_of,
    clearances_of,
    convocation_of,
)
from assemblies.domain.writing.minutes_facts.conduct import (
    adjournments_of,
    quorum_of,
    signing_of,
)
from assemblies.domain.writing.minutes_facts.items import items_of
from assemblies.domain.writing.minutes_facts.presence import attendance_of, officers_of
from assemblies.domain.writing.minutes_facts.shapes import LogFacts, MeetingFacts, MinutesFacts
from assemblies.domain.writing.standing_texts import texts_of
from assemblies.enums import Section
from assemblies.models import Assembly
from bylaws.models import Association
from records.fields import Translated
from records.models import LogEntry


def build_facts(assembly: Assembly) -> MinutesFacts:
    """Everything that the minutes of ``assembly`` say. Nothing is asked but the database, so the
    same record gives the same facts."""
    association = Association.objects.get()
    follow_ups = assembly.follow_ups.select_related("body", "roll").order_by(
        "starts_at", "body__kind"
    )
    return MinutesFacts(
        association=association.name,
        seat=association.seat,
        currency=association.currency,
        time_zone=association.time_zone,
        number=assembly.number,
        meeting=meeting_of(assembly),
        follow_ups=[meeting_of(one) for one in follow_ups],
    )


def meeting_of(assembly: Assembly) -> MeetingFacts:
    """One meeting without those that follow it."""
    texts = texts_of(assembly)
    return MeetingFacts(
        id=str(assembly.pk),
        title=assembly.title,
        body=assembly.body.name,
        body_kind=assembly.body.kind,
        place=assembly.place,
        starts_at=assembly.starts_at,
        opened_at=assembly.opened_at,
        closed_at=assembly.closed_at,
        officers=officers_of(assembly),
        convocation=convocation_of(assembly),
        attendance=attendance_of(assembly),
        quorum=quorum_of(assembly),
        items=items_of(assembly),
        log=_log(assembly),
        call=call_of(assembly),
        adjournments=adjournments_of(assembly),
        answers=answers_of(assembly),
        clearances=clearances_of(assembly),
        opening=texts.get((None, Section.OPENING), Translated()),
        closing=texts.get((None, Section.CLOSING), Translated()),
        signing=signing_of(assembly),
        hybrid=assembly.is_hybrid,
    )


def _log(assembly: Assembly) -> LogFacts:
    """The chain up to the closing: what is logged later, such as the making of these very minutes,
    would make every version differ from the one before."""
    stream = stream_of(assembly)
    entries = LogEntry.objects.filter(stream__name=stream).exclude(event__startswith="minutes_")
    if assembly.closed_at is not None:
        entries = entries.filter(at__lte=assembly.closed_at)
    last = entries.order_by("position").last()
    return LogFacts(
        stream=stream,
        entries=last.position + 1 if last else 0,
        head=last.digest if last else "",
    )
