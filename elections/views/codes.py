"""The credential authority's page: codes are made in the browser, only public halves come here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from elections.domain import credentials, mailed_codes, slip_box
from elections.domain.description import joined
from elections.enums import BEFORE_OPENING, ELECTRONIC, ElectionState
from elections.errors import CredentialInvalid
from elections.models import Ceremony, Election, RollEntry
from elections.permissions import can_see_codes, is_authority, may_send_credentials
from elections.views.answers import actor, json_act
from members.permissions import require
from records.errors import ActRefused

# No rule: slips are torn, latecomers come, and what is left over is scanned out.
FEWEST_SPARE, SPARE = 5, 20


def _boxes(ceremony: Ceremony) -> list[Election]:
    boxes = ceremony.elections.filter(channel__in=ELECTRONIC)
    return list(boxes.exclude(state=ElectionState.ANNULLED).select_related("roll").order_by("slug"))


@never_cache
@require(can_see_codes)
@require_safe
def ceremony_codes(request: HttpRequest, ceremony: UUID) -> HttpResponse:
    held = get_object_or_404(Ceremony.objects.select_related("authority"), pk=ceremony)
    rows = [
        (box, box.credentials.count(), box.state in BEFORE_OPENING, box.roll is not None)
        for box in _boxes(held)
    ]
    electors = len(_electors(held))
    facts = {
        "ceremony": held,
        "rows": rows,
        "is_authority": is_authority(request.user, held),
        "electors": electors,
        "link": request.build_absolute_uri(reverse("elections:vote")),
        "annulled": held.elections.filter(
            channel__in=ELECTRONIC, state=ElectionState.ANNULLED
        ).exists(),
    }
    if held.server_makes_codes:
        return render(request, "elections/ceremony_mailed.html", facts)
    if not held.is_by_slip:
        return render(request, "elections/ceremony_codes.html", facts)
    page = reverse("elections:slip", args=[held.pk])
    facts["link"] = (
        f"{settings.SLIP_ORIGIN}{page}"
        if settings.SLIP_ORIGIN
        else request.build_absolute_uri(page)
    )
    facts["slips"] = slip_box.tally_of_slips(held)
    facts["suggested"] = electors + max(FEWEST_SPARE, electors // SPARE)
    return render(request, "elections/ceremony_slips.html", facts)


@require_POST
@require(is_authority)
def mail_codes(request: HttpRequest, ceremony: UUID) -> HttpResponse:
    held = get_object_or_404(Ceremony, pk=ceremony)
    try:
        mailed = mailed_codes.mail_codes(
            ceremony=held,
            link=request.build_absolute_uri(reverse("elections:vote")),
            anew="anew" in request.POST,
            **actor(request),
        )
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, mailed)
    return redirect("elections:codes", ceremony)


def _tell(request: HttpRequest, mailed: mailed_codes.Mailed) -> None:
    told = {"sent": mailed.sent, "failed": "; ".join(mailed.failed)}
    messages.success(request, _("%(sent)s codes were mailed, and none is kept here.") % told)
    if mailed.failed:
        messages.warning(
            request,
            _(
                "The mail server did not take the mail for: %(failed)s. Correct the address and "
                "mail new codes to all before the opening, or let them vote on paper."
            )
            % told,
        )


@never_cache
@require(is_authority)
@require_safe
def electors(request: HttpRequest, ceremony: UUID) -> JsonResponse:
    """For whom codes are made, and who votes in which box: ``voter`` is the person, since one code
    serves that person's vote in each of the day's boxes."""
    held = get_object_or_404(Ceremony, pk=ceremony)
    return JsonResponse(
        {
            "ceremony": str(held.pk),
            "electors": _electors(held),
            "elections": [_describe(box) for box in _boxes(held)],
        }
    )


def _elector(entry: RollEntry) -> dict[str, Any]:
    return {
        "voter": str(entry.person_id),
        "name": joined(entry.person.name) if entry.person else "",
        "firm": joined(entry.firm.name) if entry.firm else "",
        "email": mailed_codes.address_of(entry.person),
        "votes": entry.weight,
    }


def _entitled(box: Election) -> list[dict[str, Any]]:
    if box.roll is None:
        return []
    entries = box.roll.entries.filter(entitled=True).select_related("firm", "person__user")
    return [_elector(entry) for entry in entries]


def _electors(ceremony: Ceremony) -> list[dict[str, Any]]:
    """Everyone entitled in any box, in the order of the rolls; a vote for each person and firm."""
    votes: dict[tuple[str, str], dict[str, Any]] = {}
    rolls: set[UUID | None] = set()
    for box in _boxes(ceremony):
        if box.roll_id in rolls:
            continue
        rolls.add(box.roll_id)
        for elector in _entitled(box):
            votes.setdefault((elector["voter"], elector["firm"]), elector)
    return list(votes.values())


def _describe(box: Election) -> dict[str, Any]:
    return {
        "id": str(box.pk),
        "uuid": box.code,
        "title": str(box.title),
        "open": box.state not in BEFORE_OPENING,
        "received": box.credentials.count(),
        "electors": _entitled(box),
        "url": reverse("elections:submit_credentials", args=[box.pk]),
    }


@require(may_send_credentials)
@json_act
def submit_credentials(request: HttpRequest, pk: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    election = get_object_or_404(Election, pk=pk)
    publics = sent.get("publics")
    if not isinstance(publics, list) or not all(isinstance(public, str) for public in publics):
        raise CredentialInvalid
    row = credentials.submit_credentials(election=election, publics=publics, **actor(request))
    return {
        "received": row.credentials.count(),
        "fingerprint": credentials.credentials_fingerprint(row),
        "state": row.get_state_display(),
    }
