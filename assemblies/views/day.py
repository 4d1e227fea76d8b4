"""The ballots of a day on one page: how far each is, and all that can be made at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assemblies.domain.sitting.day import Prepared, ballots_of_day, prepare_day
from assemblies.domain.sitting.operating import operate, operates_now
from assemblies.forms.day import DayForm
from assemblies.models import Assembly
from assemblies.permissions import may_operate
from assemblies.views.answer import actor
from members.permissions import require
from records.errors import ActRefused


@require(may_operate)
def day_ballots(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every secret vote of the day; sent, those that can be made are."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "ceremony"), pk=pk)
    ballots = ballots_of_day(assembly)
    form = DayForm(request.POST or None, ballots=ballots)
    if request.method == "POST" and form.is_valid():
        return _prepare(request, assembly, form)
    context = {
        "assembly": assembly,
        "form": form,
        "rows": [(one, form.questions_of(one)) for one in ballots],
        "to_make": any(one.can_be_made for one in ballots),
        "runs": operates_now(assembly),
        "ready": sum(one.is_ready for one in ballots),
    }
    return render(request, "assemblies/day_ballots.html", context)


def _prepare(request: HttpRequest, assembly: Assembly, form: DayForm) -> HttpResponse:
    by, at = actor(request), timezone.now()
    made: list[Prepared] = []

    def act() -> None:
        made.extend(
            prepare_day(
                assembly=assembly,
                channel=form.cleaned_data["channel"],
                seats=form.seats(),
                by=by,
                at=at,
            )
        )

    try:
        operate(assembly=assembly, act=act, by=by, at=at)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, made)
    return redirect("assemblies:day_ballots", pk=assembly.pk)


def _tell(request: HttpRequest, made: list[Prepared]) -> None:
    number = sum(one.box is not None for one in made)
    told = ngettext(
        "%(number)s ballot box is prepared.", "%(number)s ballot boxes are prepared.", number
    )
    if number:
        messages.success(request, told % {"number": number})
    for one in made:
        if one.refusal:
            title = one.motion.item.title
            messages.warning(
                request, _("%(item)s: %(reason)s") % {"item": title, "reason": one.refusal}
            )
