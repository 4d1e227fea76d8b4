"""Who acts for a firm. Of the persons who do, one at a time votes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from members.domain import facts
from members.domain.cases import succession
from members.domain.cases.ends import ENDED, ends_on
from members.domain.rules import in_one_line
from members.errors import LaterFactExists
from members.models import Firm, Person, Representative, User
from records.domain import log
from records.fields import Translated
from records.models import Document

STREAM = "register"


def voting_representative(firm: Firm, day: date) -> Representative | None:
    """Who votes for ``firm`` on ``day``; the database allows one at most."""
    return (
        firm.representatives.filter(Representative.holds_on(day), votes=True)
        .select_related("person")
        .first()
    )


@transaction.atomic
def appoint_representative(
    *,
    firm: Firm,
    person: Person,
    post: Translated,
    from_on: date,
    votes: bool = True,
    reason: str = "",
    source: str = "",
    letter: Document | None = None,
    by: User | None,
    at: datetime,
) -> Representative:
    """Let ``person`` act for ``firm`` from ``from_on`` on; the same again changes nothing but for a
    letter that comes later.

    A voting representative takes the place of the one before, whose time ends that day; seats that
    one held for the firm pass on or end (:mod:`members.domain.cases.succession`). ``letter`` is the
    firm's letter of appointment. Where the membership ends on a later day that is on record, they
    act until then. Raises LaterFactExists.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    acting = firm.representatives.filter(
        Representative.holds_on(from_on), person=person, votes=votes
    ).first()
    if acting is not None and acting.post == post:
        return _with_letter(acting, letter, by=by, at=at)
    former = succession.former_voter(firm, from_on) if votes else None
    series = (
        firm.representatives.filter(votes=True)
        if votes
        else (firm.representatives.filter(votes=False, person=person))
    )
    end = ends_on(firm, from_on)
    representative = facts.continue_with(
        series=series,
        new=Representative(
            firm=firm,
            person=person,
            post=post,
            votes=votes,
            from_on=from_on,
            until_on=end,
            # Of a row that ends the reason is the end's.
            reason=in_one_line(ENDED) if end else reason,
            source=source,
            letter=letter,
        ),
        at=at,
    )
    payload = {"firm": firm.pk, "person": person.pk, "votes": votes, "from_on": from_on}
    log.record(stream=STREAM, event="representative_appointed", payload=payload, by=by, at=at)
    if former is not None:
        succession.follow_change(former=former, successor=representative, by=by, at=at)
    return representative


def _with_letter(
    acting: Representative, letter: Document | None, *, by: User | None, at: datetime
) -> Representative:
    """Keep the letter with who acts already; the first one stays."""
    if letter is not None and acting.letter_id is None:
        acting.letter = letter
        acting.save(update_fields=["letter"])
        payload = {"firm": acting.firm_id, "person": acting.person_id, "document": letter.digest}
        log.record(stream=STREAM, event="letter_of_appointment_kept", payload=payload, by=by, at=at)
    return acting


@transaction.atomic
def end_representation(
    *, representative: Representative, on: date, reason: str, by: User | None, at: datetime
) -> None:
    """``on`` is the first day on which the person no longer acts for the firm; seats that the
    voting representative held for it end with that.

    Ending it twice on one day changes nothing. Raises LaterFactExists when it begins after ``on``.
    """
    stopped = stop_acting(representative=representative, on=on, reason=reason, by=by, at=at)
    if stopped and representative.votes:
        succession.follow_end(former=representative, on=on, by=by, at=at)


@transaction.atomic
def stop_acting(
    *, representative: Representative, on: date, reason: str, by: User | None, at: datetime
) -> bool:
    """As :func:`end_representation`, for an act that settles the seats itself; whether it ended."""
    firm = Firm.objects.select_for_update().get(pk=representative.firm_id)
    standing = firm.representatives.filter(pk=representative.pk, superseded_at__isnull=True).first()
    if standing is None or (standing.until_on is not None and standing.until_on <= on):
        return False
    if standing.from_on > on:
        raise LaterFactExists(day=standing.from_on.isoformat())
    facts.end_on(fact=standing, day=on, at=at, reason=reason)
    payload = {"firm": firm.pk, "person": standing.person_id, "until_on": on, "reason": reason}
    log.record(stream=STREAM, event="representation_ended", payload=payload, by=by, at=at)
    return True
