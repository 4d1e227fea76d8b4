"""What an import made goes again, what it changed becomes what it was: all of it or nothing.

What it made is deleted only while nothing but the import itself refers to it. Dated facts are never
deleted of a firm that stays: they are superseded, and what held before is written anew. Whatever
was changed by somebody since is left alone, and the whole is refused with the firms concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import ForeignObjectRel, Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.domain import persons, register
from members.domain.firms import contacts, tagging
from members.domain.firms.contacts import ContactFacts
from members.domain.importing import import_entries
from members.domain.importing.import_register import SERIES, Changed
from members.domain.importing.import_subjects import Row
from members.domain.importing.register_file import tags_of, texts_of
from members.domain.letters import mailings
from members.domain.register import FirmFacts
from members.enums import LetterPurpose, MailingState
from members.errors import RollBackRefused
from members.models import (
    ClassPeriod,
    Contact,
    Firm,
    ImportBatch,
    Mailing,
    Mandate,
    Membership,
    Person,
    Representative,
    Standing,
    Succession,
    Tag,
    User,
)
from records.fields import Translated
from records.models import DatedFact

AT_A_TIME = 500
NAMED = 5
OWN = (Membership, Standing, ClassPeriod, Representative, Contact)
CHANGED_SINCE = gettext_lazy("It was changed since.")
REFERRED = gettext_lazy("Other records refer to it.")
KINDS = {
    "members.mandate": gettext_lazy("It holds a seat."),
    "members.user": gettext_lazy("Its representative has a log-in."),
    "elections.rollentry": gettext_lazy("It stands on a roll."),
    "dues.invoice": gettext_lazy("It was invoiced."),
    "dues.charge": gettext_lazy("It was charged dues."),
    "dues.receipt": gettext_lazy("It was given a receipt."),
    "members.letter": gettext_lazy("It was written to."),
    "members.certificate": gettext_lazy("It was given a certificate."),
}
"""Why a firm cannot go, by the model that refers to it; others are told in general."""

Reasons = dict[str, str]


def roll_back(batch: ImportBatch, by: User | None, at: datetime) -> None:
    """Raises RollBackRefused. The caller holds the lock of the batch and the transaction."""
    done = batch.effects["done"]
    made = [
        firm
        for keys in _parts(done["firms"])
        for firm in Firm.objects.select_for_update().filter(pk__in=keys)
    ]
    reasons: Reasons = {}
    for firm, reason in [*_made_kept(batch, made), *_changed_since(done["changed"])]:
        reasons.setdefault(firm, reason)
    if reasons:
        raise RollBackRefused(reasons=_in_words(reasons))
    for change in reversed(done["changed"]):
        _undo(change, by=by, at=at)
    _delete(done)


def _parts(keys: list[str]) -> Iterator[list[UUID]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield [UUID(key) for key in keys[start : start + AT_A_TIME]]


def _in_words(reasons: Reasons) -> str:
    told = [f"{firm}: {reason}" for firm, reason in list(reasons.items())[:NAMED]]
    if len(reasons) > NAMED:
        told.append(_("Further firms: %(count)s.") % {"count": len(reasons) - NAMED})
    return " ".join(told)


def _made_kept(batch: ImportBatch, made: list[Firm]) -> Iterator[tuple[str, str]]:
    """Firms that the batch made and that cannot go, with the reason."""
    rows = {row["uscc"].upper(): row for row in batch.rows if "uscc" in row}
    everything = {firm.pk for firm in made}
    for part in _firms_in_parts(made):
        held = _Held(part, batch)
        for firm in part.values():
            row = rows.get(firm.registration_code)
            if row is None or held.differs(firm, row):
                yield str(firm), str(CHANGED_SINCE)
        yield from _referred(part, held, everything)


def _firms_in_parts(firms: list[Firm]) -> Iterator[dict[Any, Firm]]:
    for start in range(0, len(firms), AT_A_TIME):
        yield {firm.pk: firm for firm in firms[start : start + AT_A_TIME]}


class _Held:
    """What hangs on some of the firms that a batch made."""

    def __init__(self, firms: dict[Any, Firm], batch: ImportBatch) -> None:
        self.firms = firms
        self.memberships = {m.firm_id: m for m in Membership.objects.filter(firm__in=firms)}
        self.contacts = _grouped(Contact.objects.filter(firm__in=firms))
        self.tags: dict[Any, set[str]] = {}
        for key, name in Tag.objects.filter(firms__in=firms).values_list("firms", "name"):
            self.tags.setdefault(key, set()).add(name)
        acting = Representative.objects.filter(firm__in=firms).select_related("person")
        persons = set(batch.effects["done"]["persons"])
        made = [row for row in acting if str(row.person_id) in persons]
        self.people = {row.person_id: row for row in made}
        self.acting = {row.firm_id: row.person for row in made}
        # Of several rows that name one person the first made it.
        self.said = {
            _said(Person(name=texts_of(row, "representative"), email=row.get("email", "")))
            for row in batch.rows
        }
        self.touched = _touched(firms, batch)

    def differs(self, firm: Firm, row: Row) -> bool:
        """Whether anything of ``firm`` is otherwise than ``row`` made it."""
        made = import_entries.firm_of(row)
        names = [field.name for field in fields(FirmFacts)]
        contact = import_entries.contact_of(row, firm)
        person = self.acting.get(firm.pk)
        return (
            firm.pk in self.touched
            or any(getattr(firm, name) != getattr(made, name) for name in names)
            or self.memberships[firm.pk].number != row["member_number"]
            or [_contact(c) for c in self.contacts.get(firm.pk, [])]
            != [_contact(c) for c in [contact] if c is not None]
            or (person is not None and _said(person) not in self.said)
            or self.tags.get(firm.pk, set()) != set(tags_of(row.get("tags", "")))
        )


def _said(person: Person) -> tuple[object, ...]:
    name = person.name
    return (name.get("zh"), name.get("en"), person.email, person.phone, person.born_on)


def _grouped(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.firm_id, []).append(row)
    return found


def _contact(contact: Contact) -> tuple[str, ...]:
    return (contact.purpose, contact.name, contact.post, contact.email, contact.phone)


def _touched(firms: dict[Any, Firm], batch: ImportBatch) -> set[Any]:
    """Firms with a dated fact that was recorded or superseded after the import."""
    found: set[Any] = set()
    for model, owner in (
        (Standing, "membership__firm"),
        (ClassPeriod, "membership__firm"),
        (Representative, "firm"),
    ):
        of_firms = model._default_manager.filter(**{f"{owner}__in": firms})
        later = of_firms.exclude(Q(recorded_at=batch.applied_at), superseded_at__isnull=True)
        found.update(later.values_list(owner, flat=True))
    return found


def _referred(firms: dict[Any, Firm], held: _Held, made: set[Any]) -> Iterator[tuple[str, str]]:
    members = {membership.pk: key for key, membership in held.memberships.items()}
    people = {key: row.firm_id for key, row in held.people.items()}
    for model, owners in ((Firm, {key: key for key in firms}), (Membership, members)):
        for key, reason in _referring(model, list(owners), OWN):
            yield str(firms[owners[key]]), reason
    for key, reason in _referring(Person, list(people), (Representative,)):
        yield str(firms[people[key]]), reason
    acting = Representative.objects.filter(person__in=people)
    for key, firm in acting.values_list("person_id", "firm_id"):
        if firm not in made:
            yield str(firms[people[key]]), str(REFERRED)


def _referring(
    model: type[Model], keys: list[Any], own: tuple[type[Model], ...]
) -> Iterator[tuple[Any, str]]:
    """Which of ``keys`` other tables name, apart from what the import itself made."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        other: Any = relation.related_model
        name = relation.field.name
        if other is Firm.tags.through or other in own:
            continue
        rows = other._base_manager.filter(**{f"{name}__in": keys})
        for key in rows.values_list(name, flat=True).distinct():
            yield key, str(KINDS.get(other._meta.label_lower, REFERRED))


