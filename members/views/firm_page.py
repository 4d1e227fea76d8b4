"""One page for each firm: what it is, who acts for it, and its life in one list."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from members.domain import standing
from members.domain.firms import timeline
from members.enums import StandingStatus
from members.models import Firm, Standing, Tag
from members.permissions import can_read_register, is_secretariat, require
from members.tables import STATUS_TONES

EVENTS_PER_PAGE = 30


@require(can_read_register)
@require_GET
def firm_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = get_object_or_404(Firm.objects.select_related("membership", "merged_into"), pk=pk)
    if firm.merged_into is not None:
        number = {"number": firm.membership.number}
        messages.info(request, _("Entry %(number)s goes on as this firm.") % number)
        return redirect(reverse("members:firm", args=[firm.merged_into_id]))
    day = timezone.localdate()
    may_write = is_secretariat(request.user)
    context = {
        "firm": firm,
        "day": day,
        "may_write": may_write,
        **_membership(firm, day),
        **_people(firm),
        **_kept_with(firm),
        **_life(request, firm),
        "tag_names": Tag.objects.values_list("name", flat=True) if may_write else (),
    }
    return render(request, "members/firm_detail.html", context)


def _membership(firm: Firm, day: date) -> dict[str, Any]:
    membership = firm.membership
    today = standing.standing_on(membership, day)
    standings: list[Standing] = list(membership.standings.order_by("-from_on", "-recorded_at"))
    return {
        "membership": membership,
        "today": today,
        "tone": STATUS_TONES.get(StandingStatus(today.status), "later") if today.status else "",
        "standings": [row for row in standings if row.superseded_at is None],
        "corrected": [row for row in standings if row.superseded_at is not None],
        "classes": membership.class_periods.filter(superseded_at__isnull=True)
        .select_related("member_class")
        .order_by("-from_on"),
        "certificates": membership.certificates.select_related("document"),
    }


def _people(firm: Firm) -> dict[str, Any]:
    acting = firm.representatives.filter(superseded_at__isnull=True)
    mandates = firm.mandates.filter(superseded_at__isnull=True)
    return {
        "representatives": acting.select_related("person").order_by("-votes", "-from_on"),
        "mandates": mandates.select_related("person", "term__body").order_by("-from_on"),
        "contacts": firm.contacts.all(),
    }


def _kept_with(firm: Firm) -> dict[str, Any]:
    return {
        "papers": firm.documents.select_related("document"),
        "tags": firm.tags.all(),
        "change_requests": firm.change_requests.all(),
        "merges": timeline.merges_of(firm),
    }


def _life(request: HttpRequest, firm: Firm) -> dict[str, Any]:
    """The events of one kind, or of all, a page at a time."""
    events = timeline.events_of(firm)
    kinds = timeline.kinds_of(events)
    kind = request.GET.get("kind", "")
    shown = [event for event in events if event.kind == kind] if kind else events
    return {
        "events": Paginator(shown, EVENTS_PER_PAGE).get_page(request.GET.get("page")),
        "kinds": kinds,
        "kind": kind,
        "all_events": len(events),
    }
