"""What is taken down while a meeting sits: counts of hands, the roll call, statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assemblies.domain.presence import pulse
from assemblies.domain.sitting import hand_counts, roll_call, statements
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.sitting.hands import stated_for
from assemblies.domain.sitting.operating import operate
from assemblies.enums import Choice, Method
from assemblies.forms import HandsForm, StatementForm
from assemblies.models import Assembly, Motion
from assemblies.permissions import may_count_hands, may_operate
from assemblies.views.answer import actor, operated
from assemblies.views.item import counted
from assemblies.views.operate import (
    address_of,
    context_of,
    current_row,
    hands_entered,
    item_of,
)
from elections.models import RollEntry
from members.permissions import require
from records.errors import ActRefused


@require(may_count_hands)
def hands_count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A counter's own page, on a phone: the current vote and the count of one person."""
    assembly = get_object_or_404(Assembly.objects.select_related("roll"), pk=pk)
    here = reverse("assemblies:hands_count", args=[pk])
    context = _counting(request, assembly)
    form = context.get("hands_form")
    if request.method != "POST" or form is None:
        return _page(request, context)
    if form.is_valid() and "confirmed" in request.POST:
        return hands_entered(request, context["row"].item, form, to=here, operated_by=False)
    if form.is_valid():
        context["confirm"] = counted(context, form.cleaned_data)
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    part = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    template = "assemblies/_hands_count.html" if part else "assemblies/hands_count.html"
    return render(request, template, context)


def _counting(request: HttpRequest, assembly: Assembly) -> dict[str, Any]:
    row = current_row(assembly)
    motion = row.motion if row else None
    context: dict[str, Any] = {
        "assembly": assembly,
        "row": row,
        "pulse": pulse.name_of_counts(assembly),
    }
    if row is None or motion is None or motion.method != Method.SHOW_OF_HANDS:
        return context
    calc = calculator(assembly, row.item)
    asked = request.POST if request.method == "POST" else None
    return context | {
        "calc": calc,
        "stated": stated_for(motion),
        "counts": hand_counts.counts_seen(motion, actor(request)),
        "hands_form": HandsForm(asked, written=calc.rule.written_consent)
        if assembly.two_counts and row.resolution is None
        else None,
    }


@require(may_operate)
@require_POST
def call_answer(request: HttpRequest, pk: UUID, item: UUID, entry: UUID) -> HttpResponse:
    """How one entry of the roll answered: the list as it is then, with the refusal if any."""
    found = item_of(pk, item)
    motion = get_object_or_404(Motion, item=found)
    called = get_object_or_404(RollEntry, pk=entry, roll=found.assembly.roll_id)
    choice = request.POST.get("choice", "")
    if choice not in Choice.values:
        return HttpResponseRedirect(address_of(pk))

    def act() -> object:
        return roll_call.record_answer(
            motion=motion, entry=called, choice=choice, by=actor(request), at=timezone.now()
        )

    if not request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return operated(request, found.assembly, act, done=_("Noted."), to=address_of(pk))
    refused = ""
    try:
        operate(assembly=found.assembly, act=act, by=actor(request), at=timezone.now())
    except ActRefused as refusal:
        refused = str(refusal)
    context = context_of(request, found.assembly) | {"refused": refused}
    return render(request, "assemblies/_roll_call.html", context)


@require(may_operate)
@require_POST
def call_end(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseRedirect:
    """Everybody has answered: sum it up."""
    found = item_of(pk, item)
    motion = get_object_or_404(Motion, item=found)
    return operated(
        request,
        found.assembly,
        lambda: roll_call.end_roll_call(motion=motion, by=actor(request), at=timezone.now()),
        done=_("The roll call is summed up. Resolve on it."),
        to=address_of(pk),
    )


@require(may_operate)
@require_POST
def statement_put(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put somebody's words on record."""
    assembly = get_object_or_404(Assembly.objects.select_related("roll"), pk=pk)
    form = StatementForm(request.POST, assembly=assembly)
    if not form.is_valid():
        context = context_of(request, assembly)
        context |= {"statement_form": form, "statement_open": True}
        return render(request, "assemblies/operate.html", context)
    data = form.cleaned_data
    person, entry = form.who()
    return operated(
        request,
        assembly,
        lambda: statements.put_statement(
            item=data["item"],
            person=person,
            entry=entry,
            kind=data["kind"],
            text=data["text"],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The statement is on record."),
        to=address_of(pk),
    )
