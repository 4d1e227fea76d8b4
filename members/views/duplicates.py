"""Entries that may be one firm: looked at side by side, taken as one, or told to be two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.domain import listing
from members.domain.firms import merging
from members.domain.firms.duplicates import Pair, find_duplicates
from members.forms.firms import MergeForm
from members.models import Firm, Merge
from members.permissions import is_secretariat, require
from members.views.acting import actor, posted, run
from members.views.firm_parts import firm_of
from records.errors import ActRefused

PAIRS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """A pair with its firms."""

    pair: Pair
    first: Firm
    second: Firm


def _pairs() -> list[Pair]:
    """Comparing ten thousand firms takes seconds."""
    return listing.remembered("duplicates", find_duplicates)


@require(is_secretariat)
@require_GET
def duplicate_list(request: HttpRequest) -> HttpResponse:
    page: Page[Pair] = Paginator(_pairs(), PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    keys = {key for pair in page for key in (pair.first, pair.second)}
    firms = Firm.objects.select_related("membership").in_bulk(keys)
    offered = [Offered(pair, firms[pair.first], firms[pair.second]) for pair in page]
    context = {"page": page, "offered": offered, "may_write": True}
    return render(request, "members/duplicate_list.html", context)


def _compared(firms: list[Firm]) -> list[dict[str, Any]]:
    rows: list[tuple[str, list[Any]]] = [
        (_("Member number"), [firm.membership.number for firm in firms]),
        (_("Member since"), [firm.membership.joined_on for firm in firms]),
        (_("Name"), [firm.name.get("zh") for firm in firms]),
        (_("English name"), [firm.name.get("en") for firm in firms]),
        (_("Credit code"), [firm.registration_code for firm in firms]),
        (_("Trade"), [firm.get_trade_display() for firm in firms]),
        (_("Legal representative"), [firm.legal_representative for firm in firms]),
        (_("District"), [str(firm.district) for firm in firms]),
        (_("Address"), [firm.address for firm in firms]),
        (_("Telephone"), [firm.phone for firm in firms]),
        (_("E-mail"), [firm.email for firm in firms]),
        (_("Contacts"), [firm.contacts.count() for firm in firms]),
        (pgettext("kept with a firm", "Papers"), [firm.documents.count() for firm in firms]),
        (
            _("Tags"),
            [pgettext("list", ", ").join(tag.name for tag in firm.tags.all()) for firm in firms],
        ),
    ]
    return [
        {"label": label, "values": values, "same": values[0] == values[1]} for label, values in rows
    ]


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Both side by side; the answer says which goes on."""
    firms = [firm_of(first), firm_of(second)]
    form = MergeForm(posted(request), firms=firms)
    if form.is_bound and form.is_valid():
        kept, dropped = sorted(firms, key=lambda firm: str(firm.pk) != form.cleaned_data["kept"])
        reason = form.cleaned_data["reason"]
        try:
            merging.merge_firms(kept=kept, dropped=dropped, reason=reason, **actor(request))
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The two entries go on as one. It can be undone here."))
            return redirect(reverse("members:firm", args=[kept.pk]))
    keys = {firm.pk for firm in firms}
    pair = next((pair for pair in _pairs() if {pair.first, pair.second} == keys), None)
    context = {
        "form": form,
        "firms": firms,
        "rows": _compared(firms),
        "reasons": pair.reasons if pair else [],
        "first": first,
        "second": second,
    }
    status = 400 if form.is_bound else 200
    return render(request, "members/duplicate.html", context, status=status)


@require(is_secretariat)
@require_POST
def duplicate_distinct(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    one, other = firm_of(first), firm_of(second)
    run(
        request,
        lambda: merging.mark_distinct(first=one, second=other, **actor(request)),
        done=_("They stay two firms and are not offered again."),
    )
    return redirect(reverse("members:duplicates"))


@require(is_secretariat)
@require_POST
def merge_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    merge = get_object_or_404(Merge.objects.select_related("kept", "dropped"), pk=pk)
    run(
        request,
        lambda: merging.undo_merge(merge=merge, **actor(request)),
        done=_("Both are entries of their own again."),
    )
    return redirect(reverse("members:firm", args=[merge.kept_id]))
