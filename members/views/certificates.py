"""Certificates: the list, issuing, printing again, revoking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from members.domain.admitting import certificates
from members.filters import CertificateFilter
from members.forms.applications import CertificateForm, RevocationForm
from members.models import Certificate, Firm
from members.permissions import can_read_register, is_secretariat, require
from members.tables import CertificateTable
from members.views.acting import Question, actor, answer_form, posted
from members.views.applications import serve

PER_PAGE = 50


@require(can_read_register)
@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    rows = Certificate.objects.select_related("membership__firm").order_by("-issued_at")
    found = CertificateFilter(request.GET or None, queryset=rows)
    may_write = is_secretariat(request.user)
    table = CertificateTable(found.qs, may_write=may_write)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"filter": found, "table": table, "may_write": may_write}
    return render(request, "members/certificate_list.html", context)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def certificate_issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the firm with this address."""
    firm = get_object_or_404(Firm.objects.select_related("membership"), pk=pk)

    def act(data: dict[str, Any]) -> str:
        certificates.issue_certificate(
            membership=firm.membership,
            site=request.build_absolute_uri("/")[:-1],
            **data,
            **actor(request),
        )
        return reverse("members:certificates") + f"?search={firm.membership.number}"

    question = Question(
        heading=_("Issue a certificate"),
        submit=_("Issue the certificate"),
        back=reverse("members:firm", args=[pk]),
        back_label=str(firm),
        explanation=_("Those issued to the firm before are revoked. It can be printed any time."),
    )
    form = CertificateForm(posted(request), initial={"issued_on": timezone.localdate()})
    done = _("The certificate is issued.")
    return answer_form(request, form=form, question=question, act=act, done=done)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def certificate_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.select_related("membership__firm"), pk=pk)

    def act(data: dict[str, Any]) -> str:
        certificates.revoke_certificate(certificate=certificate, **data, **actor(request))
        return question.back

    question = Question(
        heading=_("Revoke a certificate"),
        submit=_("Revoke the certificate"),
        back=reverse("members:certificates"),
        back_label=_("Certificates"),
        explanation=f"{certificate.number} · {certificate.membership}",
    )
    form = RevocationForm(posted(request), initial={"on": timezone.localdate()})
    done = _("The certificate is revoked.")
    return answer_form(request, form=form, question=question, act=act, done=done)


@require(can_read_register)
@require_safe
def certificate_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.select_related("document"), pk=pk)
    if certificate.document is None:
        raise Http404
    return serve(certificate.document)
