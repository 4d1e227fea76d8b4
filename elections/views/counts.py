"""The teller's page of a box on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from elections.domain import paper
from elections.domain.alphabet import alphabet_of
from elections.domain.comparison import count_status, standing_counts
from elections.domain.results import lines_of, told_reasons
from elections.domain.sides import paper_places
from elections.enums import ElectionState
from elections.forms import CountForm
from elections.models import Contest, Election
from elections.permissions import is_teller, may_count, may_see_count
from elections.views.answers import actor, person_of
from members.permissions import require
from records.errors import ActRefused


def _facts(
    request: HttpRequest, election: Election, bound: CountForm | None = None
) -> dict[str, object]:
    """A teller sees their own counts; who only reads sees who has counted, and no figure before
    the counts agree."""
    teller = person_of(request) if is_teller(request.user, election) else None
    # They are named as the box opens.
    tellers = paper.tellers_of(election) if election.opened_at else []
    sections = []
    for contest in election.contests.prefetch_related("candidates", "eligible"):
        status = count_status(contest, teller) if teller else None
        shown = status.mine if status else None
        form = bound if bound and bound.contest == contest else CountForm(contest=contest)
        counts = standing_counts(contest)
        accepted = counts.filter(accepted=True).first()
        sections.append(
            {
                "contest": contest,
                "status": status,
                "form": form,
                "mine": lines_of(shown) if shown else (),
                "reasons": told_reasons(shown.void_reasons) if shown else (),
                "tellers": [(person, counts.filter(teller=person).exists()) for person in tellers],
                "accepted": accepted,
                "accepted_lines": lines_of(accepted) if accepted else (),
                "accepted_reasons": told_reasons(accepted.void_reasons) if accepted else (),
            }
        )
    return {
        "election": election,
        "sections": sections,
        "told": alphabet_of(election).told_for(election.contests.values_list("kind", flat=True)),
        "places": paper_places(election) if election.opened_at else None,
        "is_teller": teller is not None,
        "can_enter": teller is not None and election.state == ElectionState.CLOSED,
    }


@require(may_see_count)
@require_safe
def count(request: HttpRequest, pk: UUID) -> HttpResponse:
    election = get_object_or_404(Election, pk=pk)
    return render(request, "elections/election_count.html", _facts(request, election))


@require_POST
@require(may_count)
def enter_count(request: HttpRequest, pk: UUID, contest: UUID) -> HttpResponse:
    election = get_object_or_404(Election, pk=pk)
    asked = get_object_or_404(Contest, pk=contest, election=election)
    form = CountForm(request.POST, contest=asked)
    if form.is_valid():
        try:
            entered = paper.enter_count(
                contest=asked,
                teller=person_of(request),
                figures=form.figures(),
                lines=form.lines(),
                written=form.written(),
                **actor(request),
            )
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, asked, accepted=entered.accepted)
            return redirect("elections:count", pk=pk)
    return render(
        request, "elections/election_count.html", _facts(request, election, form), status=409
    )


def _tell(request: HttpRequest, contest: Contest, *, accepted: bool) -> None:
    if accepted:
        messages.success(request, _("Both counts agree: the count stands."))
        return
    status = count_status(contest, person_of(request))
    if status.others_in:
        messages.warning(request, _("The two counts differ. Count again, each on your own."))
    else:
        messages.success(request, _("Your count is kept. The other teller has not entered theirs."))
