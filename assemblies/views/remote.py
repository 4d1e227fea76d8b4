"""Taking part remotely: the secretariat says how, and whoever does notes it from their device."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from assemblies.domain.governing import cited, rule_for_meeting
from assemblies.domain.presence import own_presence
from assemblies.domain.presence.remote import UNTIL_CLOSED, set_remote_access
from assemblies.enums import Phase
from assemblies.forms.presence import RemoteAccessForm
from assemblies.models import Assembly
from assemblies.permissions import may_attend
from assemblies.views.answer import actor, answer
from members.permissions import is_secretariat, require


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def remote_access(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the rules let anybody take part remotely, and how they do."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll", "ceremony"), pk=pk)
    initial = {"remote_access": assembly.remote_access}
    form = RemoteAccessForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        return answer(
            request,
            lambda: set_remote_access(
                assembly=assembly,
                access=form.cleaned_data["remote_access"] or {},
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("Noted."),
            to=reverse("assemblies:remote", args=[pk]),
        )
    rule = rule_for_meeting(assembly)
    context = {
        "assembly": assembly,
        "form": form,
        "rule": rule,
        "citation": cited(rule.citations["remote"]),
        "may_change": assembly.phase in UNTIL_CLOSED
        and (assembly.phase == Phase.PREPARE or assembly.is_hybrid),
        "is_told": assembly.phase != Phase.PREPARE,
    }
    return render(request, "assemblies/remote_access.html", context)


OWN_ACTS: dict[str, tuple[Callable[..., object], object]] = {
    "join": (own_presence.join_remotely, gettext_lazy("You are noted as taking part remotely.")),
    "leave": (own_presence.leave_remotely, gettext_lazy("You are noted as having left.")),
}


@require(may_attend)
@require_POST
def remote_own(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    """Somebody joins from their own device, or leaves."""
    assembly = get_object_or_404(Assembly, pk=pk)
    user = actor(request)
    assert user.person is not None  # nobody takes part without one
    person, (do, done) = user.person, OWN_ACTS[act]
    return answer(
        request,
        lambda: do(assembly=assembly, person=person, by=user, at=timezone.now()),
        done=str(done),
        to=reverse("assemblies:follow", args=[pk]),
    )
