"""Who stands under an item: entered from the roll, or confirmed after nominations; then the box."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assemblies.domain.nominating import calls, confirming, preliminary
from assemblies.domain.planning import nominate
from assemblies.domain.planning.ballot_method import BallotMethod, asked_by
from assemblies.domain.sitting import ballot
from assemblies.forms import CandidatesForm
from assemblies.forms.ballot_method import BallotMethodForm
from assemblies.forms.nominating import NomineesForm
from assemblies.models import AgendaItem, Motion, NominationCall
from assemblies.permissions import may_operate
from assemblies.views.answer import actor, operated
from bylaws.enums import Matter
from elections.domain.prepare import ContestSpec
from elections.enums import Channel
from members.enums import Office
from members.permissions import require


@require(may_operate)
def candidates_enter(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Who stands: question by question, then the box with all of them."""
    items = AgendaItem.objects.select_related("assembly__body", "assembly__roll", "motion")
    found = get_object_or_404(items, pk=item, assembly=pk)
    motion = get_object_or_404(Motion, item=found, election__isnull=True)
    motion.item = found
    call = confirming.call_of(found)
    if call is not None:
        return _nominees_enter(request, motion, call)
    forms = [
        _candidates_of(request, found, office)
        for office in calls.offices_of(found) or calls.OFFICES[Matter.ELECT_OFFICERS]
    ]
    method = BallotMethodForm(request.POST or None, assembly=found.assembly, prefix="method")
    if request.method == "POST":
        filled = [form for form in forms if request.POST.getlist(form.add_prefix("candidates"))]
        if filled and method.is_valid() and all(form.is_valid() for form in filled):
            contests = [
                nominate.contest_for(
                    office=form.cleaned_data["office"],
                    seats=form.cleaned_data["seats"],
                    entries=list(form.cleaned_data["candidates"]),
                )
                for form in filled
            ]
            return _prepare_with(request, motion, contests, method.method())
    context = {"assembly": found.assembly, "item": found, "forms": forms, "method": method}
    return render(request, "assemblies/candidates.html", context)


def _candidates_of(request: HttpRequest, item: AgendaItem, office: Office) -> CandidatesForm:
    """The question for one office; ``?from=`` marks those whom the record knows already."""
    sources = preliminary.sources_of(office, item)
    asked = request.GET.getlist("from")
    people = [person for one in sources if one.key in asked for person in one.people]
    marked = preliminary.entries_of_people(item.assembly, people)
    return CandidatesForm(
        request.POST or None,
        assembly=item.assembly,
        sources=sources,
        prefix=office.value,
        initial={"office": office.value, "seats": 1, "candidates": [one.pk for one in marked]},
        use_required_attribute=False,
    )


def _nominees_enter(request: HttpRequest, motion: Motion, call: NominationCall) -> HttpResponse:
    """The same where candidates come from nominations: all who are confirmed stand, and nothing
    but the seats is entered. An office for which nobody is confirmed is not voted on."""
    questions = [
        (
            NomineesForm(
                request.POST or None,
                office=one.office,
                prefix=one.office.value,
                initial={"office": one.office.value, "seats": 1},
                use_required_attribute=False,
            ),
            one.rows,
        )
        for one in confirming.nominees_of(call)
    ]
    method = BallotMethodForm(request.POST or None, assembly=motion.item.assembly, prefix="method")
    sent = request.method == "POST" and questions and method.is_valid()
    if sent and all(form.is_valid() for form, _rows in questions):
        contests = [
            confirming.contest_of_nominees(
                office=form.cleaned_data["office"],
                seats=form.cleaned_data["seats"],
                nominations=rows,
            )
            for form, rows in questions
        ]
        return _prepare_with(request, motion, contests, method.method())
    context = {
        "method": method,
        "assembly": motion.item.assembly,
        "item": motion.item,
        "call": call,
        "questions": questions,
    }
    return render(request, "assemblies/candidates.html", context)


def _prepare_with(
    request: HttpRequest, motion: Motion, contests: list[ContestSpec], method: BallotMethod
) -> HttpResponseRedirect:
    chosen = {"paper": Channel.PAPER, "mixed": Channel.MIXED}
    channel = next((way for name, way in chosen.items() if name in request.POST), Channel.ONLINE)
    return operated(
        request,
        motion.item.assembly,
        lambda: ballot.prepare_box(
            motion=motion,
            contests=[asked_by(contest, method) for contest in contests],
            channel=channel,
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The ballot box is prepared."),
        to=reverse("assemblies:item", args=[motion.item.assembly_id, motion.item_id]),
    )
