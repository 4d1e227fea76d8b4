"""The plan of a meeting: its steps, its calendar file, the demand that it rests on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies.domain.days import local_day, zone
from assemblies.domain.planning import demand, steps
from assemblies.domain.planning.own_steps import add_step, is_own, reword_step
from assemblies.domain.planning.plan_calendar import plan_calendar
from assemblies.domain.planning.step_dates import is_proposed
from assemblies.domain.planning.timeline import stops
from assemblies.enums import Phase
from assemblies.forms.plan import (
    AnswerForm,
    DemandForm,
    MoveForm,
    NewStepForm,
    OwnStepForm,
    PlanKindForm,
    StepForm,
    upload_of,
)
from assemblies.models import Assembly, PlanStep
from assemblies.permissions import can_operate, may_operate, may_read_plan, may_see_to
from assemblies.views.answer import actor, answer
from members.enums import BodyKind
from members.permissions import require
from members.views.firm_parts import download
from records.errors import ActRefused


@require(may_read_plan)
@require_safe
def plan_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly.objects.select_related("body"), pk=pk)
    today = local_day(timezone.now())
    rows = stops(assembly, today=today)
    general = assembly.body.kind == BodyKind.GENERAL_ASSEMBLY
    demanded = any(row.step.key == demand.KEY for row in rows)
    context = {
        "assembly": assembly,
        "stops": rows,
        "today": today,
        "operates": can_operate(request.user, assembly),
        "sees_pages": can_operate(request.user, assembly),
        "kind": PlanKindForm(),
        "demand": DemandForm(initial={"received_on": today})
        if general and not assembly.re_election and not demanded
        else None,
        "move": MoveForm(initial={"starts_at": assembly.starts_at.astimezone(zone())})
        if assembly.phase == Phase.PREPARE
        else None,
        "planned": any(not is_own(row.step) for row in rows),
        "adds": assembly.closed_at is None,
    }
    return render(request, "assemblies/plan_detail.html", context)


@require(may_operate)
@require_POST
def plan_make(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    assembly = get_object_or_404(Assembly, pk=pk)
    form = PlanKindForm(request.POST)
    kind = form.cleaned_data["kind"] if form.is_valid() else "ordinary"
    if assembly.re_election:
        kind = "re_election"
    return answer(
        request,
        lambda: steps.make_plan(assembly=assembly, kind=kind, by=actor(request), at=timezone.now()),
        done=_("The plan is made."),
        to=_page(pk),
    )


@require(may_operate)
@require_http_methods(["GET", "POST"])
def plan_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step of one's own."""
    assembly = get_object_or_404(Assembly.objects.select_related("body"), pk=pk)
    form = NewStepForm(request.POST or None, initial={"due_on": local_day(timezone.now())})
    if form.is_bound and form.is_valid():
        return answer(
            request,
            lambda: add_step(
                assembly=assembly, **form.cleaned_data, by=actor(request), at=timezone.now()
            ),
            done=_("The step is on the plan."),
            to=_page(pk),
        )
    return render(request, "assemblies/plan_add.html", {"assembly": assembly, "form": form})


@require(may_operate)
@require_POST
def meeting_move(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Another day: the open steps move, and those that are too late now are named."""
    assembly, form = get_object_or_404(Assembly, pk=pk), MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the day and the hour of the meeting."))
        return HttpResponseRedirect(_page(pk))
    try:
        late = steps.move_meeting(
            assembly=assembly,
            starts_at=form.cleaned_data["starts_at"],
            by=actor(request),
            at=timezone.now(),
        )
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_page(pk))
    messages.success(request, _("The meeting is moved, and the open steps with it."))
    if late:
        named = "; ".join(f"{row.title} ({date_format(row.due_on)})" for row in late)
        messages.warning(request, _("No longer possible in time: %(steps)s") % {"steps": named})
    return HttpResponseRedirect(_page(pk))


@require(may_operate)
@require_POST
def plan_demand(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    assembly, form = get_object_or_404(Assembly, pk=pk), DemandForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many members demand it, and when they did."))
        return HttpResponseRedirect(_page(pk))
    return answer(
        request,
        lambda: demand.record_demand(
            assembly=assembly, **form.cleaned_data, by=actor(request), at=timezone.now()
        ),
        done=_("The demand is on record."),
        to=_page(pk),
    )


@require(may_see_to)
def plan_step(request: HttpRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Who sees to it, by when, whether it is done; and what the authority answered."""
    row = get_object_or_404(
        PlanStep.objects.select_related("assembly", "owner", "document"), pk=step, assembly=pk
    )
    answering = AnswerForm(
        request.POST if "answering" in request.POST else None,
        request.FILES or None,
        initial={
            "answer": row.answer,
            "reference": row.answer_reference,
            "day": row.answered_on or local_day(timezone.now()),
        },
    )
    if answering.is_bound and answering.is_valid():
        data = answering.cleaned_data
        return answer(
            request,
            lambda: steps.record_answer(
                step=row,
                answer=data["answer"],
                reference=data["reference"],
                answered_on=data["day"],
                scan=upload_of(data["scan"]),
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("The answer is on record."),
            to=_page(pk),
        )
    words = {"title": row.title, "detail": row.detail}
    wording = OwnStepForm(request.POST if "wording" in request.POST else None, initial=words)
    if wording.is_bound and wording.is_valid():
        return answer(
            request,
            lambda: reword_step(
                step=row, **wording.cleaned_data, by=actor(request), at=timezone.now()
            ),
            done=_("Noted."),
            to=_page(pk),
        )
    initial = {"state": row.state, "owner": row.owner, "due_on": row.due_on, "note": row.note}
    form = StepForm(request.POST if "step" in request.POST else None, initial=initial)
    if form.is_bound and form.is_valid():
        return answer(
            request,
            lambda: steps.change_step(
                step=row, **form.cleaned_data, by=actor(request), at=timezone.now()
            ),
            done=_("Noted."),
            to=_page(pk),
        )
    context = {
        "assembly": row.assembly,
        "step": row,
        "form": form,
        "answering": answering,
        "proposed": is_proposed(row),
        "wording": wording if is_own(row) else None,
    }
    return render(request, "assemblies/plan_step.html", context)


@require(may_read_plan)
@require_safe
def plan_scan(request: HttpRequest, pk: UUID, step: UUID) -> HttpResponse:
    row = get_object_or_404(PlanStep.objects.select_related("document"), pk=step, assembly=pk)
    if row.document is None:
        raise Http404
    return download(row.document)


@require(may_read_plan)
@require_safe
def calendar_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    content = plan_calendar(assembly, at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plan.ics"'
    return response


def _page(pk: UUID) -> str:
    return reverse("assemblies:steps", args=[pk])
