"""What is filed with the authority: the packs of a meeting, their papers, their receipts."""

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

from assemblies.domain.carrying import filing, filing_pack
from assemblies.domain.days import local_day
from assemblies.forms.carrying import FiledForm, PaperForm, upload_of
from assemblies.models import Assembly, FilingPaper
from assemblies.permissions import may_read_roll
from assemblies.views.answer import actor, answer, stored
from members.permissions import is_secretariat, require
from records.domain.pdf import LANGUAGES
from records.enums import JobState
from records.models import Job
from records.tasks import run_job


def _assembly(pk: UUID) -> Assembly:
    return get_object_or_404(Assembly.objects.select_related("body", "roll", "term"), pk=pk)


def _here(pk: UUID) -> str:
    return reverse("assemblies:filing", args=[pk])


@require(may_read_roll)
@require_safe
def filing_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each pack with its last day, what is ready, missing or not needed, and its receipt."""
    assembly = _assembly(pk)
    context = {
        "assembly": assembly,
        "states": filing.pack_states(assembly),
        "today": local_day(timezone.now()),
        "office": is_secretariat(request.user),
        # Each stands on the page several times: labels hold their fields, no field has an id.
        "filed_form": FiledForm(auto_id=False),
        "paper_form": PaperForm(auto_id=False),
        "jobs": _waiting(assembly),
    }
    return render(request, "assemblies/filing.html", context)


def _waiting(assembly: Assembly) -> list[Job]:
    mine = Job.objects.filter(task=filing_pack.JOB, arguments__assembly_id=str(assembly.pk))
    last = mine.order_by("created_at").last()
    return [last] if last is not None and last.state != JobState.DONE else []


@require(is_secretariat)
@require_POST
def pack_make(request: HttpRequest, pk: UUID, pack: str, language: str) -> HttpResponseRedirect:
    """Setting the pages takes long: the worker does it."""
    if language not in LANGUAGES:
        raise Http404
    assembly, at = _assembly(pk), timezone.now()
    if pack not in {state.pack.key for state in filing.pack_states(assembly)}:
        raise Http404
    job = filing_pack.request_pack(assembly=assembly, pack=pack, language=language, at=at)
    transaction.on_commit(lambda: run_job.delay(str(job.pk)))
    messages.success(request, _("The pack is being made. It appears here in a moment."))
    return HttpResponseRedirect(_here(pk))


@require(is_secretariat)
@require_POST
def paper_put(request: HttpRequest, pk: UUID, pack: str, paper: str) -> HttpResponseRedirect:
    """Attach a file, or say why none is needed; neither takes back what was said."""
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file, or say why the paper is not needed."))
        return HttpResponseRedirect(_here(pk))
    upload, note = upload_of(form.cleaned_data["document"]), form.cleaned_data["note"]
    told: dict[str, Any] = {
        "assembly": _assembly(pk),
        "pack": pack,
        "paper": paper,
        "by": actor(request),
        "at": timezone.now(),
    }

    def act() -> object:
        if upload is not None:
            return filing.attach_paper(**told, upload=upload)
        if note.strip():
            return filing.waive_paper(**told, note=note)
        return filing.restore_paper(**told)

    return answer(request, act, done=_("Noted."), to=_here(pk))


@require(is_secretariat)
@require_POST
def pack_filed(request: HttpRequest, pk: UUID, pack: str) -> HttpResponseRedirect:
    form = FiledForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Give the day of filing and the authority's reference."))
        return HttpResponseRedirect(_here(pk))
    data = form.cleaned_data
    return answer(
        request,
        lambda: filing.note_filed(
            assembly=_assembly(pk),
            pack=pack,
            filed_on=data["filed_on"],
            reference=data["reference"],
            receipt=upload_of(data["receipt"]),
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("Noted."),
        to=_here(pk),
    )


@require(may_read_roll)
@require_safe
def filing_file(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """A paper that was attached, the pack as made, or its receipt."""
    found = get_object_or_404(FilingPaper.objects.select_related("document"), pk=row, assembly=pk)
    return stored(found.document)
