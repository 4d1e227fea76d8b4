"""Seats and offices: created by the act of a decision, held from a day until another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from members.models import Firm, Mandate, Person, Term, User
from records.domain import log
from records.models import Decision

Holder = tuple[Person, Firm | None]


@transaction.atomic
def create_mandates(
    *,
    term: Term,
    office: str,
    holders: Sequence[Holder],
    from_on: date,
    decision: Decision,
    by: User | None,
    at: datetime,
    until_on: date | None = None,
) -> list[Mandate]:
    """Give each holder the office for the term; the same decision gives it once.

    ``until_on`` is the first day on which the office is no longer held; None while it lasts.
    """
    Term.objects.select_for_update().get(pk=term.pk)
    held = set(
        Mandate.objects.filter(
            term=term, office=office, decision=decision, superseded_at__isnull=True
        ).values_list("person_id", flat=True)
    )
    made = Mandate.objects.bulk_create(
        Mandate(
            person=person,
            firm=firm,
            term=term,
            office=office,
            from_on=from_on,
            until_on=until_on,
            decision=decision,
            recorded_at=at,
        )
        for person, firm in holders
        if person.pk not in held
    )
    if made:
        payload = {
            "term": term.pk,
            "office": office,
            "decision": decision.pk,
            "persons": [mandate.person_id for mandate in made],
        }
        log.record(stream="register", event="mandates_created", payload=payload, by=by, at=at)
    return made


def holders_on(*, body_kind: str, office: str, day: date) -> list[Mandate]:
    """Who holds the office in the body on ``day``, in the order in which the seats were given."""
    return list(
        Mandate.objects.filter(Mandate.holds_on(day), office=office, term__body__kind=body_kind)
        .select_related("person", "firm", "term")
        .order_by("pk")
    )
