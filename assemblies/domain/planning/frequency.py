"""Boards that meet less often than a text in force asks of them (CN-B5).

A year is cut into as many equal parts as meetings are asked for; one that has no meeting yet is
told of ahead of its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.days import local_day
from assemblies.models import Assembly
from members.domain.rules import Ruling, ruling_on
from members.domain.tasks import Task
from members.enums import BodyKind
from members.models import Body, Mandate, Term

RULES: Mapping[str, str] = {
    BodyKind.COUNCIL: "council.meetings_per_year",
    BodyKind.STANDING_COUNCIL: "standing_council.meetings_per_year",
    BodyKind.SUPERVISORY_BOARD: "supervisors.meetings_per_year",
}
AHEAD = timedelta(days=60)
"""No rule: so far ahead this list looks, for a notice and its papers to be made in time."""


def tasks_on(day: date) -> Iterator[Task]:
    """One for each board in office that has met too seldom this year, planned meetings counted."""
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=day)
    for body in Body.objects.filter(kind__in=RULES).order_by("kind"):
        ruling = ruling_on(RULES[body.kind], day)
        term = body.terms.filter(lasting, from_on__lte=day).order_by("number").last()
        if ruling is None or not ruling.value or term is None or not _sits(term, day):
            continue
        last = _owed(term, ruling, day)
        if last is not None:
            yield _task(body, ruling, last)


def _sits(term: Term, day: date) -> bool:
    return term.mandates.filter(Mandate.holds_on(day)).exists()


def _owed(term: Term, ruling: Ruling, day: date) -> date | None:
    """The last day for the first meeting of the year that is missing; None where none is due."""
    ends = [
        date(day.year + number // ruling.value, 1 + 12 * (number % ruling.value) // ruling.value, 1)
        - timedelta(days=1)
        for number in range(1, ruling.value + 1)
    ]
    begins = [date(day.year, 1, 1), *(end + timedelta(days=1) for end in ends)]
    asked = [end for begin, end in zip(begins, ends, strict=False) if begin >= term.from_on]
    held = [m for m in term.assemblies.all() if not m.is_cancelled and _year(m) == day.year]
    missing = asked[len(held) :]
    return missing[0] if missing and missing[0] - AHEAD <= day else None


def _year(meeting: Assembly) -> int:
    return local_day(meeting.starts_at).year


def _task(body: Body, ruling: Ruling, last: date) -> Task:
    return Task(
        title=_("Convene a meeting: %(body)s") % {"body": body},
        detail=_("At least %(n)s a year, the next by %(day)s")
        % {"n": ruling.value, "day": date_format(last)},
        citation=str(ruling.citation),
        url=reverse("assemblies:plan"),
        since=last - AHEAD,
        group=_("Meetings"),
    )
