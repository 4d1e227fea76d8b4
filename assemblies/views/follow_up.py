"""The first meetings of those just elected."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assemblies.domain.sitting.follow_up import convene_follow_up
from assemblies.domain.sitting.operating import operate
from assemblies.models import Assembly
from assemblies.permissions import may_operate
from assemblies.views.answer import actor
from members.models import Body
from members.permissions import require
from records.errors import ActRefused


@require(may_operate)
@require_POST
def follow_up_convene(request: HttpRequest, pk: UUID, body: UUID) -> HttpResponseRedirect:
    """Hold it now, with those elected who are in the hall."""
    parent, held_by = get_object_or_404(Assembly, pk=pk), get_object_or_404(Body, pk=body)
    by, at = actor(request), timezone.now()

    def act() -> Assembly:
        return convene_follow_up(parent=parent, body=held_by, by=by, at=at)

    try:
        meeting = operate(assembly=parent, act=act, by=by, at=at)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("assemblies:assembly", args=[pk]))
    messages.success(request, _("The first meeting is convened and those in the hall are in."))
    return HttpResponseRedirect(reverse("assemblies:assembly", args=[meeting.pk]))
