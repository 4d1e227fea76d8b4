"""The dues schedules by date, and what the rules say of a draft."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dues.domain import schedules
from dues.domain.schedule_dates import schedule_before
from dues.models import DuesSchedule


@login_required
@require_safe
def schedule_list(request: HttpRequest) -> HttpResponse:
    rows = DuesSchedule.objects.select_related("decision").prefetch_related("tiers__member_class")
    in_use = schedules.schedule_on(timezone.localdate())
    return render(request, "dues/schedule_list.html", {"rows": rows, "in_use": in_use})


@login_required
@require_safe
def schedule_detail(request: HttpRequest, pk: str) -> HttpResponse:
    schedule = get_object_or_404(DuesSchedule.objects.select_related("decision"), pk=pk)
    before = schedule_before(schedule)
    context = {
        "schedule": schedule,
        "before": before,
        "tiers": schedules.tiers_beside(schedule, before),
        "findings": schedules.check_schedule(schedule),
    }
    return render(request, "dues/schedule_detail.html", context)
