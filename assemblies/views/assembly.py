"""The list of meetings, and the page of one: phases, figures, agenda, what is to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from assemblies.domain.days import local_day
from assemblies.domain.governing import matters_of
from assemblies.domain.planning import plan
from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.planning.amendment_votes import put_amendment
from assemblies.domain.planning.cases import power_of
from assemblies.domain.planning.progress import steps
from assemblies.domain.planning.todo import todos
from assemblies.domain.presence import appoint, check_in, key_holders
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.domain.sitting import phases, session
from assemblies.domain.sitting.calculator import calculator
from assemblies.enums import Function, ItemState, Phase
from assemblies.forms import (
    AmendmentForm,
    AppointForm,
    CasesForm,
    ItemForm,
    KeyHoldersForm,
    PlanForm,
    submitted_amendments,
)
from assemblies.models import AgendaItem, Assembly, Resolution
from assemblies.permissions import (
    can_count_hands,
    can_operate,
    can_read_roll,
    may_operate,
    may_read,
)
from assemblies.tables import AssemblyTable
from assemblies.views.answer import actor, answer, operated, whole
from assemblies.views.meeting_forms import FORMS
from bylaws.enums import Outcome
from members.enums import BodyKind
from members.models import Body, Term
from members.permissions import can_read_register, is_logged_in, is_secretariat, require


def readable(user: Any) -> QuerySet[Assembly]:
    """The meetings that ``user`` may see."""
    meetings = Assembly.objects.select_related("body")
    if can_read_register(user):
        return meetings
    own = Q(appointments__person=user.person_id) | Q(roll__entries__person=user.person_id)
    return meetings.filter(own).distinct() if user.person_id else meetings.none()


@require(is_logged_in)
@require_safe
def assembly_list(request: HttpRequest) -> HttpResponse:
    table = AssemblyTable(readable(request.user))
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {"table": table, "may_plan": is_secretariat(request.user)}
    return render(request, "assemblies/assembly_list.html", context)


@require(is_secretariat)
def assembly_plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        assembly = plan.plan_assembly(
            body=data["body"],
            term=form.term_of(),
            title=data["title"],
            place=data["place"],
            starts_at=data["starts_at"],
            re_election=data["re_election"],
            two_counts=data["two_counts"],
            by=actor(request),
            at=timezone.now(),
        )
        return redirect("assemblies:assembly", assembly.pk)
    return render(request, "assemblies/assembly_plan.html", {"form": form})


@require(may_read)
@require_safe
def assembly_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(
        Assembly.objects.select_related("body", "term", "roll", "parent", "ceremony"), pk=pk
    )
    rows = agenda_rows(assembly)
    current = next((row.item for row in rows if row.item.state == ItemState.CURRENT), None)
    figures = attendance_figures(assembly)
    operates = can_operate(request.user, assembly)
    context = {
        "assembly": assembly,
        "rows": rows,
        "current": current,
        "figures": figures,
        "calc": calculator(assembly, current) if assembly.roll_id else None,
        "steps": steps(assembly, figures),
        "todos": todos(assembly, rows, today=local_day(timezone.now())) if operates else [],
        "operates": operates,
        "secretariat": is_secretariat(request.user),
        "counts_hands": can_count_hands(request.user, assembly),
        "meeting_forms": [(kind, name) for kind, (_make, name) in FORMS.items()],
        "reads_roll": can_read_roll(request.user, assembly),
        "notice": assembly.notices.last(),
        "follow_ups": list(assembly.follow_ups.all()),
        "first_meetings": _first_meetings(assembly) if operates else [],
        "functions": _functions(assembly),
    }
    return render(request, "assemblies/assembly_detail.html", context)


def _functions(assembly: Assembly) -> list[tuple[str, list[str]]]:
    """Who serves, function by function; guests stand in the attendance."""
    served: dict[str, list[str]] = {}
    for row in assembly.appointments.select_related("person").exclude(function=Function.GUEST):
        served.setdefault(row.function, []).append(str(row.person))
    order = [f.value for f in Function]
    return [
        (str(Function(key).label), names)
        for key, names in sorted(served.items(), key=lambda pair: order.index(pair[0]))
    ]


def _first_meetings(assembly: Assembly) -> list[Body]:
    """The bodies just elected that did not meet yet."""
    if assembly.parent_id is not None or assembly.phase not in (
        Phase.LIVE,
        Phase.COUNT,
        Phase.MINUTES,
    ):
        return []
    held = assembly.follow_ups.exclude(phase=Phase.PREPARE).values("body")
    wanted = (BodyKind.COUNCIL, BodyKind.SUPERVISORY_BOARD)
    elected = Term.objects.filter(number=assembly.term.number, mandates__isnull=False)
    bodies = Body.objects.filter(kind__in=wanted, pk__in=elected.values("body"))
    return list(bodies.exclude(pk__in=held).order_by("kind"))


@require(is_secretariat)
def agenda_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add items to an agenda that was not sent yet; an amendment may be several of them."""
    assembly = get_object_or_404(Assembly.objects.select_related("body"), pk=pk)
    matters = matters_of(assembly)
    put = request.POST if "put" in request.POST else None
    amending = AmendmentForm(put, matters=matters)
    if amending.is_bound and amending.is_valid():
        chosen = amending.cleaned_data
        return answer(
            request,
            lambda: put_amendment(
                assembly=assembly, **chosen, by=actor(request), at=timezone.now()
            ),
            done=_("The amendment is on the agenda."),
            to=reverse("assemblies:agenda", args=[pk]),
        )
    form = ItemForm(None if put else request.POST or None, matters=matters)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        return answer(
            request,
            lambda: plan.add_item(assembly=assembly, **data, by=actor(request), at=timezone.now()),
            done=_("The item is on the agenda."),
            to=reverse("assemblies:agenda", args=[pk]),
        )
    context = {
        "assembly": assembly,
        "form": form,
        "amending": amending,
        "amendments": submitted_amendments(matters).exists(),
        "cases": CasesForm(),
        "power": power_of(assembly),
        "rows": agenda_rows(assembly),
    }
    return render(request, "assemblies/agenda_edit.html", context)


