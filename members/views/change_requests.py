"""What firms ask for: the list, one request side by side with the register, and the answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from members.domain import represent
from members.domain.asking import appointing, change_requests
from members.enums import RequestState
from members.forms.own_firm import AcceptanceForm, AnswerForm
from members.models import ChangeRequest
from members.permissions import can_read_register, is_secretariat, require
from members.tables import REQUEST_TONES, ChangeRequestTable
from members.views.acting import Question, actor, answer_form, posted
from members.views.firm_parts import download
from members.views.seats import what_follows

PER_PAGE = 50


@require(can_read_register)
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Those that wait first, or those in one state."""
    state = request.GET.get("state", "")
    rows = ChangeRequest.objects.select_related("firm__membership")
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    counts = [(key, label, found.get(key, 0)) for key, label in RequestState.choices]
    shown = rows.filter(state=state) if state in RequestState.values else rows
    table = ChangeRequestTable(shown.order_by("-requested_at"))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "counts": counts, "state": state}
    context["may_write"] = is_secretariat(request.user)
    return render(request, "members/request_list.html", context)


def _request_of(pk: UUID) -> ChangeRequest:
    rows = ChangeRequest.objects.select_related("firm__membership", "evidence", "requested_by")
    return get_object_or_404(rows, pk=pk)


@require(can_read_register)
@require_safe
def request_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _request_of(pk)
    context = {
        **told_of(row),
        "may_write": is_secretariat(request.user) and row.state == RequestState.OPEN,
    }
    return render(request, "members/request_detail.html", context)


def told_of(row: ChangeRequest) -> dict[str, Any]:
    """What both sides see of a request."""
    told: dict[str, Any] = {
        "row": row,
        "firm": row.firm,
        "tone": REQUEST_TONES[RequestState(row.state)],
        "is_open": row.state == RequestState.OPEN,
    }
    if not change_requests.is_appointment(row):
        return told | {"differences": change_requests.differences(row, row.firm)}
    wish = appointing.wish_of(row)
    voting = represent.voting_representative(row.firm, timezone.localdate())
    following = what_follows(row.firm, voting) if wish.votes and told["is_open"] else {}
    moved = told["is_open"] and appointing.moved_on(row, row.firm)
    return told | {"wish": wish, "moved_on": moved, **following}


def _question(row: ChangeRequest, heading: str, submit: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("members:change_request", args=[row.pk]),
        back_label=str(row.firm),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def request_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter what the firm asked for: fields of the register, or its representative."""
    row = _request_of(pk)
    names = change_requests.is_appointment(row)

    def act(data: dict[str, Any]) -> str:
        if names:
            person = data.get("person")
            appointing.accept_appointment(request=row, person=person, **actor(request))
        else:
            change_requests.approve_change(request=row, **actor(request))
        return question.back

    question = (
        _question(row, _("Accept the appointment"), _("Enter the representative"))
        if names
        else _question(row, _("Approve the change"), _("Change the register"))
    )
    form = AcceptanceForm(posted(request), request=row) if names else Form(posted(request))
    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("It is on record."),
        template="members/request_act.html",
        further=told_of(row),
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def request_refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _request_of(pk)

    def act(data: dict[str, Any]) -> str:
        change_requests.refuse_request(request=row, answer=data["answer"], **actor(request))
        return question.back

    question = _question(
        row, _("Refuse the request"), _("Refuse it"), _("The register stays as it is.")
    )
    form = AnswerForm(posted(request))
    done = _("The request is refused.")
    return answer_form(request, form=form, question=question, act=act, done=done)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def request_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a letter of appointment back; the firm hands in another."""
    row = _request_of(pk)
    if not change_requests.is_appointment(row):
        raise Http404

    def act(data: dict[str, Any]) -> str:
        appointing.return_letter(request=row, answer=data["answer"], **actor(request))
        return question.back

    question = _question(
        row, _("Send the letter back"), _("Send it back"), _("The firm can hand in another one.")
    )
    form = AnswerForm(posted(request))
    done = _("The letter is sent back.")
    return answer_form(request, form=form, question=question, act=act, done=done)


@require(can_read_register)
@require_safe
def request_evidence(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _request_of(pk)
    if row.evidence is None:
        raise Http404
    return download(row.evidence)
