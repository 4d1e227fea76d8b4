"""The screen in the hall: the current item, what it takes, and its result once it is published."""

from __future__ import annotations

from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assemblies.domain.planning.agenda import Row, agenda_rows
from assemblies.domain.planning.proposals import proposal_of
from assemblies.domain.presence import pulse
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.domain.sitting.announcing import announced_until
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.sitting.lots import lots_of
from assemblies.domain.sitting.result_chart import charts_of
from assemblies.domain.sitting.seats_left import open_seats_told
from assemblies.enums import ItemState, Phase
from assemblies.models import Assembly
from assemblies.permissions import may_operate
from elections.enums import ElectionState
from members.domain.admitting.certificates import qr_of
from members.permissions import require

# While nothing is voted on yet the code leads people to the page that they will need.
COMING_IN = (Phase.CHECK_IN,)


@require(may_operate)
@require_safe
def hall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page once, then its content whenever something has changed."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    context = _context(request, assembly)
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return render(request, "assemblies/_hall_now.html", context)
    context["pulse"] = pulse.name_of_counts(assembly)
    return render(request, "assemblies/hall.html", context)


def _context(request: HttpRequest, assembly: Assembly) -> dict[str, Any]:
    rows = agenda_rows(assembly)
    settled = [(row.resolution.resolved_at, row) for row in rows if row.resolution]
    latest = max(settled, key=itemgetter(0))[1] if settled else None
    current = next((row for row in rows if row.item.state == ItemState.CURRENT), None)
    shown = current or latest
    address = request.build_absolute_uri(reverse("assemblies:follow", args=[assembly.pk]))
    return {
        "assembly": assembly,
        "shown": shown,
        "proposal": proposal_of(shown.motion) if shown else None,
        "charts": charts_of(shown) if shown else (),
        "seats_left": open_seats_told(shown.motion) if shown and not shown.resolution else [],
        "lots": lots_of(shown.motion) if shown else [],
        "is_current": current is not None,
        "coming": next((row for row in rows if row.item.state == ItemState.PENDING), None),
        "figures": attendance_figures(assembly),
        "calc": calculator(assembly, current.item if current else None)
        if assembly.roll_id
        else None,
        "until": announced_until(assembly),
        "pause": assembly.adjournments.filter(resumed_at__isnull=True).first(),
        "address": address,
        "qr": qr_of(address) if _asks_for_phones(assembly, shown) else "",
    }


def _asks_for_phones(assembly: Assembly, shown: Row | None) -> bool:
    if assembly.phase in COMING_IN:
        return True
    box = shown.election if shown else None
    return box is not None and box.is_electronic and box.state == ElectionState.OPEN
