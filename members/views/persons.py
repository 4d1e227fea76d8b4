"""Persons of the register."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from members import forms
from members.domain import listing, persons
from members.filters import PersonFilter
from members.models import Erasure, Person
from members.permissions import can_read_register, is_secretariat, require
from members.tables import PersonTable
from members.views.acting import Question, actor, answer_form, posted
from records.fields import Translated

PERSONS_PER_PAGE = 50


@require(can_read_register)
@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    found = PersonFilter(request.GET or None, queryset=listing.persons_on(timezone.localdate()))
    table = PersonTable(found.qs)
    RequestConfig(request, paginate={"per_page": PERSONS_PER_PAGE}).configure(table)
    context = {"filter": found, "table": table, "may_write": is_secretariat(request.user)}
    return render(request, "members/person_list.html", context)


@require(can_read_register)
@require_GET
def person_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk)
    acting = person.representations.filter(superseded_at__isnull=True)
    held = person.mandates.filter(superseded_at__isnull=True)
    context = {
        "person": person,
        "account": getattr(person, "user", None),
        "erasures": [_erasure(row) for row in person.erasures.all()],
        "representations": acting.select_related("firm").order_by("-from_on"),
        "mandates": held.select_related("term__body", "firm").order_by("-from_on"),
        "day": timezone.localdate(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/person_detail.html", context)


def _erasure(row: Erasure) -> dict[str, Any]:
    """With what stays in the reader's language."""
    texts = ("what", "why", "until")
    kept = [{**entry, **{name: Translated(entry[name]) for name in texts}} for entry in row.kept]
    return {
        "ground": row.ground,
        "asked_on": row.asked_on,
        "erased_at": row.erased_at,
        "kept": kept,
    }


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    def act(data: dict[str, Any]) -> str:
        person = persons.add_person(**data, **actor(request))
        return reverse("members:person", args=[person.pk])

    question = Question(
        heading=_("Add a person"),
        submit=_("Add the person"),
        back=reverse("members:persons"),
        back_label=_("Persons"),
        explanation=_("For candidates and officers who act for no firm yet."),
    )
    form = forms.PersonForm(posted(request))
    return answer_form(
        request, form=form, question=question, act=act, done=_("The person is on record.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    question = Question(
        heading=_("Correct the person"),
        submit=_("Save"),
        back=reverse("members:person", args=[person.pk]),
        back_label=str(person),
    )

    def act(data: dict[str, Any]) -> str:
        persons.edit_person(person=person, **data, **actor(request))
        return question.back

    initial = {name: getattr(person, name) for name in forms.PersonForm.base_fields}
    form = forms.PersonForm(posted(request), initial=initial)
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))
