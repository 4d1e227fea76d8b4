"""The voter's pages: what is open to them, and the booth."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elections.domain import intake
from elections.domain.casting import receipt_of
from elections.domain.description import questions_of
from elections.domain.eligibility import obstacle_to_vote
from elections.domain.opened_ballots import record_opened
from elections.errors import BallotMalformed, BallotRefused
from elections.models import Election, RollEntry
from elections.permissions import elector_entries, may_enter_booth
from elections.views.answers import REFUSED, json_act, refused
from elections.views.duties import duties_of
from members.models import Person, User
from members.permissions import can_read_register, require


@never_cache
@require_safe
def vote(request: HttpRequest) -> HttpResponse:
    """What the visitor may vote on now, and why not when not.

    Open to all: a letter's link leads here, and the code in its fragment must outlive the log-in,
    which only a script of this page can see to.
    """
    rows = []
    if request.user.is_authenticated and request.user.person_id:
        own = Q(roll__entries__person=request.user.person_id, roll__entries__entitled=True)
        held = Q(participations__holder=request.user.person_id)
        boxes = Election.objects.filter(own | held).select_related("roll", "ceremony").distinct()
        rows = [
            _row(election, entry, _voter(request))
            for election in boxes.select_related("roll", "ceremony").order_by(
                "roll", "slug", "round"
            )
            for entry in elector_entries(request.user, election)
        ]
    facts = {
        "rows": sorted(rows, key=lambda row: row["obstacle"] is not None),
        "duties": duties_of(request.user),
        "reads_all": can_read_register(request.user),
    }
    return render(request, "elections/vote.html", facts)


def _row(election: Election, entry: RollEntry, voter: Person) -> dict[str, Any]:
    return {
        "election": election,
        "entry": entry,
        "obstacle": obstacle_to_vote(election, entry, voter),
        "voted": election.participations.filter(entry=entry, cast=True).exists(),
        "by_proxy": entry.person_id != voter.pk,
    }


def _voter(request: HttpRequest) -> Person:
    """Whoever acts for an entry is a person: their permission was asked before."""
    assert isinstance(request.user, User)
    assert request.user.person is not None
    return request.user.person


def _entry_of(request: HttpRequest, election: Election, wanted: str | None) -> RollEntry:
    """The entry that the visitor acts for here: the one asked for, or the first."""
    entries = elector_entries(request.user, election)
    chosen = [entry for entry in entries if wanted in (None, "", str(entry.pk))]
    if not chosen:
        raise Http404
    return chosen[0]


@never_cache
@require(may_enter_booth)
@require_safe
def booth(request: HttpRequest, pk: UUID) -> HttpResponse:
    election = get_object_or_404(Election.objects.select_related("roll"), pk=pk)
    entry = _entry_of(request, election, request.GET.get("entry"))
    contests = list(election.contests.prefetch_related("candidates", "eligible"))
    facts = {
        "election": election,
        "entry": entry,
        "others": [e for e in elector_entries(request.user, election) if e.pk != entry.pk],
        "obstacle": obstacle_to_vote(election, entry, _voter(request)),
        "by_proxy": entry.person_id != _voter(request).pk,
        "voted": election.participations.filter(entry=entry, cast=True).exists(),
        "contests": contests,
        "check_address": request.build_absolute_uri(reverse("elections:check_ballot")),
    }
    return render(request, "elections/booth.html", facts)


@never_cache
@require(may_enter_booth)
@require_safe
def booth_data(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The description byte for byte, and which questions belong to which contest."""
    return data_of(get_object_or_404(Election, pk=pk))


def data_of(election: Election) -> JsonResponse:
    """The same to whoever votes, by log-in or by slip."""
    if not election.raw:
        raise Http404
    contests = [
        {
            "contest": str(pair.contest.pk),
            "kind": pair.contest.kind,
            "seats": pair.contest.most_marks,
            "first": pair.first,
            "candidates": len(pair.contest.standing),
        }
        for pair in questions_of(list(election.contests.all()))
    ]
    return JsonResponse(
        {
            "election": election.raw,
            "fingerprint": election.fingerprint,
            "box_key": json.loads(election.trustees_raw)[0][1]["public_key"],
            "contests": contests,
        }
    )


@never_cache
@require(may_enter_booth)
@json_act
def cast(request: HttpRequest, pk: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    """Put a ballot in the box. Answers with its receipt, the tracker and the board's head signed
    by the box; or, where the check takes its time, that it is kept and when to ask again."""
    election = get_object_or_404(Election, pk=pk)
    entry = _entry_of(request, election, str(sent.get("entry") or ""))
    raw, supplement = ballot_in(sent)
    taken = intake.take_ballot(
        election=election, entry=entry, raw=raw, supplement=supplement, voter=_voter(request)
    )
    return answer_of(election, taken.tracker)


def ballot_in(sent: dict[str, Any]) -> tuple[str, str | None]:
    """The ballot and its supplement, of what a page sent."""
    raw, supplement = sent.get("ballot"), sent.get("supplement")
    if not isinstance(raw, str) or not isinstance(supplement, str | None):
        raise BallotMalformed
    return raw, supplement


@never_cache
@require(may_enter_booth)
@json_act
def open_ballot(request: HttpRequest, pk: UUID, *, sent: dict[str, Any]) -> dict[str, Any]:
    """Record the hash of a ballot that the booth is about to open for its voter."""
    election = get_object_or_404(Election, pk=pk)
    recorded = record_opened(election=election, commitment=str(sent.get("commitment") or ""))
    return {"commitment": recorded.commitment}


@never_cache
@require(may_enter_booth)
@require_safe
def ballot_state(request: HttpRequest, pk: UUID) -> JsonResponse:
    """What became of a ballot that was received, by its tracker; the same answers as to a cast."""
    return state_of(request, get_object_or_404(Election, pk=pk))


def state_of(request: HttpRequest, election: Election) -> JsonResponse:
    try:
        return JsonResponse(answer_of(election, request.GET.get("tracker", "")))
    except BallotRefused as refusal:
        return refused(refusal.code, str(refusal), REFUSED)


def answer_of(election: Election, tracker: str) -> dict[str, Any]:
    """The receipt of an accepted ballot, or how long its check takes."""
    found = intake.look_up(election, tracker)
    if isinstance(found, intake.Waiting):
        again = intake.ask_again_after(found)
        return {"tracker": tracker, "ahead": found.ahead, "again_after": again}
    return receipt_of(found)
