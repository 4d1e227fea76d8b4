"""Dues on a firm's own pages, and the papers about them: to its people and to nobody else."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from desk.domain import own_dues
from desk.permissions import represents
from desk.views.own_firm import context_of, firm_of, language_now
from dues.domain import firm_account
from dues.domain.papers import firm_account_papers, invoice_papers
from dues.enums import ReceiptState
from dues.models import CreditNote, Invoice, Receipt
from dues.views.invoices import paper_response
from members import exports
from members.permissions import require
from members.views.firm_parts import download
from members.views.firms import file_response
from records.domain import documents

KINDS = ("pdf", "csv", "xlsx")


@require(represents)
@require_safe
def dues(request: HttpRequest, pk: UUID) -> HttpResponse:
    context = context_of(request, pk, "dues")
    firm, claims = context["firm"], context["own"].claims
    context |= {
        "waiting": [claim for claim in claims if claim.is_open],
        "settled": [claim for claim in claims if not claim.is_open],
        "payments": own_dues.payments_of(firm),
        "from_advance": own_dues.paid_from_advance(firm),
        "receipts": own_dues.receipts_of(firm),
        "reminders": own_dues.reminders_of(firm),
        "languages": invoice_papers.LANGUAGES,
        "kinds": KINDS,
    }
    return render(request, "desk/firm_dues.html", context)


def _language(language: str) -> str:
    if language not in invoice_papers.LANGUAGES:
        raise Http404
    return language


@require(represents)
@require_safe
def invoice(request: HttpRequest, pk: UUID, invoice: UUID, language: str) -> HttpResponse:
    """The paper as it was made; in another language, or before it was made, set anew."""
    rows = Invoice.objects.filter(firm__in=own_dues.entries_of(firm_of(pk)))
    found = get_object_or_404(rows.select_related("document"), pk=invoice)
    if found.document is not None and _language(language) == invoice_papers.main_language():
        content = documents.read(found.document)
    else:
        content = invoice_papers.invoice_pdf(found, language=_language(language))
    return paper_response(content, f"{found.reference}-{language}")


@require(represents)
@require_safe
def credit_note(request: HttpRequest, pk: UUID, note: UUID, language: str) -> HttpResponse:
    rows = CreditNote.objects.filter(invoice__firm__in=own_dues.entries_of(firm_of(pk)))
    found = get_object_or_404(rows.select_related("invoice"), pk=note)
    content = invoice_papers.credit_note_pdf(found, language=_language(language))
    return paper_response(content, f"{found.invoice.reference}-credit-{language}")


@require(represents)
@require_safe
def receipt(request: HttpRequest, pk: UUID, receipt: UUID) -> HttpResponse:
    """The file of the finance authority's platform, where it was kept."""
    rows = Receipt.objects.filter(
        firm__in=own_dues.entries_of(firm_of(pk)),
        state=ReceiptState.ISSUED,
        document__isnull=False,
    )
    found = get_object_or_404(rows.select_related("document"), pk=receipt)
    assert found.document is not None  # as filtered
    return download(found.document)


@require(represents)
@require_safe
def account(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Every movement until today, as a paper or a table."""
    if kind not in KINDS:
        raise Http404
    firm, day = firm_of(pk), timezone.localdate()
    name = f"account-{firm.membership.number}-{day.isoformat()}"
    if kind == "pdf":
        content = firm_account_papers.account_pdf(firm, day=day, language=language_now())
        return paper_response(content, name)
    content = exports.write(
        headings=firm_account_papers.headings(),
        rows=firm_account_papers.rows_of(firm_account.movements_of(firm)),
        kind=kind,
    )
    return file_response(content, kind=kind, name=name)
