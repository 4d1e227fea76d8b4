"""What acts on memberships need: rules in force, decisions, seats, cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bylaws.domain.numerals import to_chinese
from bylaws.domain.parameters import BylawsParameter
from bylaws.models import Version
from members.domain import mandates
from members.domain.cases import proceedings
from members.enums import BodyKind, Office, ProceedingKind
from members.models import Body, Firm, Mandate, Membership, Person, Proceeding, Term
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision
from tests.factories.members import AT, make_membership
from tests.factories.texts import put_bylaws_in_force

DAY = date(2026, 11, 1)
GROUND = Translated(zh="违反章程", en="Broke the bylaws")
RULE = Translated(zh="《章程》第十八条", en="Bylaws, art. 18")
NAMES = {
    BodyKind.GENERAL_ASSEMBLY: Translated(zh="会员大会", en="General assembly"),
    BodyKind.COUNCIL: Translated(zh="理事会", en="Council"),
    BodyKind.SUPERVISORY_BOARD: Translated(zh="监事会", en="Supervisory board"),
}


def state_rules(rules: Mapping[str, Any]) -> Version:
    """Bylaws in force that state ``rules``, each in an article, and that know expulsion."""
    parameters = [
        BylawsParameter(key, value, f"第{to_chinese(number)}条")
        for number, (key, value) in enumerate(rules.items(), start=1)
    ]
    lines = [f"{row.article_ref}　{row.key}。" for row in parameters]
    lines.append(f"第{to_chinese(len(lines) + 1)}条　会员严重违反本章程的，予以除名。")
    return put_bylaws_in_force(*parameters, text="\n".join(lines))


def make_decision(day: date = DAY, reference: str = "理决〔2026〕9号") -> Decision:
    return Decision.objects.create(
        kind=DecisionKind.OTHER,
        title=Translated(zh="理事会决议", en="Resolution of the council"),
        decided_on=day,
        body_name=NAMES[BodyKind.COUNCIL],
        reference=reference,
        recorded_at=AT,
    )


def make_term_of(kind: BodyKind = BodyKind.COUNCIL, until_on: date | None = None) -> Term:
    body, _made = Body.objects.get_or_create(kind=kind, defaults={"name": NAMES[kind]})
    term, _made = Term.objects.get_or_create(
        body=body, number=3, defaults={"from_on": date(2021, 12, 17), "until_on": until_on}
    )
    return term


def give_seat(
    person: Person,
    firm: Firm | None,
    *,
    office: Office = Office.COUNCIL_MEMBER,
    body: BodyKind = BodyKind.COUNCIL,
    from_on: date = date(2021, 12, 17),
    until_on: date | None = None,
) -> Mandate:
    return mandates.create_mandates(
        term=make_term_of(body),
        office=office,
        holders=[(person, firm)],
        from_on=from_on,
        until_on=until_on,
        decision=make_decision(from_on),
        by=None,
        at=AT,
    )[0]


def make_proceeding(
    membership: Membership | None = None, kind: ProceedingKind = ProceedingKind.EXPULSION
) -> Proceeding:
    return proceedings.open_proceeding(
        membership=membership or make_membership(),
        kind=kind,
        ground=GROUND,
        citation=RULE,
        by=None,
        at=AT,
    )
