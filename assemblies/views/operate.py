"""The operator's page: the whole meeting is run from it, one step after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.governing import rule_for_item
from assemblies.domain.locking import IN_SESSION
from assemblies.domain.planning.agenda import Row, agenda_rows
from assemblies.domain.presence import pulse, quorum
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.domain.sitting import adjourning, ballot, hand_counts, operating, session
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.sitting.controls import controls_of
from assemblies.domain.sitting.hands import stated_for
from assemblies.domain.sitting.log_words import last_lines
from assemblies.domain.sitting.roll_call import roll_call_of
from assemblies.enums import Choice, ItemState, Method, Phase
from assemblies.forms import AdjournForm, HandsForm, StatementForm
from assemblies.models import AgendaItem, Assembly, Motion
from assemblies.permissions import may_operate
from assemblies.views import item as item_views
from assemblies.views.answer import actor, answer, operated, whole
from elections.permissions import can_see_count
from members.permissions import require

PARTS = ("agenda", "now", "side")


def _assembly(pk: UUID) -> Assembly:
    found = Assembly.objects.select_related("body", "roll", "operator__person")
    return get_object_or_404(found, pk=pk)


def address_of(pk: UUID) -> str:
    return reverse("assemblies:operate", args=[pk])


@require(may_operate)
@require_safe
def operate(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "assemblies/operate.html", context_of(request, _assembly(pk)))


@require(may_operate)
@require_safe
def operate_part(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """One column, asked for when something has changed at the meeting."""
    template = f"assemblies/_operate_{part}.html"
    return render(request, template, context_of(request, _assembly(pk)))


def context_of(request: HttpRequest, assembly: Assembly) -> dict[str, Any]:
    rows = agenda_rows(assembly)
    current = next((row for row in rows if row.item.state == ItemState.CURRENT), None)
    calc = calculator(assembly, current.item if current else None) if assembly.roll_id else None
    pause = adjourning.standing_adjournment(assembly)
    halted = _halted(request, assembly, pause is not None)
    motion = current.motion if current else None
    by_name = motion is not None and motion.method == Method.ROLL_CALL
    by_hands = motion is not None and motion.method == Method.SHOW_OF_HANDS
    box = current.election if current else None
    return {
        "assembly": assembly,
        "rows": rows,
        "row": current,
        "coming": next((row for row in rows if row.item.state == ItemState.PENDING), None),
        "calc": calc,
        "controls": controls_of(current, calc, halted=halted) if current else (),
        "halted": halted,
        "in_session": assembly.phase in IN_SESSION,
        "checking_in": assembly.phase == Phase.CHECK_IN,
        "another": operating.told_of_another(assembly, actor(request)),
        "pause": pause,
        "figures": attendance_figures(assembly),
        "stated": stated_for(motion) if motion else None,
        "hands_form": HandsForm(written=calc.rule.written_consent) if by_hands and calc else None,
        "counts": hand_counts.counts_seen(motion, actor(request))
        if motion and by_hands and assembly.two_counts
        else None,
        "call": roll_call_of(motion) if motion and by_name else None,
        "choices": Choice.choices,
        "sees_count": box is not None and can_see_count(request.user, box),
        "statements": current.item.statements.select_related("person", "entry__firm")
        if current
        else (),
        "lines": last_lines(assembly),
        "pulse": pulse.name_of_counts(assembly),
        "adjourn_form": AdjournForm(),
        "statement_form": StatementForm(
            assembly=assembly, initial={"item": current.item if current else None}
        ),
    }


def _halted(request: HttpRequest, assembly: Assembly, paused: bool) -> str:
    """Why nothing can be pressed here, in words; empty where the screen may act."""
    if another := operating.told_of_another(assembly, actor(request)):
        return another
    if assembly.phase not in IN_SESSION:
        return _("The meeting is not open.")
    return _("The meeting is adjourned.") if paused else ""


Step = Callable[..., object]

STEPS: dict[str, tuple[Step, Any]] = {
    "open": (session.open_meeting, gettext_lazy("The meeting is open.")),
    "close": (session.close_meeting, gettext_lazy("The meeting is closed. The minutes follow.")),
    "quorum": (quorum.state_quorum, gettext_lazy("The quorum is stated and on record.")),
    "resume": (
        adjourning.resume,
        gettext_lazy("The meeting goes on. The quorum is stated anew."),
    ),
}


@require(may_operate)
@require_POST
def operate_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponseRedirect:
    """An act of the meeting as such."""
    assembly = _assembly(pk)
    act, done = STEPS[step]
    return operated(
        request,
        assembly,
        lambda: act(assembly=assembly, by=actor(request), at=timezone.now()),
        done=str(done),
        to=address_of(pk),
    )


@require(may_operate)
@require_POST
def take_over(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Run the meeting from this screen."""
    assembly = _assembly(pk)
    return answer(
        request,
        lambda: operating.take_over(assembly=assembly, by=actor(request), at=timezone.now()),
        done=_("You run the meeting now."),
        to=address_of(pk),
    )


