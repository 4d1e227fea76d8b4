"""Few voters: the meeting is told what the result may reveal, and its consent is put on record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from elections.domain.opening import SMALL_ELECTORATE, consent_to_small_electorate
from elections.forms import ConsentForm
from elections.models import Election
from elections.views.answers import actor
from members.permissions import is_secretariat, require
from records.errors import ActRefused


@require(is_secretariat)
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    election = get_object_or_404(Election, pk=pk)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consent_to_small_electorate(
                election=election,
                text=form.cleaned_data["text"],
                **actor(request),
            )
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The consent is on record."))
        return redirect("elections:board", pk=pk)
    facts = {"election": election, "form": form, "limit": SMALL_ELECTORATE}
    return render(request, "elections/election_consent.html", facts)
