"""A firm's account with the association: every movement and the balance after it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dues.domain import firm_account
from dues.domain.balances import advances
from dues.domain.papers import firm_account_papers
from members import exports
from members.models import Firm
from members.permissions import can_read_register, is_secretariat, require
from members.views.firms import file_response

ADVANCES_SHOWN = 500


def _firm(pk: UUID) -> Firm:
    return get_object_or_404(
        Firm.objects.filter(membership__isnull=False).select_related("membership"), pk=pk
    )


@require(can_read_register)
@require_safe
def firm_account_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm, day = _firm(pk), timezone.localdate()
    context = {
        "firm": firm,
        "day": day,
        "currency": firm_account_papers.currency(),
        "movements": firm_account.movements_of(firm)[::-1],
        "summary": firm_account.summary_of(firm, day=day),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/firm_account.html", context)


@require(can_read_register)
@require_safe
def firm_account_export(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    firm, day = _firm(pk), timezone.localdate()
    name = f"account-{firm.membership.number}-{day.isoformat()}"
    if kind == "pdf":
        language = (get_language() or "zh").split("-")[0]
        content = firm_account_papers.account_pdf(firm, day=day, language=language)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return response
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    content = exports.write(
        headings=firm_account_papers.headings(),
        rows=firm_account_papers.rows_of(firm_account.movements_of(firm)),
        kind=kind,
    )
    return file_response(content, kind=kind, name=name)


@require(can_read_register)
@require_safe
def advance_list(request: HttpRequest) -> HttpResponse:
    """Firms that have paid beyond their invoices."""
    held = sorted(advances().items(), key=lambda row: -row[1])
    shown = held[:ADVANCES_SHOWN]
    firms = Firm.objects.select_related("membership").in_bulk([pk for pk, _sum in shown])
    context = {
        "rows": [(firms[pk], amount) for pk, amount in shown],
        "count": len(held),
        "total": sum((amount for _pk, amount in held), firm_account.ZERO),
        "currency": firm_account_papers.currency(),
    }
    return render(request, "dues/advance_list.html", context)
