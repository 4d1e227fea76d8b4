"""Who may see a meeting and who may run it.

The functions that views ask get the meeting's key from the address (``pk``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from assemblies.domain.days import local_day
from assemblies.domain.nominating import calls, proposing
from assemblies.domain.writing.papers import motion_of_box
from assemblies.domain.writing.reading import is_reader
from assemblies.enums import Function
from assemblies.models import Assembly, Goal, NominationCall, ProgressNote, Resolution
from elections.models import Election
from members.permissions import can_read_register, is_auditor, is_logged_in, is_secretariat


def has_function(user: Any, assembly: Assembly, *functions: Function) -> bool:
    """Whether the log-in's person was appointed to one of ``functions`` at this meeting."""
    if not user.is_authenticated or user.person_id is None:
        return False
    return assembly.appointments.filter(person_id=user.person_id, function__in=functions).exists()


def can_check_files(user: Any, **_resolved: Any) -> bool:
    """Whoever logs in: the form changes nothing, so that auditors may send this one too."""
    return is_logged_in(user)


def can_operate(user: Any, assembly: Assembly) -> bool:
    """The secretariat and the chair run the meeting: items, quorum, votes, boxes, resolutions."""
    return is_secretariat(user) or has_function(user, assembly, Function.CHAIR)


def can_count_hands(user: Any, assembly: Assembly) -> bool:
    """Who runs the meeting, its counters and its scrutineers."""
    return can_operate(user, assembly) or has_function(
        user, assembly, Function.COUNTER, Function.SCRUTINEER, Function.CHIEF_SCRUTINEER
    )


def can_write(user: Any, assembly: Assembly) -> bool:
    """Who runs the meeting and its recorder write the minutes."""
    return can_operate(user, assembly) or has_function(user, assembly, Function.RECORDER)


def can_read(user: Any, assembly: Assembly) -> bool:
    """Whoever is on the roll, whoever is appointed, secretariat and auditor.

    Those on the roll are asked after first: their phones all ask at once.
    """
    return _takes_part(user, assembly) or is_secretariat(user) or is_auditor(user)


def _takes_part(user: Any, assembly: Assembly) -> bool:
    if not user.is_authenticated or user.person_id is None:
        return False
    roll = assembly.roll
    if roll is not None and roll.entries.filter(person_id=user.person_id).exists():
        return True
    return assembly.appointments.filter(person_id=user.person_id).exists()


def can_read_roll(user: Any, assembly: Assembly) -> bool:
    """The list with the reasons of exclusion is for those who answer for it."""
    return (
        is_secretariat(user)
        or is_auditor(user)
        or has_function(
            user,
            assembly,
            Function.CHAIR,
            Function.RECORDER,
            Function.SUPERVISOR,
            Function.CHIEF_SCRUTINEER,
        )
    )


def _assembly(pk: Any) -> Assembly | None:
    return Assembly.objects.select_related("roll").filter(pk=pk).first()


def may_attend(user: Any, *, pk: Any, **_others: Any) -> bool:
    """Whoever is on the roll or serves, in their own name."""
    assembly = _assembly(pk)
    return assembly is not None and _takes_part(user, assembly)


def may_operate(user: Any, *, pk: Any, **_others: Any) -> bool:
    assembly = _assembly(pk)
    return assembly is not None and can_operate(user, assembly)


def may_count_hands(user: Any, *, pk: Any, **_others: Any) -> bool:
    assembly = _assembly(pk)
    return assembly is not None and can_count_hands(user, assembly)


def may_write(user: Any, *, pk: Any, **_others: Any) -> bool:
    assembly = _assembly(pk)
    return assembly is not None and can_write(user, assembly)


def may_read_draft(user: Any, *, pk: Any, **_others: Any) -> bool:
    """Who answers for the meeting, and the readers of its minutes."""
    assembly = _assembly(pk)
    if assembly is None or not user.is_authenticated:
        return False
    return can_read_roll(user, assembly) or is_reader(assembly, user.person_id)


def may_remark(user: Any, *, pk: Any, **_others: Any) -> bool:
    """As those who read the draft, but for the auditor, who changes nothing."""
    assembly = _assembly(pk)
    if assembly is None or not user.is_authenticated:
        return False
    if is_reader(assembly, user.person_id):
        return True
    return can_read_roll(user, assembly) and not is_auditor(user)


def may_read(user: Any, *, pk: Any, **_others: Any) -> bool:
    assembly = _assembly(pk)
    return assembly is not None and can_read(user, assembly)


