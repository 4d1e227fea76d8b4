"""Badges to print: all, or those that are chosen."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assemblies.domain.presence import badges
from assemblies.models import Assembly
from assemblies.permissions import may_operate
from elections.models import RollEntry
from members.permissions import require
from records.domain.media_types import PDF
from records.domain.pdf import LANGUAGES


def _entries(assembly: Assembly) -> list[RollEntry]:
    """Whoever may come in with a vote, in the order of the roll."""
    entries = RollEntry.objects.filter(roll=assembly.roll_id, entitled=True)
    return list(entries.select_related("firm__membership", "person").order_by("position"))


@require(may_operate)
@require_safe
def badge_choice(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    context = {"assembly": assembly, "entries": _entries(assembly)}
    return render(request, "assemblies/badges.html", context)


@require(may_operate)
@require_safe
def badges_pdf(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """``?entry=`` once for each that is wanted; without it, all."""
    assembly = get_object_or_404(Assembly, pk=pk, roll__isnull=False)
    if language not in LANGUAGES:
        raise Http404
    wanted = set(request.GET.getlist("entry"))
    entries = [each for each in _entries(assembly) if not wanted or str(each.pk) in wanted]
    if not entries:
        raise Http404
    content = badges.badges_paper(assembly=assembly, entries=entries, language=language)
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="badges.{language}.pdf"'
    return response
