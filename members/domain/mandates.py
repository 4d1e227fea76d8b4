"""Seats and offices: given by a decision for a term, ended by the end of it or earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from members.domain import facts
from members.enums import BodyKind
from members.errors import LaterFactExists, TermTaken
from members.models import Body, Firm, Mandate, Person, Term, User
from records.domain import log
from records.fields import Translated
from records.models import Decision

STREAM = "register"

Holder = tuple[Person, Firm | None]


BODY_NAMES: Mapping[str, Translated] = {
    BodyKind.GENERAL_ASSEMBLY: Translated(zh="会员大会", en="General assembly"),
    BodyKind.COUNCIL: Translated(zh="理事会", en="Council"),
    BodyKind.STANDING_COUNCIL: Translated(zh="常务理事会", en="Standing council"),
    BodyKind.SUPERVISORY_BOARD: Translated(zh="监事会", en="Supervisory board"),
}
"""What a body is called where the association has given it no name of its own."""


def body_of(kind: str) -> Body:
    """The body of that kind, begun when somebody is first elected into it or named for it."""
    body, _created = Body.objects.get_or_create(kind=kind, defaults={"name": BODY_NAMES[kind]})
    return body


@transaction.atomic
def open_term(
    *,
    body: Body,
    number: int,
    from_on: date,
    until_on: date | None,
    by: User | None,
    at: datetime,
) -> Term:
    """Begin the ``number``-th term of ``body``; the same again changes nothing.

    Raises TermTaken when that number is on record with other days.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    known = Term.objects.filter(body=body, number=number).first()
    if known is not None:
        if (known.from_on, known.until_on) == (from_on, until_on):
            return known
        raise TermTaken(number=number, body=str(body))
    term = Term.objects.create(body=body, number=number, from_on=from_on, until_on=until_on)
    payload = {"term": term.pk, "body": body.kind, "number": number, "from_on": from_on}
    log.record(stream=STREAM, event="term_opened", payload=payload, by=by, at=at)
    return term


@transaction.atomic
def create_mandates(
    *,
    term: Term,
    office: str,
    holders: Sequence[Holder],
    from_on: date,
    decision: Decision | None,
    by: User | None,
    at: datetime,
    until_on: date | None = None,
    source: str = "",
) -> list[Mandate]:
    """Give each of ``holders`` the office for the term; ``until_on`` is the first day without it.

    Whoever holds it already on ``from_on`` keeps that mandate, so that the act may be repeated. The
    database refuses overlapping mandates of one person in one office and term.
    """
    Term.objects.select_for_update().get(pk=term.pk)
    held = set(
        Mandate.objects.filter(Mandate.holds_on(from_on), term=term, office=office).values_list(
            "person_id", flat=True
        )
    )
    made = Mandate.objects.bulk_create(
        Mandate(
            person=person,
            firm=firm,
            term=term,
            office=office,
            decision=decision,
            from_on=from_on,
            until_on=until_on,
            source=source,
            recorded_at=at,
        )
        for person, firm in holders
        if person.pk not in held
    )
    if made:
        payload = {
            "term": term.pk,
            "office": office,
            "persons": [mandate.person_id for mandate in made],
            "from_on": from_on,
            "decision": decision.pk if decision else None,
        }
        log.record(stream=STREAM, event="mandates_created", payload=payload, by=by, at=at)
    wanted = {person.pk for person, _firm in holders}
    return list(
        Mandate.objects.filter(
            Mandate.holds_on(from_on), term=term, office=office, person__in=wanted
        ).order_by("pk")
    )


@transaction.atomic
def end_mandate(
    *, mandate: Mandate, on: date, reason: str, source: str, by: User | None, at: datetime
) -> None:
    """``on`` is the first day without the mandate; ending it twice changes nothing.

    Raises LaterFactExists when the mandate begins after ``on``.
    """
    Term.objects.select_for_update().get(pk=mandate.term_id)
    held = Mandate.objects.filter(pk=mandate.pk, superseded_at__isnull=True).first()
    if held is None or (held.until_on is not None and held.until_on <= on):
        return
    if held.from_on > on:
        raise LaterFactExists(day=held.from_on.isoformat())
    facts.end_on(fact=held, day=on, at=at, reason=reason, source=source)
    payload = {"mandate": held.pk, "person": held.person_id, "until_on": on, "reason": reason}
    log.record(stream=STREAM, event="mandate_ended", payload=payload, by=by, at=at)


@transaction.atomic
def pass_mandate(
    *,
    mandate: Mandate,
    person: Person,
    on: date,
    until_on: date | None,
    reason: str,
    source: str,
    by: User | None,
    at: datetime,
) -> Mandate:
    """End ``mandate`` on ``on`` and let ``person`` hold the seat from then, for the rest of its
    term: no decision gives it, but the rule that ``source`` cites.

    Whoever holds it from that day already keeps that. Raises LaterFactExists.
    """
    end_mandate(mandate=mandate, on=on, reason=reason, source=source, by=by, at=at)
    same = {"person": person, "firm": mandate.firm, "term": mandate.term, "office": mandate.office}
    known = Mandate.objects.filter(from_on=on, superseded_at__isnull=True, **same).first()
    if known is not None:
        return known
    passed = Mandate.objects.create(
        from_on=on, until_on=until_on, reason=reason, source=source, recorded_at=at, **same
    )
    payload = {"mandate": passed.pk, "former": mandate.pk, "person": person.pk, "from_on": on}
    log.record(stream=STREAM, event="mandate_passed", payload=payload, by=by, at=at)
    return passed


def holders_on(*, body_kind: str, office: str, day: date) -> list[Mandate]:
    """Who holds ``office`` in the body of that kind on ``day``, with person and firm."""
    return list(
        Mandate.objects.filter(Mandate.holds_on(day), term__body__kind=body_kind, office=office)
        .select_related("person", "firm", "term")
        .order_by("pk")
    )
