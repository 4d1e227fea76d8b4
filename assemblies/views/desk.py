"""The check-in desk: one field for names and badges, in and out, and the count that moves along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.presence import (
    appoint,
    check_in,
    desk_rows,
    excuse,
    outside_holders,
    pulse,
    sides,
    slips,
)
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.domain.presence.check_in import DESK_OPEN
from assemblies.domain.presence.desk_rows import DeskRow, Found
from assemblies.domain.presence.quorum import quorum_now
from assemblies.enums import Function
from assemblies.forms import GuestForm
from assemblies.models import Assembly, Attendance
from assemblies.permissions import may_operate
from assemblies.views.answer import actor, answer
from elections.domain.slip_box import tally_of_slips
from elections.models import RollEntry
from members.permissions import require
from records.errors import ActRefused

SHOWN = 20
# Which desk this browser stands at; it outlives the log-in, since the table stays where it is.
COOKIE, KEPT_SECONDS = "desk", 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a name or a code: ``kind`` is the colour, ``row`` whom it was about."""

    kind: str
    text: str
    row: DeskRow | None = None


def _assembly(pk: UUID) -> Assembly:
    return get_object_or_404(Assembly.objects.select_related("roll", "body", "ceremony"), pk=pk)


def _count(assembly: Assembly) -> dict[str, object]:
    return {
        "assembly": assembly,
        "figures": attendance_figures(assembly),
        "quorum": quorum_now(assembly) if assembly.roll_id else None,
        "slips": _slips(assembly),
        "sides": sides.sides_now(assembly),
    }


def _slips(assembly: Assembly) -> dict[str, int] | None:
    """How many slips are drawn; nothing where voters have letters."""
    if assembly.ceremony is None or not assembly.ceremony.is_by_slip:
        return None
    return tally_of_slips(assembly.ceremony)


def name_of_desk(request: HttpRequest) -> str:
    length = Attendance._meta.get_field("desk").max_length
    return unquote(request.COOKIES.get(COOKIE, ""))[:length]


@require(may_operate)
@require_safe
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole page; asked by htmx, the hits alone."""
    assembly = _assembly(pk)
    query = request.GET.get("q", "").strip()
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return render(request, "assemblies/_desk_hits.html", _hits(assembly, query))
    return render(request, "assemblies/desk.html", _page(request, assembly, query))


def _hits(assembly: Assembly, query: str) -> dict[str, Any]:
    """Who matches, or those who are not in yet; the excluded show up when they are looked for."""
    rows = (
        desk_rows.find(assembly, query, limit=SHOWN).rows
        if query
        else desk_rows.missing(assembly, limit=SHOWN)
    )
    return _of_rows(assembly, query, rows)


def _of_rows(assembly: Assembly, query: str, rows: tuple[DeskRow, ...]) -> dict[str, Any]:
    return {
        "assembly": assembly,
        "query": query,
        "rows": rows,
        "shown": SHOWN,
        "is_open": assembly.phase in DESK_OPEN,
        "takes_both": sides.mixed_boxes(assembly).exists(),
    }


def _page(request: HttpRequest, assembly: Assembly, query: str) -> dict[str, Any]:
    return {
        **_count(assembly),
        **_hits(assembly, query),
        "pulse": pulse.name_of_counts(assembly),
        "desk": name_of_desk(request),
        "guests": assembly.appointments.filter(function=Function.GUEST).select_related("person"),
        "guest_form": GuestForm(),
    }


@require(may_operate)
@require_safe
def desk_count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The figures of the moment, asked for whenever they change."""
    return render(request, "assemblies/_desk_count.html", _count(_assembly(pk)))


