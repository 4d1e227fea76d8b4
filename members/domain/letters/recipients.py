"""To whom at a firm a letter goes, by which way, and what of the firm it may name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Prefetch, QuerySet
from django.utils import formats
from django.utils.translation import gettext, override

from bylaws.models import Association
from members.enums import Channel, LetterPurpose, Reach
from members.models import ClassPeriod, Contact, Firm, Membership, Person, Representative
from records.domain.pdf import LANGUAGES
from records.fields import Translated

Values = dict[str, Translated | str]

# A database takes so many keys in one question at most.
_AT_ONCE = 5000
_REACH = [Reach.REPRESENTATIVE, Reach.GENERAL, Reach.FIRM]
_REACH_FOR = {LetterPurpose.REMINDER: [Reach.DUES, Reach.FIRM, Reach.GENERAL, Reach.REPRESENTATIVE]}


@dataclass(frozen=True, slots=True)
class Recipient:
    """``address`` is a mail or a postal address, as ``channel`` says; empty where there is none."""

    firm: Firm
    person: Person | None
    addressee: str
    channel: Channel
    address: str
    values: Values


def usual_reach(purpose: str) -> list[str]:
    """In which order addresses are looked for where nobody says otherwise."""
    return [str(key) for key in _REACH_FOR.get(LetterPurpose(purpose), _REACH)]


def recipients_of(
    *, firms: Iterable[UUID], day: date, reach: Sequence[str]
) -> dict[UUID, Recipient]:
    """A recipient for each firm by its key; a handful of queries for each few thousand firms."""
    common: Values = {"association": _association(), "day": day_in_words(day)}
    keys = list(firms)
    found = {}
    for start in range(0, len(keys), _AT_ONCE):
        for firm in _with_facts(keys[start : start + _AT_ONCE], day):
            found[firm.pk] = _recipient(firm, reach, common)
    return found


def _with_facts(firms: Sequence[UUID], day: date) -> QuerySet[Firm]:
    acting = Representative.objects.filter(Representative.holds_on(day), votes=True)
    periods = ClassPeriod.objects.filter(ClassPeriod.holds_on(day)).select_related("member_class")
    return (
        Firm.objects.filter(pk__in=firms)
        .select_related("membership")
        .prefetch_related(
            Prefetch(
                "representatives", acting.select_related("person"), to_attr="acting_on_the_day"
            ),
            Prefetch("membership__class_periods", periods, to_attr="classes_on_the_day"),
            Prefetch("contacts", Contact.objects.order_by("purpose", "name")),
        )
    )


def _recipient(firm: Firm, reach: Sequence[str], common: Values) -> Recipient:
    acting: list[Representative] = getattr(firm, "acting_on_the_day", [])
    voting = acting[0].person if acting else None
    person, name, address = _first_reached(firm, voting, reach)
    channel = Channel.MAIL
    if not address:
        channel, address = Channel.LETTER, postal_address(firm)
        person, name = voting, voting.name if voting else ""
    values = common | _values(firm, voting) | {"salutation": salutation(name)}
    return Recipient(firm, person, str(name), channel, address, values)


def _first_reached(
    firm: Firm, voting: Person | None, reach: Sequence[str]
) -> tuple[Person | None, Translated | str, str]:
    contacts = list(firm.contacts.all())
    for key in reach:
        if key == Reach.REPRESENTATIVE:
            if voting is not None and (address := usable(voting.email)):
                return voting, voting.name, address
        elif key == Reach.FIRM:
            if address := usable(firm.email):
                return None, "", address
        else:
            for contact in contacts:
                if contact.purpose == key and (address := usable(contact.email)):
                    return None, contact.name, address
    return None, "", ""


def usable(address: str) -> str:
    """``address`` where a mail can go to it, else nothing: a file may bring in anything, such as
    an address with a line break that would add a header of its own (RFC 5322, 2.2)."""
    plain = address.strip()
    try:
        validate_email(plain)
    except ValidationError:
        return ""
    return plain


def postal_address(firm: Firm) -> str:
    """Where the firm's letters go, its lines without blanks around them."""
    lines = (firm.postal_address.strip() or firm.address).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _values(firm: Firm, voting: Person | None) -> Values:
    membership: Membership | None = getattr(firm, "membership", None)
    classes: list[ClassPeriod] = getattr(membership, "classes_on_the_day", [])
    return {
        "firm": Translated(firm.name),
        "number": membership.number if membership else "",
        "joined_on": day_in_words(membership.joined_on) if membership else "",
        "class": Translated(classes[0].member_class.name) if classes else "",
        "representative": Translated(voting.name) if voting else "",
    }


def salutation(name: Translated | str) -> Translated:
    """How a letter begins in each language, to a person or to the firm as a whole."""
    said = {}
    for key, language in LANGUAGES.items():
        spoken = name.text(key) if isinstance(name, Translated) else name
        with override(language):
            said[key] = (
                # Translators: how a letter to a person begins.
                gettext("Dear %(name)s,") % {"name": spoken}
                if spoken
                # Translators: how a letter to a firm begins where no person is known.
                else gettext("Dear member,")
            )
    return Translated(said)


def day_in_words(day: date) -> Translated:
    """18 December 2026, 2026年12月18日: as papers write a day."""
    said = {}
    for key, language in LANGUAGES.items():
        with override(language):
            # Translators: how a paper writes a day; Django's format characters (Y年n月j日).
            said[key] = formats.date_format(day, gettext("j F Y"))
    return Translated(said)


def _association() -> Translated:
    association = Association.objects.first()
    return Translated(association.name) if association else Translated()
