"""Applications for admission: the list, one of them, and the acts on it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from members.domain import represent
from members.domain.admitting import application_guide, applications, concerns
from members.domain.standing import standing_on
from members.enums import (
    OPEN_APPLICATIONS,
    ApplicationAct,
    ApplicationEvent,
    ApplicationState,
    FirmSize,
    Trade,
)
from members.filters import ApplicationFilter
from members.forms.applications import SubmissionForm
from members.models import Application, ApplicationStep, MemberClass
from members.permissions import can_read_register, is_secretariat, require
from members.tables import APPLICATION_TONES, ApplicationTable
from members.views.acting import Question, actor, answer_form, posted
from members.views.application_acts import ASKING
from records.domain import documents
from records.fields import Translated
from records.models import Document

PER_PAGE = 30
# What a step without a person was done by: the firm, on its own page.
APPLICANTS = (
    ApplicationEvent.SUBMITTED,
    ApplicationEvent.DOCUMENT_ADDED,
    ApplicationEvent.WITHDRAWN,
)
# Acts that never lead on, so that none of them is the page's main button.
ASIDE = (ApplicationAct.WRITE, ApplicationAct.WITHDRAW, ApplicationAct.REJECT)


@require(can_read_register)
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    found = ApplicationFilter(
        request.GET or None, queryset=Application.objects.select_related("member_class")
    )
    table = ApplicationTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "filter": found,
        "table": table,
        "figures": application_guide.figures(),
        "narrowed": f"state={request.GET['state']}" if request.GET.get("state") else "",
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/application_list.html", context)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """One that came on paper."""

    def act(data: dict[str, Any]) -> str:
        application = applications.submit_application(
            submission=form.submission(), papers=data["papers"], **actor(request)
        )
        return reverse("members:application", args=[application.pk])

    question = Question(
        heading=_("Enter an application that came on paper"),
        submit=_("Enter the application"),
        back=reverse("members:applications"),
        back_label=_("Applications"),
        explanation=_("It is kept as it is entered here; add the scan of the signed paper."),
    )
    form = SubmissionForm(posted(request), request.FILES or None)
    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("The application is entered."),
        template="members/application_new.html",
    )


@require(can_read_register)
@require_safe
def application_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands, what can be done now, what was submitted and what the register says."""
    application = get_object_or_404(
        Application.objects.select_related("member_class", "decision__evidence", "firm"), pk=pk
    )
    day, firm = timezone.localdate(), application.firm
    membership = getattr(firm, "membership", None) if firm else None
    offers = application_guide.offers_of(application, day)
    is_open = application.state in OPEN_APPLICATIONS
    leads_on = (offer.act for offer in offers if not offer.missing and offer.act not in ASIDE)
    context = {
        "application": application,
        "tone": APPLICATION_TONES.get(ApplicationState(application.state), "later"),
        "phases": application_guide.phases_of(application),
        "offers": offers,
        "main": next(leads_on, None),
        "concerns": concerns.concerns_of(application) if is_open else [],
        "applicants": APPLICANTS,
        "steps": application.steps.select_related("by__person", "decision", "document"),
        "papers": application.documents.select_related("document"),
        "rows": _told(application, day),
        "membership": membership,
        "standing": standing_on(membership, day) if membership else None,
        "certificate": membership.certificates.first() if membership else None,
        "public": request.build_absolute_uri(reverse("admission:joined", args=[pk])),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/application_detail.html", context)


def _told(application: Application, day: date) -> list[dict[str, Any]]:
    """Each field as submitted, and what stands in the register on ``day`` where it is kept."""
    submitted, kept = application.submitted, _kept(application, day)
    rows = []
    for name, label in _labels().items():
        told, now = _shown(name, submitted.get(name, "")), _shown(name, kept.get(name, ""))
        if told or now:
            row = {"name": name, "label": label, "told": told, "now": now}
            rows.append(row | {"is_kept": name in kept})
    return rows


def _kept(application: Application, day: date) -> dict[str, Any]:
    """What the register says of the firm, by the names of the form."""
    firm = application.firm
    if firm is None:
        return {}
    kept = {name: getattr(firm, name) for name in SubmissionForm.base_fields if hasattr(firm, name)}
    acting = represent.voting_representative(firm, day)
    if acting is not None:
        kept |= {
            "representative": acting.person.name,
            "representative_post": acting.post,
            "representative_phone": acting.person.phone,
            "representative_email": acting.person.email,
        }
    held = standing_on(firm.membership, day).member_class
    return kept | {"member_class": held.key if held else ""}


def _labels() -> dict[str, Any]:
    """The headings of the form, in its order; a contact's are told apart from the firm's."""
    fields = SubmissionForm.base_fields
    labels = {name: fields[name].label for name in fields if name != "papers"}
    return labels | {
        "contact_name": _("Contact"),
        "contact_post": _("Post of the contact"),
        "contact_phone": _("Telephone of the contact"),
        "contact_email": _("E-mail of the contact"),
        "consent": _("Agreed to"),
    }


def _shown(name: str, value: Any) -> str:
    if isinstance(value, dict):
        texts = [text for text in Translated(value).values() if text]
        return " / ".join(dict.fromkeys(texts))
    if name == "trade" and value in Trade.values:
        return str(Trade(value).label)
    if name == "size" and value in FirmSize.values:
        return str(FirmSize(value).label)
    if name == "member_class" and value:
        return str(MemberClass.objects.filter(key=value).first() or value)
    return str(value)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def application_act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    """The page of one act: what it asks, and what is to be weighed before."""
    application = get_object_or_404(Application.objects.select_related("member_class"), pk=pk)
    if act not in ApplicationAct.values:
        raise Http404
    asked = ASKING[ApplicationAct(act)](request, application)
    question = Question(
        heading=str(ApplicationAct(act).label),
        submit=asked.submit or str(ApplicationAct(act).label),
        back=reverse("members:application", args=[pk]),
        back_label=str(application),
        explanation=asked.explanation,
    )

    def carry_out(data: dict[str, Any]) -> str:
        asked.act(data)
        return question.back

    weighed = act in (ApplicationAct.ADMIT, ApplicationAct.REJECT)
    further = {
        "concerns": concerns.concerns_of(application) if weighed else [],
        "citation": asked.citation,
        "warning": asked.warning,
    }
    return answer_form(
        request,
        form=asked.form,
        question=question,
        act=carry_out,
        done=asked.done,
        template="members/application_act.html",
        further=further,
    )


@require(can_read_register)
@require_safe
def application_document(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """A paper of this application, the letter of an objection, or the evidence of its decision."""
    application = get_object_or_404(Application.objects.select_related("decision"), pk=pk)
    paper = get_object_or_404(Document, pk=document)
    mine = {
        *application.documents.values_list("document_id", flat=True),
        *ApplicationStep.objects.filter(
            application=application, event=ApplicationEvent.OBJECTION
        ).values_list("document_id", flat=True),
        application.decision.evidence_id if application.decision else None,
    }
    if paper.pk not in mine:
        raise Http404
    return serve(paper)


def serve(paper: Document) -> HttpResponse:
    """Shown in the browser under our own word for what it is (``uploads.media_type_of``)."""
    response = HttpResponse(documents.read(paper), content_type=paper.media_type)
    response["Content-Disposition"] = str(content_disposition_header(False, paper.name))
    return response
