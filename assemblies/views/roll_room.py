"""Authorities to vote, recusals, who meets, and the second call."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.convening import delegates, proxies, second_call
from assemblies.domain.presence import recusals
from assemblies.domain.presence.votes import votes_now
from assemblies.forms.roll import ProxyForm, ReasonForm, RecusalForm, SecondCallForm, SignedForm
from assemblies.models import AgendaItem, Assembly, Proxy, Recusal
from assemblies.permissions import may_operate
from assemblies.views.answer import actor, answer
from members.permissions import is_secretariat, require
from records.domain import documents


def _assembly(pk: UUID) -> Assembly:
    rows = Assembly.objects.select_related("roll", "body", "second_call_of")
    return get_object_or_404(rows, pk=pk)


@require(may_operate)
def proxy_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every authority of the meeting, and a new one."""
    assembly = _assembly(pk)
    terms = proxies.terms_of(assembly)
    form = ProxyForm(request.POST or None, assembly=assembly, to_anyone=terms.to_anyone)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        return answer(
            request,
            lambda: proxies.draft_proxy(
                assembly=assembly,
                principal=data["principal"],
                holder=data["holder"],
                scope=data["scope"],
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("The letter can be printed and signed now."),
            to=reverse("assemblies:proxies", args=[pk]),
        )
    rows = assembly.proxies.select_related("principal__firm", "principal__person", "holder")
    context = {
        "assembly": assembly,
        "terms": terms,
        "rows": rows.order_by("principal__position", "pk"),
        "votes": votes_now(assembly) if assembly.roll_id else None,
        "form": form,
        "signed_form": SignedForm(),
    }
    return render(request, "assemblies/proxy_list.html", context)


@require(may_operate)
@require_POST
def proxy_act(request: HttpRequest, pk: UUID, proxy: UUID, act: str) -> HttpResponseRedirect:
    """Lodge the signed letter, or end the authority."""
    found = get_object_or_404(Proxy, pk=proxy, assembly=pk)
    here = reverse("assemblies:proxies", args=[pk])
    who: dict[str, Any] = {"proxy": found, "by": actor(request), "at": timezone.now()}
    if act == "lodge":
        signed = SignedForm(request.POST, request.FILES)
        if not signed.is_valid():
            return HttpResponseRedirect(here)
        done = partial(proxies.lodge_proxy, signed_copy=signed.upload(), **who)
    else:
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        done = partial(proxies.revoke_proxy, reason=reason, **who)
    return answer(request, done, done=_("Noted."), to=here)


@require(may_operate)
@require_safe
def proxy_letter(request: HttpRequest, pk: UUID, proxy: UUID, language: str) -> HttpResponse:
    found = get_object_or_404(Proxy, pk=proxy, assembly=pk)
    if language not in proxies.LANGUAGES:
        language = proxies.LANGUAGES[0]
    return _file(proxies.letter_of_authority(proxy=found, language=language), "application/pdf")


@require(may_operate)
@require_safe
def proxy_signed(request: HttpRequest, pk: UUID, proxy: UUID) -> HttpResponse:
    found = get_object_or_404(Proxy, pk=proxy, assembly=pk, signed_copy__isnull=False)
    assert found.signed_copy is not None  # filtered above
    return _file(documents.read(found.signed_copy), found.signed_copy.media_type)


def _file(content: bytes, media_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": "inline"})


@require(may_operate)
def recusal_list(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Who has no vote on an item, and why."""
    found = get_object_or_404(
        AgendaItem.objects.select_related("assembly__roll"), pk=item, assembly=pk
    )
    assembly = _assembly(pk)
    form = RecusalForm(request.POST or None, assembly=assembly)
    here = reverse("assemblies:recusals", args=[pk, item])
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        return answer(
            request,
            lambda: recusals.recuse(item=found, **data, by=actor(request), at=timezone.now()),
            done=_("Noted: no vote on this item."),
            to=here,
        )
    rows = found.recusals.filter(withdrawn_at__isnull=True)
    context = {
        "assembly": assembly,
        "item": found,
        "form": form,
        "rows": rows.select_related("entry__firm", "entry__person"),
        "citation": recusals.conflict_rule(found),
    }
    return render(request, "assemblies/recusal_list.html", context)


@require(may_operate)
@require_POST
def recusal_withdraw(
    request: HttpRequest, pk: UUID, item: UUID, recusal: UUID
) -> HttpResponseRedirect:
    found = get_object_or_404(
        Recusal.objects.select_related("item"), pk=recusal, item=item, item__assembly=pk
    )
    return answer(
        request,
        lambda: recusals.withdraw_recusal(recusal=found, by=actor(request), at=timezone.now()),
        done=_("They vote on this item again."),
        to=reverse("assemblies:recusals", args=[pk, item]),
    )


@require(is_secretariat)
@require_POST
def delegates_set(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Say whether delegates meet for the members."""
    return answer(
        request,
        lambda: delegates.meet_by_delegates(
            assembly=_assembly(pk),
            by_delegates="delegates" in request.POST,
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("Noted. Freeze the roll anew."),
        to=reverse("assemblies:roll", args=[pk]),
    )


@require(is_secretariat)
def call_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan the second call of a meeting that lacked its quorum."""
    assembly = _assembly(pk)
    form = SecondCallForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made: dict[str, Any] = {}

        def act() -> None:
            made["second"] = second_call.call_again(
                assembly=assembly,
                starts_at=form.cleaned_data["starts_at"],
                by=actor(request),
                at=timezone.now(),
            )

        told = answer(request, act, done=_("The second call is planned."), to="")
        kept = made.get("second", assembly)
        told["Location"] = reverse("assemblies:assembly", args=[kept.pk])
        return told
    return render(request, "assemblies/second_call.html", {"assembly": assembly, "form": form})
