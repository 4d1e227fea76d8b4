"""How long records are kept, and what may go when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assemblies.domain.carrying import retention
from assemblies.domain.days import local_day
from assemblies.forms.carrying import RetentionForm
from assemblies.views.answer import actor, answer
from members.permissions import can_read_register, is_secretariat, require


@require(can_read_register)
def retention_list(request: HttpRequest) -> HttpResponse:
    """Every kind of record with its period and source; the secretariat notes what was decided."""
    user = actor(request)
    if request.method == "POST" and not is_secretariat(user):
        raise Http404
    form = RetentionForm(request.POST or None) if is_secretariat(user) else None
    if form is not None and form.is_bound and form.is_valid():
        told = form.told()
        return answer(
            request,
            lambda: retention.set_period(**told, by=user, at=timezone.now()),
            done=_("Noted."),
            to=reverse("assemblies:retention"),
        )
    today = local_day(timezone.now())
    context = {
        "periods": retention.periods_on(today),
        "kept": retention.kept_until(today),
        "today": today,
        "form": form,
    }
    return render(request, "assemblies/retention.html", context)
