"""One nomination: the checks, what the person declared, who supports them, what is objected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.days import local_day
from assemblies.domain.nominating import consenting, deciding, examining, proposing
from assemblies.domain.nominating.rows import CHECK_TONES, line_of
from assemblies.enums import Consent, NominationWay
from assemblies.forms.nominating import (
    ApprovalForm,
    DeclarationForm,
    NomineeObjectionForm,
    PaperConsentForm,
    StrikeForm,
    SupportForm,
    WithdrawalForm,
)
from assemblies.forms.plan import upload_of
from assemblies.forms.roll import OutcomeForm
from assemblies.models import Assembly, Nomination, NominationObjection
from assemblies.permissions import (
    can_handle_nominations,
    may_handle_nominations,
    may_read_nominations,
)
from assemblies.views.answer import actor, answer, stored
from members.permissions import require
from records.models import Document


def _nomination(pk: UUID, nomination: UUID) -> Nomination:
    rows = Nomination.objects.select_related(
        "call__item__assembly__body", "call__item__assembly__parent", "person", "firm"
    )
    return get_object_or_404(rows, pk=nomination, call__item__assembly=pk)


def _address(row: Nomination) -> str:
    return reverse("assemblies:nomination", args=[row.call.item.assembly_id, row.pk])


@require(may_read_nominations)
@require_safe
def nomination(request: HttpRequest, pk: UUID, nomination: UUID) -> HttpResponse:
    return _page(request, _nomination(pk, nomination))


def _page(request: HttpRequest, row: Nomination, **bound: forms.Form) -> HttpResponse:
    """``bound``: a form that came back with what is wrong in it."""
    today = local_day(timezone.now())
    checks = examining.review(row, today=today).checks
    line = line_of(row, today)
    assembly = row.call.item.assembly
    context = {
        "assembly": assembly,
        "item": row.call.item,
        "call": row.call,
        "row": row,
        "line": line,
        "checks": [(one, CHECK_TONES[one.verdict]) for one in checks],
        "handles": can_handle_nominations(request.user, assembly),
        "acts": line.stands and row.call.confirmed_at is None,
        "asked_of": consenting.asked_of(row.office),
        "joint": row.way == NominationWay.JOINT,
        "asked": row.consent == Consent.ASKED,
        "supports": row.supports.select_related("firm", "person"),
        "approvals": row.approvals.select_related("document"),
        "objections": row.objections.order_by("raised_at"),
        "outcome_form": OutcomeForm(),
        **_forms(row, checks, today),
    }
    return render(request, "assemblies/nomination.html", context | bound)


def _forms(row: Nomination, checks: list[Any], today: Any) -> dict[str, forms.Form]:
    approval = ApprovalForm(checks=checks, initial={"day": today}, auto_id="approve-%s")
    return {
        "paper_form": PaperConsentForm(initial={"day": today}, auto_id="paper-%s"),
        "declaration_form": DeclarationForm(nomination=row, auto_id="declare-%s"),
        "support_form": SupportForm(auto_id="support-%s"),
        "approval_form": approval,
        "objection_form": NomineeObjectionForm(auto_id="object-%s"),
        "strike_form": StrikeForm(auto_id="strike-%s"),
        "withdrawal_form": WithdrawalForm(auto_id="withdraw-%s"),
    }


Made = tuple[str, Callable[[HttpRequest, Nomination], forms.Form], Callable[..., object]]


def _agree(row: Nomination, form: forms.Form, **who: Any) -> object:
    return consenting.record_paper_consent(
        nomination=row,
        on=form.cleaned_data["day"],
        paper=upload_of(form.cleaned_data["scan"]),
        **who,
    )


def _declare(row: Nomination, form: forms.Form, **who: Any) -> object:
    assert isinstance(form, DeclarationForm)
    on = local_day(who["at"])
    return consenting.declare(nomination=row, declaration=form.declaration(), on=on, **who)


def _approve(row: Nomination, form: forms.Form, **who: Any) -> object:
    data = form.cleaned_data
    return examining.record_approval(
        nomination=row,
        topic=data["topic"],
        granted_by=data["granted_by"],
        reference=data["reference"],
        granted_on=data["day"],
        scan=upload_of(data["scan"]),
        **who,
    )


def _with(act: Callable[..., object]) -> Callable[..., object]:
    """An act that takes what its form read."""

    def done(row: Nomination, form: forms.Form, **who: Any) -> object:
        return act(nomination=row, **form.cleaned_data, **who)

    return done


def _approval_form(request: HttpRequest, row: Nomination) -> forms.Form:
    checks = examining.review(row, today=local_day(timezone.now())).checks
    return ApprovalForm(request.POST, request.FILES, checks=checks, auto_id="approve-%s")


ACTS: dict[str, Made] = {
    "agree": (
        "paper_form",
        lambda request, row: PaperConsentForm(request.POST, request.FILES, auto_id="paper-%s"),
        _agree,
    ),
    "decline": (
        "form",
        lambda request, row: forms.Form(request.POST),
        _with(consenting.decline),
    ),
    "declare": (
        "declaration_form",
        lambda request, row: DeclarationForm(request.POST, nomination=row, auto_id="declare-%s"),
        _declare,
    ),
    "support": (
        "support_form",
        lambda request, row: SupportForm(request.POST, auto_id="support-%s"),
        _with(proposing.support),
    ),
    "approve": ("approval_form", _approval_form, _approve),
    "object": (
        "objection_form",
        lambda request, row: NomineeObjectionForm(request.POST, auto_id="object-%s"),
        _with(deciding.object_to),
    ),
    "strike": (
        "strike_form",
        lambda request, row: StrikeForm(request.POST, auto_id="strike-%s"),
        _with(deciding.strike),
    ),
    "withdraw": (
        "withdrawal_form",
        lambda request, row: WithdrawalForm(request.POST, auto_id="withdraw-%s"),
        _with(proposing.withdraw),
    ),
}


@require(may_handle_nominations)
@require_POST
def nomination_act(request: HttpRequest, pk: UUID, nomination: UUID, act: str) -> HttpResponseBase:
    """One of the acts of the office on a nomination."""
    row = _nomination(pk, nomination)
    name, make, done = ACTS[act]
    form = make(request, row)
    if not form.is_valid():
        return _page(request, row, **{name: form})
    return answer(
        request,
        lambda: done(row, form, by=actor(request), at=timezone.now()),
        done=_("Noted."),
        to=_address(row),
    )


@require(may_handle_nominations)
@require_POST
def nomination_objection(
    request: HttpRequest, pk: UUID, nomination: UUID, objection: UUID
) -> HttpResponseBase:
    """The committee decides on an objection, with reasons."""
    row = _nomination(pk, nomination)
    found = get_object_or_404(NominationObjection, pk=objection, nomination=row)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, outcome_form=form)
    return answer(
        request,
        lambda: deciding.decide_objection(
            objection=found, **form.cleaned_data, by=actor(request), at=timezone.now()
        ),
        done=_("Noted."),
        to=_address(row),
    )


@require(may_read_nominations)
@require_safe
def nomination_scan(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """The signed consent, or an approval, of a nomination of this meeting."""
    here = get_object_or_404(Assembly, pk=pk)
    mine = Nomination.objects.filter(call__item__assembly=here).filter(
        Q(consent_paper=document) | Q(approvals__document=document)
    )
    found = get_object_or_404(Document, pk=document)
    return stored(found if mine.exists() else None)
