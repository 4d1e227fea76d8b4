"""The registration authority's written consents, on the page of the rulebook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bylaws.domain import registrar_consents, rule_table
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.rule_words import name_of
from bylaws.domain.rulebook import Rulebook
from bylaws.forms import RegistrarConsentForm
from bylaws.models import RegistrarConsent
from bylaws.permissions import is_secretariat, require
from bylaws.views.answer import actor, answer


def consents_of(request: HttpRequest, book: Rulebook) -> dict[str, Any]:
    """What the page of the rulebook shows of them, and the form for who may record one."""
    subjects = registrar_consents.subjects_of(book)
    form = None
    if subjects and is_secretariat(request.user):
        form = RegistrarConsentForm(subjects=_choices(book))
    return {
        "asks_consent": bool(subjects),
        "consents": [(row, name_of(row.subject)) for row in registrar_consents.recorded()],
        "consent_form": form,
    }


def _choices(book: Rulebook) -> list[tuple[str, str]]:
    return [(key, name_of(key)) for key in registrar_consents.subjects_of(book)]


@require(is_secretariat)
@require_POST
def consent_record(request: HttpRequest) -> HttpResponse:
    """Put a consent on record."""
    book = rulebook_on(timezone.localdate())
    form = RegistrarConsentForm(request.POST, subjects=_choices(book))
    if not form.is_valid():
        context = {"rows": rule_table.rows(book), "day": book.on, "book": book}
        shown = context | consents_of(request, book) | {"consent_form": form}
        return render(request, "bylaws/rulebook.html", shown)
    return answer(
        request,
        lambda: registrar_consents.record_consent(
            book=book, **form.cleaned_data, by=actor(request), at=timezone.now()
        ),
        done=_("The registration authority's consent is on record."),
        to=reverse("bylaws:rulebook"),
    )


@require(is_secretariat)
@require_POST
def consent_strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one that was recorded by mistake."""
    row = get_object_or_404(RegistrarConsent, pk=pk)
    return answer(
        request,
        lambda: registrar_consents.strike_consent(
            consent=row, by=actor(request), at=timezone.now()
        ),
        done=_("The consent is struck; the log keeps it."),
        to=reverse("bylaws:rulebook"),
    )
