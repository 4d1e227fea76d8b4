"""Slips where they are made and where they are scanned out: codes stay in both browsers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elections.domain import slip_box
from elections.domain.slip_box import Scanned
from elections.enums import BEFORE_OPENING, ELECTRONIC, ElectionState, SlipOutReason, VotersBy
from elections.errors import SlipMalformed
from elections.models import Ceremony, Election
from elections.permissions import is_authority, may_scan_slips
from elections.views.answers import actor, json_act
from members.permissions import require


def _held(ceremony: UUID) -> Ceremony:
    return get_object_or_404(Ceremony, pk=ceremony, voters_by=VotersBy.SLIPS)


@never_cache
@require(is_authority)
@require_safe
def slips_data(request: HttpRequest, ceremony: UUID) -> JsonResponse:
    """What the authority's page makes slips of: the name that theirs are derived with, those that
    are out, and the boxes of the day."""
    held = _held(ceremony)
    boxes = held.elections.filter(channel__in=ELECTRONIC).exclude(state=ElectionState.ANNULLED)
    return JsonResponse(
        {
            "ceremony": str(held.pk),
            "name": slip_box.name_of_slips(held),
            "out": list(held.slips.exclude(out="").values_list("public", flat=True)),
            "elections": [_described(box) for box in boxes.order_by("slug")],
        }
    )


def _described(box: Election) -> dict[str, Any]:
    return {
        "id": str(box.pk),
        "uuid": box.code,
        "title": str(box.title),
        "open": box.state not in BEFORE_OPENING,
        "url": reverse("elections:submit_credentials", args=[box.pk]),
    }


@require(is_authority)
@json_act
def register_slips(request: HttpRequest, ceremony: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    publics = _texts(sent.get("publics"))
    row = slip_box.register_slips(ceremony=_held(ceremony), publics=publics, **actor(request))
    return {"received": row.slips.count()}


@never_cache
@require(may_scan_slips)
@require_safe
def slip_desk(request: HttpRequest, ceremony: UUID) -> HttpResponse:
    """Scan out what nobody drew, and what came back."""
    held = _held(ceremony)
    facts = {"ceremony": held, "reasons": SlipOutReason.choices, **_counts(held)}
    return render(request, "elections/slip_desk.html", facts)


def _counts(held: Ceremony) -> dict[str, Any]:
    figures = slip_box.tally_of_slips(held)
    left = figures["made"] - sum(figures[reason] for reason in SlipOutReason.values)
    return {"slips": figures, "left": left, "to_scan": max(0, left - figures["issued"])}


@never_cache
@require(may_scan_slips)
@require_safe
def slip_desk_data(request: HttpRequest, ceremony: UUID) -> JsonResponse:
    """The boxes that a slip can still leave, and what names slips."""
    held = _held(ceremony)
    boxes = slip_box.boxes_to_leave(held).values_list("pk", "code")
    return JsonResponse(
        {
            "name": slip_box.name_of_slips(held),
            "elections": [{"id": str(key), "uuid": code} for key, code in boxes],
        }
    )


@require(may_scan_slips)
@json_act
def slips_out(request: HttpRequest, ceremony: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    """Take slips out together; what is refused of one is told of that one."""
    held, reason = _held(ceremony), sent.get("reason")
    if reason not in SlipOutReason.values or not isinstance(sent.get("slips"), list):
        raise SlipMalformed
    scanned = sorted((_scanned(one) for one in sent["slips"]), key=lambda one: one.public)
    refusals = slip_box.scan_out(ceremony=held, scanned=scanned, reason=reason, **actor(request))
    return {
        "out": sum(refusal is None for refusal in refusals),
        "refused": [
            {"slip": slip.public, "code": refusal.code, "message": str(refusal)}
            for slip, refusal in zip(scanned, refusals, strict=True)
            if refusal is not None
        ],
        **_counts(held),
    }


def _scanned(one: Any) -> Scanned:
    if not isinstance(one, dict) or not isinstance(one.get("credentials"), dict):
        raise SlipMalformed
    _texts([one.get("public"), *one["credentials"].values()])
    return Scanned(one["public"], one["credentials"])


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SlipMalformed
    return values