def _changed_since(changed: list[Changed]) -> Iterator[tuple[str, str]]:
    """Firms on record that the batch changed and somebody else changed again."""
    for change in changed:
        firm = Firm.objects.select_for_update().get(pk=change["firm"])
        if not _is_as_left(change, firm):
            yield str(firm), str(CHANGED_SINCE)


def _is_as_left(change: Changed, firm: Firm) -> bool:
    for name, (_before, after) in change.get("fields", {}).items():
        if getattr(firm, name) != after:
            return False
    if "tags" in change and set(firm.tags.values_list("name", flat=True)) != set(change["tags"][1]):
        return False
    for name in SERIES:
        made = set(change.get(name, {}).get("made", []))
        if not made <= set(_current(name, firm).values_list("pk", flat=True)):
            return False
    return _contact_as_left(change) and _person_as_left(change) and not _was_filed(change)


def _contact_as_left(change: Changed) -> bool:
    done = change.get("contact", {})
    if not done:
        return True
    contact = Contact.objects.filter(pk=done.get("made") or done.get("edited")).first()
    if contact is None:
        return False
    after = done["after"]
    return all(getattr(contact, name) == value for name, value in after.items())


def _person_as_left(change: Changed) -> bool:
    if "person" not in change:
        return True
    person = Person.objects.get(pk=change["person"]["key"])
    after = change["person"]["after"]
    return all(getattr(person, name) == value for name, value in after.items())


