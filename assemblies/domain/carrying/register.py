"""Looking something up in the register of resolutions."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from assemblies.domain.carrying.progress import STILL_OPEN
from assemblies.models import Resolution
from bylaws.enums import Outcome

WORDS = (
    "motion__item__title__zh",
    "motion__item__title__en",
    "motion__text__zh",
    "motion__text__en",
    "decision__reference",
)


def search(
    resolutions: QuerySet[Resolution],
    *,
    today: date,
    q: str = "",
    body: str = "",
    year: int | None = None,
    matter: str = "",
    progress: str = "",
    overdue: bool = False,
) -> QuerySet[Resolution]:
    """``q`` is a number (2026-1, or as the association writes it) or words of title and text;
    ``overdue`` are those past their date on ``today`` and not ended."""
    if words := q.strip():
        resolutions = resolutions.filter(_numbered(words) | _worded(words))
    exact = {
        "motion__item__assembly__body__kind": body,
        "year": year,
        "motion__item__matter": matter,
        "progress": progress,
    }
    resolutions = resolutions.filter(**{key: value for key, value in exact.items() if value})
    if progress or overdue:
        resolutions = resolutions.filter(annulled_at__isnull=True, outcome=Outcome.PASSED)
    if overdue:
        resolutions = resolutions.filter(due_on__lt=today, progress__in=STILL_OPEN)
    return resolutions


def _worded(words: str) -> Q:
    found = Q()
    for place in WORDS:
        found |= Q(**{f"{place}__icontains": words})
    return found


def _numbered(words: str) -> Q:
    year, _dash, number = words.partition("-")
    parts = (year, number)
    if all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return Q(year=int(year), number=int(number))
    return Q(pk__in=())
