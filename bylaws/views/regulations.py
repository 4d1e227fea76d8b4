"""A new text, and what a text is treated as."""

from __future__ import annotations

from dataclasses import asdict, replace
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bylaws.domain import recording, regulating
from bylaws.domain.telling import language
from bylaws.errors import BylawsError
from bylaws.forms import RegulationForm, SettingsForm
from bylaws.models import Regulation
from bylaws.permissions import is_secretariat, require
from bylaws.views.answer import actor


@require(is_secretariat)
def regulation_new(request: HttpRequest) -> HttpResponse:
    """Opened, it waits for its text."""
    form = RegulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        regulation = _open(request, form)
        messages.success(request, _("The text is opened. Bring in its first version."))
        return redirect("bylaws:import", pk=regulation.pk)
    return render(request, "bylaws/regulation_new.html", {"form": form})


@transaction.atomic
def _open(request: HttpRequest, form: RegulationForm) -> Regulation:
    data = dict(form.cleaned_data)
    is_public = data.pop("is_public")
    at = timezone.now()
    regulation = recording.open_regulation(**data, by=actor(request), at=at)
    settings = replace(regulating.settings_of(regulation), is_public=is_public)
    return regulating.change_settings(
        regulation=regulation, settings=settings, by=actor(request), at=at
    )


@require(is_secretariat)
def regulation_settings(request: HttpRequest, pk: UUID) -> HttpResponse:
    regulation = get_object_or_404(Regulation, pk=pk)
    form = SettingsForm(request.POST or None, initial=asdict(regulating.settings_of(regulation)))
    if request.method == "POST" and form.is_valid():
        try:
            regulating.change_settings(
                regulation=regulation,
                settings=form.settings(),
                by=actor(request),
                at=timezone.now(),
            )
        except BylawsError as refusal:
            form.add_error(None, refusal.render(language()))
        else:
            messages.success(request, _("The settings are kept."))
            return redirect("bylaws:regulation", pk=pk)
    context = {"regulation": regulation, "form": form}
    return render(request, "bylaws/regulation_settings.html", context)
