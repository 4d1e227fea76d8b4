"""The trustee's page: make the key, prove that it restores, later decrypt."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elections.domain import ceremony as ceremonies
from elections.domain.decryption import submit_partial
from elections.enums import ELECTRONIC, ElectionState
from elections.errors import KeyRefused, RestoreRefused
from elections.models import Ceremony, Election, Trustee
from elections.permissions import can_see_keys, is_trustee, may_send_share
from elections.views.answers import actor, json_act, person_of
from members.permissions import require


def own_seat(request: HttpRequest, ceremony: UUID) -> Trustee:
    return get_object_or_404(Trustee, ceremony=ceremony, person=person_of(request))


@never_cache
@require(can_see_keys)
@require_safe
def ceremony_keys(request: HttpRequest, ceremony: UUID) -> HttpResponse:
    """For a trustee the page to work on; for who reads everything, where each trustee stands."""
    held = get_object_or_404(Ceremony.objects.select_related("authority"), pk=ceremony)
    own = held.trustees.filter(person=getattr(request.user, "person_id", None)).first()
    boxes = held.elections.filter(channel__in=ELECTRONIC).exclude(state=ElectionState.ANNULLED)
    given = set(own.partialdecryption_set.values_list("election_id", flat=True)) if own else set()
    rows = [(box, box.pk in given) for box in boxes.order_by("opened_at", "slug")]
    facts = {
        "ceremony": held,
        "trustee": own,
        "trustees": held.trustees.select_related("person"),
        "rows": rows,
        "to_decrypt": [
            box
            for box, done in rows
            if box.state == ElectionState.CLOSED
            and box.encrypted_tally
            and not box.result_raw
            and not done
        ],
        "being_checked": [
            box
            for box, _done in rows
            if box.state == ElectionState.CLOSED and not box.encrypted_tally
        ],
        "in_use": held.elections.filter(opened_at__isnull=False).exclude(raw="").exists(),
    }
    return render(request, "elections/ceremony_keys.html", facts)


@require(is_trustee)
@json_act
def submit_key(request: HttpRequest, ceremony: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    message = sent.get("message")
    if not isinstance(message, list | dict):
        raise KeyRefused
    trustee = ceremonies.submit_key(
        trustee=own_seat(request, ceremony),
        message=json.dumps(message, ensure_ascii=False, separators=(",", ":")),
        **actor(request),
    )
    return {"state": trustee.state, "public_key": trustee.public_key}


@require(is_trustee)
@json_act
def new_nonce(request: HttpRequest, ceremony: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    nonce = ceremonies.new_nonce(trustee=own_seat(request, ceremony), **actor(request))
    return {"nonce": nonce}


@require(is_trustee)
@json_act
def confirm_restored(
    request: HttpRequest, ceremony: UUID, *, sent: dict[str, Any]
) -> dict[str, Any]:
    proof = sent.get("proof")
    if not isinstance(proof, dict):
        raise RestoreRefused
    trustee = ceremonies.confirm_restored(
        trustee=own_seat(request, ceremony), proof=proof, **actor(request)
    )
    return {"state": trustee.state}


@require(may_send_share)
@json_act
def submit_share(request: HttpRequest, pk: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    election = get_object_or_404(Election, pk=pk)
    if election.ceremony_id is None:
        raise Http404
    raw = sent.get("share")
    row = submit_partial(
        trustee=own_seat(request, election.ceremony_id),
        election=election,
        raw=raw if isinstance(raw, str) else "",
        **actor(request),
    )
    return {"state": row.state}
