"""One lock for all that is done at a meeting: its row.

Acts of one meeting are few and short, so they queue; two desks that check in the same firm, or two
presses of "resolve", therefore see each other's rows.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.formats import date_format

from assemblies.domain.days import zone
from assemblies.enums import Phase
from assemblies.errors import MeetingAdjourned, PhaseForbids
from assemblies.models import AgendaItem, Assembly, Motion

IN_SESSION = (Phase.LIVE, Phase.COUNT)


def lock_assembly(assembly_id: UUID) -> Assembly:
    """The meeting as it is now, locked until the transaction ends."""
    return Assembly.objects.select_for_update().get(pk=assembly_id)


def lock_item(item: AgendaItem) -> AgendaItem:
    """An item read afresh under its meeting's lock; ``item.assembly`` is the locked row."""
    assembly = lock_assembly(item.assembly_id)
    fresh = AgendaItem.objects.get(pk=item.pk)
    fresh.assembly = assembly
    return fresh


def lock_motion(motion: Motion) -> Motion:
    """A motion read afresh under its meeting's lock."""
    item = lock_item(AgendaItem.objects.get(pk=motion.item_id))
    fresh = Motion.objects.select_related(
        "election", "version", "schedule", "amendment__regulation", "amendment__base"
    ).get(pk=motion.pk)
    fresh.item = item
    return fresh


def require_phase(assembly: Assembly, *phases: Phase) -> None:
    """Raises PhaseForbids unless the meeting is in one of ``phases``."""
    if assembly.phase not in phases:
        raise PhaseForbids(
            phase=Phase(assembly.phase).label, needed=" / ".join(str(p.label) for p in phases)
        )


def stream_of(assembly: Assembly) -> str:
    """The meeting's stream of the log."""
    return f"assembly:{assembly.pk}"


def require_sitting(assembly: Assembly) -> None:
    """Raises PhaseForbids unless the meeting is open, MeetingAdjourned while it is interrupted."""
    require_phase(assembly, *IN_SESSION)
    pause = assembly.adjournments.filter(resumed_at__isnull=True).first()
    if pause is not None:
        raise MeetingAdjourned(at=date_format(pause.from_at.astimezone(zone()), "H:i"))
