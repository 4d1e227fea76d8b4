"""Movements by which money went out: an expense, a refund, a payment sent back, or set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dues.domain.receiving import outgoing, resolving, waiting_list
from dues.enums import AccountRole, LineState
from dues.forms.money_in import BookForm, ReasonForm, UndoForm
from dues.models import Entry, Payment, StatementLine
from members.models import Firm
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted, run

LINES_PER_PAGE = 50


@require(can_read_register)
@require_safe
def outgoing_list(request: HttpRequest) -> HttpResponse:
    rows = waiting_list.open_outgoing().select_related("account", "statement")
    page = Paginator(rows, LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "figures": waiting_list.figures()}
    return render(request, "dues/outgoing_list.html", context)


def _line(pk: int) -> StatementLine:
    rows = StatementLine.objects.select_related("account", "statement", "entry__debit")
    return get_object_or_404(rows, pk=pk, amount__lt=0)


@require(can_read_register)
@require_safe
def line_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A movement out, with what it may be."""
    line = _line(pk)
    is_open = line.state == LineState.OPEN
    search = request.GET.get("search", "")
    context = {
        "line": line,
        "amount": -line.amount,
        "is_open": is_open,
        "refunds": outgoing.refunds_without_line(line) if is_open else (),
        "payments": _sent_back(line) if is_open else (),
        "search": search,
        "firms": waiting_list.firms_like(search),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/line_detail.html", context)


def _sent_back(line: StatementLine) -> Any:
    """Payments of nobody known that have its amount."""
    return resolving.waiting().filter(amount=-line.amount, account=line.account_id)[:10]


def _question(line: StatementLine, heading: str, submit: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("dues:line", args=[line.pk]),
        back_label=_("The movement"),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def line_expense(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(pk)
    question = _question(line, _("Book an expense"), _("Book it"))

    def act(data: dict[str, Any]) -> str:
        outgoing.book_line(line=line, **data, **actor(request))
        return question.back

    form = BookForm(
        posted(request),
        roles=[AccountRole.EXPENSE],
        initial={"text": (line.text or line.payer)[:200]},
    )
    return answer_form(request, form=form, question=question, act=act, done=_("It is booked."))


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def line_aside(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(pk)
    question = _question(
        line,
        _("Set the movement aside"),
        _("Set aside"),
        _("Nothing is booked: between own accounts, or booked elsewhere."),
    )

    def act(data: dict[str, Any]) -> str:
        outgoing.set_aside_line(line=line, **data, **actor(request))
        return question.back

    form = ReasonForm(posted(request))
    return answer_form(request, form=form, question=question, act=act, done=_("It is set aside."))


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def line_undo(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(pk)
    question = _question(
        line,
        _("Take back what was said of the movement"),
        _("Take back"),
        _("An entry that was made for it is reversed."),
    )

    def act(data: dict[str, Any]) -> str:
        outgoing.undo_line(line=line, **data, **actor(request))
        return question.back

    form = UndoForm(posted(request))
    return answer_form(request, form=form, question=question, act=act, done=_("It is open again."))


@require(is_secretariat)
@require_POST
def line_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The movement is that of a refund: of a firm, of an entry there is, of a payment sent back."""
    line = _line(pk)
    acts: dict[str, Callable[[UUID | int], object]] = {
        "refund": lambda key: outgoing.refund_line(
            line=line, firm=get_object_or_404(Firm, pk=key), text="", **actor(request)
        ),
        "met": lambda key: outgoing.link_refund(
            line=line, entry=get_object_or_404(Entry, pk=key), **actor(request)
        ),
        "back": lambda key: outgoing.send_back(
            line=line, payment=get_object_or_404(Payment, pk=key), text="", **actor(request)
        ),
    }
    if act not in acts:
        raise Http404
    key = _key(request.POST.get("which", ""), is_number=act == "met")
    if key is not None:
        run(request, lambda: acts[act](key), done=_("It is booked."))
    return redirect("dues:line", pk=line.pk)


def _key(text: str, *, is_number: bool) -> UUID | int | None:
    try:
        return int(text) if is_number else UUID(text)
    except ValueError:
        return None