def _was_filed(change: Changed) -> bool:
    """Whether the council was told of a seat that passed on by it."""
    made = change.get("seat", {}).get("made", [])
    return Succession.objects.filter(successor__in=made, filed_on__isnull=False).exists()


def _current(name: str, firm: Firm) -> Any:
    return SERIES[name](firm).filter(superseded_at__isnull=True)


def _undo(change: Changed, *, by: User | None, at: datetime) -> None:
    firm = Firm.objects.get(pk=change["firm"])
    if "seat" in change:
        _give_up_seat_letters(firm, change["seat"], by=by, at=at)
        Succession.objects.filter(successor__in=change["seat"]["made"]).delete()
    for name in SERIES:
        if name in change:
            _restore_facts(_current(name, firm), SERIES[name](firm), change[name], at)
    if "person" in change:
        _undo_person(change["person"], by=by, at=at)
    if "contact" in change:
        _undo_contact(change["contact"], by=by, at=at)
    if "tags" in change:
        _undo_tags(firm, *change["tags"], by=by, at=at)
    if "fields" in change:
        _undo_fields(firm, change["fields"], by=by, at=at)


def _give_up_seat_letters(
    firm: Firm, done: dict[str, list[int]], *, by: User | None, at: datetime
) -> None:
    """The letters that told of the seats, unless a person has released them."""
    entered = Mandate.objects.filter(pk__in=done["ended"]).values("superseded_at")
    drafts = Mailing.objects.filter(
        state=MailingState.DRAFT, purpose=LetterPurpose.SEAT, created_at__in=entered
    )
    for mailing in drafts.filter(letters__firm=firm):
        mailings.discard_mailing(mailing=mailing, by=by, at=at)


def _restore_facts(current: Any, series: Any, done: dict[str, list[int]], at: datetime) -> None:
    for fact in current.filter(pk__in=done["made"]):
        fact.superseded_at = at
        fact.save(update_fields=["superseded_at"])
    for fact in series.filter(pk__in=done["ended"]):
        again: DatedFact = copy(fact)
        again.pk = None
        again._state.adding = True
        again.superseded_at, again.recorded_at = None, at
        again.save()


def _undo_person(done: dict[str, Any], *, by: User | None, at: datetime) -> None:
    person = Person.objects.get(pk=done["key"])
    persons.edit_person(
        person=person,
        name=Translated(done["before"]["name"]),
        email=done["before"]["email"],
        phone=person.phone,
        born_on=person.born_on,
        by=by,
        at=at,
    )


def _undo_contact(done: dict[str, Any], *, by: User | None, at: datetime) -> None:
    contact = Contact.objects.get(pk=done.get("made") or done["edited"])
    if "made" in done:
        contacts.remove_contact(contact=contact, by=by, at=at)
        return
    facts = ContactFacts(purpose=contact.purpose, **done["before"])
    contacts.edit_contact(contact=contact, facts=facts, by=by, at=at)


def _undo_tags(
    firm: Firm, before: list[str], after: list[str], *, by: User | None, at: datetime
) -> None:
    for name in before:
        tagging.tag_firms(firms=[firm], name=name, by=by, at=at)
    for tag in Tag.objects.filter(name__in=set(after) - set(before)):
        tagging.untag_firm(firm=firm, tag=tag, by=by, at=at)


def _undo_fields(firm: Firm, done: dict[str, list[Any]], *, by: User | None, at: datetime) -> None:
    now = {known.name: getattr(firm, known.name) for known in fields(FirmFacts)}
    before = {
        name: Translated(value) if isinstance(value, dict) else value
        for name, (value, _after) in done.items()
    }
    register.edit_firm(firm=firm, facts_of_firm=FirmFacts(**now | before), by=by, at=at)


def _delete(done: dict[str, Any]) -> None:
    tags: set[str] = set()
    for keys in _parts(done["firms"]):
        tags.update(Tag.objects.filter(firms__in=keys).values_list("name", flat=True))
        Representative.objects.filter(firm__in=keys).delete()
        Standing.objects.filter(membership__firm__in=keys).delete()
        ClassPeriod.objects.filter(membership__firm__in=keys).delete()
        Membership.objects.filter(firm__in=keys).delete()
        Firm.objects.filter(pk__in=keys).delete()
    for keys in _parts(done["persons"]):
        Person.objects.filter(pk__in=keys).delete()
    Tag.objects.filter(name__in=tags, firms__isnull=True).delete()
