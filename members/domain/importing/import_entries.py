"""Rows of new firms, entered table by table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from members.domain import registration_code
from members.domain.importing.import_faults import class_names
from members.domain.importing.import_subjects import Row
from members.domain.importing.register_file import (
    FIELDS,
    date_of,
    day_in,
    size_of,
    status_of,
    tags_of,
    texts_of,
    trade_of,
)
from members.enums import ContactPurpose, StandingStatus
from members.errors import ImportHasFaults
from members.models import (
    ClassPeriod,
    Contact,
    Firm,
    MemberClass,
    Membership,
    Person,
    Representative,
    Standing,
    Tag,
)
from records.fields import Translated

ADMITTED = Translated(zh="入会", en="Admitted")
Found = TypeVar("Found")


@dataclass(slots=True)
class Entries:
    """Everything that the rows become, gathered so that each table is written once."""

    source: str
    at: datetime
    classes: dict[str, MemberClass] = field(default_factory=class_names)
    people: dict[str, Person] = field(default_factory=dict)
    firms: list[Firm] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    periods: list[ClassPeriod] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    representatives: list[Representative] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    tags: list[tuple[Firm, str]] = field(default_factory=list)

    def write(self) -> None:
        Firm.objects.bulk_create(self.firms)
        Membership.objects.bulk_create(self.memberships)
        Standing.objects.bulk_create(self.standings)
        ClassPeriod.objects.bulk_create(self.periods)
        Person.objects.bulk_create(self.persons)
        Representative.objects.bulk_create(self.representatives)
        Contact.objects.bulk_create(self.contacts)
        self._write_tags()

    def _write_tags(self) -> None:
        names = {name for _firm, name in self.tags}
        Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
        tags = {tag.name: tag.pk for tag in Tag.objects.filter(name__in=names)}
        through = Firm.tags.through
        through.objects.bulk_create(
            through(firm_id=firm.pk, tag_id=tags[name]) for firm, name in self.tags
        )


def people_by_email() -> dict[str, Person]:
    return {person.email.casefold(): person for person in Person.objects.exclude(email="")}


def firm_of(row: Row) -> Firm:
    """The firm that a row describes, not saved."""
    fields = {field: row.get(column, "") for column, field in FIELDS.items()}
    fields |= {"trade": _checked(trade_of(row["trade"])), "size": size_of(row.get("size", ""))}
    return Firm(
        name=texts_of(row, "name"),
        registration_code=registration_code.check(row["uscc"]),
        district=texts_of(row, "district"),
        **fields,
    )


def contact_of(row: Row, firm: Firm) -> Contact | None:
    """The contact for dues that a row names, not saved."""
    if not row.get("dues_contact"):
        return None
    return Contact(
        firm=firm,
        purpose=ContactPurpose.DUES,
        name=row["dues_contact"],
        email=row.get("dues_contact_email", ""),
        phone=row.get("dues_contact_phone", ""),
    )


def person_of(row: Row, people: dict[str, Person], made: list[Person]) -> Person | None:
    """The person with the address of a row, or a new one, which is put in both ``people`` and
    ``made``."""
    name, email = texts_of(row, "representative"), row.get("email", "")
    if not name:
        return None
    if email and (known := people.get(email.casefold())):
        return known
    person = Person(name=name, email=email)
    made.append(person)
    if email:
        people[email.casefold()] = person
    return person


def _checked(found: Found | None) -> Found:
    """What the checks have made sure of; a row that escaped them stops the import."""
    if found is None:
        raise ImportHasFaults(count=1)
    return found


def gather(row: Row, entries: Entries) -> None:
    """Add all that a row of a new firm becomes."""
    joined_on = _checked(date_of(row["joined_on"]))
    firm = firm_of(row)
    membership = Membership(firm=firm, number=row["member_number"], joined_on=joined_on)
    entries.firms.append(firm)
    entries.memberships.append(membership)
    entries.periods.append(
        ClassPeriod(
            membership=membership,
            member_class=entries.classes[row["class"].casefold()],
            from_on=day_in(row, "class_from") or joined_on,
            source=entries.source,
            recorded_at=entries.at,
        )
    )
    _gather_standings(row, membership, entries)
    _gather_representative(row, firm, joined_on, entries)
    if contact := contact_of(row, firm):
        entries.contacts.append(contact)
    entries.tags += [(firm, name) for name in tags_of(row.get("tags", ""))]


def _gather_standings(row: Row, membership: Membership, entries: Entries) -> None:
    status = _checked(status_of(row.get("status", "")))
    active = Standing(
        membership=membership,
        status=StandingStatus.ACTIVE,
        from_on=membership.joined_on,
        reason=ADMITTED,
        source=entries.source,
        recorded_at=entries.at,
    )
    if status == StandingStatus.ACTIVE:
        entries.standings.append(active)
        return
    since = _checked(date_of(row["status_from"]))
    if since > membership.joined_on:
        active.until_on = since
        entries.standings.append(active)
    entries.standings.append(
        Standing(
            membership=membership,
            status=status,
            from_on=since,
            reason=texts_of(row, "status_reason"),
            source=entries.source,
            recorded_at=entries.at,
        )
    )


def _gather_representative(row: Row, firm: Firm, joined_on: date, entries: Entries) -> None:
    person = person_of(row, entries.people, entries.persons)
    if person is None:
        return
    entries.representatives.append(
        Representative(
            firm=firm,
            person=person,
            post=texts_of(row, "post"),
            from_on=day_in(row, "representative_from") or joined_on,
            source=entries.source,
            recorded_at=entries.at,
        )
    )
