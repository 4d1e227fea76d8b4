"""A person asks to be forgotten: what can go goes, what must stay is listed with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bylaws.models import Comment
from members.domain import days
from members.domain.importing import import_traces
from members.domain.personal import personal_data
from members.domain.personal.personal_holdings import letters_to
from members.domain.personal.traces import NOBODY, Traces, contacts_of, traces_of
from members.enums import Role
from members.errors import PersonActs
from members.models import (
    Application,
    Contact,
    Erasure,
    Letter,
    Person,
    RoleGrant,
    User,
)
from records.domain import log
from records.fields import in_all_languages
from records.models import LogEntry, OutgoingMail

STREAM = "register"
# A reserved name (RFC 2606): no mail reaches it, and each closed log-in has its own.
CLOSED = "erased-{key}@invalid.example"


@transaction.atomic
def erase_person(
    *, person: Person, asked_on: date, ground: str, by: User | None, at: datetime
) -> Erasure:
    """Make the records say nothing of ``person`` beyond what must stay; once.

    Name, address, number and birthday go; the log-in is closed; contacts, letters, mails, files of
    imports and comments lose what names them; payloads of the log that hold their data are erased,
    and the chain still verifies. Raises PersonActs while they act for a firm, hold a seat or have
    something to do.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        return person.erasures.latest("erased_at")
    day = days.local_day(at)
    if parts := parts_of(person, day):
        raise PersonActs(person=str(person), parts="; ".join(parts))
    traces = traces_of(person)
    kept = personal_data.kept_of(person, day)
    erased = [_told(what, act(traces)) for what, act in OWN]
    erased += [_told(OTHERS, sum(act(traces) for act in personal_data.ERASERS))]
    erased += [_told(LOGGED, _log_entries(traces)), _told(PERSON, _person(traces, at))]
    erasure = Erasure.objects.create(
        person=person,
        asked_on=asked_on,
        ground=ground,
        erased=[entry for entry in erased if entry["number"]],
        kept=kept,
        erased_at=at,
    )
    payload = {"person": person.pk, "erasure": erasure.pk}
    log.record(stream=STREAM, event="person_erased", payload=payload, by=by, at=at)
    return erasure


def parts_of(person: Person, day: date) -> list[str]:
    """What the person still is or has to do on ``day`` or later, in words."""
    standing = Q(superseded_at__isnull=True) & (Q(until_on__isnull=True) | Q(until_on__gt=day))
    found = [
        _("acts for %(firm)s") % {"firm": fact.firm}
        for fact in person.representations.filter(standing).select_related("firm")
    ]
    for fact in person.mandates.filter(standing).select_related("term__body"):
        seat = {"office": fact.get_office_display(), "body": fact.term.body}
        found.append(_("is %(office)s of the %(body)s") % seat)
    for grant in RoleGrant.objects.filter(user__person=person, user__is_active=True):
        found.append(_("has the role %(role)s") % {"role": Role(grant.role).label})
    return found + [told for ask in personal_data.OBSTACLES for told in ask(person, day)]


def _told(what: Any, number: int) -> dict[str, Any]:
    return {"what": dict(in_all_languages(what)), "number": number}


def _person(traces: Traces, at: datetime) -> int:
    person = traces.person
    person.name, person.email, person.phone, person.born_on = NOBODY, "", "", None
    person.erased_at = at
    person.save(update_fields=["name", "email", "phone", "born_on", "erased_at"])
    return 1


def _account(traces: Traces) -> int:
    account = User.objects.filter(person=traces.person).first()
    if account is None:
        return 0
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    account.roles.all().delete()
    account.email = CLOSED.format(key=account.pk)
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["email", "is_active", "password"])
    return 1


def _contacts(traces: Traces) -> int:
    deleted, _per_model = Contact.objects.filter(contacts_of(traces)).delete()
    return deleted


def _letters(traces: Traces) -> int:
    wanted = letters_to(traces) | Q(firm__in=traces.firms)
    changed = 0
    for letter in Letter.objects.filter(wanted):
        fields = ("addressee", "address", "subject", "body", "detail", "fields")
        changed += _blank(letter, fields, traces)
    return changed


def _mails(traces: Traces) -> int:
    changed = 0
    for mail in OutgoingMail.objects.iterator():
        addressed = any(str(to).casefold() in traces.addresses for to in mail.to)
        if addressed or traces.tells(f"{mail.subject} {mail.body}"):
            changed += _blank(mail, ("to", "subject", "body", "error"), traces)
    return changed


def _comments(traces: Traces) -> int:
    return Comment.objects.filter(author__in=traces.keys).update(author_name=NOBODY.zh)


def _applications(traces: Traces) -> int:
    wanted = Q(pk__in=[])
    for address in traces.addresses:
        wanted |= Q(contact_email__iexact=address)
    return Application.objects.filter(wanted).update(contact_email="")


def _log_entries(traces: Traces) -> int:
    erased = 0
    for entry in LogEntry.objects.filter(payload__isnull=False).iterator():
        if traces.in_payload(entry.payload):
            log.erase_payload(entry=entry)
            erased += 1
    return erased


def _blank(row: Any, fields: tuple[str, ...], traces: Traces) -> int:
    """Blank the person's words in some fields of a row; 1 where that changed anything."""
    values = {name: traces.without(getattr(row, name)) for name in fields}
    changed = [name for name, value in values.items() if value != getattr(row, name)]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return int(bool(changed))


PERSON = gettext_lazy("name, address, number and birthday")
LOGGED = gettext_lazy("entries of the log that held personal data")
OTHERS = gettext_lazy("addresses and notes of meetings")
OWN: tuple[tuple[Any, Callable[[Traces], int]], ...] = (
    (gettext_lazy("log-in"), _account),
    (gettext_lazy("contacts of firms"), _contacts),
    (gettext_lazy("letters"), _letters),
    (gettext_lazy("mails"), _mails),
    (gettext_lazy("files of imports"), import_traces.forget),
    (gettext_lazy("names at comments"), _comments),
    (gettext_lazy("addresses of applications"), _applications),
)
