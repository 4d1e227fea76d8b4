"""What the notice told of an item: nothing, its subject, or its wording too.

Some rules let nothing be resolved that the notice did not name, some ask for the wording, some make
a lower majority suffice where it was named. Each notice keeps the agenda of the moment it was sent;
one that came too late for the meeting's day told nobody anything in time.
"""

from __future__ import annotations

from typing import Any

from assemblies.domain.days import local_day
from assemblies.domain.governing import rule_for_meeting
from assemblies.enums import NoticeKind
from assemblies.models import AgendaItem, Assembly, Notice
from bylaws.domain import notice as periods
from bylaws.enums import InNotice


def told_of(item: AgendaItem) -> InNotice:
    """What the notices sent in time told of ``item``.

    A first meeting is held by those just elected, all of whom are there or were told in the hall:
    nothing is missing that a notice would have said.
    """
    if item.assembly.parent_id is not None:
        return InNotice.TEXT
    rows = [
        row
        for notice in notices_in_time(item.assembly)
        for row in notice.agenda
        if _names(row, item)
    ]
    if not rows:
        return InNotice.NOTHING
    motion = getattr(item, "motion", None)
    wording = dict(motion.text) if motion is not None else {}
    return InNotice.TEXT if any(row["text"] == wording for row in rows) else InNotice.SUBJECT


def notices_in_time(assembly: Assembly) -> list[Notice]:
    """The notices of a meeting that respect its period, each with its agenda. A meeting called
    again without a notice of its own was called by the notice of the first one."""
    sent = list(assembly.notices.exclude(kind=NoticeKind.CANCELLATION))
    first = assembly.second_call_of
    if not sent and first is not None:
        return notices_in_time(first)
    rule, meeting_on = rule_for_meeting(assembly), local_day(assembly.starts_at)
    return [
        notice
        for notice in sent
        if periods.is_timely(
            notice.sent_on, meeting_on, rule.notice_days, clear=rule.notice_clear_days
        )
    ]


def _names(row: dict[str, Any], item: AgendaItem) -> bool:
    """Items of a meeting called again are new rows: there the title tells."""
    return row.get("item") == str(item.pk) or row["title"] == dict(item.title)