@require(may_operate)
@require_POST
def adjourn(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly, form = _assembly(pk), AdjournForm(request.POST)
    if not form.is_valid():
        context = context_of(request, assembly) | {"adjourn_form": form, "adjourn_open": True}
        return render(request, "assemblies/operate.html", context)
    act = partial(adjourning.adjourn, assembly=assembly, **form.cleaned_data)
    return operated(
        request,
        assembly,
        lambda: act(by=actor(request), at=timezone.now()),
        done=_("The meeting is adjourned."),
        to=address_of(pk),
    )


def item_of(pk: UUID, item: UUID) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.select_related("assembly"), pk=item, assembly=pk)


@require(may_operate)
@require_POST
def operate_act(request: HttpRequest, pk: UUID, item: UUID, act: str) -> HttpResponseRedirect:
    """An act of an item, as on its own page; one goes on here."""
    function, done = item_views.ACTS[act]
    found = item_of(pk, item)
    return operated(
        request,
        found.assembly,
        lambda: function(item=found, by=actor(request), at=timezone.now()),
        done=str(done),
        to=address_of(pk),
    )


@require(may_operate)
@require_POST
def operate_issue(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseRedirect:
    """Open a box on paper with the number of ballots handed out."""
    found = item_of(pk, item)
    motion = get_object_or_404(Motion, item=found)
    issued = whole(request.POST.get("issued", ""))
    return operated(
        request,
        found.assembly,
        lambda: ballot.open_ballot(
            motion=motion, issued=issued, by=actor(request), at=timezone.now()
        ),
        done=_("The ballot is open."),
        to=address_of(pk),
    )


@require(may_operate)
@require_POST
def operate_hands(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """For and against are entered; the abstentions that follow are shown and confirmed."""
    found = item_of(pk, item)
    form = HandsForm(request.POST, written=rule_for_item(found).written_consent)
    if form.is_valid() and "confirmed" in request.POST:
        return hands_entered(request, found, form, to=address_of(pk), operated_by=True)
    context = context_of(request, _assembly(pk)) | {"hands_form": form}
    if form.is_valid():
        context["confirm"] = item_views.counted(context, form.cleaned_data)
    return render(request, "assemblies/operate.html", context)


def hands_entered(
    request: HttpRequest, item: AgendaItem, form: HandsForm, *, to: str, operated_by: bool
) -> HttpResponseRedirect:
    """Enter a confirmed count: the one that counts, or one of two. A counter's own count does not
    depend on whose screen runs the meeting."""
    motion = get_object_or_404(Motion, item=item)
    two = item.assembly.two_counts
    act = partial(
        hand_counts.enter_count if two else item_views.hands.record_show_of_hands,
        motion=motion,
        **form.cleaned_data,
        abstentions=whole(request.POST.get("abstentions", "")),
    )
    done = _("Your count is kept.") if two else _("The count is entered. Resolve on it.")

    def enter() -> object:
        return act(by=actor(request), at=timezone.now())

    if operated_by and not two:
        return operated(request, item.assembly, enter, done=done, to=to)
    return answer(request, enter, done=done, to=to)


def current_row(assembly: Assembly) -> Row | None:
    rows = agenda_rows(assembly)
    return next((row for row in rows if row.item.state == ItemState.CURRENT), None)
