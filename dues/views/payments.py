"""Payments: the list, one with its entries, one entered by hand, and paying back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from dues.domain import paying
from dues.domain.balances import advances, unassigned
from dues.domain.paying import Received
from dues.domain.receiving import payment_list
from dues.enums import EntryKind
from dues.filters import PaymentFilter
from dues.forms.money_in import PaymentForm, RefundForm
from dues.models import BankAccount, Payment
from dues.tables import PaymentTable
from members.models import Firm
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted

PAYMENTS_PER_PAGE = 50


@require(can_read_register)
@require_safe
def payment_list_page(request: HttpRequest) -> HttpResponse:
    found = PaymentFilter(request.GET or None, queryset=payment_list.all_payments())
    table = PaymentTable(found.qs)
    RequestConfig(request, paginate={"per_page": PAYMENTS_PER_PAGE}).configure(table)
    context = {"filter": found, "table": table, "may_write": is_secretariat(request.user)}
    return render(request, "dues/payment_list.html", context)


@require(can_read_register)
@require_safe
def payment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Payment.objects.select_related("firm__membership", "account", "line__statement")
    payment = get_object_or_404(rows, pk=pk)
    rest = unassigned(payment=payment).get(payment.pk, Decimal(0))
    context = {
        "payment": payment,
        "rest": rest,
        "state": payment_list.state_of(payment, rest),
        "entries": payment.entries.select_related(
            "debit", "credit", "invoice", "firm", "reversal"
        ).order_by("pk"),
        "receipts": payment.receipts.select_related("document"),
        "advance": EntryKind.ADVANCE,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/payment_detail.html", context)


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def payment_new(request: HttpRequest) -> HttpResponse:
    question = Question(
        heading=_("Enter a payment"),
        submit=_("Enter it"),
        back=reverse("dues:payments"),
        back_label=_("Payments"),
        explanation=_("Cash, or what no statement shows. Then say whose it is."),
    )

    def act(data: dict[str, Any]) -> str:
        account = data.pop("account")
        received = Received(currency=payment_list.currency_of(account), **data)
        payment = paying.record_payment(received=received, account=account, **actor(request))
        return reverse("dues:payment_assign", args=[payment.pk])

    form = PaymentForm(posted(request), initial={"paid_on": timezone.localdate()})
    return answer_form(
        request, form=form, question=question, act=act, done=_("The payment is in the books.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def firm_refund(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = get_object_or_404(Firm, pk=pk)
    held = advances(firm=firm).get(firm.pk, Decimal(0))
    question = Question(
        heading=_("Pay back to %(firm)s") % {"firm": firm},
        submit=_("Book the refund"),
        back=reverse("members:firm", args=[firm.pk]),
        back_label=str(firm),
        explanation=_(
            "The firm has %(held)s to its credit. The movement of the statement is met "
            "with the refund when it is read."
        )
        % {"held": f"{held:,.2f}"},
    )

    def act(data: dict[str, Any]) -> str:
        paying.refund(firm=firm, **data, **actor(request))
        return question.back

    initial = {
        "amount": held if held > 0 else None,
        "on": timezone.localdate(),
        "account": BankAccount.objects.first(),
    }
    form = RefundForm(posted(request), initial=initial)
    return answer_form(
        request, form=form, question=question, act=act, done=_("The refund is booked.")
    )
