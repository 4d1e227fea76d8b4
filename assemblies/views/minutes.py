"""The minutes and the other papers of a meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.writing import minutes, papers
from assemblies.domain.writing.minutes_facts import build_facts
from assemblies.enums import MinutesState
from assemblies.forms import SignedCopyForm
from assemblies.models import Assembly, Excerpt, Minutes, Resolution
from assemblies.permissions import (
    can_operate,
    can_read_roll,
    can_write,
    may_operate,
    may_read,
    may_read_box,
    may_read_draft,
    may_read_roll,
)
from assemblies.views.answer import actor, answer, shown, stored
from elections.models import Election
from members.permissions import require
from records.domain.media_types import PDF
from records.domain.pdf import LANGUAGES
from records.enums import JobState
from records.errors import ActRefused
from records.fields import PAPER_LANGUAGES
from records.models import Job
from records.tasks import run_job


def _address(pk: UUID) -> str:
    return reverse("assemblies:minutes", args=[pk])


def _readable(request: HttpRequest, assembly: Assembly) -> list[Minutes]:
    """A draft is for those who answer for it; what is final is for the whole meeting."""
    rows = assembly.minutes.select_related("document", "signed_copy")
    if not can_read_roll(request.user, assembly):
        seen = [*minutes.TO_BE_SIGNED]
        if may_read_draft(request.user, pk=assembly.pk):
            seen.append(MinutesState.READING)
        rows = rows.filter(state__in=seen)
    # The newest first, and of each the language of the house before the other.
    return sorted(rows, key=lambda row: (-row.version, list(PAPER_LANGUAGES).index(row.language)))


@require(may_read)
@require_safe
def minutes_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every version with its state and papers, and what can be done next."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll", "parent"), pk=pk)
    rows = _readable(request, assembly)
    latest = max((row.version for row in rows), default=0)
    current = [row for row in rows if row.version == latest]
    facts, reads_roll = build_facts(assembly), can_read_roll(request.user, assembly)
    state = current[0].state if current else ""
    context: dict[str, Any] = {
        "assembly": assembly,
        "facts": facts,
        "current": current,
        "earlier": [row for row in rows if row.version != latest],
        "state": state,
        "operates": can_operate(request.user, assembly),
        "reads_roll": reads_roll,
        "writes": can_write(request.user, assembly),
        "reads_draft": may_read_draft(request.user, pk=pk),
        "roll_url": reverse(f"assemblies:{'roll' if reads_roll else 'assembly'}", args=[pk]),
        "may_make": assembly.phase in minutes.DRAWN_UP_IN,
        "may_finalise": state in minutes.NOT_FINAL and not facts.open_items,
        "may_sign": state in (MinutesState.FINAL, MinutesState.SIGNED),
        "form": SignedCopyForm(),
        "job": _last_job(assembly),
        "boxes": [box for one in facts.meetings for item in one.items for box in item.boxes],
        "told": [state.value for state in papers.TOLD],
        "excerpts": Excerpt.objects.filter(minutes__assembly=assembly)
        .select_related("minutes", "certifier", "document")
        .order_by("number")
        if reads_roll
        else (),
        "resolutions": Resolution.objects.filter(
            motion__item__assembly=assembly, annulled_at__isnull=True
        ).select_related("motion__item"),
    }
    return render(request, "assemblies/minutes_detail.html", context)


def _last_job(assembly: Assembly) -> Job | None:
    """A promise that is not kept yet, or could not be."""
    mine = Job.objects.filter(task=minutes.JOB, arguments={"assembly_id": str(assembly.pk)})
    last = mine.order_by("created_at").last()
    return last if last is not None and last.state != JobState.DONE else None


@require(may_operate)
@require_POST
def minutes_make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Setting the pages takes seconds: the worker does it."""
    assembly = get_object_or_404(Assembly, pk=pk)
    job = minutes.request_minutes(assembly=assembly, at=timezone.now())
    transaction.on_commit(lambda: run_job.delay(str(job.pk)))
    messages.success(request, _("The minutes are being made. They appear here in a moment."))
    return HttpResponseRedirect(_address(pk))


@require(may_operate)
@require_POST
def minutes_finalise(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    return answer(
        request,
        lambda: minutes.finalise_minutes(assembly=assembly, by=actor(request), at=timezone.now()),
        done=_("The minutes are final. Print them and have them signed."),
        to=_address(pk),
    )


@require(may_operate)
@require_POST
def minutes_sign(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Keep the scan of the signed paper."""
    signed = get_object_or_404(Minutes, pk=row, assembly=pk)
    form = SignedCopyForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the scan of the signed minutes first."))
        return HttpResponseRedirect(_address(pk))
    scan = form.cleaned_data["scan"]
    return answer(
        request,
        lambda: minutes.mark_signed(
            minutes=signed, scan=scan.read(), name=scan.name, by=actor(request), at=timezone.now()
        ),
        done=_("The signed copy is kept."),
        to=_address(pk),
    )


@require(may_read)
@require_safe
def minutes_pdf(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    return stored(_mine(request, pk, row).document)


@require(may_read)
@require_safe
def minutes_signed(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    return stored(_mine(request, pk, row).signed_copy)


def _mine(request: HttpRequest, pk: UUID, row: UUID) -> Minutes:
    assembly = get_object_or_404(Assembly.objects.select_related("roll"), pk=pk)
    found = next((one for one in _readable(request, assembly) if one.pk == row), None)
    if found is None:
        raise Http404
    return found


def _paper(request: HttpRequest, made: Any, *, name: str, to: str) -> HttpResponse:
    """A paper set on request; a refusal is told on the page that it was asked from."""
    try:
        content = made()
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(to)
    return shown(content, media_type=PDF, name=name)


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise Http404
    return language


@require(may_read_box)
@require_safe
def result_sheet(request: HttpRequest, election: UUID, language: str) -> HttpResponse:
    box = get_object_or_404(Election, pk=election)
    return _paper(
        request,
        lambda: papers.result_sheet(election=box, language=_language(language)),
        name=f"{box.slug}-result.{language}.pdf",
        to=reverse("elections:board", args=[box.pk]),
    )


@require(may_read_box)
@require_safe
def box_report(request: HttpRequest, election: UUID, kind: str, language: str) -> HttpResponse:
    box = get_object_or_404(Election, pk=election)
    if kind not in papers.REPORTS:
        raise Http404
    return _paper(
        request,
        lambda: papers.box_report(election=box, kind=kind, language=_language(language)),
        name=f"{box.slug}-{kind}.{language}.pdf",
        to=reverse("elections:board", args=[box.pk]),
    )


@require(may_read_roll)
@require_safe
def attendance_pdf(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """``?blank=1`` is the list to be signed."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    blank = request.GET.get("blank") == "1"
    return _paper(
        request,
        lambda: papers.attendance_list(
            assembly=assembly, language=_language(language), blank=blank
        ),
        name=f"attendance.{language}.pdf",
        to=_address(pk),
    )


@require(may_read)
@require_safe
def resolution_pdf(request: HttpRequest, pk: UUID, resolution: UUID, language: str) -> HttpResponse:
    row = get_object_or_404(
        Resolution, pk=resolution, motion__item__assembly=pk, annulled_at__isnull=True
    )
    return _paper(
        request,
        lambda: papers.resolution_paper(resolution=row, language=_language(language)),
        name=f"resolution-{row.label}.{language}.pdf",
        to=_address(pk),
    )
