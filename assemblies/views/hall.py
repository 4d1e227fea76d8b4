"""The screen in the hall: the current item, what it takes, and its result once it is published."""

from __future__ import annotations

from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.proposals import proposal_of
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.sitting.told import told_contests
from assemblies.enums import ItemState
from assemblies.models import Assembly
from assemblies.permissions import may_operate
from members.permissions import require


@require(may_operate)
@require_safe
def hall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page once, then its content every few seconds."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    template = "assemblies/_hall_now.html" if request.htmx else "assemblies/hall.html"  # type: ignore[attr-defined]
    return render(request, template, _context(assembly))


def _context(assembly: Assembly) -> dict[str, Any]:
    rows = agenda_rows(assembly)
    settled = [(row.resolution.resolved_at, row) for row in rows if row.resolution]
    latest = max(settled, key=itemgetter(0))[1] if settled else None
    current = next((row for row in rows if row.item.state == ItemState.CURRENT), None)
    shown = current or latest
    return {
        "assembly": assembly,
        "shown": shown,
        "proposal": proposal_of(shown.motion) if shown else None,
        "contests": told_contests(shown.resolution) if shown else [],
        "is_current": current is not None,
        "coming": next((row for row in rows if row.item.state == ItemState.PENDING), None),
        "figures": attendance_figures(assembly),
        "calc": calculator(assembly, current.item if current else None)
        if assembly.roll_id
        else None,
    }
