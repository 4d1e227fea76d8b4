"""Who was called, who came, and whether they were enough."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from uuid import UUID

from assemblies.domain.days import meeting_day
from assemblies.domain.writing.minutes_facts.shapes import (
    AttendanceFacts,
    AttendanceRow,
    ChannelFacts,
    ConvocationFacts,
    ExclusionFacts,
    OfficerFacts,
    QuorumFacts,
)
from assemblies.enums import DeliveryChannel, DeliveryState, Function
from assemblies.models import Assembly, Attendance, Excuse
from elections.models import RollEntry
from records.fields import Translated

NOBODY = Translated()


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` in percent with one decimal, half up, in whole numbers: 104 of 109 is
    95.4. Empty where there is no whole."""
    if whole == 0:
        return ""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def officers_of(assembly: Assembly) -> list[OfficerFacts]:
    """Everyone appointed, function by function in the order of the enum; guests apart."""
    named = assembly.appointments.select_related("person").order_by("position")
    found = []
    for function in Function:
        names = [one.person.name for one in named if one.function == function]
        if names:
            found.append(OfficerFacts(function.value, names))
    return found


def convocation_of(assembly: Assembly) -> ConvocationFacts | None:
    """The notice that convened the meeting; None for a first meeting on the same day."""
    notice = assembly.notices.last()
    if notice is None:
        return None
    return ConvocationFacts(
        sent_on=notice.sent_on,
        meeting_on=meeting_day(assembly),
        days_ahead=notice.days_ahead,
        days_required=notice.days_required,
        citation=notice.citation,
        channels=_channels(Counter(notice.deliveries.values_list("channel", "state"))),
    )


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


def attendance_of(assembly: Assembly) -> AttendanceFacts:
    """Whoever was in the hall for any time attended; the quorum checks say how many at once."""
    entries = _entries(assembly)
    rows = _rows(assembly, [entry for entry in entries if entry.entitled])
    states = Counter(row.state for row in rows)
    roll = assembly.roll
    return AttendanceFacts(
        record_on=roll.record_on if roll else None,
        roll_digest=roll.digest if roll else "",
        entitled=len(rows),
        attended=states["attended"],
        excused=states["excused"],
        absent=states["absent"],
        guests=assembly.appointments.filter(function=Function.GUEST).count(),
        rate=percent(states["attended"], len(rows)),
        excluded=[
            ExclusionFacts(
                firm=entry.firm.name if entry.firm else NOBODY,
                person=entry.person.name if entry.person else NOBODY,
                reason=entry.reason,
                citation=entry.citation,
            )
            for entry in entries
            if not entry.entitled
        ],
        rows=rows,
    )


def _entries(assembly: Assembly) -> list[RollEntry]:
    if assembly.roll is None:
        return []
    return list(assembly.roll.entries.select_related("firm", "person").order_by("position"))


def _rows(assembly: Assembly, entries: list[RollEntry]) -> list[AttendanceRow]:
    stays: dict[UUID, list[list[datetime | None]]] = defaultdict(list)
    for stay in Attendance.objects.filter(assembly=assembly).order_by("in_at"):
        stays[stay.entry_id].append([stay.in_at, stay.out_at])
    excuses = dict(Excuse.objects.filter(assembly=assembly).values_list("entry_id", "reason"))
    return [
        AttendanceRow(
            number=number,
            firm=entry.firm.name if entry.firm else NOBODY,
            registration_code=entry.firm.registration_code if entry.firm else "",
            person=entry.person.name if entry.person else NOBODY,
            post=entry.post,
            stays=stays.get(entry.pk, []),
            excuse=excuses.get(entry.pk, ""),
            state=_state(entry.pk in stays, entry.pk in excuses),
        )
        for number, entry in enumerate(entries, start=1)
    ]


def _state(came: bool, excused: bool) -> str:
    if came:
        return "attended"
    return "excused" if excused else "absent"


def quorum_of(assembly: Assembly) -> list[QuorumFacts]:
    """Every statement of the quorum, in the order of time."""
    return [
        QuorumFacts(
            at=check.at,
            item=check.item.position if check.item else None,
            title=check.item.title if check.item else Translated(),
            entitled=check.entitled,
            present=check.present,
            required=check.required,
            met=check.met,
            citation=check.citation,
        )
        for check in assembly.quorum_checks.select_related("item").order_by("at", "pk")
    ]
