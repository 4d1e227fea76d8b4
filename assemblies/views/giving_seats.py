"""Seats of an election that were held back, each with what settles it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assemblies.domain.days import meeting_day
from assemblies.domain.sitting.giving_seats import give_seat
from assemblies.domain.sitting.seats_held import SeatHeld, seats_held
from assemblies.forms.seats import GivenSeatForm
from assemblies.models import AgendaItem, Resolution
from assemblies.permissions import may_operate
from assemblies.views.answer import actor, answer
from members.permissions import require


@require(may_operate)
def give_seats(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Who was elected and has no seat yet, and the form by which each is given theirs."""
    found = get_object_or_404(AgendaItem.objects.select_related("assembly"), pk=item, assembly=pk)
    resolution = Resolution.objects.filter(motion__item=found, annulled_at__isnull=True).first()
    asked = request.POST.get("candidate", "")
    first = {"day": meeting_day(found.assembly)}
    rows = [
        (
            one,
            GivenSeatForm(
                request.POST if one.candidate == asked else None,
                prefix=one.candidate,
                initial=first,
            ),
        )
        for one in (seats_held(resolution) if resolution else [])
    ]
    for one, form in rows:
        if resolution is not None and form.is_bound and form.is_valid():
            return _give(request, resolution, one, form)
    context = {"assembly": found.assembly, "item": found, "rows": rows}
    return render(request, "assemblies/give_seats.html", context)


def _give(
    request: HttpRequest, resolution: Resolution, seat: SeatHeld, form: GivenSeatForm
) -> HttpResponse:
    item, data = resolution.motion.item, form.cleaned_data
    return answer(
        request,
        lambda: give_seat(
            resolution=resolution,
            candidate=seat.candidate,
            from_on=data["day"],
            source=data["source"],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The seat is given."),
        to=reverse("assemblies:give_seats", args=[item.assembly_id, item.pk]),
    )