@require(may_operate)
@require_POST
def desk_scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was scanned, or typed and entered. Whoever is the only one it names is in at once; sent
    again, it says since when."""
    assembly = _assembly(pk)
    query = request.POST.get("q", "").strip()
    if not query:
        return redirect("assemblies:desk", pk)
    found = desk_rows.find(assembly, query, limit=SHOWN)
    told = _take(request, assembly, query, found)
    if told.row is not None:
        rows = desk_rows.rows_of(assembly, [told.row.entry.pk], limit=1)
    else:
        rows = found.rows
    context = {**_count(assembly), **_of_rows(assembly, query, rows), "told": told}
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return render(request, "assemblies/_desk_told.html", context | {"with_hits": True})
    return render(request, "assemblies/desk.html", _page(request, assembly, "") | context)


def _take(request: HttpRequest, assembly: Assembly, query: str, found: Found) -> Told:
    row = found.only
    if row is None:
        return _nobody(query, found)
    if row.inside is not None and not row.inside.remote:
        return Told("wait", _since(row.inside), row)
    at = timezone.now()
    try:
        stay = check_in.check_in(
            assembly=assembly,
            entry=row.entry,
            desk=name_of_desk(request),
            by=actor(request),
            at=at,
        )
    except ActRefused as refusal:
        return Told("bad", str(refusal), row)
    if stay.in_at != at:  # Another desk took them in since they were looked up here.
        return Told("wait", _since(stay), row)
    return Told("ok", _("In the hall"), row)


def _since(stay: Attendance) -> str:
    hour = date_format(timezone.localtime(stay.in_at), "H:i:s")
    if stay.desk:
        return _("In already, since %(hour)s at %(desk)s") % {"hour": hour, "desk": stay.desk}
    return _("In already, since %(hour)s") % {"hour": hour}


def _nobody(query: str, found: Found) -> Told:
    if found.other is not None:
        text = _("This badge is for another meeting: %(meeting)s. It counts for nothing here.")
        return Told("bad", text % {"meeting": found.other})
    if found.is_old:
        return Told(
            "bad",
            _("This badge is of a roll that was replaced. Search by name and print a new one."),
        )
    if found.is_forged:
        return Told("bad", _("Nobody gave out this code. Ask who it is and search by name."))
    if found.rows:
        return Told("wait", _("“%(query)s” names several. Choose below.") % {"query": query})
    return Told("bad", _("Nobody on the roll matches “%(query)s”.") % {"query": query})


@require(may_operate)
@require_POST
def desk_name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say once at which desk this browser stands."""
    length = Attendance._meta.get_field("desk").max_length
    name = " ".join(request.POST.get("name", "").split())[:length]
    response = redirect("assemblies:desk", pk)
    response.set_cookie(
        COOKIE,
        quote(name),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


ACTS: dict[str, Callable[..., object]] = {
    "in": check_in.check_in,
    "out": check_in.check_out,
    "remote": partial(check_in.check_in, remote=True),
    "holder-in": outside_holders.holder_in,
    "holder-remote": partial(outside_holders.holder_in, remote=True),
    "holder-out": outside_holders.holder_out,
    "excuse": excuse.excuse_entry,
    "unexcuse": excuse.withdraw_excuse,
    "slip-out": slips.draw_slips,
    "slip-back": slips.return_slips,
    "paper": sides.take_paper,
    "device": sides.take_device,
    "slip-paper": partial(slips.return_slips, exchanged=True),
}


@require(may_operate)
@require_POST
def desk_act(request: HttpRequest, pk: UUID, entry: UUID, act: str) -> HttpResponse:
    """In, out, excused or not: the row as it is then, with the refusal where there is one."""
    assembly = _assembly(pk)
    found = get_object_or_404(RollEntry, pk=entry, roll=assembly.roll_id)
    more: dict[str, str] = {}
    if act == "excuse":
        more = {"reason": request.POST.get("reason", "")[:200]}
    elif act == "in":
        more = {"desk": name_of_desk(request)}
    refused = ""
    try:
        ACTS[act](assembly=assembly, entry=found, by=actor(request), at=timezone.now(), **more)
    except ActRefused as refusal:
        refused = str(refusal)
    if not request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _back(request, assembly, refused)
    context = {
        **_count(assembly),
        "row": desk_rows.rows_of(assembly, [entry], limit=1)[0],
        "refused": refused,
        "takes_both": sides.mixed_boxes(assembly).exists(),
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
