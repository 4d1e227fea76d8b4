"""Whom to write to at a firm. The log tells of which firm, never whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from members.errors import ContactTaken
from members.models import Contact, Firm, User
from records.domain import log

STREAM = "register"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is kept of a contact; ``purpose`` is one of ContactPurpose."""

    purpose: str
    name: str
    post: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def add_contact(*, firm: Firm, facts: ContactFacts, by: User | None, at: datetime) -> Contact:
    """The same again changes nothing.

    Raises ContactTaken where somebody of that name serves that purpose with other data.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    known = firm.contacts.filter(purpose=facts.purpose, name=facts.name).first()
    if known is not None:
        if _facts_of(known) == facts:
            return known
        raise ContactTaken(name=facts.name, purpose=known.get_purpose_display())
    contact = Contact.objects.create(firm=firm, **asdict(facts))
    payload = {"firm": firm.pk, "contact": contact.pk, "purpose": facts.purpose}
    log.record(stream=STREAM, event="contact_added", payload=payload, by=by, at=at)
    return contact


@transaction.atomic
def edit_contact(
    *, contact: Contact, facts: ContactFacts, by: User | None, at: datetime
) -> Contact:
    """Raises ContactTaken."""
    firm = Firm.objects.select_for_update().get(pk=contact.firm_id)
    contact = Contact.objects.get(pk=contact.pk)
    before = asdict(_facts_of(contact))
    changed = {name: value for name, value in asdict(facts).items() if before[name] != value}
    if not changed:
        return contact
    others = firm.contacts.filter(purpose=facts.purpose, name=facts.name).exclude(pk=contact.pk)
    if other := others.first():
        raise ContactTaken(name=facts.name, purpose=other.get_purpose_display())
    for name, value in changed.items():
        setattr(contact, name, value)
    contact.save(update_fields=list(changed))
    payload = {"firm": firm.pk, "contact": contact.pk, "fields": sorted(changed)}
    log.record(stream=STREAM, event="contact_edited", payload=payload, by=by, at=at)
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact, by: User | None, at: datetime) -> None:
    """Removing it twice changes nothing."""
    Firm.objects.select_for_update().get(pk=contact.firm_id)
    pk = contact.pk
    removed, _per_model = Contact.objects.filter(pk=pk).delete()
    if removed:
        payload = {"firm": contact.firm_id, "contact": pk}
        log.record(stream=STREAM, event="contact_removed", payload=payload, by=by, at=at)


def _facts_of(contact: Contact) -> ContactFacts:
    return ContactFacts(
        purpose=contact.purpose,
        name=contact.name,
        post=contact.post,
        email=contact.email,
        phone=contact.phone,
    )
