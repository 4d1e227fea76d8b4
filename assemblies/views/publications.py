"""Resolutions and minutes made known to the members: in which ways, by when, with what proof."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.carrying import publishing
from assemblies.domain.days import local_day
from assemblies.domain.writing.minutes import TO_BE_SIGNED
from assemblies.forms.carrying import PublishForm
from assemblies.models import Assembly, Minutes, Publication, Resolution
from assemblies.permissions import may_read_roll
from assemblies.views.answer import actor, answer, stored
from members.permissions import is_secretariat, require

KINDS = ("minutes", "resolution")


def _resolutions(pk: UUID) -> list[Resolution]:
    rows = Resolution.objects.filter(motion__item__assembly=pk, annulled_at__isnull=True)
    return list(rows.select_related("motion__item__assembly").order_by("year", "number"))


def _minutes(pk: UUID) -> list[Minutes]:
    rows = Minutes.objects.filter(assembly=pk, state__in=TO_BE_SIGNED)
    return list(rows.select_related("assembly", "document", "sealed", "signed_copy"))


@require(may_read_roll)
@require_safe
def publication_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    things: list[Minutes | Resolution] = [*_minutes(pk), *_resolutions(pk)]
    context = {
        "assembly": assembly,
        "rows": [
            {
                "kind": "minutes" if isinstance(thing, Minutes) else "resolution",
                "thing": thing,
                "title": publishing.title_of(thing),
                "language": getattr(thing, "language", ""),
                "period": publishing.period_of(thing),
                "done": thing.publications.select_related("proof", "document"),
            }
            for thing in things
        ],
        "today": local_day(timezone.now()),
        "office": is_secretariat(request.user),
        "form": PublishForm(),
    }
    return render(request, "assemblies/publications.html", context)


@require(is_secretariat)
@require_POST
def publish(request: HttpRequest, pk: UUID, kind: str, thing: UUID) -> HttpResponseRedirect:
    to = reverse("assemblies:publications", args=[pk])
    if kind not in KINDS:
        raise Http404
    form = PublishForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the way in which it was made known."))
        return HttpResponseRedirect(to)
    told = {**form.told(), "by": actor(request), "at": timezone.now()}

    def act() -> object:
        if kind == "minutes":
            row = get_object_or_404(Minutes, pk=thing, assembly=pk)
            return publishing.publish_minutes(minutes=row, **told)
        found = get_object_or_404(Resolution, pk=thing, motion__item__assembly=pk)
        return publishing.publish_resolution(resolution=found, **told)

    return answer(request, act, done=_("It is made known; the proof is kept."), to=to)


@require(may_read_roll)
@require_safe
def publication_proof(request: HttpRequest, pk: UUID, publication: UUID) -> HttpResponse:
    rows = Publication.objects.select_related("proof")
    return stored(get_object_or_404(rows, pk=publication, assembly=pk).proof)
