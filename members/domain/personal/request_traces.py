"""What requests of firms keep of persons, and how they forget one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.domain.asking import change_requests
from members.domain.personal.personal_data import Holding, Row
from members.domain.personal.traces import Traces, traces_of
from members.enums import RequestState
from members.models import ChangeRequest, Person

PARTS = ("wanted", "before", "note", "answer")


def _requests_of(traces: Traces) -> QuerySet[ChangeRequest]:
    """Those of firms that the person acted for, and those that name the person to act for one."""
    named = f"wanted__{change_requests.APPOINTMENT}"
    found = Q(firm__in=traces.firms) | Q(**{f"{named}__person": str(traces.person.pk)})
    for address in traces.addresses:
        found |= Q(**{f"{named}__email__iexact": address})
    return ChangeRequest.objects.filter(found).select_related("firm")


def _told(row: ChangeRequest, traces: Traces) -> bool:
    return any(traces.without(getattr(row, part)) != getattr(row, part) for part in PARTS)


def _requests(person: Person) -> Iterator[Row]:
    traces = traces_of(person)
    for row in _requests_of(traces).order_by("requested_at"):
        if _told(row, traces):
            asked = change_requests.asked_for(row)
            yield (row.firm.name, asked, row.note, row.requested_at)


HOLDINGS = (
    Holding(
        "requests",
        gettext_lazy("Requests of firms"),
        gettext_lazy("To enter what a firm asks for in the register, and to answer it."),
        (
            ("firm", gettext_lazy("Firm")),
            ("asked_for", gettext_lazy("Asked for")),
            ("note", gettext_lazy("Note")),
            ("requested_at", gettext_lazy("Asked on")),
        ),
        _requests,
    ),
)


def obstacles(person: Person, _day: date) -> list[str]:
    """A request that waits is answered first: it would be entered without its words."""
    traces = traces_of(person)
    waiting = _requests_of(traces).filter(state=RequestState.OPEN)
    return [
        _("a request of %(firm)s that waits for an answer") % {"firm": row.firm}
        for row in waiting
        if _told(row, traces)
    ]


def erase(traces: Traces) -> int:
    """The person's words in settled requests; that something was asked for and answered stays."""
    changed = 0
    for row in _requests_of(traces).exclude(state=RequestState.OPEN):
        if _told(row, traces):
            for part in PARTS:
                setattr(row, part, traces.without(getattr(row, part)))
            row.save(update_fields=list(PARTS))
            changed += 1
    return changed
