"""Payments that wait: accept what is proposed, say whose one is, or that it is no dues."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dues.domain.balances import unassigned
from dues.domain.receiving import resolving, waiting_list
from dues.forms.money_in import OTHER, BookForm, PartsForm, ReasonForm, UndoForm
from dues.models import Payment
from members.models import Firm
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted, run
from records.errors import ActRefused

PAYMENTS_PER_PAGE = 20
LEAST_ACCEPTED = 60
"""Below it nobody accepts many at once: half of such proposals are guesses."""


@require(can_read_register)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("search", "")
    found = waiting_list.narrowed(search)
    page = Paginator(found, PAYMENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": waiting_list.rows_of(list(page)),
        "figures": waiting_list.figures(),
        "search": search,
        "here": request.get_full_path(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/waiting.html", context)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page of the list that one came from."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect("dues:waiting")


@require(is_secretariat)
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was proposed of one firm, as it was shown."""
    payment = _payment(pk)
    firm = _firm(request.POST.get("firm", ""))
    proposal = waiting_list.proposal_for(payment, firm) if firm else None
    if firm is None or proposal is None:
        messages.error(request, _("Nothing of this firm is proposed any more. Look again."))
        return _back(request)

    def act() -> None:
        resolving.accept_payment(
            payment=payment, firm=firm, parts=resolving.parts_of(proposal), **actor(request)
        )

    run(request, act, done=_("Assigned to %(firm)s.") % {"firm": firm})
    return _back(request)


@require(is_secretariat)
@require_POST
def accept_many(request: HttpRequest) -> HttpResponse:
    said = request.POST.get("least", "")
    least = int(said) if said.isdecimal() else 0
    if not LEAST_ACCEPTED <= least <= 100:
        messages.error(
            request, _("Choose a score from %(least)s to 100.") % {"least": LEAST_ACCEPTED}
        )
        return redirect("dues:waiting")
    try:
        count = resolving.accept_proposals(
            payments=list(resolving.waiting()), least=least, **actor(request)
        )
    except ActRefused as refused:
        messages.error(request, str(refused))
    else:
        told = ngettext("%(count)s payment assigned.", "%(count)s payments assigned.", count)
        messages.success(request, told % {"count": count})
    return redirect("dues:waiting")


@require(is_secretariat)
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    count = resolving.propose_again(at=actor(request)["at"])
    told = ngettext(
        "%(count)s payment has other proposals now.",
        "%(count)s payments have other proposals now.",
        count,
    )
    messages.success(request, told % {"count": count})
    return redirect("dues:waiting")


def _payment(pk: UUID) -> Payment:
    return get_object_or_404(Payment.objects.select_related("line", "firm", "account"), pk=pk)


def _firm(text: str) -> Firm | None:
    try:
        return Firm.objects.filter(pk=UUID(text), merged_into__isnull=True).first()
    except ValueError:
        return None


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A firm is searched for, then the payment split over what it has open."""
    payment = _payment(pk)
    firm = _firm(request.GET.get("firm", ""))
    if firm is None:
        return _search(request, payment)
    rest = unassigned(payment=payment).get(payment.pk, Decimal(0))
    rows = [
        row for row in waiting_list.open_invoices(firm) if row.invoice.currency == payment.currency
    ]
    form = PartsForm(posted(request), rows=rows, initial_parts=_in_turn(rows, rest))
    if form.is_bound and form.is_valid():
        try:
            resolving.accept_payment(
                payment=payment, firm=firm, parts=form.parts(), **actor(request)
            )
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Assigned to %(firm)s.") % {"firm": firm})
            return redirect("dues:payment", pk=payment.pk)
    context = {"payment": payment, "firm": firm, "form": form, "rest": rest}
    status = 400 if form.is_bound else 200
    return render(request, "dues/payment_split.html", context, status=status)


def _in_turn(rows: list[waiting_list.OpenOf], rest: Decimal) -> dict[Any, Decimal]:
    parts = {}
    for row in rows:
        part = min(row.left, rest)
        if part > 0:
            parts[row.invoice.pk] = part
            rest -= part
    return parts


def _search(request: HttpRequest, payment: Payment) -> HttpResponse:
    search = request.GET.get("search", "")
    context = {
        "payment": payment,
        "search": search,
        "firms": waiting_list.firms_like(search),
    }
    part = "dues/_firms_found.html" if request.headers.get("HX-Request") else ""
    return render(request, part or "dues/payment_assign.html", context)


def _question(payment: Payment, heading: str, submit: str, explanation: str) -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("dues:payment", args=[payment.pk]),
        back_label=_("The payment"),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def payment_book(request: HttpRequest, pk: UUID) -> HttpResponse:
    payment = _payment(pk)
    question = _question(
        payment,
        _("This is no dues"),
        _("Book it"),
        _(
            "Interest, a grant, a fee: to an account of other income. What was given back of an "
            "expense: to that account."
        ),
    )

    def act(data: dict[str, Any]) -> str:
        resolving.book_payment(payment=payment, **data, **actor(request))
        return question.back

    form = BookForm(posted(request), roles=OTHER)
    return answer_form(request, form=form, question=question, act=act, done=_("It is booked."))


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def payment_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    payment = _payment(pk)
    question = _question(
        payment,
        _("Set the payment aside"),
        _("Set aside"),
        _(
            "It does not count as money received: between own accounts, entered twice, booked "
            "elsewhere. It can be brought back."
        ),
    )

    def act(data: dict[str, Any]) -> str:
        resolving.set_aside_payment(
            payment=payment, on=timezone.localdate(), **data, **actor(request)
        )
        return question.back

    form = ReasonForm(posted(request))
    return answer_form(request, form=form, question=question, act=act, done=_("It is set aside."))


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def payment_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    payment = _payment(pk)
    if payment.entries.count() == 0:
        raise Http404
    question = _question(
        payment,
        _("Take back what was said of the payment"),
        _("Take back"),
        _(
            "It waits again. What it had settled is open again; nothing is deleted: the entries "
            "are reversed."
        ),
    )

    def act(data: dict[str, Any]) -> str:
        resolving.undo_payment(payment=payment, **data, **actor(request))
        return question.back

    form = UndoForm(posted(request))
    return answer_form(request, form=form, question=question, act=act, done=_("It waits again."))
