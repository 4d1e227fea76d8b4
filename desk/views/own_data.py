"""What the register says of a firm: changed by its people at once, or asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.domain import own_firm
from desk.permissions import represents
from desk.views.own_firm import context_of, firm_of
from members.domain.asking import appointing, change_requests
from members.domain.asking.change_requests import AT_ONCE, NEEDS_APPROVAL, Reach
from members.domain.firms import contacts
from members.domain.firms.contacts import ContactFacts
from members.forms.firms import ContactForm
from members.forms.own_firm import ChangeForm, ReachForm, SignedLetterForm
from members.models import ChangeRequest, Contact, Firm
from members.permissions import require
from members.views.acting import Question, actor, answer_form, posted, run
from members.views.change_requests import told_of
from members.views.firm_parts import download


@require(represents)
@require_safe
def data(request: HttpRequest, pk: UUID) -> HttpResponse:
    context = context_of(request, pk, "data")
    firm = context["firm"]
    context |= {
        "at_once": [_field(firm, name) for name in AT_ONCE],
        "by_request": [(*_field(firm, name), why) for name, why in NEEDS_APPROVAL.items()],
        "contacts": firm.contacts.all(),
        "requests": [(row, change_requests.asked_for(row)) for row in own_firm.requests_of(firm)],
    }
    return render(request, "desk/firm_data.html", context)


def _field(firm: Firm, name: str) -> tuple[str, str]:
    value = getattr(firm, name)
    return change_requests.label_of(name), change_requests.shown(name, value)


def question_of(firm: Firm, heading: str, submit: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("desk:firm_data", args=[firm.pk]),
        back_label=str(firm),
        explanation=explanation,
    )


@require(represents)
@require_http_methods(["GET", "POST"])
def reach(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = question_of(firm, _("How the firm is reached"), _("Save"), _("It changes at once."))

    def act(data: dict[str, Any]) -> str:
        change_requests.change_reach(firm=firm, reach=Reach(**data), **actor(request))
        return question.back

    form = ReachForm(posted(request), initial={name: getattr(firm, name) for name in AT_ONCE})
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))


@require(represents)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for other values of what the secretariat approves."""
    firm = firm_of(pk)
    question = question_of(
        firm,
        _("Ask for a change"),
        _("Send the request"),
        _("Write what is to stand there. The secretariat compares it with the evidence."),
    )

    def act(data: dict[str, Any]) -> str:
        row = change_requests.request_change(
            firm=firm,
            wanted={name: data[name] for name in NEEDS_APPROVAL},
            note=data["note"],
            evidence=data["evidence"],
            **actor(request),
        )
        return reverse("desk:firm_request", args=[firm.pk, row.pk])

    form = ChangeForm(posted(request), request.FILES or None, firm=firm)
    done = _("The request is sent.")
    return answer_form(request, form=form, question=question, act=act, done=done)


@require(represents)
@require_http_methods(["GET", "POST"])
def contact_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = question_of(
        firm,
        _("Add a contact"),
        _("Save"),
        _("Whom to write to. Who acts or votes is a representative."),
    )

    def act(data: dict[str, Any]) -> str:
        contacts.add_contact(firm=firm, facts=ContactFacts(**data), **actor(request))
        return question.back

    form = ContactForm(posted(request))
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))


def _contact(pk: UUID, contact: UUID) -> Contact:
    return get_object_or_404(Contact.objects.select_related("firm"), pk=contact, firm=pk)


@require(represents)
@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    row = _contact(pk, contact)
    question = question_of(row.firm, _("Correct the contact"), _("Save"))

    def act(data: dict[str, Any]) -> str:
        contacts.edit_contact(contact=row, facts=ContactFacts(**data), **actor(request))
        return question.back

    initial = {name: getattr(row, name) for name in ContactForm.base_fields}
    form = ContactForm(posted(request), initial=initial)
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))


@require(represents)
@require_POST
def contact_remove(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    row = _contact(pk, contact)
    run(
        request,
        lambda: contacts.remove_contact(contact=row, **actor(request)),
        done=_("The contact is removed."),
    )
    return redirect("desk:firm_data", pk=pk)


def _request(pk: UUID, wish: UUID) -> ChangeRequest:
    rows = ChangeRequest.objects.select_related("firm__membership", "evidence")
    return get_object_or_404(rows, pk=wish, firm=pk)


@require(represents)
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, pk: UUID, wish: UUID) -> HttpResponse:
    """One request and what became of it; the signed letter of an appointment is handed in here."""
    row = _request(pk, wish)
    names = change_requests.is_appointment(row)
    form = SignedLetterForm(posted(request), request.FILES or None) if names else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            letter = form.cleaned_data["letter"]
            run(
                request,
                lambda: appointing.hand_in_letter(request=row, letter=letter, **actor(request)),
                done=_("The letter is handed in. The secretariat looks at it next."),
            )
            return redirect("desk:firm_request", pk=pk, wish=wish)
    tab = "people" if names else "data"
    context = context_of(request, pk, tab) | told_of(row) | {"form": form}
    status = 400 if form is not None and form.is_bound else 200
    return render(request, "desk/firm_request.html", context, status=status)


@require(represents)
@require_POST
def request_withdraw(request: HttpRequest, pk: UUID, wish: UUID) -> HttpResponse:
    row = _request(pk, wish)
    run(
        request,
        lambda: change_requests.withdraw_request(request=row, **actor(request)),
        done=_("The request is withdrawn."),
    )
    return redirect("desk:firm_request", pk=pk, wish=wish)


@require(represents)
@require_safe
def request_evidence(request: HttpRequest, pk: UUID, wish: UUID) -> HttpResponse:
    row = _request(pk, wish)
    if row.evidence is None:
        raise Http404
    return download(row.evidence)
