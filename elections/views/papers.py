"""Ballots and count forms to print."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from elections.domain import ballot_papers as papers
from elections.domain.weights import entitled_votes
from elections.models import Election
from elections.permissions import may_see_count
from members.permissions import require
from records.domain.pdf import LANGUAGES
from records.errors import ActRefused


def _handed(
    request: HttpRequest, election: Election, name: str, language: str, make: Callable[[], bytes]
) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    try:
        content = make()
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("elections:board", election.pk)
    response = HttpResponse(content, content_type="application/pdf")
    file = f"{election.slug}-{name}.{language}.pdf"
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response


@require(may_see_count)
@require_safe
def ballot_papers(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """``?copies=`` says how many; without it, one for every vote on the roll."""
    election = get_object_or_404(Election.objects.select_related("roll"), pk=pk)
    asked = request.GET.get("copies", "")
    copies = int(asked) if asked.isdecimal() else 0
    if not asked:
        copies = entitled_votes(election.roll)
    return _handed(
        request,
        election,
        "ballots",
        language,
        lambda: papers.ballot_papers(election=election, copies=copies, language=language),
    )


@require(may_see_count)
@require_safe
def count_form(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    election = get_object_or_404(Election, pk=pk)
    return _handed(
        request,
        election,
        "count-form",
        language,
        lambda: papers.count_form(election=election, language=language),
    )
