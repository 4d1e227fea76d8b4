"""A firm's own pages: the start, and what all of them share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from desk.domain import home, own_firm, own_papers
from desk.permissions import represents
from members.models import Firm
from members.permissions import require

LETTERS_SHOWN = 5


def firm_of(pk: UUID) -> Firm:
    return get_object_or_404(Firm.objects.select_related("membership"), pk=pk)


def language_now() -> str:
    return (get_language() or "zh").split("-")[0]


def context_of(request: HttpRequest, pk: UUID, tab: str) -> dict[str, Any]:
    """Head and tabs of a page of the firm."""
    user: Any = request.user
    firm, day = firm_of(pk), timezone.localdate()
    own = own_firm.own_firm(firm=firm, person=user.person, day=day)
    return {"own": own, "firm": firm, "day": day, "tab": tab, "sums": own.sums}


@require(represents)
@require_safe
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    user: Any = request.user
    context = context_of(request, pk, "overview")
    firm, day = context["firm"], context["day"]
    meetings = home.meeting_cards(person=user.person)
    mandates = firm.mandates.filter(superseded_at__isnull=True)
    context |= {
        "meetings": [card for card in meetings if card.entry.firm_id == firm.pk],
        "letters": own_firm.letters_to([firm])[:LETTERS_SHOWN],
        "certificates": [row for row in own_papers.certificates_of(firm, day) if row.is_valid],
        "requests": [row for row in own_firm.requests_of(firm) if row.state == "open"],
        "mandates": mandates.select_related("person", "term__body").order_by("-from_on"),
    }
    return render(request, "desk/firm_overview.html", context)
