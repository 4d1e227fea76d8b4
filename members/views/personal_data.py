"""What is kept of a person: shown, handed out, erased; and what for, for everybody to read."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bylaws.models import Association
from members.domain import days
from members.domain.personal import erasing, personal_data
from members.forms.persons import ErasureForm
from members.models import Person
from members.permissions import is_logged_in, is_secretariat, require
from members.views.acting import actor, posted
from records.domain.pdf import LANGUAGES, make_pdf
from records.errors import ActRefused
from records.fields import in_all_languages


def _kept(person: Person) -> dict[str, Any]:
    day = timezone.localdate()
    return {
        "person": person,
        "day": day,
        "sections": personal_data.sections_of(person),
        "rule": personal_data.rule_on(day) or in_all_languages(personal_data.NO_RULE),
    }


@require(is_secretariat)
@require_GET
def person_data(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    return render(request, "members/person_data.html", _kept(person))


@require(is_secretariat)
@require_GET
def person_data_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    told = personal_data.export_person(person=person, day=timezone.localdate())
    content = json.dumps(told, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="person-{person.pk}.json"'
    return response


@require(is_secretariat)
@require_GET
def person_data_pdf(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    person = get_object_or_404(Person, pk=pk)
    # What rows say of offices and states is worded here, in the paper's language.
    with translation.override(LANGUAGES[language]):
        context = {**_kept(person), "association": Association.objects.first()}
    try:
        content = make_pdf(
            template="print/person_data.html",
            context=context,
            language=language,
            zone=days.zone(),
            dated=timezone.now(),
        )
    except ActRefused as refused:
        messages.error(request, str(refused))
        return redirect(reverse("members:person_data", args=[person.pk]))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="person-{person.pk}.{language}.pdf"'
    return response


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def person_erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would go and what would stay is shown before it is asked."""
    person = get_object_or_404(Person, pk=pk)
    day = timezone.localdate()
    form = ErasureForm(posted(request), initial={"asked_on": day})
    if form.is_bound and form.is_valid():
        asked = {key: form.cleaned_data[key] for key in ("asked_on", "ground")}
        try:
            erasing.erase_person(person=person, **asked, **actor(request))
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The person's data is erased."))
            return redirect(reverse("members:person", args=[person.pk]))
    context = {
        **_kept(person),
        "form": form,
        "parts": [] if person.erased_at else erasing.parts_of(person, day),
    }
    status = 400 if form.is_bound else 200
    return render(request, "members/person_erase.html", context, status=status)


@require(is_logged_in)
@require_GET
def purposes(request: HttpRequest) -> HttpResponse:
    """What is kept of persons and what for: no person's data stands here."""
    day = timezone.localdate()
    context = {
        "holdings": personal_data.HOLDINGS,
        "rule": personal_data.rule_on(day),
        "no_rule": personal_data.NO_RULE,
        "day": day,
    }
    return render(request, "members/purposes.html", context)
