"""How a meeting was called: its notices, its roll, what authorities said of it beforehand."""

from __future__ import annotations

from collections import Counter

from assemblies.domain.days import local_day, meeting_day
from assemblies.domain.writing.minutes_facts.conduct_shapes import (
    AnswerFacts,
    CallFacts,
    ClearanceFacts,
)
from assemblies.domain.writing.minutes_facts.presence_shapes import (
    ChannelFacts,
    ConvocationFacts,
    CorrectionFacts,
    ObjectionFacts,
)
from assemblies.enums import DeliveryChannel, DeliveryState, NoticeKind
from assemblies.models import Assembly, Notice, NoticeAttachment
from records.fields import Translated


def convocation_of(assembly: Assembly) -> ConvocationFacts | None:
    """The notice that convened the meeting, with what came after it; None for a first meeting on
    the same day."""
    notices = list(assembly.notices.order_by("sent_at"))
    convening = [one for one in notices if one.kind == NoticeKind.CONVOCATION]
    if not convening:
        return None
    notice = convening[-1]
    return ConvocationFacts(
        sent_on=notice.sent_on,
        meeting_on=meeting_day(assembly),
        days_ahead=notice.days_ahead,
        days_required=notice.days_required,
        citation=notice.citation,
        channels=_channels(Counter(notice.deliveries.values_list("channel", "state"))),
        attachments=_attachments(notices),
        corrections=[
            CorrectionFacts(one.kind, one.sent_on, one.subject)
            for one in notices
            if one.kind != NoticeKind.CONVOCATION
        ],
    )


def _attachments(notices: list[Notice]) -> list[Translated]:
    rows = NoticeAttachment.objects.filter(notice__in=notices)
    return [row.title for row in rows.order_by("notice__sent_at", "position")]


def _channels(counted: Counter[tuple[str, str]]) -> list[ChannelFacts]:
    found = []
    for channel in DeliveryChannel:
        states = {state: counted[(channel.value, state.value)] for state in DeliveryState}
        if sum(states.values()):
            found.append(
                ChannelFacts(
                    channel=channel.value,
                    total=sum(states.values()),
                    sent=states[DeliveryState.SENT],
                    waiting=states[DeliveryState.WAITING],
                    bounced=states[DeliveryState.BOUNCED],
                )
            )
    return found


def objections_of(assembly: Assembly) -> list[ObjectionFacts]:
    """To the roll, in the order in which they were raised."""
    return [
        ObjectionFacts(
            raised_by=one.raised_by,
            text=one.text,
            raised_at=one.raised_at,
            outcome=one.outcome,
            reasons=one.reasons,
            decided_by=one.decided_by,
            appeal=one.appeal,
            appeal_outcome=one.appeal_outcome,
            appeal_reasons=one.appeal_reasons,
            appeal_decided_by=one.appeal_decided_by,
            decided_at=one.decided_at,
            appeal_decided_at=one.appeal_decided_at,
        )
        for one in assembly.roll_objections.order_by("raised_at", "pk")
    ]


def call_of(assembly: Assembly) -> CallFacts:
    first = assembly.second_call_of
    return CallFacts(
        repeats=first.title if first else Translated(),
        repeats_on=local_day(first.starts_at) if first else None,
        by_delegates=assembly.by_delegates,
        two_counts=assembly.two_counts,
    )


def answers_of(assembly: Assembly) -> list[AnswerFacts]:
    """What authorities answered of those who were asked."""
    asked = assembly.steps.exclude(answer="").order_by("answered_on", "position")
    return [
        AnswerFacts(
            subject=step.title,
            authority=step.answer_from,
            answer=step.answer,
            reference=step.answer_reference,
            answered_on=step.answered_on,
        )
        for step in asked
    ]


def clearances_of(assembly: Assembly) -> list[ClearanceFacts]:
    """Those that stand."""
    rows = assembly.clearances.filter(withdrawn_at__isnull=True).select_related("person")
    return [
        ClearanceFacts(row.person.name, row.cleared_by, row.reference, row.cleared_on)
        for row in rows.order_by("cleared_on", "pk")
    ]
