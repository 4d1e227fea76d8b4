"""Amendments that compete, and one whose base moved on: nothing is settled by guessing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bylaws.domain import stored
from bylaws.domain.amendments import adoption, amending, competing, rebasing
from bylaws.domain.telling import language
from bylaws.domain.text.merge import encounters
from bylaws.domain.text.redline import Run, diff_runs
from bylaws.enums import Scheme
from bylaws.errors import BylawsError, RebaseCollides
from bylaws.forms import CompromiseForm
from bylaws.models import Amendment
from bylaws.permissions import is_secretariat, require
from bylaws.views.amendments import page_of
from bylaws.views.answer import actor, answer


def _amendment(pk: UUID) -> Amendment:
    rows = Amendment.objects.select_related("regulation", "base")
    return get_object_or_404(rows.prefetch_related("base__provisions"), pk=pk)


@require(is_secretariat)
def rival_detail(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Two amendments of one base side by side: prefer one, or combine them."""
    mine, rival = _amendment(pk), _amendment(other)
    if mine.base_id != rival.base_id or mine.pk == rival.pk:
        raise Http404
    contested = competing.contested(mine, rival)
    initial = {"title": mine.title}
    data = request.POST if "combine" in request.POST else None
    form = CompromiseForm(data, contested=contested, initial=initial)
    if request.POST.get("prefer") in (str(mine.pk), str(rival.pk)):
        chosen, over = (mine, rival) if request.POST["prefer"] == str(mine.pk) else (rival, mine)
        return answer(
            request,
            lambda: competing.prefer(
                amendment=chosen, over=over, by=actor(request), at=timezone.now()
            ),
            done=_("The other amendment gives way."),
            to=page_of(chosen),
        )
    if data is not None and form.is_valid():
        try:
            both = competing.combine(
                one=mine,
                other=rival,
                title=form.named(),
                settled=form.texts(),
                by=actor(request),
                at=timezone.now(),
            )
        except BylawsError as refusal:
            form.add_error(None, refusal.render(language()))
        else:
            messages.success(request, _("The compromise takes the place of both."))
            return redirect("bylaws:amendment", pk=both.pk)
    return _rival_page(request, mine, rival, form, contested)


def _rival_page(
    request: HttpRequest,
    mine: Amendment,
    rival: Amendment,
    form: CompromiseForm,
    contested: list[competing.Contested],
) -> HttpResponse:
    base, scheme = stored.provisions_of(mine.base), Scheme(mine.base.numbering)
    context: dict[str, Any] = {
        "amendment": mine,
        "rival": rival,
        "form": form,
        "contested": [
            {"row": row, "field": form[f"text_{row.provision}"], "one": _runs(row.old, row.one)}
            | {"other": _runs(row.old, row.other)}
            for row in contested
        ],
        "inseparable": competing.cannot_be_combined(mine, rival),
        "encounters": encounters(
            base, amending.preview(mine).provisions, amending.preview(rival).provisions, scheme
        ),
        "are_open": all(one.state in competing.OPEN for one in (mine, rival)),
        "text_language": "zh-Hans" if scheme is Scheme.ZH else scheme.value,
    }
    return render(request, "bylaws/rival_detail.html", context)


def _runs(old: str, new: str) -> tuple[Run, ...]:
    return diff_runs(old, new)


@require(is_secretariat)
def amendment_rebase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Base it on the version that was adopted meanwhile; what both changed is settled here."""
    amendment = _amendment(pk)
    onto = adoption.latest_adopted(amendment.regulation)
    if onto is None or onto.pk == amendment.base_id:
        messages.info(request, _("It is based on the newest version already."))
        return redirect("bylaws:amendment", pk=pk)
    collisions: list[dict[str, Any]] = []
    if request.method == "POST":
        resolved = _resolved(request)
        try:
            rebasing.rebase_amendment(
                amendment=amendment,
                onto=onto,
                resolved=resolved,
                by=actor(request),
                at=timezone.now(),
            )
        except RebaseCollides as collides:
            collisions = [_collision(one, resolved) for one in collides.collisions]
        except BylawsError as refusal:
            messages.error(request, refusal.render(language()))
        else:
            messages.success(request, _("It is based on the newest version now."))
            return redirect("bylaws:amendment", pk=pk)
    context = {
        "amendment": amendment,
        "onto": onto,
        "collisions": collisions,
        "text_language": "zh-Hans" if amendment.base.numbering == Scheme.ZH else "en",
    }
    return render(request, "bylaws/amendment_rebase.html", context)


def _resolved(request: HttpRequest) -> dict[str, str]:
    """By the change's key the text that shall stand, or nothing where the change is dropped."""
    found = {}
    for name, value in request.POST.items():
        kind, _sep, key = name.partition("-")
        if kind == "settle" and value in ("drop", "text"):
            written = str(request.POST.get(f"text-{key}", ""))
            if value == "drop" or written.strip():
                found[key] = "" if value == "drop" else written
    return found


def _collision(one: Any, resolved: dict[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "new": diff_runs(one.old, one.new),
        "wanted": diff_runs(one.old, one.wanted),
        "text": resolved.get(one.id) or one.wanted,
    }
