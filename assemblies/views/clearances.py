"""Whom the authority cleared for an office."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.days import local_day
from assemblies.domain.presence import clearance
from assemblies.domain.sitting.written_in import elected_to_office
from assemblies.forms.plan import ClearanceForm, upload_of
from assemblies.models import Assembly, Clearance
from assemblies.permissions import may_operate, may_read_plan
from assemblies.views.answer import actor, answer
from bylaws.models import Association
from members.permissions import require
from members.views.firm_parts import download


@require(may_operate)
def clearances(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those that stand, the candidates who lack one, and the form for the next."""
    assembly = get_object_or_404(Assembly, pk=pk)
    standing = [*clearance.candidates_for_office(assembly), *elected_to_office(assembly)]
    rows = list(clearance.clearances_of(assembly))
    cleared = {row.person_id for row in rows}
    association = Association.objects.get()
    form = ClearanceForm(
        request.POST or None,
        request.FILES or None,
        standing=standing,
        initial={"day": local_day(timezone.now()), "cleared_by": association.supervising_unit},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        return answer(
            request,
            lambda: clearance.record_clearance(
                assembly=assembly,
                person=data["person"],
                cleared_by=data["cleared_by"],
                reference=data["reference"],
                cleared_on=data["day"],
                scan=upload_of(data["scan"]),
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("The clearance is on record."),
            to=reverse("assemblies:clearances", args=[pk]),
        )
    context = {
        "assembly": assembly,
        "rule": clearance.clearance_rule(assembly),
        "rows": rows,
        "lacking": [row for row in standing if row.person_id not in cleared],
        "form": form,
    }
    return render(request, "assemblies/clearances.html", context)


@require(may_operate)
@require_POST
def clearance_withdraw(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponseRedirect:
    found = _mine(pk, row)
    return answer(
        request,
        lambda: clearance.withdraw_clearance(clearance=found, by=actor(request), at=timezone.now()),
        done=_("The clearance is withdrawn."),
        to=reverse("assemblies:clearances", args=[pk]),
    )


@require(may_read_plan)
@require_safe
def clearance_scan(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    found = _mine(pk, row)
    if found.document is None:
        raise Http404
    return download(found.document)


def _mine(pk: UUID, row: UUID) -> Clearance:
    assembly = get_object_or_404(Assembly, pk=pk)
    return get_object_or_404(clearance.clearances_of(assembly), pk=row)
