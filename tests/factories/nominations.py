"""Nominations for tests, brought by the real acts to the point that a test is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from assemblies.domain.nominating import announcing, calls, consenting, proposing
from assemblies.domain.nominating.consenting import Declaration
from assemblies.enums import Method, NominationWay
from assemblies.models import Assembly, CandidateNotice, Nomination, NominationCall
from bylaws.enums import Matter
from members.domain.mandates import body_of, create_mandates
from members.enums import BodyKind, Office
from members.models import Person, Term
from tests.factories.assemblies import add_motion, both, make_assembly
from tests.factories.members import AT, make_representative

CALLED_AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
UNTIL = date(2026, 11, 9)
NOTICE_AT = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
NOTICE_UNTIL = date(2026, 11, 17)
"""Seven days from the day of the notice, which is not counted."""
OVER_AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
WHERE = both("秘书处，电话 0351-1234567", "the secretariat, telephone 0351-1234567")


def hours(number: int) -> datetime:
    return CALLED_AT + timedelta(hours=number)


def make_call(
    matter: Matter = Matter.ELECT_COUNCIL, *, assembly: Assembly | None = None
) -> NominationCall:
    motion = add_motion(assembly or make_assembly(), matter, Method.SECRET)
    return calls.call_for_nominations(item=motion.item, until_on=UNTIL, by=None, at=CALLED_AT)


def make_nominee(*, born_on: date | None = date(1980, 5, 6), zh: str = "", en: str = "") -> Person:
    """The voting representative of a member firm."""
    person = make_representative().person
    person.born_on = born_on
    if zh:
        person.name = both(zh, en or zh)
    person.save(update_fields=["born_on", "name"])
    return person


def make_nomination(
    call: NominationCall,
    person: Person | None = None,
    *,
    office: Office | None = None,
    way: str = NominationWay.COUNCIL,
) -> Nomination:
    return proposing.nominate(
        call=call,
        office=office or calls.offices_of(call.item)[0],
        person=person or make_nominee(),
        way=way,
        reference="理事会〔2026〕9号决议",
        by=None,
        at=CALLED_AT,
    )


def agreed(nomination: Nomination, **declared: object) -> Nomination:
    """The person agreed on paper and declared that nothing stands in their way."""
    consenting.record_paper_consent(
        nomination=nomination, on=UNTIL, paper=None, by=None, at=hours(1)
    )
    told: dict[str, object] = {"public_service": "none", "terms_before": 0} | declared
    return consenting.declare(
        nomination=nomination,
        declaration=Declaration(**told),  # type: ignore[arg-type] -- handed on as they come
        on=UNTIL,
        by=None,
        at=hours(1),
    )


def announced(call: NominationCall) -> CandidateNotice:
    return announcing.publish_notice(call=call, objections_to=WHERE, by=None, at=NOTICE_AT)


def give_terms(person: Person, office: Office, *numbers: int) -> None:
    """Terms of five years in the council, the third from December 2021."""
    for number in numbers:
        begin = date(2021 - 5 * (3 - number), 12, 17)
        term, _created = Term.objects.get_or_create(
            body=body_of(BodyKind.COUNCIL),
            number=number,
            defaults={"from_on": begin, "until_on": begin.replace(year=begin.year + 5)},
        )
        create_mandates(
            term=term,
            office=office,
            holders=[(person, None)],
            from_on=begin,
            until_on=term.until_on,
            decision=None,
            by=None,
            at=AT,
        )
