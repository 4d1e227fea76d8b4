"""The association, its register, and the third term that is about to end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bylaws.models import Association
from desk.domain.example.data import both, read_bytes, read_json
from members.domain import mandates
from members.domain.importing import imports
from members.enums import BodyKind, Office
from members.models import Body, Firm, MemberClass, Person, Representative, Term
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision

CLASSES = [
    ("president", Translated(zh="会长单位", en="President unit")),
    ("vice_president", Translated(zh="副会长单位", en="Vice-president unit")),
    ("council", Translated(zh="理事单位", en="Council unit")),
    ("ordinary", Translated(zh="会员单位", en="Ordinary member unit")),
]
BODIES = {
    BodyKind.GENERAL_ASSEMBLY: Translated(zh="会员大会", en="General assembly"),
    BodyKind.COUNCIL: Translated(zh="理事会", en="Council"),
    BodyKind.SUPERVISORY_BOARD: Translated(zh="监事会", en="Supervisory board"),
}


def load_association() -> Association:
    """The association's own data, once."""
    source = read_json("association.json")
    formats = source["number_formats"]
    association, _created = Association.objects.get_or_create(
        defaults={
            "name": both(source["name"]),
            "short_name": both(source["short_name"]),
            "seat": both(source["seat"]),
            "profile": source["profile"],
            "time_zone": source["time_zone"],
            "currency": source["currency"],
            "languages": source["languages"],
            "registration_authority": both(source["registration_authority"]),
            "supervising_unit": both(source["supervising_unit"]),
            "number_formats": formats,
        }
    )
    return association


def load_register(*, by: Any, at: datetime) -> None:
    """Classes and firms: read in by the same import that the secretariat uses."""
    for rank, (key, name) in enumerate(CLASSES, start=1):
        MemberClass.objects.get_or_create(key=key, defaults={"name": name, "rank": rank})
    batch = imports.stage_import(content=read_bytes("firms.csv"), name="firms.csv", by=by, at=at)
    imports.apply_import(batch=batch, by=by, at=at)


def person_of(member_number: str) -> Person:
    """The voting representative of the firm with that number."""
    return _representation(member_number).person


def firm_of(member_number: str) -> Firm:
    return Firm.objects.get(membership__number=member_number)


def post_of(member_number: str) -> Translated:
    return Translated(_representation(member_number).post)


def _representation(member_number: str) -> Representative:
    return (
        Representative.objects.filter(
            firm__membership__number=member_number, votes=True, superseded_at__isnull=True
        )
        .select_related("person", "firm")
        .latest("from_on")
    )


def load_bodies(*, day: date) -> dict[BodyKind, Body]:
    """The bodies with their third term, and the fourth that begins on ``day``."""
    third = read_json("third_term.json")
    bodies = {}
    for kind, name in BODIES.items():
        body, _created = Body.objects.get_or_create(kind=kind, defaults={"name": name})
        Term.objects.get_or_create(
            body=body,
            number=third["number"],
            defaults={"from_on": third["from"], "until_on": day},
        )
        Term.objects.get_or_create(body=body, number=third["number"] + 1, defaults={"from_on": day})
        bodies[kind] = body
    return bodies


def load_third_term(*, bodies: dict[BodyKind, Body], day: date, by: Any, at: datetime) -> None:
    """Seats and offices of the term that ends on ``day``."""
    third = read_json("third_term.json")
    officers = third["officers"]
    rows = [
        (BodyKind.COUNCIL, Office.COUNCIL_MEMBER, third["council"]),
        (BodyKind.COUNCIL, Office.PRESIDENT, [officers["president"]]),
        (BodyKind.COUNCIL, Office.VICE_PRESIDENT, officers["vice_presidents"]),
        (BodyKind.COUNCIL, Office.SECRETARY_GENERAL, [officers["secretary_general"]]),
        (BodyKind.SUPERVISORY_BOARD, Office.SUPERVISOR, third["supervisors"]),
        (BodyKind.SUPERVISORY_BOARD, Office.CHIEF_SUPERVISOR, [third["chief_supervisor"]]),
    ]
    began = date.fromisoformat(third["from"])
    decision = Decision.objects.create(
        kind=DecisionKind.ELECTION,
        title=Translated(zh="第三届理事会、监事会选举", en="Election of the third term"),
        decided_on=began,
        body_name=both(third["elected_by"]),
        recorded_at=at,
    )
    for kind, office, holders in rows:
        mandates.create_mandates(
            term=Term.objects.get(body=bodies[kind], number=third["number"]),
            office=office,
            holders=[
                (person_of(row["member_number"]), firm_of(row["member_number"])) for row in holders
            ],
            from_on=began,
            until_on=day,
            decision=decision,
            by=by,
            at=at,
        )
