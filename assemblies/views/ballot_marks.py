"""How ballots on paper are marked, as the meeting's election method has it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assemblies.domain.planning.ballot_marks import BEFORE_MINUTES, marks_of, set_marks
from assemblies.forms.ballot_marks import MarksForm
from assemblies.models import Assembly
from assemblies.permissions import may_operate
from assemblies.views.answer import actor, operated
from elections.domain.alphabet import read_alphabet
from members.permissions import require


@require(may_operate)
@require_http_methods(["GET", "POST"])
def ballot_marks(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly.objects.select_related("body", "parent"), pk=pk)
    marks = read_alphabet(marks_of(assembly))
    form = MarksForm.showing(marks, request.POST or None)
    if form.is_bound and form.is_valid():
        return operated(
            request,
            assembly,
            lambda: set_marks(
                assembly=assembly, alphabet=form.alphabet(), by=actor(request), at=timezone.now()
            ),
            done=_("The marks are fixed for every ballot that is not open yet."),
            to=reverse("assemblies:ballot_marks", args=[pk]),
        )
    context = {
        "assembly": assembly,
        "form": form,
        "marks": marks,
        "may_change": assembly.phase in BEFORE_MINUTES,
    }
    return render(request, "assemblies/ballot_marks.html", context)
