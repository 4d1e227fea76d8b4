"""Where the candidates of an item came from, where nominations were called for."""

from __future__ import annotations

from collections import Counter

from assemblies.domain.days import local_day
from assemblies.domain.writing.minutes_facts.conduct_shapes import NominationFacts, WayFacts
from assemblies.enums import NominationWay
from assemblies.models import AgendaItem, NominationCall, NominationObjection
from records.fields import Translated


def nominations_of(item: AgendaItem) -> NominationFacts | None:
    """None before the list was confirmed, and where candidates were entered directly."""
    call = NominationCall.objects.filter(item=item, confirmed_at__isnull=False).first()
    if call is None or call.confirmed_at is None:
        return None
    confirmed = call.nominations.filter(position__isnull=False)
    ways = Counter(confirmed.values_list("way", flat=True))
    notices = list(call.notices.order_by("from_on"))
    return NominationFacts(
        ways=[WayFacts(way.value, ways[way]) for way in NominationWay if ways[way]],
        announced_on=notices[0].from_on if notices else None,
        until_on=max(notice.until_on for notice in notices) if notices else None,
        objections=NominationObjection.objects.filter(nomination__call=call).count(),
        confirmed_on=local_day(call.confirmed_at),
        confirmed_by=call.confirmed_by,
        seed=call.seed,
        order=call.order,
        citation=call.citation,
        notice_citation=notices[-1].citation if notices else Translated(),
    )
