"""Notices after the notice, the files of a meeting, its handbook, its letters."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies.domain.convening import correcting, enclosures, handbook, letters
from assemblies.domain.convening.change_drafts import NewDate, draft_change
from assemblies.domain.convening.late_items import unannounced_items
from assemblies.domain.convening.notice import notice_period
from assemblies.domain.convening.sending import Wording
from assemblies.domain.days import local_day, zone
from assemblies.enums import NoticeKind
from assemblies.forms.convening_changes import ChangeForm, FileForm, NewDateForm, PostponeForm
from assemblies.models import Assembly, MeetingPaper, Notice
from assemblies.permissions import may_read, may_read_roll
from assemblies.signals import notice_convened
from assemblies.views.answer import actor, answer
from members.domain.uploads import Upload
from members.permissions import is_secretariat, require
from records.domain import documents

CHANGES = {
    "correct": gettext_lazy("Correct the notice"),
    "postpone": gettext_lazy("Postpone the meeting"),
    "cancel": gettext_lazy("Cancel the meeting"),
}
KINDS = {
    "correct": NoticeKind.CORRECTION,
    "postpone": NoticeKind.POSTPONEMENT,
    "cancel": NoticeKind.CANCELLATION,
}
ACTS: dict[str, Callable[..., Notice]] = {
    "correct": correcting.correct_notice,
    "postpone": correcting.postpone_meeting,
    "cancel": correcting.cancel_meeting,
}


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def notice_change(request: HttpRequest, pk: UUID, change: str) -> HttpResponse:
    """Write a correction, a postponement or a cancellation, and send it."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    if assembly.notices.last() is None:
        raise Http404
    form = _change_form(request, assembly, change)
    if form.is_bound and form.is_valid() and isinstance(form, ChangeForm):
        data, at = form.cleaned_data, timezone.now()

        def send() -> object:
            enclosed = enclosures.enclosures(assembly, data["enclosed"], at=at)
            wording = Wording(data["subject"], data["text"], tuple(enclosed))
            moved = {key: data[key] for key in ("starts_at", "place") if key in data}
            return ACTS[change](
                assembly=assembly, wording=wording, by=actor(request), at=at, **moved
            )

        return answer(
            request,
            send,
            done=_("The notice goes out."),
            to=reverse("assemblies:assembly", args=[pk]),
        )
    context = {
        "assembly": assembly,
        "form": form,
        "change": change,
        "asks_date": not isinstance(form, ChangeForm),
        "heading": CHANGES[change],
        "period": notice_period(assembly, sent_on=local_day(timezone.now())),
        "added": unannounced_items(assembly),
    }
    return render(request, "assemblies/notice_change.html", context)


def _change_form(request: HttpRequest, assembly: Assembly, change: str) -> forms.Form:
    """The draft of the kind of notice that is written; a postponement asks for the new date first,
    and drafts again where another one is given."""
    if change != "postpone":
        subject, text = draft_change(assembly, KINDS[change])
        initial = {"subject": subject, "text": text}
        return ChangeForm(request.POST or None, initial=initial, assembly=assembly)
    if request.method == "POST" and "draft" not in request.POST:
        return PostponeForm(request.POST, assembly=assembly)
    now = {"starts_at": assembly.starts_at.astimezone(zone()), "place": assembly.place}
    date = NewDateForm(request.POST or None, initial=now)
    if not date.is_bound or not date.is_valid():
        return date
    new = NewDate(date.cleaned_data["starts_at"], date.cleaned_data["place"])
    subject, text = draft_change(assembly, KINDS[change], new)
    initial = {**date.cleaned_data, "subject": subject, "text": text}
    return PostponeForm(initial=initial, assembly=assembly)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The files for those who are convened, and the handbook."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    form = FileForm(request.POST or None, request.FILES or None, assembly=assembly)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        upload = Upload(data["file"].name, data["file"].read())
        return answer(
            request,
            lambda: enclosures.add_file(
                assembly=assembly,
                upload=upload,
                title=data["title"],
                item=data["item"],
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("The file is kept."),
            to=reverse("assemblies:papers", args=[pk]),
        )
    context = {
        "assembly": assembly,
        "form": form,
        "papers": assembly.papers.select_related("document", "item"),
    }
    return render(request, "assemblies/papers.html", context)


@require(is_secretariat)
@require_POST
def paper_drop(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    return answer(
        request,
        lambda: enclosures.drop_file(
            assembly=assembly, paper=paper, by=actor(request), at=timezone.now()
        ),
        done=_("The file is off the list."),
        to=reverse("assemblies:papers", args=[pk]),
    )


@require(is_secretariat)
@require_POST
def handbook_make(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """Promise the handbook; a minute later it is on the list."""
    assembly = get_object_or_404(Assembly, pk=pk)

    def ask() -> None:
        job = handbook.request_handbook(assembly=assembly, language=language, at=timezone.now())
        notice_convened.send(sender=Notice, job=job)

    return answer(
        request,
        ask,
        done=_("The handbook is being made. Load the page again in a minute."),
        to=reverse("assemblies:papers", args=[pk]),
    )


@require(may_read)
@require_safe
def paper_file(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    found = get_object_or_404(
        MeetingPaper.objects.select_related("document"), pk=paper, assembly=pk
    )
    response = HttpResponse(documents.read(found.document), content_type=found.document.media_type)
    extension = found.document.name.rpartition(".")[2]
    response["Content-Disposition"] = f'attachment; filename="{found.pk}.{extension}"'
    return response


@require(may_read_roll)
@require_safe
def notice_letters(request: HttpRequest, pk: UUID, notice: UUID, language: str) -> HttpResponse:
    """The letters that wait to be posted, to be printed; where none does there is no file."""
    found = get_object_or_404(Notice, pk=notice, assembly=pk)
    if not letters.waiting_letters(found):
        raise Http404
    content = letters.letters_pdf(notice=found, language=language)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letters-{found.sent_on}.pdf"'
    return response
