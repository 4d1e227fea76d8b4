"""The dues schedules by date, drawn up, checked against the rules, adopted by a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dues.domain import adopting, drafting, schedules
from dues.domain.schedule_dates import schedule_before
from dues.enums import ScheduleState
from dues.forms.schedules import AdoptForm, ScheduleForm, values_of
from dues.models import DuesSchedule
from members.permissions import is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted
from records.fields import Translated


@login_required
@require_safe
def schedule_list(request: HttpRequest) -> HttpResponse:
    rows = DuesSchedule.objects.select_related("decision").prefetch_related("tiers__member_class")
    context = {
        "rows": rows,
        "in_use": schedules.schedule_on(timezone.localdate()),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/schedule_list.html", context)


@login_required
@require_safe
def schedule_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    schedule = get_object_or_404(DuesSchedule.objects.select_related("decision"), pk=pk)
    before = schedule_before(schedule)
    findings = schedules.check_schedule(schedule)
    context = {
        "schedule": schedule,
        "before": before,
        "tiers": schedules.tiers_beside(schedule, before),
        "findings": findings,
        "blocked": any(finding.blocks for finding in findings),
        "is_draft": schedule.state == ScheduleState.DRAFT,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/schedule_detail.html", context)


def _drafted(
    request: HttpRequest, form: ScheduleForm, question: Question, schedule: DuesSchedule | None
) -> HttpResponse:
    def act(_data: dict[str, Any]) -> str:
        told: dict[str, Any] = {"terms": form.terms(), "tiers": form.tiers(), **actor(request)}
        if schedule is None:
            made = drafting.draft_schedule(**told)
        else:
            made = drafting.edit_schedule(schedule=schedule, **told)
        return reverse("dues:schedule", args=[made.pk])

    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("The draft is kept. It cannot be used before a decision adopts it."),
        template="dues/schedule_edit.html",
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def schedule_new(request: HttpRequest) -> HttpResponse:
    in_use = schedules.schedule_on(timezone.localdate())
    initial: dict[str, Any] = {"pro_rata": "full"}
    if in_use is not None:
        initial = {**values_of(in_use), "title": Translated(), "effective_on": in_use.until_on}
        initial["until_on"] = None
    question = Question(
        heading=_("Draw up a dues standard"),
        submit=_("Keep the draft"),
        back=reverse("dues:schedules"),
        back_label=_("Dues standards"),
        explanation=_("A draft cannot be used before a decision adopts it."),
    )
    return _drafted(request, ScheduleForm(posted(request), initial=initial), question, None)


def _question(schedule: DuesSchedule, heading: str, submit: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("dues:schedule", args=[schedule.pk]),
        back_label=str(schedule),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def schedule_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    schedule = get_object_or_404(DuesSchedule, pk=pk)
    if schedule.state != ScheduleState.DRAFT:
        return redirect("dues:schedule", pk=pk)
    question = _question(schedule, _("Edit the draft"), _("Keep the draft"))
    form = ScheduleForm(posted(request), initial=values_of(schedule))
    return _drafted(request, form, question, schedule)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def schedule_adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    schedule = get_object_or_404(DuesSchedule, pk=pk)
    if schedule.state != ScheduleState.DRAFT:
        return redirect("dues:schedule", pk=pk)
    question = _question(
        schedule,
        _("Adopted by a decision taken elsewhere"),
        _("Put the standard in use"),
        _(
            "For a decision of a meeting that is not kept here. Where it is, put the standard on "
            "its agenda: the resolution adopts it."
        ),
    )
    form = AdoptForm(posted(request), request.FILES or None, initial={"title": schedule.title})

    def act(data: dict[str, Any]) -> str:
        adopting.adopt_by_decision(
            schedule=schedule, decided=form.decided(), secret=data["secret"], **actor(request)
        )
        return question.back

    return answer_form(
        request, form=form, question=question, act=act, done=_("The dues standard is in use.")
    )
