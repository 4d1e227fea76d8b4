"""Bodies, their terms, and who holds which seat and office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from members import forms
from members.domain import mandates
from members.enums import Office
from members.models import Body, Mandate, Term
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted


@require(can_read_register)
@require_GET
def body_list(request: HttpRequest) -> HttpResponse:
    held = Mandate.objects.filter(superseded_at__isnull=True).select_related("person", "firm")
    terms = Term.objects.order_by("-number").prefetch_related(
        Prefetch("mandates", held.order_by("office", "pk"))
    )
    context = {
        "bodies": Body.objects.order_by("kind").prefetch_related(Prefetch("terms", terms)),
        "day": timezone.localdate(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/body_list.html", context)


def _question(heading: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=_("Save"),
        back=reverse("members:bodies"),
        back_label=_("Bodies and terms"),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def term_open(request: HttpRequest) -> HttpResponse:
    question = _question(_("Enter a term"))

    def act(data: dict[str, Any]) -> str:
        data["body"] = mandates.body_of(data["body"])
        mandates.open_term(**data, **actor(request))
        return question.back

    form = forms.TermForm(posted(request))
    return answer_form(
        request, form=form, question=question, act=act, done=_("The term is on record.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def mandate_create(request: HttpRequest) -> HttpResponse:
    question = _question(
        _("Enter a mandate"),
        _("Elections create mandates by themselves. Enter only those that were given before."),
    )

    def act(data: dict[str, Any]) -> str:
        holder = (data.pop("person"), data.pop("firm"))
        mandates.create_mandates(holders=[holder], decision=None, **data, **actor(request))
        return question.back

    form = forms.MandateForm(posted(request))
    return answer_form(
        request, form=form, question=question, act=act, done=_("The mandate is on record.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def mandate_end(request: HttpRequest, pk: int) -> HttpResponse:
    mandate = get_object_or_404(
        Mandate.objects.select_related("person"), pk=pk, superseded_at__isnull=True
    )
    where = {}
    if mandate.office == Office.DELEGATE:
        where = {
            "back": reverse("members:delegates"),
            "back_label": _("Delegates of the members"),
        }
    names = {"person": mandate.person, "office": mandate.get_office_display()}
    heading = _("End the mandate of %(person)s as %(office)s") % names
    question = replace(_question(heading), **where)

    def act(data: dict[str, Any]) -> str:
        mandates.end_mandate(mandate=mandate, **data, **actor(request))
        return question.back

    form = forms.EndForm(posted(request), initial={"on": timezone.localdate()})
    return answer_form(
        request, form=form, question=question, act=act, done=_("The end is on record.")
    )
