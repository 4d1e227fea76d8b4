"""Settings of the dues: the books, the chart of accounts, the bank accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bylaws.models import Association
from dues.domain import accounts, books, overview
from dues.forms.settings import AccountForm, BankAccountForm, NewAccountForm
from dues.models import Account, BankAccount
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted, run


def _question(heading: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=_("Save"),
        back=reverse("dues:settings"),
        back_label=_("Settings"),
        explanation=explanation,
    )


@require(can_read_register)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    context = {
        "accounts": Account.objects.all(),
        "bank_accounts": BankAccount.objects.select_related("ledger"),
        "books": overview.books_status(),
        "association": Association.objects.first(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/settings.html", context)


@require(is_secretariat)
@require_POST
def open_books(request: HttpRequest) -> HttpResponse:
    run(request, lambda: books.open_books(**actor(request)), done=_("The books are open."))
    return redirect("dues:settings")


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def account_add(request: HttpRequest) -> HttpResponse:
    question = _question(_("A further account"))

    def act(data: dict[str, Any]) -> str:
        accounts.add_account(**data, **actor(request))
        return question.back

    form = NewAccountForm(posted(request))
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(Account, pk=pk)
    question = _question(
        f"{account}", _("Its number and name are the association's own; what it is for stays.")
    )

    def act(data: dict[str, Any]) -> str:
        accounts.edit_account(account=account, **data, **actor(request))
        return question.back

    form = AccountForm(posted(request), initial={"code": account.code, "name": account.name})
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def bank_account_add(request: HttpRequest) -> HttpResponse:
    association = Association.objects.first()
    initial = {
        "name": association.name if association else None,
        "currency": association.currency if association else "",
        "ledger": Account.objects.filter(role="bank").first(),
    }
    return _bank_account(request, None, initial)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def bank_account_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    account = get_object_or_404(BankAccount, pk=pk)
    initial = {name: getattr(account, name) for name in BankAccountForm.base_fields}
    return _bank_account(request, account, initial)


def _bank_account(
    request: HttpRequest, account: BankAccount | None, initial: dict[str, Any]
) -> HttpResponse:
    question = _question(
        _("Bank account"),
        _("Invoices name it. Papers that were made before stay as they are."),
    )
    form = BankAccountForm(posted(request), initial=initial)

    def act(_data: dict[str, Any]) -> str:
        accounts.save_bank_account(facts=form.facts(), account=account, **actor(request))
        return question.back

    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))
