"""Seats of the current terms that nobody holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from members.domain.rules import Ruling, ruling_on
from members.enums import BodyKind, Office
from members.models import Mandate, Succession, Term

SEAT_OF: Mapping[str, Office] = {
    BodyKind.COUNCIL: Office.COUNCIL_MEMBER,
    BodyKind.STANDING_COUNCIL: Office.STANDING_MEMBER,
    BodyKind.SUPERVISORY_BOARD: Office.SUPERVISOR,
}
SIZE_OF = {BodyKind.COUNCIL: "council.size"}
"""The rule that says how many seats there are; without it there are as many as ever were held."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """``left`` are those whose seats ended early and who nobody follows, the last first."""

    term: Term
    office: Office
    seats: int
    held: int
    ruling: Ruling | None
    left: Sequence[Mandate]

    @property
    def vacant(self) -> int:
        return self.seats - self.held


def vacancies_on(day: date) -> list[Vacancy]:
    """Of each council and board in office on ``day`` that was ever filled."""
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=day)
    terms = Term.objects.filter(lasting, from_on__lte=day, body__kind__in=SEAT_OF)
    found = [_vacancy(term, day) for term in terms.select_related("body").order_by("body__kind")]
    return [row for row in found if row is not None and row.vacant > 0]


def _vacancy(term: Term, day: date) -> Vacancy | None:
    office = SEAT_OF[term.body.kind]
    rows = list(
        term.mandates.filter(office=office, superseded_at__isnull=True, from_on__lte=day)
        .select_related("person", "firm")
        .order_by("from_on")
    )
    if not rows:
        return None
    key = SIZE_OF.get(BodyKind(term.body.kind))
    ruling = ruling_on(key, day) if key else None
    seats = ruling.value if ruling else _most_at_once(rows)
    held = sum(1 for row in rows if _holds(row, day))
    followed = set(Succession.objects.values_list("former__person", "former__term"))
    early = [
        row for row in rows if not _holds(row, day) and (row.person_id, term.pk) not in followed
    ]
    early.sort(key=lambda row: row.until_on or day, reverse=True)
    return Vacancy(term, office, seats, held, ruling, early[: max(seats - held, 0)])


def _holds(row: Mandate, day: date) -> bool:
    return row.from_on <= day and (row.until_on is None or row.until_on > day)


def _most_at_once(rows: Sequence[Mandate]) -> int:
    return max(sum(1 for row in rows if _holds(row, start.from_on)) for start in rows)
