"""What the secretariat does with an invoice, each on a page of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dues.domain import agreeing, crediting
from dues.domain.balances import invoice_balances
from dues.domain.periods import clamped, period_at
from dues.domain.receiving import cash
from dues.domain.schedules import schedule_on
from dues.enums import ProRata
from dues.forms.invoices import CashForm, CreditForm, InstalmentsForm, WaiverForm, WriteOffForm
from dues.models import DuesSchedule, Invoice
from members.domain.cases.decided import record_decided
from members.models import Firm
from members.permissions import is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted
from records.enums import DecisionKind

PARTS = 3
BY_FIRST_DAY = (ProRata.FULL, ProRata.HALVES)
"""Rules by which what holds on a member's first day in a period holds for all that it owes."""


def _invoice(pk: UUID) -> Invoice:
    return get_object_or_404(Invoice.objects.select_related("firm__membership"), pk=pk)


def _left(invoice: Invoice) -> Decimal:
    return invoice_balances(invoice=invoice).get(invoice.pk, Decimal(0))


def _question(invoice: Invoice, heading: str, submit: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("dues:invoice", args=[invoice.pk]),
        back_label=f"{invoice.number} · {invoice.firm}",
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def invoice_credit(request: HttpRequest, pk: UUID) -> HttpResponse:
    invoice = _invoice(pk)
    question = _question(
        invoice,
        _("Take the invoice back"),
        _("Write the credit note"),
        _(
            "Its entries are reversed and a credit note is written; what was paid on it becomes "
            "an advance. A run that finds its dues still owed bills them again: to let a member "
            "off, enter the waiver of the body that may."
        ),
    )
    form = CreditForm(posted(request), initial={"on": timezone.localdate()})

    def act(data: dict[str, Any]) -> str:
        crediting.credit_invoice(invoice=invoice, **data, **actor(request))
        return question.back

    return answer_form(
        request, form=form, question=question, act=act, done=_("The credit note is written.")
    )


def _proposed(invoice: Invoice, left: Decimal) -> list[tuple[date, Decimal]]:
    """What is open in three parts, a month apart, the cents in the first."""
    if left <= 0:
        return []
    today = timezone.localdate()
    first = max(today, invoice.due_on)
    month = first.year * 12 + first.month - 1
    part = (left / PARTS).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    days = [clamped(month + step, first.day) for step in range(PARTS)]
    amounts = [left - part * (PARTS - 1), *[part] * (PARTS - 1)]
    return [(day, amount) for day, amount in zip(days, amounts, strict=True) if amount > 0]


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def invoice_instalments(request: HttpRequest, pk: UUID) -> HttpResponse:
    invoice = _invoice(pk)
    left = _left(invoice)
    known = [
        (row.due_on, row.amount) for row in invoice.instalments.filter(superseded_at__isnull=True)
    ]
    question = _question(
        invoice,
        _("Pay in instalments"),
        _("Keep the agreement"),
        _(
            "The parts add up to what is open. Each counts as overdue by its own day. All rows "
            "empty: the due day of the invoice holds again."
        ),
    )
    form = InstalmentsForm(posted(request), parts=known or _proposed(invoice, left))

    def act(_data: dict[str, Any]) -> str:
        agreeing.agree_instalments(invoice=invoice, parts=form.parts(), **actor(request))
        return question.back

    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("The agreement is kept."),
        template="dues/invoice_instalments.html",
        further={"invoice": invoice, "left": left},
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def invoice_write_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    invoice = _invoice(pk)
    question = _question(
        invoice,
        _("Write off what is open"),
        _("Write it off"),
        _("Only by a decision: it is given up and no longer asked for."),
    )
    form = WriteOffForm(
        posted(request), request.FILES or None, initial={"on": timezone.localdate()}
    )

    def act(data: dict[str, Any]) -> str:
        acting = actor(request)
        with transaction.atomic():
            decision = data["known"] or record_decided(
                form.decided(), kind=DecisionKind.OTHER, at=acting["at"]
            )
            agreeing.write_off(
                invoice=invoice,
                amount=data["amount"],
                decision=decision,
                on=data["on"],
                **acting,
            )
        return question.back

    return answer_form(request, form=form, question=question, act=act, done=_("It is written off."))


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def invoice_cash(request: HttpRequest, pk: UUID) -> HttpResponse:
    invoice = _invoice(pk)
    question = _question(invoice, _("Paid in cash"), _("Record the payment"))
    initial = {"on": timezone.localdate(), "amount": _left(invoice) or None}
    form = CashForm(posted(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        cash.take_cash(invoice=invoice, **data, **actor(request))
        return question.back

    return answer_form(
        request, form=form, question=question, act=act, done=_("The payment is recorded.")
    )


def _of_waivers(schedule: DuesSchedule | None) -> str:
    """Who may waive, what follows, and from when it counts."""
    told = [_("The next run of the period takes back what was billed and bills what is left.")]
    body = str(schedule.waived_by) if schedule else ""
    if body:
        told.insert(0, _("The dues measures name who may waive dues: %(body)s.") % {"body": body})
    if schedule and schedule.pro_rata in BY_FIRST_DAY:
        told.append(
            _(
                "By this schedule a waiver counts for a period where it holds on the member's "
                "first day in it, and then for all that is owed for it."
            )
        )
    return " ".join(told)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def firm_waive(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = get_object_or_404(
        Firm.objects.select_related("membership"), pk=pk, membership__isnull=False
    )
    today = timezone.localdate()
    schedule = schedule_on(today)
    question = Question(
        heading=_("Waive dues"),
        submit=_("Enter the waiver"),
        back=reverse("dues:firm_account", args=[firm.pk]),
        back_label=str(firm),
        explanation=_of_waivers(schedule),
    )
    period = period_at(schedule, today) if schedule else None
    initial = {"from_on": period.from_on if period else today}
    form = WaiverForm(posted(request), request.FILES or None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        acting = actor(request)
        with transaction.atomic():
            decision = record_decided(form.decided(), kind=DecisionKind.OTHER, at=acting["at"])
            agreeing.waive_dues(
                membership=firm.membership,
                from_on=data["from_on"],
                until_on=data["until_on"],
                share=(data["num"], data["den"]),
                decision=decision,
                reason=data["reason"],
                **acting,
            )
        messages.info(request, _("Run the dues of this member now, so that its invoice follows."))
        return f"{reverse('dues:run_new')}?firm={firm.pk}"

    return answer_form(
        request, form=form, question=question, act=act, done=_("The waiver is on record.")
    )
