"""Log-ins for persons of the register."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from members import forms
from members.domain import accounts
from members.enums import Role
from members.models import Person, User
from members.permissions import can_read_register, is_secretariat, require
from members.tables import AccountTable
from members.views.acting import Question, actor, answer_form, posted, run


@require(can_read_register)
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    users = User.objects.select_related("person").prefetch_related("roles").order_by("email")
    table = AccountTable(users)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    without = Person.objects.filter(user__isnull=True).exclude(email="").order_by("name__zh")
    context = {
        "table": table,
        "without": without,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/account_list.html", context)


@require(is_secretariat)
@require_POST
def account_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A log-in for the person ``pk``; roles are given on its own page."""
    person = get_object_or_404(Person, pk=pk)
    run(
        request,
        lambda: accounts.open_account(person=person, **actor(request)),
        done=_("%(person)s can log in now, with a code sent to %(email)s.")
        % {"person": person, "email": person.email},
    )
    return redirect("members:person", pk=person.pk)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def account_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    account = get_object_or_404(User.objects.prefetch_related("roles"), pk=pk)
    question = Question(
        heading=_("Access of %(account)s") % {"account": account},
        submit=_("Save"),
        back=reverse("members:accounts"),
        back_label=_("Accounts"),
        explanation=account.email,
    )

    def act(data: dict[str, Any]) -> str:
        roles = [Role(role) for role in data["roles"]]
        accounts.set_access(account=account, roles=roles, active=data["active"], **actor(request))
        return question.back

    held = [grant.role for grant in account.roles.all()]
    initial = {"roles": held, "active": account.is_active}
    form = forms.AccessForm(posted(request), initial=initial)
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))
