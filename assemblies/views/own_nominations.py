"""Nominations as members have them: to nominate, to join, to agree, to object."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.days import local_day
from assemblies.domain.nominating import calls, consenting, deciding, proposing
from assemblies.domain.nominating.confirming import confirmed_of
from assemblies.domain.nominating.rows import line_of
from assemblies.domain.nominating.states import AGREED, OVER, standing_of, state_of
from assemblies.enums import Consent, NominationState, NominationWay
from assemblies.forms.nominating import (
    DeclarationForm,
    MemberNominateForm,
    NomineeObjectionForm,
    SelfNominateForm,
    WithdrawalForm,
)
from assemblies.models import CandidateNotice, Nomination, NominationCall
from assemblies.permissions import may_see_call, may_take_part
from assemblies.views.answer import actor, answer, stored
from members.models import Firm, User
from members.permissions import require

PUBLIC = (NominationState.ANNOUNCED, NominationState.SETTLED, NominationState.CONFIRMED)
"""Who is announced is known to all; before that only to those who nominate and handle it."""


def _call(call: UUID) -> NominationCall:
    found = calls.find(call)
    if found is None:
        raise Http404
    return found


def _firms(user: User, today: date) -> list[Firm]:
    return proposing.firms_of(user.person_id, today) if user.person_id else []


@require(may_see_call)
@require_safe
def own_call(request: HttpRequest, call: UUID) -> HttpResponse:
    return _page(request, _call(call))


def _page(request: HttpRequest, call: NominationCall, **bound: forms.Form) -> HttpResponse:
    """``bound``: a form that came back with what is wrong in it."""
    user, today = actor(request), local_day(timezone.now())
    firms, ways = _firms(user, today), calls.ways_of(call)
    own = _own(call, user)
    nominees = [row for row in standing_of(call) if state_of(row, today) in PUBLIC]
    is_open = call.confirmed_at is None and today <= call.until_on
    context = {
        "assembly": call.item.assembly,
        "item": call.item,
        "call": call,
        "open": is_open,
        "firms": firms,
        "own": [(line_of(row, today), _declaration(row, bound.get("declared"))) for row in own],
        "own_over": OVER,
        "agreed": AGREED,
        "jointly": _joint(call, firms, today) if is_open else [],
        "nominees": [(row, row.notices.order_by("until_on").last()) for row in nominees],
        "confirmed": confirmed_of(call) if call.confirmed_at else [],
        "notices": call.notices.order_by("published_at"),
        "nominate_form": MemberNominateForm(call=call, day=today, auto_id="nominate-%s")
        if is_open and firms and NominationWay.JOINT in ways
        else None,
        "self_form": SelfNominateForm(call=call, auto_id="self-%s")
        if is_open and firms and NominationWay.SELF in ways
        else None,
        "objection_form": NomineeObjectionForm(own=True) if firms else None,
        "today": today,
        "withdrawal_form": WithdrawalForm(auto_id="withdraw-%s"),
    }
    return render(request, "assemblies/own_nominations.html", context | bound)


def _own(call: NominationCall, user: User) -> list[Nomination]:
    """The nominations of the person who asks, for each office the last, with what became of it."""
    if user.person_id is None:
        return []
    rows = call.nominations.filter(person=user.person_id, withdrawn_at__isnull=True)
    rows = rows.select_related("call__item__assembly__body", "person", "firm")
    return list({row.office: row for row in rows.order_by("office", "nominated_at")}.values())


def _declaration(row: Nomination, sent: forms.Form | None) -> DeclarationForm:
    """The form of that nomination; ``sent``: one that came back."""
    if isinstance(sent, DeclarationForm) and sent.nomination == row:
        return sent
    return DeclarationForm(nomination=row, auto_id=f"declare-{row.pk.hex[:8]}-%s")


def _joint(
    call: NominationCall, firms: list[Firm], today: date
) -> list[tuple[Nomination, int, list[Firm]]]:
    """Joint nominations that others may join, with how many firms have, and which of ``firms``."""
    found = []
    for row in standing_of(call):
        if row.way != NominationWay.JOINT or row.consent == Consent.DECLINED:
            continue
        joined = row.supports.filter(withdrawn_at__isnull=True)
        mine = [firm for firm in firms if joined.filter(firm=firm).exists()]
        found.append((row, joined.count(), mine))
    return found


Act = Callable[..., object]


def _mine(request: HttpRequest, call: NominationCall) -> Nomination:
    """The nomination that is named, where it is the person's own."""
    row = get_object_or_404(call.nominations, pk=_key(request, "nomination"))
    if row.person_id != actor(request).person_id:
        raise Http404
    return row


