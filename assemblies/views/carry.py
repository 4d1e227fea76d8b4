"""One resolution: who sees to it, what was done about it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.carrying import progress
from assemblies.domain.days import local_day
from assemblies.forms.carrying import AssignForm, ProgressForm
from assemblies.models import ProgressNote, Resolution
from assemblies.permissions import may_note, may_read_resolution, sees_to
from assemblies.views.answer import actor, answer, stored
from members.permissions import is_logged_in, is_secretariat, require


def _resolution(pk: UUID) -> Resolution:
    rows = Resolution.objects.select_related("motion__item__assembly__body", "owner", "decision")
    return get_object_or_404(rows, pk=pk)


@require(may_read_resolution)
def resolution_detail(request: HttpRequest, resolution: UUID) -> HttpResponse:
    """Its text, verdict and course; who sees to it notes what was done."""
    row, user = _resolution(resolution), actor(request)
    form = ProgressForm(
        request.POST or None, request.FILES or None, initial={"progress": row.progress}
    )
    notes = sees_to(user, row)
    if request.method == "POST" and not notes:
        raise Http404
    if form.is_bound and form.is_valid():
        return answer(
            request,
            lambda: progress.note_progress(thing=row, **form.note(), by=user, at=timezone.now()),
            done=_("Noted."),
            to=progress.address_of(row),
        )
    office = is_secretariat(user)
    context = {
        "resolution": row,
        "item": row.motion.item,
        "assembly": row.motion.item.assembly,
        "overdue": progress.is_overdue(row, local_day(timezone.now())),
        "history": row.notes.select_related("document"),
        "form": form if notes and row.annulled_at is None else None,
        "assign": AssignForm(initial={"owner": row.owner_id, "due_on": row.due_on})
        if office and row.annulled_at is None
        else None,
        "assign_url": reverse("assemblies:resolution_assign", args=[row.pk]),
    }
    return render(request, "assemblies/resolution_detail.html", context)


@require(is_secretariat)
@require_POST
def resolution_assign(request: HttpRequest, resolution: UUID) -> HttpResponseRedirect:
    row, form = _resolution(resolution), AssignForm(request.POST)
    to = progress.address_of(row)
    if not form.is_valid():
        return HttpResponseRedirect(to)
    return answer(
        request,
        lambda: progress.assign(
            thing=row, **form.cleaned_data, by=actor(request), at=timezone.now()
        ),
        done=_("Noted."),
        to=to,
    )


@require(is_logged_in)
@require_safe
def note_document(request: HttpRequest, note: UUID) -> HttpResponse:
    """For whoever may read what the note is about."""
    found = get_object_or_404(
        ProgressNote.objects.select_related("document", "resolution", "goal"), pk=note
    )
    if not may_note(request.user, found):
        raise Http404
    return stored(found.document)
