"""The check-in desk: one search field, in and out, and the count that moves with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.presence import appoint, check_in, excuse
from assemblies.domain.presence.attendance import (
    attendance_figures,
    entries_with_presence,
    present_entries,
)
from assemblies.domain.presence.check_in import DESK_OPEN
from assemblies.domain.presence.quorum import quorum_now
from assemblies.enums import Function
from assemblies.forms import GuestForm
from assemblies.models import Assembly
from assemblies.permissions import may_operate
from assemblies.views.answer import actor, answer
from assemblies.views.convene import matching
from elections.models import RollEntry
from members.permissions import require
from records.errors import ActRefused

SHOWN = 20


def _assembly(pk: UUID) -> Assembly:
    return get_object_or_404(Assembly.objects.select_related("roll", "body"), pk=pk)


def _count(assembly: Assembly) -> dict[str, object]:
    return {
        "assembly": assembly,
        "figures": attendance_figures(assembly),
        "quorum": quorum_now(assembly) if assembly.roll_id else None,
    }


@require(may_operate)
@require_safe
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole page; asked by htmx, the hits alone."""
    assembly = _assembly(pk)
    query = request.GET.get("q", "").strip()
    context = _count(assembly) | {
        "query": query,
        "entries": _hits(assembly, query),
        "shown": SHOWN,
        "is_open": assembly.phase in DESK_OPEN,
    }
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return render(request, "assemblies/_desk_hits.html", context)
    context |= {
        "guests": assembly.appointments.filter(function=Function.GUEST).select_related("person"),
        "guest_form": GuestForm(),
    }
    return render(request, "assemblies/desk.html", context)


def _hits(assembly: Assembly, query: str) -> list[RollEntry]:
    """Who matches, or those who are not in yet; the excluded show up when they are looked for."""
    entries = entries_with_presence(assembly)
    if query:
        words = Q()
        for word in query.split():
            words &= matching(word)
        return list(entries.filter(words)[:SHOWN])
    missing = entries.filter(entitled=True).exclude(pk__in=present_entries(assembly))
    return list(missing[:SHOWN])


@require(may_operate)
@require_safe
def desk_count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The figures of the moment, asked for every few seconds."""
    return render(request, "assemblies/_desk_count.html", _count(_assembly(pk)))


ACTS: dict[str, Callable[..., object]] = {
    "in": check_in.check_in,
    "out": check_in.check_out,
    "excuse": excuse.excuse_entry,
    "unexcuse": excuse.withdraw_excuse,
}


@require(may_operate)
@require_POST
def desk_act(request: HttpRequest, pk: UUID, entry: UUID, act: str) -> HttpResponse:
    """In, out, excused or not: the row as it is then, with the refusal where there is one."""
    assembly = _assembly(pk)
    found = get_object_or_404(RollEntry, pk=entry, roll=assembly.roll_id)
    more = {"reason": request.POST.get("reason", "")[:200]} if act == "excuse" else {}
    refused = ""
    try:
        ACTS[act](assembly=assembly, entry=found, by=actor(request), at=timezone.now(), **more)
    except ActRefused as refusal:
        refused = str(refusal)
    if not request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _back(request, assembly, refused)
    context = _count(assembly) | {
        "entry": entries_with_presence(assembly).get(pk=entry),
        "refused": refused,
        "is_open": assembly.phase in DESK_OPEN,
        "with_count": True,
    }
    return render(request, "assemblies/_desk_row.html", context)


def _back(request: HttpRequest, assembly: Assembly, refused: str) -> HttpResponse:
    def nothing_more() -> None:
        if refused:
            raise ActRefused(refused)

    address = reverse("assemblies:desk", args=[assembly.pk])
    return answer(request, nothing_more, done=_("Noted."), to=address)


@require(may_operate)
@require_POST
def guest_admit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who attends without a vote."""
    assembly = _assembly(pk)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return redirect("assemblies:desk", pk)
    return answer(
        request,
        lambda: appoint.admit_guest(
            assembly=assembly,
            name=form.cleaned_data["name"],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The guest is on record, without a vote."),
        to=reverse("assemblies:desk", args=[pk]),
    )
