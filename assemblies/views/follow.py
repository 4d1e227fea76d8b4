"""A member's phone in the hall: what is dealt with now, whether they can vote, and why not.

The part that is the same for all is set once for each mark of the meeting and each language, since
five hundred phones ask for it in the same two seconds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.planning.agenda import agenda_rows
from assemblies.domain.presence import badges, own_votes, pulse
from assemblies.domain.presence.check_in import DESK_OPEN
from assemblies.domain.sitting.announcing import announce_closing, announced_until
from assemblies.domain.sitting.lots import lots_of
from assemblies.domain.sitting.result_chart import charts_of
from assemblies.domain.sitting.seats_left import open_seats_told
from assemblies.enums import ItemState
from assemblies.forms.presence import AnnounceForm
from assemblies.models import AgendaItem, Assembly, Motion
from assemblies.permissions import may_operate, may_read
from assemblies.views.answer import actor, operated
from members.permissions import require

# Meetings in session times languages, and a little.
KEPT = 16


@require_safe
def now(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The mark that a page compares; 304 while it is the one that the page has.

    Asks for no log-in, since the name is sealed and the mark says nothing: so it costs a query.
    """
    try:
        mark = pulse.mark_of(pk, name)
    except BadSignature as error:
        raise Http404 from error
    if mark is None:
        raise Http404
    tag = f'"{mark}"'
    known = request.headers.get("If-None-Match") == tag
    response = HttpResponse(status=304) if known else HttpResponse(mark, content_type="text/plain")
    response["ETag"] = tag
    response["Cache-Control"] = "no-store"
    return response


@never_cache
@require(may_read)
@require_safe
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page once, then its content whenever something has changed."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    person = actor(request).person
    common, agenda = _common(assembly)
    item = current_item(assembly)
    votes = own_votes.own_votes(assembly, person, item) if person else ()
    context: dict[str, Any] = {
        "assembly": assembly,
        "item": item,
        "own": [vote for vote in votes if vote.proxy is None],
        "held": [vote for vote in votes if vote.proxy is not None],
        "badges": [
            badges.badge_of(assembly, vote.entry)
            for vote in votes
            if vote.proxy is None and vote.entry.entitled
        ],
        "is_here": any(vote.is_here for vote in votes if vote.proxy is None),
        "is_remote": any(vote.is_remote for vote in votes if vote.proxy is None),
        "may_join": assembly.is_hybrid and assembly.phase in DESK_OPEN,
        "common": common,
        "agenda": agenda,
    }
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return render(request, "assemblies/_follow_now.html", context)
    context |= {
        "pulse": pulse.name_of(assembly, person.pk if person else None),
        "notice": assembly.notices.last(),
    }
    return render(request, "assemblies/follow.html", context)


def current_item(assembly: Assembly) -> AgendaItem | None:
    items = assembly.items.select_related("motion__election")
    return items.prefetch_related("motion__resolutions").filter(state=ItemState.CURRENT).first()


def _common(assembly: Assembly) -> tuple[SafeString, SafeString]:
    marks = pulse.marks_now(assembly.pk)
    return _set_common(assembly.pk, marks.common if marks else "", get_language() or "")


@lru_cache(maxsize=KEPT)
def _set_common(assembly_id: UUID, mark: str, language: str) -> tuple[SafeString, SafeString]:
    """What everyone sees at ``mark``, set in ``language``: the item, and the agenda below one's
    own vote."""
    assembly = Assembly.objects.select_related("body", "roll").get(pk=assembly_id)
    rows = agenda_rows(assembly)
    current = next((row for row in rows if row.item.state == ItemState.CURRENT), None)
    context = {
        "assembly": assembly,
        "row": current,
        "charts": charts_of(current) if current else (),
        "seats_left": open_seats_told(current.motion) if current and not current.resolution else [],
        "lots": lots_of(current.motion) if current else [],
        "until": announced_until(assembly),
        "stated": assembly.quorum_checks.filter(item=current.item).order_by("pk").last()
        if current
        else assembly.quorum_checks.order_by("pk").last(),
        "settled": [row for row in rows if row.item.state == ItemState.DONE],
        "coming": [row for row in rows if row.item.state == ItemState.PENDING],
        "pause": assembly.adjournments.filter(resumed_at__isnull=True).first(),
    }
    parts = ("assemblies/_follow_common.html", "assemblies/_follow_agenda.html")
    item, agenda = (mark_safe(render_to_string(part, context)) for part in parts)
    return item, agenda


@require(may_operate)
@require_POST
def closing_announce(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Tell the hall in how many minutes the ballot is closed."""
    motion = get_object_or_404(
        Motion.objects.select_related("item__assembly"), item=item, item__assembly=pk
    )
    form = AnnounceForm(request.POST)
    to = reverse("assemblies:item", args=[pk, item])
    if not form.is_valid():
        return HttpResponse(status=302, headers={"Location": to})
    minutes = form.cleaned_data["minutes"]
    return operated(
        request,
        motion.item.assembly,
        lambda: announce_closing(
            motion=motion, minutes=minutes, by=actor(request), at=timezone.now()
        ),
        done=ngettext(
            "Announced: the ballot is closed in %(n)s minute.",
            "Announced: the ballot is closed in %(n)s minutes.",
            minutes,
        )
        % {"n": minutes},
        to=to,
    )
