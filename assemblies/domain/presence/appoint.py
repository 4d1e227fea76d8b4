"""Functions at a meeting: chair, recorder, scrutineers … and guests."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.tellers import COUNTING, refuse_candidates_as_tellers
from assemblies.enums import Function, Phase
from assemblies.models import Appointment, Assembly
from members.models import Person, User
from records.domain import log
from records.fields import Translated

BEFORE_MINUTES = (Phase.PREPARE, Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT)


@transaction.atomic
def appoint(
    *, assembly: Assembly, person: Person, function: Function, by: User | None, at: datetime
) -> Appointment:
    """Appoint once; appointing again changes nothing. Raises TellerStands for a candidate who
    would count."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    if function in COUNTING:
        refuse_candidates_as_tellers(assembly, tellers=[person])
    last = assembly.appointments.filter(function=function).aggregate(last=Max("position"))["last"]
    appointment, created = Appointment.objects.get_or_create(
        assembly=assembly,
        person=person,
        function=function,
        defaults={"position": (last or 0) + 1},
    )
    if created:
        payload = {"person": str(person.pk), "function": function}
        log.record(stream=stream_of(assembly), event="appointed", payload=payload, by=by, at=at)
    return appointment


@transaction.atomic
def release(*, appointment: Appointment, by: User | None, at: datetime) -> None:
    """Take back an appointment; the log keeps both. Released already, nothing changes."""
    assembly = lock_assembly(appointment.assembly_id)
    require_phase(assembly, *BEFORE_MINUTES)
    deleted, _rows = assembly.appointments.filter(pk=appointment.pk).delete()
    if deleted:
        payload = {"person": str(appointment.person_id), "function": appointment.function}
        log.record(stream=stream_of(assembly), event="released", payload=payload, by=by, at=at)


@transaction.atomic
def admit_guest(
    *, assembly: Assembly, name: Translated | dict[str, str], by: User | None, at: datetime
) -> Appointment:
    """Admit somebody who attends without vote. The same name again is the same guest."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    known = assembly.appointments.filter(
        function=Function.GUEST, person__name=Translated(name)
    ).first()
    if known is not None:
        return known
    person = Person.objects.create(name=Translated(name))
    return appoint(assembly=assembly, person=person, function=Function.GUEST, by=by, at=at)
