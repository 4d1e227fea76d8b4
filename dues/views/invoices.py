"""Invoices: the list, one with all that was booked on it, and its papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from dues.domain import invoice_list
from dues.domain.balances import invoice_balances
from dues.domain.papers import invoice_papers
from dues.enums import AccountRole
from dues.filters import InvoiceFilter
from dues.models import CreditNote, Invoice
from dues.tables import TONES, InvoiceRows, InvoiceTable
from members.permissions import can_read_register, is_secretariat, require
from records.domain import documents
from records.domain.media_types import PDF

INVOICES_PER_PAGE = 50


@require(can_read_register)
@require_safe
def invoice_list_page(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    found = InvoiceFilter(request.GET or None, queryset=invoice_list.all_invoices(), day=day)
    table = InvoiceTable(InvoiceRows(found.qs, number=found.number, day=day))
    RequestConfig(request, paginate={"per_page": INVOICES_PER_PAGE}).configure(table)
    context = {"filter": found, "table": table, "day": day}
    return render(request, "dues/invoice_list.html", context)


@require(can_read_register)
@require_safe
def invoice_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    invoice = get_object_or_404(
        Invoice.objects.select_related("firm__membership", "run__schedule", "document"), pk=pk
    )
    day = timezone.localdate()
    left = invoice_balances(invoice=invoice).get(invoice.pk, invoice_list.ZERO)
    notes = list(invoice.credit_notes.all())
    is_late = invoice.pk in invoice_list.late_of([invoice.firm_id], day)
    state = invoice_list.state_of(left, is_late=is_late, is_credited=bool(notes))
    charges = invoice.charges.select_related("tier__member_class", "schedule")
    context = {
        "invoice": invoice,
        "day": day,
        "left": left,
        "state": state,
        "tone": TONES[state],
        "charges": charges.order_by("from_on"),
        "entries": _entries(invoice),
        "instalments": invoice.instalments.filter(superseded_at__isnull=True),
        "notes": notes,
        "reminders": _reminders(invoice),
        "waived_by": next((row.schedule.waived_by for row in charges), ""),
        "languages": invoice_papers.LANGUAGES,
        "can_credit": any(row.superseded_at is None for row in charges) or not charges,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/invoice_detail.html", context)


def _entries(invoice: Invoice) -> list[dict[str, Any]]:
    """The entries, each with what it adds to what is open (or takes from it), and what is then."""
    rows = invoice.entries.select_related("debit", "credit", "decision").order_by("booked_on", "pk")
    found, left = [], invoice_list.ZERO
    for entry in rows:
        change = invoice_list.ZERO
        if entry.debit.role == AccountRole.RECEIVABLE:
            change += entry.amount
        if entry.credit.role == AccountRole.RECEIVABLE:
            change -= entry.amount
        left += change
        found.append({"entry": entry, "change": change, "left": left})
    return found


def _reminders(invoice: Invoice) -> list[Any]:
    told = invoice.firm.reminders.select_related("level")
    return [row for row in told if str(invoice.pk) in str(row.claims)]


def paper_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require(can_read_register)
@require_safe
def invoice_paper(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """The paper as it was made; in another language, or before it was made, set anew."""
    if language not in invoice_papers.LANGUAGES:
        raise Http404
    invoice = get_object_or_404(Invoice.objects.select_related("document"), pk=pk)
    if invoice.document is not None and language == invoice_papers.main_language():
        content = documents.read(invoice.document)
    else:
        content = invoice_papers.invoice_pdf(invoice, language=language)
    return paper_response(content, f"{invoice.reference}-{language}")


@require(can_read_register)
@require_safe
def credit_note_paper(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    if language not in invoice_papers.LANGUAGES:
        raise Http404
    note = get_object_or_404(CreditNote.objects.select_related("invoice"), pk=pk)
    content = invoice_papers.credit_note_pdf(note, language=language)
    return paper_response(content, f"{note.invoice.reference}-credit-{language}")
