"""Seats that a ballot left open: what may follow, chosen question by question, and the lot."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assemblies.domain.sitting.lots import draw_lot, lots_of
from assemblies.domain.sitting.operating import told_of_another
from assemblies.domain.sitting.seats_left import open_seats_told
from assemblies.domain.sitting.settle_seats import settle_seats
from assemblies.forms import DrawForm, RoundForm, SeatsForm
from assemblies.models import Motion, SeatDecision
from assemblies.permissions import may_operate
from assemblies.views.answer import actor, operated
from elections.domain.rounds import rounds_of
from elections.models import Election
from members.permissions import require


def _motion(pk: UUID, item: UUID) -> Motion:
    motions = Motion.objects.select_related("item__assembly__body", "election")
    return get_object_or_404(motions, item=item, item__assembly=pk, election__isnull=False)


def _address(motion: Motion) -> str:
    return reverse("assemblies:seats", args=[motion.item.assembly_id, motion.item_id])


@require(may_operate)
def seats_left(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """What may follow for each question; chosen for all of them at once, or one after the other."""
    motion = _motion(pk, item)
    data = request.POST if request.method == "POST" else None
    forms = [SeatsForm(data, open_seats=one) for one in _open(motion) if one.lot is None]
    assert motion.election is not None  # filtered by _motion
    initial = {"channel": motion.election.channel, "box": motion.election.pk}
    ballot = RoundForm(data, initial=initial)
    if data is not None and ballot.is_valid() and all(form.is_valid() for form in forms):
        return _settle(request, motion, forms, ballot)
    context = {
        "assembly": motion.item.assembly,
        "item": motion.item,
        "motion": motion,
        "box": motion.election,
        "rounds": rounds_of(motion.election),
        "forms": forms,
        "ballot": ballot,
        "lots": [(lot, DrawForm()) for lot in lots_of(motion)],
        "decisions": motion.seat_decisions.filter(decided_at__isnull=False).select_related(
            "contest__election"
        ),
        "another": told_of_another(motion.item.assembly, actor(request)),
    }
    return render(request, "assemblies/seats.html", context)


def _open(motion: Motion) -> list[Any]:
    resolved = motion.resolutions.filter(annulled_at__isnull=True).exists()
    return [] if resolved else open_seats_told(motion)


def _settle(
    request: HttpRequest, motion: Motion, forms: list[SeatsForm], ballot: RoundForm
) -> HttpResponseRedirect:
    choices = [choice for form in forms if (choice := form.choice()) is not None]
    box = get_object_or_404(Election, pk=ballot.cleaned_data["box"])
    return operated(
        request,
        motion.item.assembly,
        lambda: settle_seats(
            motion=motion,
            box=box,
            choices=choices,
            channel=ballot.cleaned_data["channel"],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("It is on record."),
        to=_address(motion),
    )


@require(may_operate)
@require_POST
def lot_draw(request: HttpRequest, pk: UUID, item: UUID, decision: UUID) -> HttpResponseRedirect:
    """Draw a lot that was committed, with the digits called in the hall."""
    motion = _motion(pk, item)
    row = get_object_or_404(SeatDecision, pk=decision, motion=motion)
    form = DrawForm(request.POST)
    called = form.cleaned_data["called"] if form.is_valid() else ""
    return operated(
        request,
        motion.item.assembly,
        lambda: draw_lot(decision=row, called=called, by=actor(request), at=timezone.now()),
        done=_("The lot is drawn."),
        to=_address(motion),
    )
