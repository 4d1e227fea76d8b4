"""Calls about unpaid dues: whom to call next, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dues.domain.arrears import arrears_on
from dues.domain.collecting import calling
from dues.domain.collecting.calling import Why
from dues.forms.collecting import CallForm
from dues.models import CallNote
from dues.views.arrears import currency
from members.models import Firm
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted

Data = dict[str, Any]
CALLS_PER_PAGE = 30
TONES = {Why.PROMISE_BROKEN: "bad", Why.CALL_AGAIN: "wait", Why.LEVEL: "later"}


@require(can_read_register)
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    page = Paginator(calling.call_list(day), CALLS_PER_PAGE).get_page(request.GET.get("page"))
    notes = CallNote.objects.select_related("firm__membership", "by__person")
    context = {
        "day": day,
        "currency": currency(),
        "page": page,
        "calls": [(call, TONES[call.why]) for call in page],
        "notes": notes[:CALLS_PER_PAGE],
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/call_list.html", context)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A firm's numbers, what it owes, what was said before, and the form for this call."""
    firm = get_object_or_404(Firm.objects.select_related("membership"), pk=pk)
    day = timezone.localdate()
    form = CallForm(posted(request), initial={"called_at": timezone.localtime()})

    def act(data: Data) -> str:
        calling.note_call(firm=firm, **data, **actor(request))
        return reverse("dues:calls")

    return answer_form(
        request,
        form=form,
        question=Question(
            heading=_("Call about dues"),
            submit=_("Note the call"),
            back=reverse("dues:calls"),
            back_label=_("Calls"),
            explanation=str(firm),
        ),
        act=act,
        done=_("The call is noted."),
        template="dues/call.html",
        further={
            "firm": firm,
            "day": day,
            "currency": currency(),
            "arrears": arrears_on(day, firm=firm).get(firm.pk),
            "numbers": calling.numbers_of([firm.pk], day)[firm.pk],
            "notes": firm.call_notes.select_related("by__person"),
        },
    )
