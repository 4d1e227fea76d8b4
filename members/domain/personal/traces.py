"""The words by which a person is found in texts, and what stands in their place afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from members.models import Contact, Person
from records.fields import Translated

NOBODY = Translated(zh="（已删除个人信息）", en="(personal data erased)")
"""The name of a person that was erased."""
BLANK = "***"
SHORTEST_NAME = 2
SHORTEST_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Traces:
    """What tells of one person.

    An address or number tells by itself; a name, which others may bear, only near something that is
    this person's: a firm they acted for, their own key or log-in.
    """

    person: Person
    names: frozenset[str]
    addresses: frozenset[str]
    numbers: frozenset[str]
    keys: frozenset[str]
    firms: frozenset[UUID]

    def tells(self, text: str) -> bool:
        """Whether a text holds an address or a number of the person."""
        plain = text.casefold()
        return any(each in plain for each in (*self.addresses, *self.numbers))

    def names_here(self, text: str) -> bool:
        """Whether a text holds a name of the person."""
        return any(name in text for name in self.names)

    def in_payload(self, payload: Any) -> bool:
        """Whether what was logged holds personal data of this person."""
        text = json.dumps(payload, ensure_ascii=False)
        near = any(key in text for key in (*self.keys, *map(str, self.firms)))
        return self.tells(text) or (near and self.names_here(text))

    def without(self, value: Any) -> Any:
        """``value`` (a text, or lists and dicts of them) with the person's words blanked."""
        if isinstance(value, str):
            return self._blank(value)
        if isinstance(value, Translated):
            return Translated({key: self._blank(text) for key, text in value.items()})
        if isinstance(value, dict):
            return {key: self.without(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.without(each) for each in value]
        return value

    def _blank(self, text: str) -> str:
        for word in sorted((*self.names, *self.addresses, *self.numbers), key=len, reverse=True):
            start = text.casefold().find(word.casefold())
            while start >= 0:
                text = text[:start] + BLANK + text[start + len(word) :]
                start = text.casefold().find(word.casefold(), start + len(BLANK))
        return text


def traces_of(person: Person) -> Traces:
    """Gathered before anything is erased."""
    account = getattr(person, "user", None)
    emails = {person.email, account.email if account else ""}
    firms = set(person.representations.values_list("firm_id", flat=True))
    names = {name for name in person.name.values() if len(name) >= SHORTEST_NAME}
    numbers = {person.phone} if len(person.phone) >= SHORTEST_NUMBER else set()
    contacts = Contact.objects.filter(firm__in=firms, name__in=names)
    emails |= set(contacts.values_list("email", flat=True))
    numbers |= {n for n in contacts.values_list("phone", flat=True) if len(n) >= SHORTEST_NUMBER}
    keys = {str(person.pk)} | ({str(account.pk)} if account else set())
    return Traces(
        person=person,
        names=frozenset(names),
        addresses=frozenset(email.casefold() for email in emails if email),
        numbers=frozenset(numbers),
        keys=frozenset(keys),
        firms=frozenset(firms),
    )


def contacts_of(traces: Traces) -> Q:
    """Contacts that are this person: by address, or by name at a firm they acted for."""
    found = Q(firm__in=traces.firms, name__in=traces.names)
    for address in traces.addresses:
        found |= Q(email__iexact=address)
    return found