@require(is_secretariat)
@require_POST
def agenda_move(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseRedirect:
    """Take an item off, or move it up."""
    found = get_object_or_404(AgendaItem, pk=item, assembly=pk)
    act = plan.remove_item if "remove" in request.POST else plan.swap_up
    return answer(
        request,
        lambda: act(item=found, by=actor(request), at=timezone.now()),
        done=_("The agenda was changed."),
        to=reverse("assemblies:agenda", args=[pk]),
    )


@require(is_secretariat)
def appointments(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who does what at the meeting: appoint, take it back, name who holds the keys."""
    assembly = get_object_or_404(Assembly.objects.select_related("ceremony__authority"), pk=pk)
    served = assembly.appointments.select_related("person").exclude(function=Function.GUEST)
    if "release" in request.POST:
        found = get_object_or_404(served, pk=whole(request.POST["release"]))
        return answer(
            request,
            lambda: appoint.release(appointment=found, by=actor(request), at=timezone.now()),
            done=_("Released."),
            to=reverse("assemblies:appointments", args=[pk]),
        )
    keys = KeyHoldersForm(request.POST if "keys" in request.POST else None, assembly=assembly)
    if keys.is_bound and keys.is_valid():
        named = keys.named()
        return answer(
            request,
            lambda: key_holders.name_key_holders(
                assembly=assembly, **named, by=actor(request), at=timezone.now()
            ),
            done=_("Named. Their pages tell them what to do."),
            to=reverse("assemblies:appointments", args=[pk]),
        )
    if "confirmed_by" in request.POST:
        chosen = get_object_or_404(_passed(assembly), pk=request.POST["confirmed_by"])
        return answer(
            request,
            lambda: key_holders.confirm_key_holders(
                assembly=assembly, resolution=chosen, by=actor(request), at=timezone.now()
            ),
            done=_("On record: the meeting confirmed who holds the keys."),
            to=reverse("assemblies:appointments", args=[pk]),
        )
    form = AppointForm(None if keys.is_bound else request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        return answer(
            request,
            lambda: appoint.appoint(
                assembly=assembly, **data, by=actor(request), at=timezone.now()
            ),
            done=_("Appointed."),
            to=reverse("assemblies:appointments", args=[pk]),
        )
    order = [f.value for f in Function]
    rows = sorted(served, key=lambda row: (order.index(row.function), row.position))
    context = {
        "assembly": assembly,
        "form": form,
        "keys": keys,
        "appointments": rows,
        "ceremony": assembly.ceremony,
        "may_rename": key_holders.may_rename(assembly),
        "confirmed": key_holders.confirmed_by(assembly),
        "passed": _passed(assembly).select_related("motion__item"),
    }
    return render(request, "assemblies/appointments.html", context)


def _passed(assembly: Assembly) -> QuerySet[Resolution]:
    """Resolutions that passed and stand, of the meeting or of the one that it follows."""
    return Resolution.objects.filter(
        motion__item__assembly__in=[assembly.pk, assembly.parent_id or assembly.pk],
        outcome=Outcome.PASSED,
        annulled_at__isnull=True,
    )


STEPS: dict[str, tuple[Callable[..., object], Any]] = {
    "check-in": (check_in.open_check_in, gettext_lazy("The check-in desk is open.")),
    "open": (session.open_meeting, gettext_lazy("The meeting is open.")),
    "close": (session.close_meeting, gettext_lazy("The meeting is closed. The minutes follow.")),
    "file": (partial(phases.move, to=Phase.FILE), gettext_lazy("The papers are filed.")),
}


@require(may_operate)
@require_POST
def assembly_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponseRedirect:
    """Open the desk, open the meeting, close it, note that its papers are filed."""
    assembly = get_object_or_404(Assembly, pk=pk)
    act, done = STEPS[step]
    return operated(
        request,
        assembly,
        lambda: act(assembly=assembly, by=actor(request), at=timezone.now()),
        done=str(done),
        to=reverse("assemblies:assembly", args=[pk]),
    )
