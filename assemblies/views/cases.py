"""Applications and proceedings put on an agenda."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assemblies.domain.planning.cases import put_cases
from assemblies.errors import NoCaseChosen
from assemblies.forms import CasesForm
from assemblies.models import Assembly
from assemblies.views.answer import actor, answer
from members.permissions import is_secretariat, require


@require(is_secretariat)
@require_POST
def agenda_cases(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    assembly = get_object_or_404(Assembly, pk=pk)
    form = CasesForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise NoCaseChosen
        chosen = form.cleaned_data
        put_cases(
            assembly=assembly,
            applications=list(chosen.get("applications", ())),
            cases=list(chosen.get("cases", ())),
            method=chosen["method"],
            by=actor(request),
            at=timezone.now(),
        )

    done, to = _("The cases are on the agenda."), reverse("assemblies:agenda", args=[pk])
    return answer(request, act, done=done, to=to)
