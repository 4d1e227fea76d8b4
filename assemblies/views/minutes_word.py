"""Papers as Word files, and an edited one against the record."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies.domain.writing import papers
from assemblies.domain.writing.word import comparing
from assemblies.domain.writing.word.taking import Taken, take_texts
from assemblies.errors import TextNotHere
from assemblies.forms.writing import WordFileForm
from assemblies.models import Assembly, Resolution
from assemblies.permissions import may_read, may_read_box, may_read_roll, may_write
from assemblies.views.answer import actor, whole
from elections.models import Election
from members.permissions import require
from records.domain.media_types import DOCX
from records.domain.pdf import LANGUAGES
from records.errors import ActRefused


def _file(
    request: HttpRequest, made: Callable[[], bytes], *, language: str, name: str, to: str
) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    try:
        content = made()
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(to)
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{language}.docx"'
    return response


@require(may_read_roll)
@require_safe
def minutes_docx(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """The minutes as the record stands now."""
    assembly = get_object_or_404(Assembly, pk=pk)
    return _file(
        request,
        lambda: comparing.minutes_word(assembly=assembly, language=language),
        language=language,
        name="minutes",
        to=reverse("assemblies:minutes", args=[pk]),
    )


@require(may_read_roll)
@require_safe
def attendance_docx(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """``?blank=1`` is the list to be signed."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    blank = request.GET.get("blank") == "1"
    return _file(
        request,
        lambda: papers.attendance_list(
            assembly=assembly, language=language, blank=blank, as_word=True
        ),
        language=language,
        name="attendance",
        to=reverse("assemblies:minutes", args=[pk]),
    )


@require(may_read)
@require_safe
def resolution_docx(
    request: HttpRequest, pk: UUID, resolution: UUID, language: str
) -> HttpResponse:
    row = get_object_or_404(
        Resolution, pk=resolution, motion__item__assembly=pk, annulled_at__isnull=True
    )
    return _file(
        request,
        lambda: papers.resolution_paper(resolution=row, language=language, as_word=True),
        language=language,
        name=f"resolution-{row.label}",
        to=reverse("assemblies:minutes", args=[pk]),
    )


@require(may_read_box)
@require_safe
def result_docx(request: HttpRequest, election: UUID, language: str) -> HttpResponse:
    box = get_object_or_404(Election, pk=election)
    return _file(
        request,
        lambda: papers.result_sheet(election=box, language=language, as_word=True),
        language=language,
        name=f"{box.slug}-result",
        to=reverse("elections:board", args=[box.pk]),
    )


@require(may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def word_compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An edited file against the record: figures first, then lines, then free texts to take."""
    assembly = get_object_or_404(Assembly, pk=pk)
    form = WordFileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"assembly": assembly, "form": form, "languages": LANGUAGES}
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        try:
            context["found"] = comparing.compare_word(
                assembly=assembly, language=language, content=form.cleaned_data["file"].read()
            )
            context["language"] = language
        except ActRefused as refusal:
            messages.error(request, str(refusal))
    return render(request, "assemblies/word_compare.html", context)


@require(may_write)
@require_POST
def word_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep every free text that the file had otherwise."""
    assembly = get_object_or_404(Assembly, pk=pk)
    fields = [request.POST.getlist(n) for n in ("section", "item", "meeting", "revision", "text")]
    texts = [
        Taken(section, item, meeting, whole(revision), text)
        for section, item, meeting, revision, text in zip(*fields, strict=False)
    ]
    language = request.POST.get("language", "")
    try:
        if language not in LANGUAGES:
            raise TextNotHere
        number = take_texts(
            assembly=assembly, language=language, texts=texts, by=actor(request), at=timezone.now()
        )
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext("%(n)s text is kept.", "%(n)s texts are kept.", number)
        messages.success(request, told % {"n": number})
    return HttpResponseRedirect(reverse("assemblies:minutes_texts", args=[pk]))
