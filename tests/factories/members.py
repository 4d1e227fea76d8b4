"""Rows of the register for tests. Each takes what the test is about and fills in the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from members.domain.register import FirmFacts, admit_firm, change_standing
from members.domain.represent import appoint_representative
from members.enums import Role, StandingStatus, Trade
from members.models import Body, Firm, MemberClass, Membership, Person, Representative, Term, User
from records.fields import Translated

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
JOINED = date(2021, 1, 1)
_serial = count(1)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def make_code(serial: int | None = None) -> str:
    """A valid unified social credit code; its last character from GB 32100, written out here."""
    head = f"91480702{next(_serial) if serial is None else serial:09d}"
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    return head + _ALPHABET[(31 - total % 31) % 31]


def make_class(
    key: str = "ordinary", *, rank: int = 4, zh: str = "会员单位", en: str = ""
) -> MemberClass:
    found, _created = MemberClass.objects.get_or_create(
        key=key, defaults={"name": Translated(zh=zh, en=en or f"{key} unit"), "rank": rank}
    )
    return found


def make_membership(
    *,
    zh: str = "",
    en: str = "",
    code: str = "",
    number: str = "",
    trade: str = Trade.REPAIR,
    district: Translated | None = None,
    member_class: MemberClass | None = None,
    joined_on: date = JOINED,
) -> Membership:
    serial = next(_serial)
    return admit_firm(
        facts_of_firm=FirmFacts(
            name=Translated(
                zh=zh or f"晋东第{serial}汽车维修厂", en=en or f"Jindong Repair No. {serial}"
            ),
            registration_code=code or make_code(serial),
            trade=trade,
            district=district or Translated(),
        ),
        number=number or f"JD{serial:04d}",
        joined_on=joined_on,
        member_class=member_class or make_class(),
        reason=Translated(zh="理事会同意入会", en="Admitted by the council"),
        source="2021-3",
        by=None,
        at=AT,
    )


def suspend(
    membership: Membership,
    *,
    from_on: date | None = None,
    reason: Translated | None = None,
    source: str = "Council 2026-7",
) -> None:
    change_standing(
        membership=membership,
        status=StandingStatus.SUSPENDED,
        from_on=from_on or membership.joined_on,
        reason=reason or Translated(zh="欠费", en="Dues"),
        source=source,
        by=None,
        at=AT,
    )


def make_firm(**facts: object) -> Firm:
    return make_membership(**facts).firm  # type: ignore[arg-type] -- handed on as they come


def make_person(*, zh: str = "", en: str = "", email: str = "") -> Person:
    serial = next(_serial)
    return Person.objects.create(
        name=Translated(zh=zh or f"丁一{serial}", en=en or f"Ding Yi {serial}"),
        email=email or f"person{serial}@firm.example",
    )


def make_representative(
    *, firm: Firm | None = None, person: Person | None = None, from_on: date = JOINED
) -> Representative:
    return appoint_representative(
        firm=firm or make_firm(),
        person=person or make_person(),
        post=Translated(zh="总经理", en="General Manager"),
        from_on=from_on,
        by=None,
        at=AT,
    )


def make_user(
    *roles: Role, person: Person | None = None, email: str = "", password: str | None = None
) -> User:
    serial = next(_serial)
    user = User.objects.create_user(
        email or f"user{serial}@association.example", password, person=person
    )
    for role in roles:
        user.roles.create(role=role)
    return user


def make_secretary() -> User:
    return make_user(Role.SECRETARIAT)


def make_body(kind: str = "council") -> Body:
    found, _created = Body.objects.get_or_create(
        kind=kind, defaults={"name": Translated(zh="理事会", en="Council")}
    )
    return found


def make_term(
    *, body: Body | None = None, number: int = 3, from_on: date = date(2021, 12, 17)
) -> Term:
    return Term.objects.create(body=body or make_body(), number=number, from_on=from_on)
