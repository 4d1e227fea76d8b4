"""Dues receipts: which are to be issued, their numbers from the platform, and voiding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bylaws.models import Association
from dues.domain.invoice_list import remembered
from dues.domain.receiving import receipt_files, receiptable, receipting
from dues.domain.receiving.receipting import Issued
from dues.forms.money_in import ReasonForm, ReceiptForm, ReceiptsFileForm
from dues.models import Payment, Receipt
from members import exports
from members.domain.days import zone
from members.domain.firms.firm_papers import store_paper
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted
from members.views.firms import file_response
from records.domain import documents
from records.domain.pdf import LANGUAGES, make_pdf
from records.errors import ActRefused

ROWS_PER_PAGE = 50
REFUSED_SHOWN = 20


@require(can_read_register)
@require_safe
def receipt_list(request: HttpRequest) -> HttpResponse:
    settled = remembered("settled", receiptable.settled_by_payment)
    due = receiptable.receipts_due(settled=settled)
    search = request.GET.get("search", "").strip()
    issued = Receipt.objects.select_related("firm", "payment", "document").order_by("-recorded_at")
    if search:
        issued = issued.filter(number__icontains=search) | issued.filter(
            firm__name__zh__icontains=search
        )
    today = timezone.localdate()
    context = {
        "due": Paginator(due, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "due_count": len(due),
        "due_sum": sum((row.amount for row in due), Decimal(0)),
        "wrong": receiptable.receipts_wrong(settled=settled),
        "issued": Paginator(issued, ROWS_PER_PAGE).get_page(request.GET.get("issued")),
        "search": search,
        "sources": receipting.sources_of_receipts(today, _language()),
        "file_form": ReceiptsFileForm(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/receipt_list.html", context)


def _language() -> Literal["zh", "en"]:
    return "zh" if (get_language() or "").startswith("zh") else "en"


@require(can_read_register)
@require_safe
def receipts_export(request: HttpRequest, kind: str) -> HttpResponse:
    """What is to be issued, in the columns that the platform and reading back take."""
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    rows = receipt_files.rows_for_platform(receiptable.receipts_due())
    headings = [str(label) for label in receipt_files.COLUMNS.values()]
    content = exports.write(headings=headings, rows=rows, kind=kind)
    return file_response(content, kind=kind, name=f"receipts-{timezone.localdate()}")


@require(can_read_register)
@require_safe
def receipts_paper(request: HttpRequest, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    wanted: Literal["zh", "en"] = "zh" if language == "zh" else "en"
    due, today = receiptable.receipts_due(), timezone.localdate()
    context = {
        "association": Association.objects.first(),
        "due": due,
        "total": sum((row.amount for row in due), Decimal(0)),
        "day": today,
        "sources": receipting.sources_of_receipts(today, wanted),
    }
    content = make_pdf(
        template="print/receipts_due.html", context=context, language=language, zone=zone()
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipts-{today}.{language}.pdf"'
    return response


@require(is_secretariat)
@require_POST
def receipts_read(request: HttpRequest) -> HttpResponse:
    form = ReceiptsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the file to read."))
        return redirect("dues:receipts")
    file = form.cleaned_data["file"]
    try:
        done = receipt_files.read_back(content=file.read(), name=file.name, **actor(request))
    except ActRefused as refused:
        messages.error(request, str(refused))
        return redirect("dues:receipts")
    told = ngettext(
        "%(count)s receipt recorded. Rows without a number: %(empty)s.",
        "%(count)s receipts recorded. Rows without a number: %(empty)s.",
        done.recorded,
    )
    messages.success(request, told % {"count": done.recorded, "empty": done.without_number})
    for row, reason in done.refused[:REFUSED_SHOWN]:
        messages.error(request, _("Row %(row)s: %(reason)s") % {"row": row, "reason": reason})
    if len(done.refused) > REFUSED_SHOWN:
        left = len(done.refused) - REFUSED_SHOWN
        messages.error(request, _("Further rows refused: %(count)s.") % {"count": left})
    return redirect("dues:receipts")


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    payment = get_object_or_404(Payment.objects.select_related("firm"), pk=pk)
    firms = [payment.firm_id] if payment.firm_id else []
    due = {row.payment.pk: row.amount for row in receiptable.receipts_due(firms=firms)}
    question = Question(
        heading=_("Record a dues receipt"),
        submit=_("Record it"),
        back=reverse("dues:receipts"),
        back_label=_("Receipts"),
        explanation=_("%(firm)s, for what the payment has settled of dues.")
        % {"firm": payment.firm or payment.payer},
    )

    def act(data: dict[str, Any]) -> str:
        who, file = actor(request), data["file"]
        kept = store_paper(content=file.read(), name=file.name, at=who["at"]) if file else None
        issued = Issued(
            number=data["number"],
            record_code=data["record_code"],
            check_code=data["check_code"],
            issued_on=data["issued_on"],
        )
        receipting.record_receipt(
            payment=payment, amount=data["amount"], issued=issued, document=kept, **who
        )
        return question.back

    initial = {"amount": due.get(payment.pk), "issued_on": timezone.localdate()}
    form = ReceiptForm(posted(request), request.FILES or None, initial=initial)
    return answer_form(
        request, form=form, question=question, act=act, done=_("The receipt is on record.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    receipt = get_object_or_404(Receipt.objects.select_related("firm"), pk=pk)
    question = Question(
        heading=_("Void the receipt %(number)s") % {"number": receipt.number},
        submit=_("It is voided"),
        back=reverse("dues:receipts"),
        back_label=_("Receipts"),
        explanation=_("Void it on the platform first. Its number stays taken."),
    )

    def act(data: dict[str, Any]) -> str:
        receipting.void_receipt(receipt=receipt, **data, **actor(request))
        return question.back

    form = ReasonForm(posted(request))
    return answer_form(request, form=form, question=question, act=act, done=_("It is voided."))


@require(can_read_register)
@require_safe
def receipt_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    receipt = get_object_or_404(
        Receipt.objects.select_related("document"), pk=pk, document__isnull=False
    )
    document = receipt.document
    if document is None:
        raise Http404
    response = HttpResponse(documents.read(document), content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="receipt-{receipt.number}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
