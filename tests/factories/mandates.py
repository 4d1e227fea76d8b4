"""Seats and offices for tests."""

from __future__ import annotations

from datetime import date

from members.domain.mandates import create_mandates
from members.models import Firm, Mandate, Person
from tests.factories.members import AT, make_person, make_term


def give_office(firm: Firm, office: str, *, from_on: date, person: Person | None = None) -> Mandate:
    return create_mandates(
        term=make_term(),
        office=office,
        holders=[(person or make_person(), firm)],
        from_on=from_on,
        decision=None,
        by=None,
        at=AT,
    )[0]
