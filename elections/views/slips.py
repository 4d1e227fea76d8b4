"""The pages that a slip opens: without a log-in, without a cookie, for whoever holds the code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from elections.domain.eligibility import obstacle_of_box
from elections.domain.opened_ballots import record_opened
from elections.domain.slips import cast_by_slip
from elections.enums import BEFORE_OPENING, ELECTRONIC, ElectionState, VotersBy
from elections.models import Ceremony, Election
from elections.views.answers import json_act
from elections.views.booth import answer_of, ballot_in, data_of, state_of
from elections.views.cookieless import cookieless

SHOWN = (ElectionState.READY, ElectionState.OPEN, ElectionState.CLOSED)


@cookieless
@require_safe
def slip(request: HttpRequest, ceremony: UUID) -> HttpResponse:
    """Where the square on a slip leads: the boxes that are open now, and those before and after."""
    held = get_object_or_404(Ceremony, pk=ceremony, voters_by=VotersBy.SLIPS)
    electronic = held.elections.filter(channel__in=ELECTRONIC).order_by("slug", "round")
    boxes = list(electronic.filter(state__in=SHOWN))
    to_come = electronic.filter(state__in=BEFORE_OPENING).exists()
    facts = {
        "logged_in": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "ceremony": held,
        "had_boxes": not boxes and not to_come and electronic.exists(),
        "boxes": sorted(boxes, key=lambda box: box.state != "open"),
    }
    return render(request, "elections/slip.html", facts)


def _box(pk: UUID) -> Election:
    boxes = Election.objects.filter(channel__in=ELECTRONIC, ceremony__voters_by=VotersBy.SLIPS)
    return get_object_or_404(boxes.select_related("ceremony"), pk=pk)


@cookieless
@require_safe
def slip_booth(request: HttpRequest, pk: UUID) -> HttpResponse:
    election = _box(pk)
    facts = {
        "election": election,
        "obstacle": obstacle_of_box(election),
        "contests": list(election.contests.prefetch_related("candidates", "eligible")),
        "by_slip": True,
        "check_address": request.build_absolute_uri(reverse("elections:check_ballot")),
    }
    return render(request, "elections/slip_booth.html", facts)


@cookieless
@require_safe
def slip_data(request: HttpRequest, pk: UUID) -> JsonResponse:
    return data_of(_box(pk))


@cookieless
def slip_cast(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return _cast(request, pk)


@json_act
def _cast(request: HttpRequest, pk: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    """Put the ballot of a slip in the box; the same answers as to a voter who is logged in."""
    election = _box(pk)
    raw, supplement = ballot_in(sent)
    taken = cast_by_slip(election=election, raw=raw, supplement=supplement)
    return answer_of(election, taken.tracker)


@cookieless
def slip_open(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return _open(request, pk)


@json_act
def _open(request: HttpRequest, pk: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    """Record the hash of a ballot that the booth is about to open for its voter."""
    commitment = str(sent.get("commitment") or "")
    return {"commitment": record_opened(election=_box(pk), commitment=commitment).commitment}


@cookieless
@require_safe
def slip_state(request: HttpRequest, pk: UUID) -> JsonResponse:
    return state_of(request, _box(pk))
