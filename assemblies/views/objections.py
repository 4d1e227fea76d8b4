"""Objections to the roll: raised by members or the secretariat, decided, appealed; the correction
that follows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assemblies.domain.convening import objections, roll_correction
from assemblies.forms.roll import AppealForm, LastDayForm, ObjectionForm, OutcomeForm
from assemblies.models import Assembly, RollObjection
from assemblies.permissions import can_read_roll, may_read
from assemblies.views.answer import actor, answer
from members.models import User
from members.permissions import is_secretariat, require

ACTS: dict[str, tuple[Any, Any]] = {
    "decide": (OutcomeForm, objections.decide_objection),
    "appeal": (AppealForm, objections.appeal),
    "decide-appeal": (OutcomeForm, objections.decide_appeal),
}


def _assembly(pk: UUID) -> Assembly:
    return get_object_or_404(Assembly.objects.select_related("roll", "body"), pk=pk)


@require(may_read)
def objection_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those who answer for the roll see every objection, others those about their own entries."""
    assembly, user = _assembly(pk), actor(request)
    office = is_secretariat(user)
    if request.method == "POST" and not (office or _is_on_roll(user, assembly)):
        raise Http404
    form = ObjectionForm(
        request.POST or None, assembly=assembly, own=None if office else user.person
    )
    if form.is_bound and form.is_valid():
        data = {"raised_by": str(user.person or user), **form.cleaned_data}
        return answer(
            request,
            lambda: objections.raise_objection(
                assembly=assembly, **data, by=user, at=timezone.now()
            ),
            done=_("The objection is on record."),
            to=reverse("assemblies:objections", args=[pk]),
        )
    rows = assembly.roll_objections.select_related("entry__firm", "entry__person")
    reads_all = can_read_roll(user, assembly)
    if not reads_all:
        rows = rows.filter(entry__person=user.person_id, entry__person__isnull=False)
    former = roll_correction.former_rolls(assembly) if reads_all else []
    context = {
        "assembly": assembly,
        "period": objections.objection_period(assembly),
        "rows": rows.order_by("raised_at"),
        "form": form,
        "office": office,
        "outcome_form": OutcomeForm(),
        "appeal_form": AppealForm(),
        "day_form": LastDayForm(),
        "corrects": office and any(_waits(row, assembly) for row in rows),
        "former": [
            (roll, roll_correction.differences(roll, assembly.roll))
            for roll in former
            if assembly.roll is not None
        ],
    }
    return render(request, "assemblies/objection_list.html", context)


def _is_on_roll(user: User, assembly: Assembly) -> bool:
    if user.person_id is None or assembly.roll is None:
        return False
    return assembly.roll.entries.filter(person=user.person_id).exists()


def _waits(objection: RollObjection, assembly: Assembly) -> bool:
    return objection.roll_id == assembly.roll_id and objections.is_upheld(objection)


@require(is_secretariat)
@require_POST
def objection_act(
    request: HttpRequest, pk: UUID, objection: UUID, act: str
) -> HttpResponseRedirect:
    """Decide, note an appeal, decide on it."""
    found = get_object_or_404(RollObjection, pk=objection, assembly=pk)
    make, done = ACTS[act]
    form = make(request.POST)
    data = form.cleaned_data if form.is_valid() else None
    here = reverse("assemblies:objections", args=[pk])
    if data is None:
        return HttpResponseRedirect(here)
    return answer(
        request,
        lambda: done(objection=found, **data, by=actor(request), at=timezone.now()),
        done=_("Noted."),
        to=here,
    )


@require(is_secretariat)
@require_POST
def objections_until(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    form, here = LastDayForm(request.POST), reverse("assemblies:objections", args=[pk])
    if not form.is_valid():
        return HttpResponseRedirect(here)
    return answer(
        request,
        lambda: objections.set_last_day(
            assembly=_assembly(pk),
            day=form.cleaned_data["day"],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("Noted."),
        to=here,
    )


@require(is_secretariat)
@require_POST
def roll_correct(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    return answer(
        request,
        lambda: roll_correction.correct_roll(
            assembly=_assembly(pk), by=actor(request), at=timezone.now()
        ),
        done=_("The roll is corrected; the former one is kept. Voting codes are made anew."),
        to=reverse("assemblies:objections", args=[pk]),
    )
