"""Delegates of the members: who holds a mandate, for whom, from when until when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from members.domain import delegates
from members.enums import BodyKind
from members.forms.delegates import DelegateForm
from members.models import Term
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted


@require(can_read_register)
@require_GET
def delegate_list(request: HttpRequest) -> HttpResponse:
    """Those of a term, by constituency; ``?former=1`` those whose mandate is over."""
    day = timezone.localdate()
    terms = Term.objects.filter(body__kind=BodyKind.GENERAL_ASSEMBLY).order_by("-number")
    number = request.GET.get("term", "")
    term = get_object_or_404(terms, number=number) if number.isdigit() else delegates.term_on(day)
    query, former = request.GET.get("q", "").strip(), "former" in request.GET
    rows = delegates.delegates_of(term, day=day, query=query, former=former) if term else []
    context = {
        "terms": terms,
        "term": term,
        "rows": rows,
        "constituencies": len({row.constituency for row in rows if row.constituency}),
        "query": query,
        "former": former,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/delegate_list.html", context)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def delegate_add(request: HttpRequest) -> HttpResponse:
    term = delegates.term_on(timezone.localdate())
    if term is None:
        return redirect("members:term_open")
    question = Question(
        heading=_("Enter a delegate"),
        submit=_("Save"),
        back=reverse("members:delegates"),
        back_label=_("Delegates of the members"),
        explanation=_("They are elected among the members. Who is entered here is on the roll."),
    )

    def act(data: dict[str, Any]) -> str:
        delegates.name_delegate(**data, **actor(request))
        return question.back

    begun = max(term.from_on, timezone.localdate())
    initial = {"term": term, "from_on": begun, "until_on": term.until_on}
    return answer_form(
        request,
        form=DelegateForm(posted(request), initial=initial),
        question=question,
        act=act,
        done=_("The delegate's mandate is on record."),
    )