def _key(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error


def _firm(request: HttpRequest) -> Firm:
    """The firm that is named, where the person votes for it; the only one where none is named."""
    firms = _firms(actor(request), local_day(timezone.now()))
    named = [firm for firm in firms if str(firm.pk) == request.POST.get("firm", "")]
    if not named and "firm" not in request.POST and len(firms) == 1:
        named = firms
    if not named:
        raise Http404
    return named[0]


def _nominate(request: HttpRequest, call: NominationCall) -> tuple[str, forms.Form, Act]:
    form = MemberNominateForm(
        request.POST, call=call, day=local_day(timezone.now()), auto_id="nominate-%s"
    )
    firm = _firm(request)
    return (
        "nominate_form",
        form,
        lambda **who: proposing.nominate(
            call=call,
            office=form.cleaned_data["office"],
            person=form.cleaned_data["person"],
            way=NominationWay.JOINT,
            supporter=firm,
            **who,
        ),
    )


def _nominate_self(request: HttpRequest, call: NominationCall) -> tuple[str, forms.Form, Act]:
    form, user = SelfNominateForm(request.POST, call=call, auto_id="self-%s"), actor(request)
    _firm(request)
    return (
        "self_form",
        form,
        lambda **who: proposing.nominate(
            call=call,
            office=form.cleaned_data["office"],
            person=user.person,  # type: ignore[arg-type]  # who votes for a firm is a person
            way=NominationWay.SELF,
            **who,
        ),
    )


def _support(request: HttpRequest, call: NominationCall) -> tuple[str, forms.Form, Act]:
    row, firm = get_object_or_404(call.nominations, pk=_key(request, "nomination")), _firm(request)
    act = proposing.take_back_support if "take-back" in request.POST else proposing.support
    return "", forms.Form(request.POST), lambda **who: act(nomination=row, firm=firm, **who)


def _answered(act: Act) -> Callable[[HttpRequest, NominationCall], tuple[str, forms.Form, Act]]:
    def done(request: HttpRequest, call: NominationCall) -> tuple[str, forms.Form, Act]:
        row = _mine(request, call)
        return "", forms.Form(request.POST), lambda **who: act(nomination=row, **who)

    return done


def _declare(request: HttpRequest, call: NominationCall) -> tuple[str, forms.Form, Act]:
    row = _mine(request, call)
    form = DeclarationForm(request.POST, nomination=row, auto_id=f"declare-{row.pk.hex[:8]}-%s")
    return (
        "declared",
        form,
        lambda **who: consenting.declare(
            nomination=row, declaration=form.declaration(), on=local_day(who["at"]), **who
        ),
    )


def _withdraw(request: HttpRequest, call: NominationCall) -> tuple[str, forms.Form, Act]:
    row, form = _mine(request, call), WithdrawalForm(request.POST, auto_id="withdraw-%s")
    return (
        "withdrawal_form",
        form,
        lambda **who: proposing.withdraw(nomination=row, **form.cleaned_data, **who),
    )


def _object(request: HttpRequest, call: NominationCall) -> tuple[str, forms.Form, Act]:
    row, user = get_object_or_404(call.nominations, pk=_key(request, "nomination")), actor(request)
    form = NomineeObjectionForm(request.POST, own=True)
    name = f"{user.person} ({_firm(request)})"
    return (
        "objection_form",
        form,
        lambda **who: deciding.object_to(
            nomination=row,
            raised_by=name,
            contact=user.email,
            text=form.cleaned_data["text"],
            **who,
        ),
    )


ACTS = {
    "nominate": _nominate,
    "self": _nominate_self,
    "support": _support,
    "agree": _answered(consenting.agree),
    "decline": _answered(consenting.decline),
    "declare": _declare,
    "withdraw": _withdraw,
    "object": _object,
}


@require(may_take_part)
@require_POST
def own_call_act(request: HttpRequest, call: UUID, act: str) -> HttpResponseBase:
    """One of the acts of a member or of who is nominated."""
    row = _call(call)
    name, form, done = ACTS[act](request, row)
    if not form.is_valid():
        return _page(request, row, **{name or "form": form})
    return answer(
        request,
        lambda: done(by=actor(request), at=timezone.now()),
        done=_("Noted."),
        to=reverse("assemblies:own_nominations", args=[call]),
    )


@require(may_see_call)
@require_safe
def candidate_notice(request: HttpRequest, call: UUID, notice: UUID, language: str) -> HttpResponse:
    """The public notice as it was published."""
    row = get_object_or_404(CandidateNotice, pk=notice, call=call)
    return stored(row.paper_zh if language == "zh" else row.paper_en)
