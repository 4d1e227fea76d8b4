"""The draft before its readers, and what changed between two versions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.writing import reading
from assemblies.domain.writing.minutes import latest_minutes
from assemblies.domain.writing.versions import changes_between
from assemblies.enums import MinutesState
from assemblies.models import AgendaItem, Assembly, Minutes, ReadingRemark
from assemblies.permissions import can_write, may_read_draft, may_read_roll, may_remark, may_write
from assemblies.views.answer import actor, answer, whole
from members.permissions import require


@require(may_read_draft)
@require_safe
def minutes_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remarks with their answers; a reader remarks here, who writes the minutes answers."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    rows = latest_minutes(assembly)
    being_read = [row for row in rows.values() if row.state == MinutesState.READING]
    user = actor(request)
    context = {
        "assembly": assembly,
        "rows": being_read,
        "readers": reading.readers_of(assembly),
        "remarks": reading.remarks_of(assembly),
        "reads": reading.is_reader(assembly, user.person_id),
        "writes": can_write(user, assembly),
        "items": assembly.items.order_by("position"),
    }
    return render(request, "assemblies/minutes_reading.html", context)


@require(may_write)
@require_POST
def reading_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    return answer(
        request,
        lambda: reading.start_reading(assembly=assembly, by=actor(request), at=timezone.now()),
        done=_("The readers can read the draft now."),
        to=reverse("assemblies:minutes_reading", args=[pk]),
    )


@require(may_remark)
@require_POST
def remark(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    minutes = get_object_or_404(Minutes, pk=row, assembly=pk)
    key = request.POST.get("item", "")
    item = AgendaItem.objects.filter(pk=key, assembly=pk).first() if key else None
    return answer(
        request,
        lambda: reading.remark(
            minutes=minutes,
            person=actor(request).person,
            item=item,
            text=request.POST.get("text", ""),
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The remark is kept."),
        to=reverse("assemblies:minutes_reading", args=[pk]),
    )


@require(may_write)
@require_POST
def remark_answer(request: HttpRequest, pk: UUID, mark: UUID) -> HttpResponse:
    found = get_object_or_404(
        ReadingRemark.objects.select_related("minutes"), pk=mark, minutes__assembly=pk
    )
    return answer(
        request,
        lambda: reading.answer_remark(
            remark=found,
            answer=request.POST.get("answer", ""),
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The answer is kept."),
        to=reverse("assemblies:minutes_reading", args=[pk]),
    )


@require(may_read_roll)
@require_safe
def minutes_changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the newest version says otherwise than the one before, or than ``?from=``."""
    assembly = get_object_or_404(Assembly, pk=pk)
    rows = {row.version: row for row in assembly.minutes.order_by("language")}
    newest = max(rows, default=0)
    wanted = whole(request.GET.get("from", ""))
    before = wanted if wanted in rows else newest - 1
    changes = changes_between(rows[before], rows[newest]) if before in rows else []
    context = {
        "assembly": assembly,
        "versions": sorted(set(rows) - {newest}, reverse=True),
        "newest": newest,
        "before": before if before in rows else 0,
        "changes": changes,
    }
    return render(request, "assemblies/minutes_changes.html", context)
