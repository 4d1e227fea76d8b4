"""Who acts for a firm, named by its own people with a signed letter of appointment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desk.domain import own_firm
from desk.permissions import represents
from desk.views.own_firm import context_of, firm_of
from dues.views.invoices import paper_response
from members.domain import represent
from members.domain.asking import appointing, change_requests
from members.domain.asking.appointing import Wish
from members.forms.own_firm import AppointmentForm
from members.models import ChangeRequest
from members.permissions import require
from members.views.acting import Question, actor, answer_form, posted
from members.views.seats import what_follows
from records.fields import Translated


@require(represents)
@require_safe
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    context = context_of(request, pk, "people")
    firm, day = context["firm"], context["day"]
    rows = firm.representatives.filter(superseded_at__isnull=True).select_related("person")
    requests = own_firm.requests_of(firm)
    context |= {
        "acting": [r for r in rows.order_by("-votes", "-from_on") if _holds(r, day)],
        "others": [r for r in rows.order_by("-from_on") if not _holds(r, day)],
        "requests": [(r, appointing.wish_of(r)) for r in requests if _names(r)],
    }
    return render(request, "desk/firm_people.html", context)


def _holds(row: Any, day: Any) -> bool:
    return bool(row.from_on <= day and (row.until_on is None or row.until_on > day))


def _names(row: ChangeRequest) -> bool:
    return change_requests.is_appointment(row)


@require(represents)
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first step: from this the letter of appointment is made."""
    firm = firm_of(pk)
    question = Question(
        heading=_("Name a representative"),
        submit=_("Go on to the letter"),
        back=reverse("desk:firm_people", args=[pk]),
        back_label=str(firm),
        explanation=_(
            "You get a letter of appointment. The legal representative signs it, the firm seals "
            "it, you hand in a scan, and the secretariat enters the representative."
        ),
    )

    def act(data: dict[str, Any]) -> str:
        wish = Wish(
            name=data["name"] or Translated(),
            post=data["post"] or Translated(),
            from_on=data["from_on"],
            votes=data["votes"],
            email=data["email"],
            person=data["person"],
        )
        row = appointing.request_appointment(firm=firm, wish=wish, **actor(request))
        return reverse("desk:firm_request", args=[pk, row.pk])

    initial = {"from_on": timezone.localdate(), "votes": True}
    form = AppointmentForm(posted(request), firm=firm, initial=initial)
    voting = represent.voting_representative(firm, timezone.localdate())
    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("The letter is ready. Print it, have it signed and sealed, and hand in the scan."),
        template="members/representing.html",
        further=what_follows(firm, voting),
    )


@require(represents)
@require_safe
def letter(request: HttpRequest, pk: UUID, wish: UUID, language: str) -> HttpResponse:
    """The letter of appointment to be signed."""
    rows = ChangeRequest.objects.select_related("firm__membership")
    row = get_object_or_404(rows, pk=wish, firm=pk)
    if language not in appointing.LANGUAGES or not _names(row):
        raise Http404
    content = appointing.letter_pdf(row, language=language)
    return paper_response(content, f"appointment-{row.firm.membership.number}-{language}")
