"""Persons of the register: who represents, stands or holds office."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from members.models import Person, User
from records.domain import log
from records.fields import Translated

STREAM = "register"


@transaction.atomic
def add_person(
    *,
    name: Translated,
    email: str = "",
    phone: str = "",
    born_on: date | None = None,
    by: User | None,
    at: datetime,
) -> Person:
    person = Person.objects.create(name=name, email=email, phone=phone, born_on=born_on)
    log.record(stream=STREAM, event="person_added", payload={"person": person.pk}, by=by, at=at)
    return person


@transaction.atomic
def edit_person(
    *,
    person: Person,
    name: Translated,
    email: str,
    phone: str,
    born_on: date | None,
    by: User | None,
    at: datetime,
) -> Person:
    """Correct what is on record. A log-in keeps its own address: see ``accounts``."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    wanted = {"name": name, "email": email, "phone": phone, "born_on": born_on}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        return person
    for field in changed:
        setattr(person, field, wanted[field])
    person.save(update_fields=changed)
    payload = {"person": person.pk, "fields": changed}
    log.record(stream=STREAM, event="person_edited", payload=payload, by=by, at=at)
    return person
