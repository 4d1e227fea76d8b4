"""Runs: a period is chosen, what would be written is shown, and then it is written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dues.domain import missing, requested_runs, running
from dues.domain.papers import printing
from dues.domain.running import Plan, Totals
from dues.enums import RunState
from dues.forms.runs import RunForm
from dues.models import DuesRun, Tier
from members.models import Membership
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import actor, run
from records.domain import documents
from records.errors import ActRefused

RUNS_PER_PAGE = 25
PIECE = 256 * 1024


@require(can_read_register)
@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    rows = DuesRun.objects.select_related("schedule")
    page = Paginator(rows, RUNS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_write": is_secretariat(request.user)}
    return render(request, "dues/run_list.html", context)


def _only(form: RunForm) -> Any:
    """The membership of a run for one firm; None for all."""
    firm = form.cleaned_data["firm"]
    return Membership.objects.filter(firm=firm) if firm else None


def _by_tier(totals: Totals) -> list[tuple[Tier, int, Any]]:
    tiers = Tier.objects.select_related("member_class").in_bulk(list(totals.by_tier))
    rows = [(tiers[pk], count, totals.by_tier_sum[pk]) for pk, count in totals.by_tier.items()]
    return sorted(rows, key=lambda row: -row[0].amount)


def _shown(plan: Plan, form: RunForm) -> dict[str, Any]:
    """The preview: what writing would do, and whom it would pass over. Nothing is written."""
    only = _only(form)
    try:
        totals = running.preview(plan=plan, only=only)
    except ActRefused as refused:
        return {"plan": plan, "refused": str(refused)}
    return {
        "plan": plan,
        "totals": totals,
        "by_tier": _by_tier(totals),
        "missing": missing.missing_for(plan) if only is None else [],
        "large": only is None and requested_runs.is_large(),
    }


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def run_new(request: HttpRequest) -> HttpResponse:
    """Asked with ``period``: the preview of that run. Posted: it is written."""
    day = timezone.localdate()
    plans = requested_runs.periods_to_choose(day)
    posting = request.method == "POST"
    asked = request.POST if posting else request.GET
    chosen = "period" in asked
    initial = {"issued_on": day, "firm": request.GET.get("firm")}
    if plans and not chosen:
        initial["period"] = next(
            (p.period.from_on.isoformat() for p in plans if p.period.from_on <= day),
            plans[0].period.from_on.isoformat(),
        )
    form = RunForm(asked if chosen or posting else None, plans=plans, initial=initial)
    context: dict[str, Any] = {"form": form, "plans": plans, "day": day}
    if not form.is_bound or not form.is_valid():
        return render(request, "dues/run_new.html", context, status=400 if form.is_bound else 200)
    plan = running.plan_for(
        day=form.cleaned_data["period"], issued_on=form.cleaned_data["issued_on"]
    )
    if posting:
        return _write(request, plan, form)
    context |= {"firm": form.cleaned_data["firm"], **_shown(plan, form)}
    return render(request, "dues/run_new.html", context)


def _write(request: HttpRequest, plan: Plan, form: RunForm) -> HttpResponse:
    only = _only(form)
    try:
        if only is None and requested_runs.is_large():
            made: DuesRun | None = requested_runs.request_run(plan=plan, **actor(request))
        else:
            made = running.write_run(plan=plan, only=only, **actor(request))
    except ActRefused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('dues:run_new')}?{request.POST.urlencode()}")
    if made is None:
        messages.info(
            request, _("There is nothing to do: all that is owed for this period is billed.")
        )
        return redirect("dues:runs")
    messages.success(request, _told(made))
    return redirect("dues:run", pk=made.pk)


def _told(made: DuesRun) -> str:
    if made.state == RunState.WAITING:
        return _("The run is asked for. It is written apart from this page, all or nothing.")
    count = made.totals["billed"]
    return ngettext("%(count)s member is billed.", "%(count)s members are billed.", count) % {
        "count": count
    }


@require(can_read_register)
@require_safe
def run_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(DuesRun.objects.select_related("schedule"), pk=pk)
    context = _of_run(found) | {"may_write": is_secretariat(request.user)}
    part = "dues/_run_state.html" if request.headers.get("HX-Request") else "dues/run_detail.html"
    return render(request, part, context)


def _of_run(found: DuesRun) -> dict[str, Any]:
    told = found.totals.get("by_tier", {})
    tiers = Tier.objects.select_related("member_class").in_bulk([int(pk) for pk in told])
    rows = [(tiers[int(pk)], count, amount) for pk, (count, amount) in told.items()]
    progress = printing.progress_of(found)
    return {
        "run": found,
        "currency": found.schedule.currency,
        "by_tier": sorted(rows, key=lambda row: -row[0].amount),
        "progress": progress,
        "job": requested_runs.job_of(found),
        "waits": found.state == RunState.WAITING or (progress.asked and not progress.done),
    }


@require(is_secretariat)
@require_POST
def run_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A run that waits is asked for again, where its job failed."""
    found = get_object_or_404(DuesRun, pk=pk, state=RunState.WAITING)
    plan = running.plan_for(day=found.from_on, issued_on=found.issued_on)
    run(
        request,
        lambda: requested_runs.request_run(plan=plan, **actor(request)),
        done=_("The run is asked for. It is written apart from this page, all or nothing."),
    )
    return redirect("dues:run", pk=pk)


@require(is_secretariat)
@require_POST
def run_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(DuesRun, pk=pk)
    run(
        request,
        lambda: requested_runs.discard_run(run=found, **actor(request)),
        done=_("Runs that had not been written are discarded; a written one stays."),
    )
    return redirect("dues:runs")


@require(is_secretariat)
@require_POST
def run_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(DuesRun.objects.select_related("schedule"), pk=pk)
    run(
        request,
        lambda: printing.request_printing(run=found, **actor(request)),
        done=_("The papers are being made. This page shows how far they are."),
    )
    return redirect("dues:run", pk=pk)


@require(can_read_register)
@require_safe
def run_papers(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """A file for the printer."""
    found = get_object_or_404(DuesRun, pk=pk)
    files = printing.progress_of(found).files
    kept = files[part].document if part < len(files) else None
    if kept is None:
        raise Http404
    response = HttpResponse(documents.read(kept), content_type=kept.media_type)
    response["Content-Disposition"] = f'attachment; filename="dues-{found.from_on}-{part + 1}.pdf"'
    return response


@require(can_read_register)
@require_safe
def run_zip(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    found = get_object_or_404(DuesRun, pk=pk)
    if not found.invoices.filter(document__isnull=False).exists():
        raise Http404
    response = StreamingHttpResponse(_zipped(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="dues-{found.from_on}.zip"'
    return response


def _zipped(found: DuesRun) -> Iterator[bytes]:
    """Through a file, since thousands of papers are more than memory should hold."""
    with tempfile.TemporaryFile() as file:
        printing.write_zip(found, file)
        file.seek(0)
        while part := file.read(PIECE):
            yield part
