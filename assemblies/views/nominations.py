"""Nominations as the secretariat and the election committee handle them: the call, who is put
forward, the public notice, the confirmed list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.days import local_day
from assemblies.domain.nominating import (
    announcing,
    calls,
    confirming,
    preliminary,
    proposing,
    reopening,
)
from assemblies.domain.nominating.rows import Line, lines_of
from assemblies.domain.planning.nominate import by_strokes
from assemblies.enums import ListOrder, Method
from assemblies.forms.nominating import (
    CallForm,
    ConfirmForm,
    KeepFoundForm,
    NominateForm,
    NoticeForm,
    ReopenForm,
)
from assemblies.models import AgendaItem, Assembly, NominationCall
from assemblies.permissions import (
    can_handle_nominations,
    may_handle_nominations,
    may_read_nominations,
)
from assemblies.views.answer import actor, answer
from bylaws.models import Association
from elections.models import Contest
from members.permissions import require
from records.fields import Translated


def _assembly(pk: UUID) -> Assembly:
    return get_object_or_404(Assembly.objects.select_related("body", "roll", "parent"), pk=pk)


def _item(pk: UUID, item: UUID) -> AgendaItem:
    rows = AgendaItem.objects.select_related("assembly__body", "motion")
    return get_object_or_404(rows, pk=item, assembly=pk)


def _call(pk: UUID, item: UUID) -> NominationCall:
    rows = NominationCall.objects.select_related("item__assembly__body")
    return get_object_or_404(rows, item=item, item__assembly=pk)


def _address(pk: UUID, item: UUID) -> str:
    return reverse("assemblies:item_nominations", args=[pk, item])


@require(may_read_nominations)
@require_safe
def nominations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The items of the meeting that elect somebody by secret ballot, and where each stands."""
    assembly, today = _assembly(pk), local_day(timezone.now())
    electing = [
        item
        for item in assembly.items.select_related("motion").order_by("position")
        if calls.offices_of(item)
        and hasattr(item, "motion")
        and item.motion.method == Method.SECRET
    ]
    found = []
    for item in electing:
        call = confirming.call_of(item)
        lines = lines_of(call, today) if call else []
        found.append((item, call, [line for line in lines if line.stands]))
    return render(request, "assemblies/nominations.html", {"assembly": assembly, "rows": found})


