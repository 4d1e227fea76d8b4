"""Bank statements: read in, their columns told once, and what became of each movement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dues.domain.receiving import importing, layouts_kept, waiting_list
from dues.domain.receiving.importing import Imported
from dues.domain.statements import Layout, read_table
from dues.enums import LineState
from dues.errors import LayoutUnknown
from dues.forms.money_in import ColumnsForm, StatementForm
from dues.models import BankAccount, Statement
from dues.tables import LINE_TONES
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, posted
from records.domain import documents
from records.errors import ActRefused
from records.models import Document

LINES_PER_PAGE = 100
STATEMENTS_PER_PAGE = 25
SHOWN_ROWS = 12


@require(can_read_register)
@require_safe
def statement_list(request: HttpRequest) -> HttpResponse:
    rows = Statement.objects.select_related("account").order_by("-imported_at")
    context = {
        "form": StatementForm(),
        "has_account": BankAccount.objects.exists(),
        "page": Paginator(rows, STATEMENTS_PER_PAGE).get_page(request.GET.get("page")),
        "figures": waiting_list.figures(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/statement_list.html", context)


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_read(request: HttpRequest) -> HttpResponse:
    form = StatementForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        answer = _read(request, form)
        if answer is not None:
            return answer
    question = Question(
        heading=_("Read a statement"),
        submit=_("Read it"),
        back=reverse("dues:statements"),
        back_label=_("Bank statements"),
    )
    context = {"form": form, "question": question}
    status = 400 if form.is_bound else 200
    return render(request, "members/act.html", context, status=status)


def _read(request: HttpRequest, form: StatementForm) -> HttpResponse | None:
    """Where to go on to; None where the file is refused, which the form says."""
    data, file = form.cleaned_data, form.cleaned_data["file"]
    content = file.read()
    options = {"account": data["account"], "apply_certain": data["apply_certain"]}
    try:
        done = importing.import_statement(
            content=content, name=file.name, **options, **actor(request)
        )
    except LayoutUnknown:
        kept = layouts_kept.keep_file(content=content, name=file.name, at=actor(request)["at"])
        address = reverse("dues:statement_columns", args=[kept.pk])
        certain = "1" if data["apply_certain"] else ""
        return redirect(f"{address}?account={data['account'].pk}&certain={certain}")
    except ActRefused as refused:
        form.add_error("file", str(refused))
        return None
    return _tell(request, done)


def _tell(request: HttpRequest, done: Imported) -> HttpResponse:
    if not done.new:
        messages.info(
            request,
            _("Every movement of this file was read before; nothing was changed."),
        )
    else:
        told = _("Movements read: %(read)s; new: %(new)s; assigned at once: %(assigned)s.")
        messages.success(
            request, told % {"read": done.read, "new": done.new, "assigned": done.assigned}
        )
    return redirect("dues:statement", pk=done.statement.pk)


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A table whose headings no layout knows: a person says what they mean, once."""
    document = get_object_or_404(Document, pk=pk)
    account = layouts_kept.account_of(request.GET.get("account", ""))
    try:
        rows = read_table(content=documents.read(document), name=document.name)
    except ActRefused as refused:
        messages.error(request, str(refused))
        return redirect("dues:statements")
    number = layouts_kept.row_of_headings(rows, request.GET.get("row", ""))
    form = ColumnsForm(
        posted(request), headings=rows[number] if rows else [], initial={"name": document.name[:40]}
    )
    if form.is_bound and form.is_valid() and account is not None:
        answer = _read_by(request, form, document, account)
        if answer is not None:
            return answer
    context = {
        "document": document,
        "account": account,
        "form": form,
        "rows": list(enumerate(rows[:SHOWN_ROWS], 1)),
        "number": number + 1,
        "query": request.GET.urlencode(),
        "certain": request.GET.get("certain", ""),
    }
    status = 400 if form.is_bound else 200
    return render(request, "dues/statement_columns.html", context, status=status)


def _read_by(
    request: HttpRequest, form: ColumnsForm, document: Document, account: BankAccount
) -> HttpResponse | None:
    data = form.cleaned_data
    layout = Layout.from_columns(data["name"], form.columns(), data["date_format"])
    try:
        done = importing.import_statement(
            content=documents.read(document),
            name=document.name,
            account=account,
            layout=layout,
            apply_certain=bool(request.GET.get("certain")),
            **actor(request),
        )
    except ActRefused as refused:
        form.add_error(None, str(refused))
        return None
    layouts_kept.keep_layout(
        name=data["name"],
        columns=form.columns(),
        date_format=data["date_format"],
        **actor(request),
    )
    return _tell(request, done)


@require(can_read_register)
@require_safe
def statement_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    statement = get_object_or_404(Statement.objects.select_related("account", "document"), pk=pk)
    lines = statement.lines.select_related("payment__firm", "entry__debit", "entry__credit")
    wanted = request.GET.get("state", "")
    shown = lines.filter(state=wanted) if wanted in LineState.values else lines
    page = Paginator(shown.order_by("position"), LINES_PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "statement": statement,
        "page": page,
        "lines": [(line, LINE_TONES[LineState(line.state)]) for line in page],
        "states": [(state, statement.lines.filter(state=state).count()) for state in LineState],
        "wanted": wanted,
        "sums": waiting_list.sums_of(statement.lines.all()),
        "currency": statement.account.currency,
    }
    return render(request, "dues/statement_detail.html", context)
