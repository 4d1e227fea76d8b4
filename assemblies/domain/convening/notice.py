"""The notice period of a meeting, and the draft of its notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from assemblies.domain.days import local_day, meeting_day, zone
from assemblies.domain.governing import cited, rule_for_meeting
from assemblies.models import Assembly
from bylaws.domain import notice as periods
from bylaws.models import Association
from members.enums import BodyKind
from records.fields import Translated

LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """What the rule asks and what sending on ``sent_on`` gives; all days local."""

    sent_on: date
    meeting_on: date
    days_required: int
    days_ahead: int
    timely: bool
    earliest: date
    latest_sending: date
    citation: Translated


def notice_period(assembly: Assembly, *, sent_on: date) -> NoticePeriod:
    """Count the period as the rulebook of the meeting's day says (first day not counted)."""
    rule = rule_for_meeting(assembly)
    meeting_on, clear = local_day(assembly.starts_at), rule.notice_clear_days
    return NoticePeriod(
        sent_on=sent_on,
        meeting_on=meeting_on,
        days_required=rule.notice_days,
        days_ahead=max(0, (meeting_on - sent_on).days),
        timely=periods.is_timely(sent_on, meeting_on, rule.notice_days, clear=clear),
        earliest=periods.earliest_lawful_date(sent_on, rule.notice_days, clear=clear),
        latest_sending=periods.latest_sending_date(meeting_on, rule.notice_days, clear=clear),
        citation=cited(rule.citations["notice_days"]),
    )


def agenda_of(assembly: Assembly) -> list[dict[str, Any]]:
    """The agenda as data: what a notice keeps of the moment it was sent."""
    rows = []
    for item in assembly.items.select_related("motion").order_by("position"):
        motion = getattr(item, "motion", None)
        rows.append(
            {
                "item": str(item.pk),
                "position": item.position,
                "title": dict(item.title),
                "kind": item.kind,
                "matter": item.matter,
                "text": dict(motion.text) if motion else {},
                "method": motion.method if motion else "",
            }
        )
    return rows


def draft_notice(assembly: Assembly) -> tuple[Translated, Translated]:
    """Subject and text to begin with, in both languages; the secretariat edits them."""
    subject, text = Translated(), Translated()
    association = Association.objects.first()
    context = {
        "assembly": assembly,
        "association": association,
        "starts_at": assembly.starts_at.astimezone(zone()),
        "day": meeting_day(assembly),
        "items": list(assembly.items.order_by("position")),
    }
    for key, language in LANGUAGES.items():
        with translation.override(language):
            told = context | {"addressed": addressed_to(assembly)}
            subject[key] = _rendered("assemblies/email/notice_subject.txt", told)
            text[key] = _rendered("assemblies/email/notice_message.txt", told)
    return subject, text


def addressed_to(assembly: Assembly) -> str:
    """The first line of a notice, in the language of the moment."""
    if assembly.by_delegates:
        return _("To all delegates:")
    if assembly.body.kind == BodyKind.GENERAL_ASSEMBLY:
        return _("To all members:")
    return _("To all members of the %(body)s:") % {"body": assembly.body}


def _rendered(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context).strip()
