"""The bar of phases with the one fact that matters under each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.days import zone
from assemblies.domain.planning.preparation import checks
from assemblies.domain.planning.timeline import progress_of
from assemblies.domain.presence.attendance import AttendanceFigures
from assemblies.enums import ItemState, Phase
from assemblies.models import Assembly


@dataclass(frozen=True, slots=True)
class Step:
    """``state`` is done, now or later."""

    phase: Phase
    label: str
    state: str
    fact: str


def steps(assembly: Assembly, figures: AttendanceFigures) -> list[Step]:
    """All phases in their order. Counting is a phase of its own only while boxes are counted."""
    order = list(Phase)
    now = order.index(Phase(assembly.phase))
    facts = {
        Phase.PREPARE: _prepare_fact(assembly),
        Phase.CONVENE: _convene_fact(assembly),
        Phase.CHECK_IN: f"{figures.present} / {figures.entitled}" if now >= 2 else "",
        Phase.LIVE: _live_fact(assembly),
        Phase.MINUTES: _minutes_fact(assembly),
    }
    return [
        Step(
            phase=phase,
            label=str(phase.label),
            state=_state(assembly, position, now),
            fact=facts.get(phase, ""),
        )
        for position, phase in enumerate(order)
    ]


def _state(assembly: Assembly, position: int, now: int) -> str:
    if position == now:
        return "done" if assembly.phase == Phase.FILE else "now"
    return "done" if position < now else "later"


def _prepare_fact(assembly: Assembly) -> str:
    all_checks = checks(assembly)
    done = sum(check.done for check in all_checks)
    told = [f"{done} / {len(all_checks)}", progress_of(assembly)]
    return " · ".join(part for part in told if part)


def _convene_fact(assembly: Assembly) -> str:
    if assembly.parent_id is not None:
        return _("held right after the assembly")
    notice = assembly.notices.last()
    if notice is None:
        return ""
    return _("%(ahead)s days ahead, %(required)s required") % {
        "ahead": notice.days_ahead,
        "required": notice.days_required,
    }


def _live_fact(assembly: Assembly) -> str:
    items = list(assembly.items.order_by("position"))
    current = next((i for i in items if i.state == ItemState.CURRENT), None)
    if current is not None:
        return _("item %(number)s of %(total)s") % {
            "number": items.index(current) + 1,
            "total": len(items),
        }
    done = sum(item.state == ItemState.DONE for item in items)
    return _("%(done)s of %(total)s settled") % {"done": done, "total": len(items)} if items else ""


def _minutes_fact(assembly: Assembly) -> str:
    if assembly.closed_at is None:
        return ""
    closed = date_format(assembly.closed_at.astimezone(zone()), "TIME_FORMAT")
    return _("closed at %(time)s") % {"time": closed}
