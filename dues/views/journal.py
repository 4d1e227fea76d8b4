"""The journal, the accounts, what is booked by hand, closing, and the file for the accountant."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from typing import IO, Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bylaws.models import Association
from dues import exports
from dues.domain import balances, closing, posting
from dues.domain.reports import journal
from dues.enums import AccountRole, EntryKind
from dues.forms.reports import BookingForm, ClosingForm, ExportForm, JournalForm, ReversalForm
from dues.models import Closing, Entry
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted

ENTRIES_PER_PAGE = 100
BY_HAND = (EntryKind.EXPENSE, EntryKind.OTHER_INCOME)


def _this_year() -> dict[str, date]:
    today = timezone.localdate()
    return {"from_on": today.replace(month=1, day=1), "until_on": today}


def _currency() -> str:
    association = Association.objects.first()
    return association.currency if association else ""


@require(can_read_register)
@require_safe
def journal_page(request: HttpRequest) -> HttpResponse:
    asked = JournalForm(request.GET if "from_on" in request.GET else None)
    data: dict[str, Any] = _this_year()
    if asked.is_bound and asked.is_valid():
        data = asked.cleaned_data
    account = data.get("account")
    rows = journal.entries_between(data["from_on"], data["until_on"], account=account)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": asked if asked.is_bound else JournalForm(initial=data),
        "account": account,
        "sums": journal.sums_of(rows, account),
        "page": Paginator(rows, ENTRIES_PER_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "currency": _currency(),
        "by_hand": BY_HAND,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/journal.html", context)


@require(can_read_register)
@require_safe
def accounts_page(request: HttpRequest) -> HttpResponse:
    """All accounts with their balances; they sum to nothing."""
    asked = JournalForm(request.GET if "from_on" in request.GET else None)
    data: dict[str, Any] = _this_year()
    if asked.is_bound and asked.is_valid():
        data = asked.cleaned_data
    rows = balances.trial_balance(from_on=data["from_on"], day=data["until_on"])
    context = {
        "form": asked if asked.is_bound else JournalForm(initial=data),
        "rows": rows,
        "debit": sum(row.debit for row in rows),
        "credit": sum(row.credit for row in rows),
        "sum": sum(row.balance for row in rows),
        "closing": Closing.objects.first(),
        "currency": _currency(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/accounts.html", context)


def _question(heading: str, submit: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("dues:journal"),
        back_label=_("Journal"),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def book_expense(request: HttpRequest) -> HttpResponse:
    def act(data: dict[str, Any]) -> str:
        closing.book_expense(
            account=data["account"],
            paid_from=data["money"],
            amount=data["amount"],
            on=data["on"],
            text=data["text"],
            **actor(request),
        )
        return reverse("dues:journal")

    form = BookingForm(
        posted(request), role=AccountRole.EXPENSE, initial={"on": timezone.localdate()}
    )
    question = _question(_("Book an expense"), _("Book it"))
    return answer_form(request, form=form, question=question, act=act, done=_("Booked."))


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def book_income(request: HttpRequest) -> HttpResponse:
    def act(data: dict[str, Any]) -> str:
        closing.book_other_income(
            account=data["account"],
            paid_to=data["money"],
            amount=data["amount"],
            on=data["on"],
            text=data["text"],
            **actor(request),
        )
        return reverse("dues:journal")

    form = BookingForm(
        posted(request), role=AccountRole.OTHER_INCOME, initial={"on": timezone.localdate()}
    )
    question = _question(_("Book another income"), _("Book it"))
    return answer_form(request, form=form, question=question, act=act, done=_("Booked."))


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def entry_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was booked by hand; everything else is taken back where it was made."""
    entry = get_object_or_404(Entry, pk=pk, kind__in=BY_HAND)

    def act(data: dict[str, Any]) -> str:
        posting.reverse([entry], on=data["on"], text=data["reason"], **actor(request))
        return reverse("dues:journal")

    question = _question(
        _("Take back entry %(number)s") % {"number": entry.pk},
        _("Take it back"),
        f"{entry.text} · {entry.amount}",
    )
    form = ReversalForm(posted(request), initial={"on": timezone.localdate()})
    return answer_form(request, form=form, question=question, act=act, done=_("Taken back."))


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def books_close(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()

    def act(data: dict[str, Any]) -> str:
        closing.close_books(today=today, **data, **actor(request))
        return reverse("dues:accounts")

    question = _question(
        _("Close the books"),
        _("Close them for good"),
        _(
            "What was booked before that day can no longer be added to. A correction found later "
            "is booked on the first day that is open. It cannot be undone."
        ),
    )
    form = ClosingForm(posted(request), initial={"until_on": today.replace(month=1, day=1)})
    return answer_form(
        request, form=form, question=question, act=act, done=_("The books are closed.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def journal_export(request: HttpRequest) -> HttpResponseBase:
    """A form, and the file that it asks for; its digest goes to the log."""
    form = ExportForm(posted(request), initial={**_last_month(), "kind": "csv"})
    if not (form.is_bound and form.is_valid()):
        status = 400 if form.is_bound else 200
        return render(request, "dues/journal_export.html", {"form": form}, status=status)
    data = form.cleaned_data
    language = (get_language() or "zh").split("-")[0]
    vouchers = bool(data["vouchers"])
    rows = journal.rows_for_export(
        data["from_on"], data["until_on"], language=language, vouchers=vouchers
    )
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 -- sent on
    headings = journal.VOUCHER if vouchers else journal.TRANSFER
    count = exports.write_journal(file, headings=headings, rows=rows, kind=data["kind"])
    file.seek(0)
    journal.record_export(
        from_on=data["from_on"],
        until_on=data["until_on"],
        content=file,
        count=count,
        **actor(request),
    )
    file.seek(0)
    ending = "xlsx" if data["kind"] == "xlsx" else "csv"
    name = f"journal-{data['from_on']}-{data['until_on']}.{ending}"
    return FileResponse(
        file, as_attachment=True, filename=name, content_type=exports.MEDIA_TYPES[data["kind"]]
    )


def _last_month() -> dict[str, date]:
    end = timezone.localdate().replace(day=1) - timedelta(days=1)
    return {"from_on": end.replace(day=1), "until_on": end}
