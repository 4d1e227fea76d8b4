"""The papers on a firm's own pages: certificates, letters, meetings, texts, what it handed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assemblies.domain.carrying import publishing
from desk.domain import own_dues, own_firm, own_papers
from desk.permissions import represents
from desk.views.own_firm import context_of, firm_of
from members.models import Certificate, FirmDocument, Letter
from members.permissions import require
from members.views.firm_parts import download
from records.models import Document


@require(represents)
@require_safe
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    user: Any = request.user
    context = context_of(request, pk, "papers")
    firm, day = context["firm"], context["day"]
    context |= {
        "certificates": own_papers.certificates_of(firm, day),
        "letters": own_firm.letters_to([firm]),
        "meetings": own_papers.meetings_of(firm, user.person),
        "published": publishing.for_members(),
        "kept": own_papers.kept_papers(firm),
        "texts": own_papers.texts_in_force(day),
        "statements": own_papers.annual_statements(),
    }
    return render(request, "desk/firm_papers.html", context)


@require(represents)
@require_safe
def certificate(request: HttpRequest, pk: UUID, certificate: UUID) -> HttpResponse:
    rows = Certificate.objects.filter(membership__firm=pk, document__isnull=False)
    return download(_document(get_object_or_404(rows.select_related("document"), pk=certificate)))


@require(represents)
@require_safe
def kept_paper(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    rows = FirmDocument.objects.filter(firm=pk, kind__in=own_papers.OWN_KINDS)
    return download(_document(get_object_or_404(rows.select_related("document"), pk=paper)))


@require(represents)
@require_safe
def published(request: HttpRequest, pk: UUID, publication: UUID) -> HttpResponse:
    """A resolution or minutes made known to the members, whether or not one was called."""
    found = next((row for row in publishing.for_members() if row.pk == publication), None)
    if found is None:
        raise Http404
    return download(_document(found))


def _document(row: Any) -> Document:
    document: Document = row.document
    return document


def _letter(pk: UUID, letter: UUID) -> Letter:
    rows = Letter.objects.filter(firm__in=own_dues.entries_of(firm_of(pk)), sent_at__isnull=False)
    return get_object_or_404(rows.select_related("mailing", "attachment"), pk=letter)


@require(represents)
@require_safe
def letter(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    context = context_of(request, pk, "papers") | {"letter": _letter(pk, letter)}
    return render(request, "desk/firm_letter.html", context)


@require(represents)
@require_safe
def letter_attachment(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    row = _letter(pk, letter)
    if row.attachment is None:
        raise Http404
    return download(row.attachment)
