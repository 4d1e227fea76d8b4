"""The programme of a term: its goals, their course, and the annex of the next work report."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.carrying import annex, goals, package, progress
from assemblies.domain.days import local_day
from assemblies.forms.carrying import AssignForm, GoalForm, PeriodForm, ProgressForm
from assemblies.models import Assembly, Goal, TermPackage
from assemblies.permissions import may_read_goal, sees_to
from assemblies.views.answer import actor, answer, shown, stored
from members.models import Term
from members.permissions import can_read_register, is_secretariat, require
from records.domain.media_types import DOCX, PDF
from records.domain.pdf import LANGUAGES
from records.errors import ActRefused


@require(can_read_register)
def goal_list(request: HttpRequest) -> HttpResponse:
    """Goals term by term, the latest first; the secretariat states new ones."""
    user = actor(request)
    office = is_secretariat(user)
    if request.method == "POST" and not office:
        raise Http404
    form = GoalForm(request.POST or None) if office else None
    if form is not None and form.is_bound and form.is_valid():
        data = form.cleaned_data
        return answer(
            request,
            lambda: goals.add_goal(**data, by=user, at=timezone.now()),
            done=_("The goal is on the programme."),
            to=reverse("assemblies:goals"),
        )
    today = local_day(timezone.now())
    rows = Goal.objects.select_related("term__body", "owner")
    rows = rows.order_by("-term__from_on", "term__body__kind", "position")
    context = {
        "rows": [(row, progress.is_overdue(row, today)) for row in rows],
        "form": form,
        "office": office,
        "packed": package.packed_terms(),
        "period": PeriodForm(initial={"from_on": today.replace(month=1, day=1), "until_on": today}),
    }
    return render(request, "assemblies/goal_list.html", context)


@require(may_read_goal)
def goal_detail(request: HttpRequest, goal: UUID) -> HttpResponse:
    user = actor(request)
    row = get_object_or_404(Goal.objects.select_related("term__body", "owner"), pk=goal)
    notes = sees_to(user, row)
    form = ProgressForm(
        request.POST or None, request.FILES or None, initial={"progress": row.progress}
    )
    if request.method == "POST" and not notes:
        raise Http404
    if form.is_bound and form.is_valid():
        return answer(
            request,
            lambda: progress.note_progress(thing=row, **form.note(), by=user, at=timezone.now()),
            done=_("Noted."),
            to=progress.address_of(row),
        )
    initial = {"owner": row.owner_id, "due_on": row.due_on}
    context = {
        "goal": row,
        "overdue": progress.is_overdue(row, local_day(timezone.now())),
        "history": row.notes.select_related("document"),
        "form": form if notes else None,
        "assign": AssignForm(initial=initial) if is_secretariat(user) else None,
        "assign_url": reverse("assemblies:goal_assign", args=[row.pk]),
    }
    return render(request, "assemblies/goal_detail.html", context)


@require(is_secretariat)
@require_POST
def goal_assign(request: HttpRequest, goal: UUID) -> HttpResponseRedirect:
    row, form = get_object_or_404(Goal, pk=goal), AssignForm(request.POST)
    to = progress.address_of(row)
    if not form.is_valid():
        return HttpResponseRedirect(to)
    told = form.cleaned_data
    return answer(
        request,
        lambda: progress.assign(thing=row, **told, by=actor(request), at=timezone.now()),
        done=_("Noted."),
        to=to,
    )


@require(is_secretariat)
def goal_pick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sentences of what was said at a meeting become goals of its term."""
    assembly = get_object_or_404(Assembly.objects.select_related("term"), pk=pk)
    if request.method == "POST":
        keys = request.POST.getlist("sentence")
        return answer(
            request,
            lambda: goals.pick_goals(
                assembly=assembly,
                keys=keys,
                term=assembly.term,
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("The goals are on the programme."),
            to=reverse("assemblies:goals"),
        )
    context = {"assembly": assembly, "sentences": goals.sentences_of(assembly)}
    return render(request, "assemblies/goal_pick.html", context)


ANNEXES = {
    "pdf": (annex.annex_pdf, PDF),
    "docx": (annex.annex_word, DOCX),
}


@require(can_read_register)
@require_safe
def work_annex(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    """The annex from ``?from_on`` to ``?until_on``; without a period, back to where it is asked."""
    if language not in LANGUAGES or kind not in ANNEXES:
        raise Http404
    make, media_type = ANNEXES[kind]
    form = PeriodForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Say from when until when."))
        return HttpResponseRedirect(reverse("assemblies:goals"))
    try:
        content = make(**form.cleaned_data, language=language)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("assemblies:goals"))
    return shown(content, media_type=media_type, name=f"work-report-annex.{language}.{kind}")


@require(is_secretariat)
@require_POST
def package_make(request: HttpRequest, term: UUID) -> HttpResponseRedirect:
    row = get_object_or_404(Term.objects.select_related("body"), pk=term)
    return answer(
        request,
        lambda: package.make_package(term=row, by=actor(request), at=timezone.now()),
        done=_("The records are packed. Note the digest where the package is not kept."),
        to=reverse("assemblies:goals"),
    )


@require(is_secretariat)
@require_safe
def package_file(request: HttpRequest, package_pk: UUID) -> HttpResponse:
    rows = TermPackage.objects.select_related("document")
    return stored(get_object_or_404(rows, pk=package_pk).document)
