"""How a firm names its representative 会员代表: it asks, has the letter signed, hands it in.

The letter of appointment 会员代表委派书 is made from what the firm asked for. The request waits for
the signed scan, then for the secretariat, which accepts it or sends it back with what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bylaws.models import Association
from members.domain import persons, represent, uploads
from members.domain.asking import change_requests
from members.domain.asking.change_requests import APPOINTMENT
from members.domain.days import local_day, zone
from members.domain.rules import in_one_line
from members.domain.uploads import Upload
from members.enums import RequestState
from members.errors import (
    AnswerMissing,
    LetterNotSigned,
    PersonOfNoFirm,
    RegisterMovedOn,
    RequestUnderWay,
)
from members.models import ChangeRequest, Firm, Person, Representative, User
from records.domain.pdf import make_pdf
from records.fields import Translated, in_all_languages

TEMPLATE = "print/appointment_letter.html"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom a firm names from when: someone who has acted for it before, or a new person."""

    name: Translated
    post: Translated
    from_on: date
    votes: bool
    email: str = ""
    person: Person | None = None


def known_persons(firm: Firm) -> Any:
    """Who acts or has acted for the firm; of other persons it learns nothing here."""
    acted = firm.representatives.values("person")
    return Person.objects.filter(pk__in=acted, erased_at__isnull=True).order_by("name__zh")


@transaction.atomic
def request_appointment(*, firm: Firm, wish: Wish, by: User, at: datetime) -> ChangeRequest:
    """Ask for a representative; the letter is handed in next. The same again changes nothing.

    Raises PersonOfNoFirm, RequestUnderWay.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    if wish.person is not None and not known_persons(firm).filter(pk=wish.person.pk).exists():
        raise PersonOfNoFirm
    wanted = {APPOINTMENT: _written(wish)}
    for other in change_requests.open_requests(firm):
        if change_requests.is_appointment(other):
            if other.wanted == wanted:
                return other
            raise RequestUnderWay
    voting = represent.voting_representative(firm, wish.from_on)
    request = ChangeRequest.objects.create(
        firm=firm,
        wanted=wanted,
        before={APPOINTMENT: str(voting.person_id) if voting else None},
        requested_by=by,
        requested_at=at,
    )
    change_requests.record("appointment_requested", request, by=by, at=at)
    return request


def _written(wish: Wish) -> dict[str, Any]:
    person = wish.person
    return {
        "person": str(person.pk) if person else None,
        "name": dict(person.name if person else wish.name),
        "email": "" if person else wish.email,
        "post": dict(wish.post),
        "from_on": wish.from_on.isoformat(),
        "votes": wish.votes,
    }


def wish_of(request: ChangeRequest) -> Wish:
    told = request.wanted[APPOINTMENT]
    return Wish(
        name=Translated(told["name"]),
        post=Translated(told["post"]),
        from_on=date.fromisoformat(told["from_on"]),
        votes=told["votes"],
        email=told["email"],
        person=Person.objects.filter(pk=told["person"]).first() if told["person"] else None,
    )


@transaction.atomic
def hand_in_letter(
    *, request: ChangeRequest, letter: Upload, by: User, at: datetime
) -> ChangeRequest:
    """The signed and sealed letter, in place of one handed in before. The same changes nothing.

    Raises RequestIsDecided, PaperTooLarge, PaperRefused.
    """
    row = change_requests.locked(request)
    change_requests.require_open(row)
    document = uploads.keep(letter, at=at)
    if row.evidence_id == document.pk:
        return row
    row.evidence, row.answer = document, ""
    row.save(update_fields=["evidence", "answer"])
    told = {"document": document.digest}
    change_requests.record("appointment_letter_handed_in", row, by=by, at=at, **told)
    return row


@transaction.atomic
def return_letter(
    *, request: ChangeRequest, answer: str, by: User | None, at: datetime
) -> ChangeRequest:
    """Send the letter back with what is wrong; the firm hands in another. Returned already,
    nothing changes. Raises RequestIsDecided, AnswerMissing."""
    row = change_requests.locked(request)
    change_requests.require_open(row)
    if not answer.strip():
        raise AnswerMissing
    if row.evidence_id is None:
        return row
    row.evidence, row.answer = None, answer.strip()
    row.save(update_fields=["evidence", "answer"])
    change_requests.record("appointment_letter_returned", row, by=by, at=at)
    return row


@transaction.atomic
def accept_appointment(
    *, request: ChangeRequest, person: Person | None = None, by: User | None, at: datetime
) -> ChangeRequest:
    """Enter the representative by the letter handed in; accepting it twice changes nothing.

    ``person`` is who of those on record the new person turned out to be. Raises RequestIsDecided,
    LetterNotSigned, RegisterMovedOn where another votes for the firm than when it asked, and what
    :func:`members.domain.represent.appoint_representative` raises.
    """
    firm = Firm.objects.select_for_update().get(pk=request.firm_id)
    row = change_requests.locked(request)
    if row.state == RequestState.APPROVED:
        return row
    change_requests.require_open(row)
    if row.evidence is None:
        raise LetterNotSigned
    wish = wish_of(row)
    if moved_on(row, firm):
        raise RegisterMovedOn(fields=_("voting representative"))
    named = wish.person or person
    if named is None:
        named = persons.add_person(name=wish.name, email=wish.email, by=by, at=at)
    represent.appoint_representative(
        firm=firm,
        person=named,
        post=wish.post,
        from_on=wish.from_on,
        votes=wish.votes,
        source=_source(row),
        letter=row.evidence,
        by=by,
        at=at,
    )
    # Who it is stands in the register from now on.
    row.wanted[APPOINTMENT]["person"] = str(named.pk)
    change_requests.close(row, RequestState.APPROVED, at=at)
    change_requests.record("appointment_accepted", row, by=by, at=at)
    return row


def moved_on(request: ChangeRequest, firm: Firm) -> bool:
    """Whether somebody else votes for the firm now than when it asked."""
    wish = wish_of(request)
    if not wish.votes:
        return False
    voting: Representative | None = represent.voting_representative(firm, wish.from_on)
    return bool((str(voting.person_id) if voting else None) != request.before.get(APPOINTMENT))


def likely_persons(request: ChangeRequest) -> Any:
    """Persons on record with the name or the address of the new person that a firm names."""
    wish = wish_of(request)
    names = {text for text in wish.name.values() if text}
    found = Person.objects.filter(erased_at__isnull=True)
    same = found.filter(name__zh__in=names) | found.filter(name__en__in=names)
    if wish.email:
        same |= found.filter(email__iexact=wish.email)
    return same.order_by("pk")


def _source(row: ChangeRequest) -> str:
    told = in_all_languages(_("Letter of appointment, asked for on"))
    day = local_day(row.requested_at).isoformat()
    return in_one_line(Translated({key: f"{text} {day}" for key, text in told.items()}))


def letter_pdf(request: ChangeRequest, *, language: str) -> bytes:
    """The letter to be signed and sealed, in ``language`` (zh, en)."""
    firm, wish = request.firm, wish_of(request)
    voting = represent.voting_representative(firm, wish.from_on) if wish.votes else None
    former = voting.person if voting and voting.person != wish.person else None
    context = {
        "association": Association.objects.first(),
        "firm": firm,
        "wish": wish,
        "former": former,
        "asked_at": request.requested_at,
    }
    return make_pdf(
        template=TEMPLATE,
        context=context,
        language=language,
        zone=zone(),
        dated=request.requested_at,
    )
