"""The handover from the officers of one term to those of the next."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.carrying import handover as acts
from assemblies.domain.carrying import handover_due, handover_paper
from assemblies.domain.days import local_day
from assemblies.enums import HandoverKind
from assemblies.forms.carrying import upload_of
from assemblies.forms.handover import (
    BeginForm,
    ConcludeForm,
    SignedForm,
    ThingForm,
    TickForm,
    WitnessForm,
)
from assemblies.models import Handover, HandoverItem
from assemblies.views.answer import actor, answer, shown, stored
from members.permissions import can_read_register, is_secretariat, require
from records.domain.media_types import DOCX, PDF
from records.domain.pdf import LANGUAGES
from records.errors import ActRefused


def _handover(pk: UUID) -> Handover:
    rows = Handover.objects.select_related("term__body", "to_term", "witness", "signed_copy")
    return get_object_or_404(rows, pk=pk)


def _here(row: Handover) -> str:
    return reverse("assemblies:handover", args=[row.pk])


@require(can_read_register)
def handover_list(request: HttpRequest) -> HttpResponse:
    """Every protocol with its state; the secretariat begins one."""
    user = actor(request)
    office = is_secretariat(user)
    if request.method == "POST" and not office:
        raise Http404
    form = BeginForm(request.POST or None) if office else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            row = acts.begin_handover(**form.told(), by=user, at=timezone.now())  # type: ignore[arg-type]  # the form's own types
        except ActRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("assemblies:handovers"))
        return HttpResponseRedirect(_here(row))
    rows = Handover.objects.select_related("term__body", "to_term", "signed_copy")
    context = {"rows": [(row, _progress(row)) for row in rows], "form": form}
    return render(request, "assemblies/handover_list.html", context)


def _progress(row: Handover) -> tuple[int, int]:
    """How many lines are settled, of how many."""
    items = list(row.items.all())
    return sum(item.is_settled for item in items), len(items)


@require(can_read_register)
def handover_detail(request: HttpRequest, handover: UUID) -> HttpResponse:
    """The list, line by line; the secretariat adds to it while it is open."""
    row, user = _handover(handover), actor(request)
    office = is_secretariat(user)
    if request.method == "POST" and not office:
        raise Http404
    form = ThingForm(request.POST or None) if office and row.closed_at is None else None
    if form is not None and form.is_bound and form.is_valid():
        told = form.told()
        return answer(
            request,
            lambda: acts.add_item(handover=row, **told, by=user, at=timezone.now()),
            done=_("It is on the list."),
            to=_here(row),
        )
    items = handover_paper.in_order(row)
    last = row.term.handovers.filter(to_term=row.to_term).order_by("number").last()
    today = local_day(timezone.now())
    context = {
        "handover": row,
        "groups": [
            (label, [(n, one) for n, one in enumerate(items, start=1) if one.kind == kind])
            for kind, label in HandoverKind.choices
            if any(one.kind == kind for one in items)
        ],
        "settled": _progress(row)[0],
        "total": len(items),
        "rule": handover_due.rule_of(row),
        "today": today,
        "office": office,
        "form": form,
        "witness_form": WitnessForm(initial={"witness": row.witness_id}),
        "conclude_form": ConcludeForm(initial={"held_on": today}),
        "signed_form": SignedForm(),
        "is_last": last is not None and last.pk == row.pk,
        "others": row.term.handovers.filter(to_term=row.to_term).exclude(pk=row.pk),
    }
    return render(request, "assemblies/handover_detail.html", context)


def _propose(request: HttpRequest, row: Handover) -> object:
    return acts.propose_again(handover=row, by=actor(request), at=timezone.now())


def _witness(request: HttpRequest, row: Handover) -> object:
    form = WitnessForm(request.POST)
    if not form.is_valid():
        raise Http404
    return acts.name_witness(
        handover=row, witness=form.cleaned_data["witness"], by=actor(request), at=timezone.now()
    )


def _conclude(request: HttpRequest, row: Handover) -> object:
    form, at = ConcludeForm(request.POST), timezone.now()
    held_on = form.cleaned_data["held_on"] if form.is_valid() else None
    return acts.conclude_handover(handover=row, held_on=held_on, by=actor(request), at=at)


def _supplement(request: HttpRequest, row: Handover) -> object:
    return acts.begin_supplement(handover=row, by=actor(request), at=timezone.now())


ACTS: dict[str, tuple[Callable[[HttpRequest, Handover], object], object]] = {
    "propose": (_propose, gettext_lazy("The record was asked again.")),
    "witness": (_witness, gettext_lazy("Noted.")),
    "conclude": (
        _conclude,
        gettext_lazy("The handover is concluded. Print it, have it signed, keep the scan."),
    ),
    "supplement": (_supplement, gettext_lazy("A supplement is open: it stands in the list.")),
}


@require(is_secretariat)
@require_POST
def handover_do(request: HttpRequest, handover: UUID, act: str) -> HttpResponseRedirect:
    if act not in ACTS:
        raise Http404
    row = _handover(handover)
    do, done = ACTS[act]
    to = reverse("assemblies:handovers") if act == "supplement" else _here(row)
    return answer(request, lambda: do(request, row), done=str(done), to=to)


@require(is_secretariat)
@require_POST
def handover_sign(request: HttpRequest, handover: UUID) -> HttpResponseRedirect:
    """Keep the scan of the signed protocol."""
    row, form = _handover(handover), SignedForm(request.POST, request.FILES)
    upload = upload_of(form.cleaned_data["scan"]) if form.is_valid() else None
    if upload is None:
        messages.error(request, _("Choose the scan of the signed protocol first."))
        return HttpResponseRedirect(_here(row))
    return answer(
        request,
        lambda: acts.keep_signed(handover=row, upload=upload, by=actor(request), at=timezone.now()),
        done=_("The signed copy is kept."),
        to=_here(row),
    )


def _item(pk: UUID) -> HandoverItem:
    rows = HandoverItem.objects.select_related("handover__term__body", "handover__to_term")
    return get_object_or_404(rows, pk=pk)


@require(is_secretariat)
def handover_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """One line: who gives, who takes, when, or why not."""
    row = _item(item)
    names = ("given_by", "taken_by", "handed_on", "remark")
    initial = {name: getattr(row, name) for name in names}
    form = TickForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        return answer(
            request,
            lambda: acts.tick_item(item=row, **told, by=actor(request), at=timezone.now()),
            done=_("Noted."),
            to=_here(row.handover),
        )
    context = {"item": row, "handover": row.handover, "form": form}
    return render(request, "assemblies/handover_item.html", context)


@require(is_secretariat)
@require_POST
def handover_item_do(request: HttpRequest, item: UUID, act: str) -> HttpResponseRedirect:
    """``tick``: handed over today, between those who are named; ``drop``: off the list."""
    row, by, at = _item(item), actor(request), timezone.now()
    to = _here(row.handover)
    if act == "drop":
        return answer(
            request,
            lambda: acts.drop_item(item=row, by=by, at=at),
            done=_("It is off the list."),
            to=to,
        )
    if act != "tick":
        raise Http404
    return answer(
        request,
        lambda: acts.tick_item(
            item=row,
            given_by=row.given_by,
            taken_by=row.taken_by,
            handed_on=local_day(at),
            remark=row.remark,
            by=by,
            at=at,
        ),
        done=_("Handed over."),
        to=to,
    )


@require(can_read_register)
@require_safe
def handover_pdf(request: HttpRequest, handover: UUID, language: str) -> HttpResponse:
    """The protocol as it was concluded; as a draft while its list is open."""
    row = _handover(handover)
    if language not in LANGUAGES:
        raise Http404
    if row.closed_at is not None:
        return stored(get_object_or_404(row.papers, language=language).document)
    return _made(request, row, language, "pdf")


@require(can_read_register)
@require_safe
def handover_docx(request: HttpRequest, handover: UUID, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    return _made(request, _handover(handover), language, "docx")


def _made(request: HttpRequest, row: Handover, language: str, form: str) -> HttpResponse:
    facts, digest = handover_paper.standing_facts(row)
    make = handover_paper.print_handover if form == "pdf" else handover_paper.write_handover
    try:
        content = make(facts, language=language, digest=digest)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_here(row))
    kind = PDF if form == "pdf" else DOCX
    return shown(content, media_type=kind, name=f"handover.{language}.{form}")


@require(can_read_register)
@require_safe
def handover_scan(request: HttpRequest, handover: UUID) -> HttpResponse:
    return stored(_handover(handover).signed_copy)
