"""Who was called, who came, and whether they were enough."""

from __future__ import annotations

from collections import Counter, defaultdict
from uuid import UUID

from django.db.models import QuerySet

from assemblies.domain.writing.minutes_facts.calling import objections_of
from assemblies.domain.writing.minutes_facts.presence_shapes import (
    AttendanceFacts,
    AttendanceRow,
    ExclusionFacts,
    OfficerFacts,
    ProxyFacts,
)
from assemblies.enums import Function
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
        people = [one.person for one in named if one.function == function]
        if people:
            names, keys = [one.name for one in people], [str(one.pk) for one in people]
            found.append(OfficerFacts(function.value, names, keys))
    return found


def attendance_of(assembly: Assembly) -> AttendanceFacts:
    """Whoever was there for any time attended, in the hall or remotely; the quorum checks
    say how many at once."""
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
        represented=states["represented"],
        proxies=proxies_of(assembly),
        objections=objections_of(assembly),
        votes=sum(row.weight for row in rows) if roll and roll.is_weighted else None,
        weighed_by=roll.weighed_by if roll else NOBODY,
        weights_citation=roll.weights_citation if roll else NOBODY,
        remote=sum(_was_remote(row) for row in rows),
    )


def _was_remote(row: AttendanceRow) -> bool:
    return row.state == "attended" and len(row.remote_from) == len(row.stays)


def _entries(assembly: Assembly) -> list[RollEntry]:
    if assembly.roll is None:
        return []
    return list(assembly.roll.entries.select_related("firm", "person").order_by("position"))


def _rows(assembly: Assembly, entries: list[RollEntry]) -> list[AttendanceRow]:
    stays: dict[UUID, list[Attendance]] = defaultdict(list)
    for stay in _stays(assembly).order_by("in_at"):
        stays[stay.entry_id].append(stay)
    excuses = dict(Excuse.objects.filter(assembly=assembly).values_list("entry_id", "reason"))
    holders = {proxy.pk: proxy.holder.name for proxy in assembly.proxies.select_related("holder")}
    return [
        _row(number, entry, stays[entry.pk], excuses.get(entry.pk), holders)
        for number, entry in enumerate(entries, start=1)
    ]


def _stays(assembly: Assembly) -> QuerySet[Attendance]:
    """Those of the meeting itself: who left before it was opened, as on a day from which it was
    postponed, did not attend."""
    found = Attendance.objects.filter(assembly=assembly)
    if assembly.opened_at is None:
        return found
    return found.exclude(out_at__lte=assembly.opened_at)


def _row(
    number: int,
    entry: RollEntry,
    stays: list[Attendance],
    excuse: str | None,
    holders: dict[UUID, Translated],
) -> AttendanceRow:
    """Whoever came for any time attended, however long another one held their vote."""
    in_person = [stay for stay in stays if stay.proxy_id is None]
    held = next((stay.proxy_id for stay in stays if stay.proxy_id), None)
    if in_person:
        state = "attended"
    elif held:
        state = "represented"
    else:
        state = "absent" if excuse is None else "excused"
    return AttendanceRow(
        number=number,
        firm=entry.firm.name if entry.firm else NOBODY,
        registration_code=entry.firm.registration_code if entry.firm else "",
        person=entry.person.name if entry.person else NOBODY,
        post=entry.post,
        stays=[[stay.in_at, stay.out_at] for stay in in_person or stays],
        excuse=excuse or "",
        state=state,
        through=holders[held] if held and not in_person else NOBODY,
        person_id=str(entry.person_id or ""),
        weight=entry.weight,
        remote_from=[stay.in_at for stay in in_person or stays if stay.remote],
    )


def proxies_of(assembly: Assembly) -> list[ProxyFacts]:
    """Every authority that was lodged, also one that ended before the close."""
    rows = assembly.proxies.filter(lodged_at__isnull=False)
    return [
        ProxyFacts(
            firm=proxy.principal.firm.name if proxy.principal.firm else NOBODY,
            person=proxy.principal.person.name if proxy.principal.person else NOBODY,
            holder=proxy.holder.name,
            scope=proxy.scope,
            lodged_at=proxy.lodged_at,
            ended_at=proxy.revoked_at,
            ending=proxy.revocation,
            ended_by=proxy.ended_by,
        )
        for proxy in rows.select_related("principal__firm", "principal__person", "holder").order_by(
            "principal__position", "lodged_at"
        )
    ]
