"""The words of the minutes beside their locked facts."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.days import zone
from assemblies.domain.writing import free_texts
from assemblies.domain.writing.minutes_facts import as_data, build_facts, read_back
from assemblies.domain.writing.minutes_facts.shapes import ItemFacts, MeetingFacts
from assemblies.domain.writing.standing_texts import rows_of
from assemblies.enums import MinutesState, Section
from assemblies.errors import TextChangedMeanwhile
from assemblies.models import AgendaItem, Assembly, FreeText
from assemblies.permissions import may_write
from assemblies.views.answer import actor, whole
from members.permissions import require
from records.domain.pdf import rendered
from records.errors import ActRefused
from records.fields import Translated, data_languages

# Widths and bars are the paper's; a page takes no style from its text.
OF_PAPER = re.compile(r' style="[^"]*"|<svg.*?</svg>', re.DOTALL)


@require(may_write)
@require_safe
def minutes_texts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each item with its facts as they will print, locked, and its free texts."""
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    meeting = build_facts(assembly).meeting
    standing = rows_of(assembly)
    data = read_back(as_data(meeting))
    items = [
        {
            "facts": facts,
            "shown": _shown(data, told),
            "places": [_place(standing, facts, s) for s in free_texts.OF_ITEM],
        }
        for facts, told in zip(meeting.items, data["items"], strict=True)
    ]
    final = free_texts.newest_state(assembly) in (MinutesState.FINAL, MinutesState.SIGNED)
    context = {
        "assembly": assembly,
        "items": items,
        "opening": _place(standing, meeting, Section.OPENING),
        "closing": _place(standing, meeting, Section.CLOSING),
        "locked": final or assembly.phase not in free_texts.WRITTEN_IN,
    }
    return render(request, "assemblies/minutes_texts.html", context)


def _shown(meeting: dict[str, Any], item: dict[str, Any]) -> str:
    """The item as it is printed, without the words that are written beside it."""
    locked = {**item, "discussion": "", "remark": ""}
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    page = rendered("print/_item.html", {"meeting": meeting, "item": locked}, language, zone())
    return mark_safe(OF_PAPER.sub("", page))


def _place(
    standing: dict[tuple[UUID | None, str], FreeText],
    facts: ItemFacts | MeetingFacts,
    section: Section,
) -> dict[str, Any]:
    item = facts.id if isinstance(facts, ItemFacts) else ""
    row = standing.get((UUID(item) if item else None, section))
    text = row.text if row else Translated()
    return {
        "id": f"{section}-{item}" if item else str(section),
        "item": item,
        "section": section,
        "label": section.label,
        "revision": row.revision if row else 0,
        "row": row,
        "texts": [(language, text.get(language, "")) for language in data_languages()],
        "strange": free_texts.strange_numbers(text, facts),
    }


@require(may_write)
@require_POST
def text_save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep one text. Whoever writes over another's is shown theirs, and keeps their own words."""
    assembly = get_object_or_404(Assembly, pk=pk)
    key, section = request.POST.get("item", ""), request.POST.get("section", "")
    item = get_object_or_404(AgendaItem, pk=key, assembly=assembly) if key else None
    refusal: ActRefused | None = None
    try:
        free_texts.save_text(
            assembly=assembly,
            item=item,
            section=section,
            text=Translated({one: request.POST.get(one, "") for one in data_languages()}),
            revision=whole(request.POST.get("revision", "")),
            by=actor(request),
            at=timezone.now(),
        )
    except ActRefused as error:
        refusal = error
    if not request.headers.get("HX-Request"):
        return _whole_page(request, pk, refusal)
    meeting = build_facts(Assembly.objects.get(pk=pk)).meeting
    facts: ItemFacts | MeetingFacts = next((one for one in meeting.items if one.id == key), meeting)
    if section not in Section.values:
        return HttpResponse(str(refusal))
    place = _place(rows_of(assembly), facts, Section(section))
    theirs = refusal.standing if isinstance(refusal, TextChangedMeanwhile) else None
    context = {"place": place, "refusal": refusal, "theirs": theirs, "saved": refusal is None}
    return render(request, "assemblies/_text_state.html", context)


def _whole_page(request: HttpRequest, pk: UUID, refusal: ActRefused | None) -> HttpResponse:
    """Without scripts, words that were refused stand in the message, so that none is lost."""
    if refusal is None:
        messages.success(request, _("The text is kept."))
    elif isinstance(refusal, TextChangedMeanwhile):
        messages.error(request, f"{refusal} {refusal.mine}")
    else:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("assemblies:minutes_texts", args=[pk]))
