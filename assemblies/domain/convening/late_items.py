"""Items that come onto the agenda after the notice was sent.

Where nothing may be resolved that the notice did not name, or the notice has to give the wording,
an item can still be added as long as a correction that names it goes out in time. Elsewhere it may
be added until the meeting ends. What is only heard may always be added.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format

from assemblies.domain.convening.notice import notice_period
from assemblies.domain.days import local_day
from assemblies.domain.governing import cited, rule_for_matter
from assemblies.enums import ItemKind, Phase
from assemblies.errors import AgendaFixed, MeetingCancelled, SubjectNotNamed
from assemblies.models import AgendaItem, Assembly
from bylaws.domain.rules import Citation
from bylaws.enums import Matter

MAY_STILL_GROW = (Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE)


def allow_late(assembly: Assembly, *, kind: ItemKind, matter: Matter, at: datetime) -> None:
    """Raises MeetingCancelled, AgendaFixed once the meeting is over, SubjectNotNamed with the
    rule's citation and the earliest lawful date, RuleRefused."""
    if assembly.is_cancelled:
        raise MeetingCancelled
    if assembly.phase not in MAY_STILL_GROW:
        raise AgendaFixed
    sources = asks_for_naming(assembly, kind=kind, matter=matter)
    if not sources:
        return
    period = notice_period(assembly, sent_on=local_day(at))
    if assembly.phase != Phase.CONVENE or not period.timely:
        raise SubjectNotNamed(
            citation=str(cited(sources)),
            sent_on=date_format(period.sent_on),
            earliest=date_format(period.earliest),
            meeting_on=date_format(period.meeting_on),
        )


def asks_for_naming(assembly: Assembly, *, kind: ItemKind, matter: Matter) -> tuple[Citation, ...]:
    """The rule by which the notice has to name such an item, or to give its wording; empty where
    none does."""
    if kind == ItemKind.REPORT:
        return ()
    rule = rule_for_matter(assembly, matter)
    if rule.text_in_notice:
        return rule.citations["text_in_notice"]
    return rule.citations["subject_in_notice"] if rule.subject_in_notice else ()


def unannounced_items(assembly: Assembly) -> list[AgendaItem]:
    """Items added after the notice of which no notice sent since says anything, by position."""
    items = assembly.items.filter(added_at__isnull=False).order_by("position")
    return [item for item in items if is_unannounced(item)]


def is_unannounced(item: AgendaItem) -> bool:
    if item.added_at is None:
        return False
    sent = item.assembly.notices.values_list("agenda", flat=True)
    return not any(row.get("item") == str(item.pk) for agenda in sent for row in agenda)