@require(may_read_nominations)
@require_safe
def item_nominations(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    return _page(request, _item(pk, item))


def _page(request: HttpRequest, item: AgendaItem, **bound: forms.Form) -> HttpResponse:
    """The page of an item; ``bound``: a form that came back with what is wrong in it."""
    call, today = confirming.call_of(item), local_day(timezone.now())
    context: dict[str, Any] = {
        "assembly": item.assembly,
        "item": item,
        "call": call,
        "today": today,
        "handles": can_handle_nominations(request.user, item.assembly),
        "call_form": CallForm(
            initial={"until_on": call.until_on if call else today}, auto_id="call-%s"
        ),
    }
    if call is not None:
        call.item = item
        context |= _called(call, today)
    return render(request, "assemblies/item_nominations.html", context | bound)


def _called(call: NominationCall, today: Any) -> dict[str, Any]:
    lines = lines_of(call, today)
    rule = announcing.notice_rule(call.item.assembly)
    return {
        "offices": [
            (office.label, [line for line in lines if line.nomination.office == office])
            for office in calls.offices_of(call.item)
        ],
        "notices": call.notices.prefetch_related("nominations__person"),
        "rule": rule,
        "ready": announcing.ready_for_notice(call, today),
        "lacking": _lacking(lines, call, today),
        "nominate_form": NominateForm(call=call, auto_id="nominate-%s"),
        "notice_form": NoticeForm(
            initial={"days": rule.days, "objections_to": _secretariat()}, auto_id="notice-%s"
        ),
        "confirm_form": ConfirmForm(
            nominations=[line.nomination for line in lines if line.stands], auto_id="confirm-%s"
        ),
        "reopen_form": ReopenForm(auto_id="reopen-%s"),
        "keep_form": KeepFoundForm(sources=_ballots(call), auto_id="keep-%s"),
        "lot_begins": confirming.lot_begins(call),
        "confirmed": confirming.confirmed_of(call) if call.seed else (),
        "open": call.confirmed_at is None and today <= call.until_on,
    }


def _ballots(call: NominationCall) -> list[preliminary.Source]:
    """Preliminary ballots for the offices of a call whose list is not confirmed."""
    if call.confirmed_at is not None:
        return []
    return [
        one
        for office in calls.offices_of(call.item)
        for one in preliminary.found_by_ballots(office, call.item)
    ]


def _lacking(lines: list[Line], call: NominationCall, today: Any) -> list[str]:
    if call.confirmed_at is not None:
        return []
    return confirming.what_lacks([line.nomination for line in lines if line.stands], today)


def _secretariat() -> Translated:
    seat = Association.objects.values_list("seat", flat=True).first() or Translated()
    return Translated(
        zh=f"秘书处，{seat.zh}".strip("，"), en=f"the secretariat, {seat.en}".strip(", ")
    )


@require(may_handle_nominations)
@require_POST
def nominations_call(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseBase:
    """Call for nominations, or move their last day."""
    found, form = _item(pk, item), CallForm(request.POST, auto_id="call-%s")
    if not form.is_valid():
        return _page(request, found, call_form=form)
    return _done(
        request,
        found,
        lambda **who: calls.call_for_nominations(item=found, **form.cleaned_data, **who),
        _("Nominations are taken until that day."),
    )


@require(may_handle_nominations)
@require_POST
def nominations_add(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseBase:
    """Put down who is nominated, by whichever way it came."""
    call = _call(pk, item)
    form = NominateForm(request.POST, call=call, auto_id="nominate-%s")
    if not form.is_valid():
        return _page(request, call.item, nominate_form=form)
    return _done(
        request,
        call.item,
        lambda **who: proposing.nominate(call=call, **form.cleaned_data, **who),
        _("The nomination is on record, and the person is asked."),
    )


@require(may_handle_nominations)
@require_POST
def nominations_announce(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseBase:
    """Publish the notice of all who are ready."""
    call, form = _call(pk, item), NoticeForm(request.POST, auto_id="notice-%s")
    if not form.is_valid():
        return _page(request, call.item, notice_form=form)
    return _done(
        request,
        call.item,
        lambda **who: announcing.publish_notice(call=call, **form.cleaned_data, **who),
        _("The notice is published. Hang it up, too, where members look."),
    )


@require(may_handle_nominations)
@require_POST
def nominations_confirm(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseBase:
    """Confirm the list, in the order of strokes, by lot, or as the committee decided it."""
    call, today = _call(pk, item), local_day(timezone.now())
    standing = [line.nomination for line in lines_of(call, today) if line.stands]
    form = ConfirmForm(request.POST, nominations=standing, auto_id="confirm-%s")
    if not form.is_valid():
        return _page(request, call.item, confirm_form=form)
    order = ListOrder(form.cleaned_data["order"])
    arrange: confirming.Order = by_strokes
    if order == ListOrder.DECIDED:
        arrange = confirming.as_decided(form.places())
    return _done(
        request,
        call.item,
        lambda **who: confirming.confirm_list(
            call=call,
            decided_by=form.cleaned_data["decided_by"],
            order=order,
            arrange=arrange,
            called=form.cleaned_data["called"],
            **who,
        ),
        _("The list is confirmed. The ballot can be prepared with it."),
    )


@require(may_handle_nominations)
@require_POST
def nominations_keep(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseBase:
    """Strike off whom a preliminary ballot did not find."""
    call = _call(pk, item)
    form = KeepFoundForm(request.POST, sources=_ballots(call), auto_id="keep-%s")
    if not form.is_valid():
        return _page(request, call.item, keep_form=form)
    contest = Contest.objects.select_related("election").get(pk=form.cleaned_data["ballot"])
    return _done(
        request,
        call.item,
        lambda **who: preliminary.keep_found(
            call=call, contest=contest, decided_by=form.cleaned_data["decided_by"], **who
        ),
        _("Whoever was not found is struck off the list, and told so."),
    )


@require(may_handle_nominations)
@require_POST
def nominations_reopen(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseBase:
    """Take back that the list was confirmed."""
    call, form = _call(pk, item), ReopenForm(request.POST, auto_id="reopen-%s")
    if not form.is_valid():
        return _page(request, call.item, reopen_form=form)
    return _done(
        request,
        call.item,
        lambda **who: reopening.reopen_list(call=call, **form.cleaned_data, **who),
        _("The list is open again. Put it right, and confirm it anew."),
    )


def _done(
    request: HttpRequest, item: AgendaItem, act: Callable[..., object], done: str
) -> HttpResponse:
    return answer(
        request,
        lambda: act(by=actor(request), at=timezone.now()),
        done=done,
        to=_address(item.assembly_id, item.pk),
    )
