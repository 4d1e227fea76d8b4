"""The plan as a calendar file (RFC 5545) that any calendar program takes in, again and again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from assemblies.domain.days import zone
from assemblies.domain.locking import stream_of
from assemblies.domain.planning.settled import is_open, settled_by_record
from assemblies.domain.planning.step_dates import template_of
from assemblies.enums import StepState
from assemblies.models import Assembly, PlanStep
from records.models import LogEntry

PRODUCT = "-//association//plan of a meeting//"
MEETING = "meeting"
MOVES = ("meeting_moved", "notice_corrected")


def plan_calendar(assembly: Assembly, *, at: datetime) -> bytes:
    """The meeting and its steps, in the language of the moment. A UID is the key of its row, and
    SEQUENCE grows with each change on record, so that a calendar replaces what it took in before.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(assembly.title))
    ahead = timedelta(days=template_of(assembly).remind_days)
    changes = _changes(assembly)
    event = _event(str(assembly.pk), str(assembly.title), changes[MEETING], at)
    event.add("dtstart", assembly.starts_at.astimezone(zone()))
    event.add("location", str(assembly.place))
    event.add_component(_alarm(str(assembly.title), timedelta(days=1)))
    calendar.add_component(event)
    settled = settled_by_record(assembly)
    for step in assembly.steps.select_related("owner"):
        remind = is_open(step, settled)
        told = _step(step, changes[str(step.pk)], ahead, at, remind=remind)
        calendar.add_component(told)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _step(step: PlanStep, sequence: int, ahead: timedelta, at: datetime, *, remind: bool) -> Event:
    event = _event(str(step.pk), str(step.title), sequence, at)
    event.add("dtstart", step.due_on)
    event.add("dtend", step.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if step.state == StepState.WAIVED else "CONFIRMED")
    owner = _("Seen to by %(name)s") % {"name": step.owner} if step.owner else ""
    told = [str(step.detail), owner, str(step.citation)]
    event.add("description", "\n".join(part for part in told if part))
    if remind:
        event.add_component(_alarm(str(step.title), ahead))
    return event


def _event(uid: str, summary: str, sequence: int, at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", at)
    event.add("sequence", sequence)
    event.add("summary", summary)
    return event


def _alarm(summary: str, ahead: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -ahead)
    return alarm


def _changes(assembly: Assembly) -> Counter[str]:
    """How often each step, and the meeting, was changed. An entry whose words were erased counts
    for all of them, since a number may grow too much and never too little."""
    rows = list(assembly.steps.values_list("pk", flat=True))
    found: Counter[str] = Counter()
    entries = LogEntry.objects.filter(stream__name=stream_of(assembly))
    for event, payload in entries.values_list("event", "payload"):
        if event in MOVES or payload is None:
            found[MEETING] += 1
        if payload is None:
            found.update(str(pk) for pk in rows)
        elif event.startswith("plan_") and event != "plan_made":
            found.update(payload.get("steps", ()))
    return found
