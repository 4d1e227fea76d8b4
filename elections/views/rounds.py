"""The rounds of threshold trustees: what their browsers ask for, and what they hand in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elections.domain import key_rounds
from elections.errors import RoundRefused
from elections.models import Ceremony
from elections.permissions import can_see_keys, is_trustee
from elections.views.answers import actor, json_act
from elections.views.keys import own_seat
from members.permissions import require

Answer = dict[str, Any]


def _message(sent: Answer) -> Answer:
    message = sent.get("message")
    if not isinstance(message, dict):
        raise RoundRefused
    return message


@never_cache
@require(can_see_keys)
@require_safe
def rounds(request: HttpRequest, ceremony: UUID) -> JsonResponse:
    held = get_object_or_404(Ceremony, pk=ceremony)
    return JsonResponse(key_rounds.rounds_of(held))


@require(is_trustee)
@json_act
def submit_dealing(request: HttpRequest, ceremony: UUID, *, sent: Answer) -> Answer:
    row = key_rounds.submit_dealing(
        trustee=own_seat(request, ceremony), message=_message(sent), **actor(request)
    )
    return {"state": row.state}


@require(is_trustee)
@json_act
def submit_verification(request: HttpRequest, ceremony: UUID, *, sent: Answer) -> Answer:
    row = key_rounds.submit_verification(
        trustee=own_seat(request, ceremony), message=_message(sent), **actor(request)
    )
    return {"state": row.state}


@require(is_trustee)
@json_act
def complain(request: HttpRequest, ceremony: UUID, *, sent: Answer) -> Answer:
    dealer = sent.get("dealer")
    if not isinstance(dealer, int):
        raise RoundRefused
    row = key_rounds.complain(trustee=own_seat(request, ceremony), dealer=dealer, **actor(request))
    return {"state": row.state}


@require(is_trustee)
@json_act
def submit_rehearsal(request: HttpRequest, ceremony: UUID, *, sent: Answer) -> Answer:
    share = sent.get("share")
    if not isinstance(share, str):
        raise RoundRefused
    row = key_rounds.submit_rehearsal(
        trustee=own_seat(request, ceremony), raw=share, **actor(request)
    )
    return {"state": row.state}
