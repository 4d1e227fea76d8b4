"""Extracts from final minutes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assemblies.domain.writing import excerpts
from assemblies.domain.writing.minutes import TO_BE_SIGNED
from assemblies.domain.writing.minutes_facts.written import read_back
from assemblies.domain.writing.minutes_layout import meetings_of
from assemblies.forms.writing import ExcerptForm
from assemblies.models import Excerpt, Minutes
from assemblies.permissions import may_operate, may_read_roll
from assemblies.views.answer import actor, answer, stored
from members.permissions import require


@require(may_operate)
def excerpt_make(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Choose the items, say for whom and who certifies; the paper is made at once and kept."""
    minutes = get_object_or_404(
        Minutes.objects.select_related("assembly__body", "document"),
        pk=row,
        assembly=pk,
        state__in=TO_BE_SIGNED,
    )
    certifiers = excerpts.certifiers_of(minutes.assembly, at=timezone.now())
    form = ExcerptForm(request.POST or None, certifiers=certifiers)
    chosen = request.POST.getlist("item")
    if form.is_bound and form.is_valid():
        told = form.told()
        return answer(
            request,
            lambda: excerpts.make_excerpt(
                minutes=minutes, items=chosen, **told, by=actor(request), at=timezone.now()
            ),
            done=_("The extract is made. Print it and have it certified."),
            to=reverse("assemblies:minutes", args=[pk]) + "#extracts",
        )
    context = {
        "assembly": minutes.assembly,
        "minutes": minutes,
        "meetings": read_back(meetings_of(minutes.facts)),
        "chosen": chosen,
        "form": form,
    }
    return render(request, "assemblies/excerpt_make.html", context)


@require(may_read_roll)
@require_safe
def excerpt_pdf(request: HttpRequest, pk: UUID, excerpt: UUID) -> HttpResponse:
    rows = Excerpt.objects.select_related("document")
    return stored(get_object_or_404(rows, pk=excerpt, minutes__assembly=pk).document)