def may_read_roll(user: Any, *, pk: Any, **_others: Any) -> bool:
    assembly = _assembly(pk)
    return assembly is not None and can_read_roll(user, assembly)


def may_read_box(user: Any, *, election: Any, **_others: Any) -> bool:
    """Whoever may read the meeting that a ballot box belongs to."""
    box = Election.objects.filter(pk=election).first()
    motion = motion_of_box(box) if box is not None else None
    return motion is not None and can_read(user, motion.item.assembly)


def sees_to(user: Any, thing: Resolution | Goal) -> bool:
    """The secretariat, and whoever owns the resolution or the goal, note what is done about it."""
    if is_secretariat(user):
        return True
    return bool(user.is_authenticated and user.person_id and user.person_id == thing.owner_id)


def can_read_resolution(user: Any, resolution: Resolution) -> bool:
    """Whoever may read its meeting, and its owner."""
    return sees_to(user, resolution) or can_read(user, resolution.motion.item.assembly)


def may_read_resolution(user: Any, *, resolution: Any, **_others: Any) -> bool:
    rows = Resolution.objects.select_related("motion__item__assembly__roll")
    row = rows.filter(pk=resolution).first()
    return row is not None and can_read_resolution(user, row)


def may_note(user: Any, note: ProgressNote) -> bool:
    """Whether the document of ``note`` is for ``user``: as what the note is about."""
    if note.resolution is not None:
        return can_read_resolution(user, note.resolution)
    return can_read_register(user) or (note.goal is not None and sees_to(user, note.goal))


def may_read_plan(user: Any, *, pk: Any, **_others: Any) -> bool:
    """Whoever answers for the meeting, and whoever sees to a step."""
    assembly = _assembly(pk)
    return assembly is not None and (can_read_roll(user, assembly) or _owns(user, assembly))


def may_see_to(user: Any, *, pk: Any, step: Any, **_others: Any) -> bool:
    """Who runs the meeting, and of a step whoever sees to it."""
    assembly = _assembly(pk)
    return assembly is not None and (can_operate(user, assembly) or _owns(user, assembly, pk=step))


def _owns(user: Any, assembly: Assembly, **which: Any) -> bool:
    if not user.is_authenticated or user.person_id is None:
        return False
    return assembly.steps.filter(owner_id=user.person_id, **which).exists()


def may_read_goal(user: Any, *, goal: Any, **_others: Any) -> bool:
    """Goals are for the office and the auditor, and each for its owner."""
    row = Goal.objects.filter(pk=goal).first()
    return row is not None and (can_read_register(user) or sees_to(user, row))


def can_handle_nominations(user: Any, assembly: Assembly) -> bool:
    """The secretariat and the election committee; first meetings have that of the meeting that
    they follow."""
    if is_secretariat(user) or has_function(user, assembly, Function.ELECTION_COMMITTEE):
        return True
    parent = assembly.parent
    return parent is not None and has_function(user, parent, Function.ELECTION_COMMITTEE)


def may_handle_nominations(user: Any, *, pk: Any, **_others: Any) -> bool:
    assembly = _assembly(pk)
    return assembly is not None and can_handle_nominations(user, assembly)


def may_read_nominations(user: Any, *, pk: Any, **_others: Any) -> bool:
    """Whoever handles them, and whoever answers for the roll."""
    assembly = _assembly(pk)
    if assembly is None or not user.is_authenticated:
        return False
    return can_handle_nominations(user, assembly) or can_read_roll(user, assembly)


def takes_part_in(user: Any, call: NominationCall, day: date) -> bool:
    """Whoever may nominate: who votes for a member in good standing; and whoever is nominated."""
    if not user.is_authenticated or user.person_id is None:
        return False
    if call.nominations.filter(person=user.person_id).exists():
        return True
    return bool(proposing.firms_of(user.person_id, day))


def may_take_part(user: Any, *, call: Any, **_others: Any) -> bool:
    row = calls.find(call)
    return row is not None and takes_part_in(user, row, local_day(timezone.now()))


def may_see_call(user: Any, *, call: Any, **_others: Any) -> bool:
    """Whoever takes part, and whoever reads all of them."""
    row = calls.find(call)
    if row is None or not user.is_authenticated:
        return False
    return may_read_nominations(user, pk=row.item.assembly_id) or takes_part_in(
        user, row, local_day(timezone.now())
    )
