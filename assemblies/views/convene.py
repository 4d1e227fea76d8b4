"""The roll and the notice."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from assemblies.domain.convening import convene, delegates, delivery, enclosures, roll
from assemblies.domain.convening.notice import draft_notice, notice_period
from assemblies.domain.days import local_day
from assemblies.domain.planning.preparation import checks
from assemblies.domain.presence.desk_rows import matching
from assemblies.enums import DeliveryChannel, DeliveryState, Phase
from assemblies.exports import attendance_csv, deliveries_csv, roll_csv
from assemblies.forms import FreezeForm
from assemblies.forms.convening_changes import ChangeForm
from assemblies.models import Assembly, Delivery, Notice
from assemblies.permissions import may_read_roll
from assemblies.tables import DeliveryTable, RollTable
from assemblies.views.answer import actor, answer, download
from elections.domain.weights import entitled_votes
from elections.models import RollEntry
from members.permissions import is_secretariat, require


@require(may_read_roll)
@require_safe
def roll_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is entitled, who is not and why."""
    assembly = get_object_or_404(Assembly.objects.select_related("roll", "body"), pk=pk)
    context = {
        "assembly": assembly,
        "form": FreezeForm(initial={"record_on": local_day(timezone.now())}),
        "may_freeze": is_secretariat(request.user) and assembly.phase == Phase.PREPARE,
        "delegates": delegates.delegates_rule(assembly),
    }
    if assembly.roll is not None:
        shown = request.GET.get("show", "")
        entries = assembly.roll.entries.select_related("firm__membership", "person")
        counts = {
            "entitled": entries.filter(entitled=True).count(),
            "excluded": entries.filter(entitled=False).count(),
            "votes": entitled_votes(assembly.roll),
        }
        query = request.GET.get("q", "").strip()
        weighted = assembly.roll.is_weighted
        table = RollTable(_searched(entries, query, shown), exclude=() if weighted else ("weight",))
        RequestConfig(request, paginate={"per_page": 50}).configure(table)
        context |= {"table": table, "shown": shown, "query": query, **counts}
    return render(request, "assemblies/roll_detail.html", context)


def _searched(entries: QuerySet[RollEntry], query: str, shown: str) -> QuerySet[RollEntry]:
    if shown in ("entitled", "excluded"):
        entries = entries.filter(entitled=shown == "entitled")
    return entries.filter(matching(query)) if query else entries


@require(may_read_roll)
@require_safe
def roll_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk, roll__isnull=False)
    assert assembly.roll is not None  # filtered above
    return download(roll_csv(assembly.roll), name="roll", assembly=assembly)


@require(may_read_roll)
@require_safe
def attendance_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    return download(attendance_csv(assembly), name="attendance", assembly=assembly)


@require(is_secretariat)
@require_POST
def roll_freeze(request: HttpRequest, pk: UUID) -> HttpResponse:
    assembly = get_object_or_404(Assembly, pk=pk)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "assemblies/roll_detail.html",
            {"assembly": assembly, "form": form, "may_freeze": True},
        )
    return answer(
        request,
        lambda: roll.freeze_assembly_roll(
            assembly=assembly,
            record_on=form.cleaned_data["record_on"],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The roll is frozen."),
        to=reverse("assemblies:roll", args=[pk]),
    )


@require(is_secretariat)
def notice_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the notice, look at it, send it; or say by when it would have been lawful."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    sent = assembly.notices.last()
    if sent is not None:
        return HttpResponseRedirect(reverse("assemblies:notice", args=[pk, sent.pk]))
    subject, text = draft_notice(assembly)
    initial = {"subject": subject, "text": text}
    form = ChangeForm(request.POST or None, initial=initial, assembly=assembly)
    if request.method == "POST" and form.is_valid() and "send" in request.POST:
        return answer(
            request,
            lambda: convene.convene_assembly(
                assembly=assembly,
                subject=form.cleaned_data["subject"],
                text=form.cleaned_data["text"],
                enclosures=enclosures.enclosures(
                    assembly, form.cleaned_data["enclosed"], at=timezone.now()
                ),
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("The meeting is convened. The notice goes out."),
            to=reverse("assemblies:convene", args=[pk]),
        )
    context = {
        "assembly": assembly,
        "form": form,
        "preview": form.cleaned_data if form.is_bound and form.is_valid() else None,
        "period": notice_period(assembly, sent_on=local_day(timezone.now())),
        "lacking": [check for check in checks(assembly) if not check.done],
        "recipients": _recipients(assembly),
    }
    return render(request, "assemblies/notice_edit.html", context)


def _recipients(assembly: Assembly) -> dict[str, int]:
    if assembly.roll is None:
        return {"mail": 0, "letter": 0}
    entitled = assembly.roll.entries.filter(entitled=True)
    mail = entitled.exclude(person__email="").count()
    return {"mail": mail, "letter": entitled.count() - mail}


@require(may_read_roll)
@require_safe
def notice_detail(request: HttpRequest, pk: UUID, notice: UUID) -> HttpResponse:
    """The notice as sent, and what became of it."""
    found = get_object_or_404(Notice.objects.select_related("assembly"), pk=notice, assembly=pk)
    deliveries = found.deliveries.select_related("entry__firm", "entry__person")
    table = DeliveryTable(deliveries.order_by("entry__position"))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    waiting = deliveries.filter(state=DeliveryState.WAITING, channel=DeliveryChannel.LETTER)
    context = {
        "assembly": found.assembly,
        "notice": found,
        "table": table,
        "sent": deliveries.filter(state=DeliveryState.SENT).count(),
        "total": deliveries.count(),
        "letters_waiting": waiting.count(),
        "bounced": deliveries.filter(state=DeliveryState.BOUNCED).count(),
        "may_note": is_secretariat(request.user),
    }
    return render(request, "assemblies/notice_detail.html", context)


@require(may_read_roll)
@require_safe
def deliveries_export(request: HttpRequest, pk: UUID, notice: UUID) -> HttpResponse:
    found = get_object_or_404(Notice.objects.select_related("assembly"), pk=notice, assembly=pk)
    return download(deliveries_csv(found), name="deliveries", assembly=found.assembly)


@require(is_secretariat)
@require_POST
def letters_post(request: HttpRequest, pk: UUID, notice: UUID) -> HttpResponseRedirect:
    found = get_object_or_404(Notice, pk=notice, assembly=pk)
    number = delivery.post_letters(notice=found, by=actor(request), at=timezone.now())
    return answer(
        request,
        lambda: None,
        done=ngettext("%(n)s letter is posted.", "%(n)s letters are posted.", number)
        % {"n": number},
        to=reverse("assemblies:notice", args=[pk, notice]),
    )


@require(is_secretariat)
@require_POST
def delivery_note(request: HttpRequest, pk: UUID, delivery_pk: int) -> HttpResponseRedirect:
    """Something came back undelivered, or was delivered after all."""
    found = get_object_or_404(
        Delivery.objects.select_related("notice"), pk=delivery_pk, notice__assembly=pk
    )
    back = "bounced" in request.POST
    return answer(
        request,
        lambda: delivery.mark_delivery(
            delivery=found,
            state=DeliveryState.BOUNCED if back else DeliveryState.SENT,
            detail=request.POST.get("detail", "")[:200],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("Noted."),
        to=reverse("assemblies:notice", args=[pk, found.notice_id]),
    )
