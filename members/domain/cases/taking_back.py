"""Taking an entry back that turned out wrong: it stays in the history, and what held before it
goes on as if it had never been."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from members.domain.cases.ends import ENDED, LEFT, held_for
from members.domain.letters import case_letters
from members.domain.register import STREAM
from members.domain.rules import in_one_line
from members.errors import EntryReplaced, NothingToCorrect
from members.models import Firm, Mandate, Membership, Representative, Standing, User
from members.signals import membership_end_undone
from records.domain import log
from records.models import DatedFact

Fact = TypeVar("Fact", bound=DatedFact)


def is_latest(standing: Standing) -> bool:
    """Whether nothing replaced the entry and nothing later is on record."""
    rows = Standing.objects.filter(membership=standing.membership_id, superseded_at__isnull=True)
    latest = rows.order_by("-from_on").values_list("pk", flat=True).first()
    return latest == standing.pk


def take_back(
    *, membership: Membership, standing: Standing, because: str, by: User | None, at: datetime
) -> Standing:
    """Supersede the latest entry and let the one before it go on; that one, anew.

    Seats, representatives and certificates that ended with it come back. The caller holds the lock
    of the membership. Raises EntryReplaced, NothingToCorrect for the admission.
    """
    if not is_latest(standing):
        raise EntryReplaced
    rows = membership.standings.filter(superseded_at__isnull=True)
    before = rows.filter(until_on=standing.from_on).first()
    if before is None:
        raise NothingToCorrect
    standing.superseded_at = at
    standing.save(update_fields=["superseded_at"])
    reopened = _anew(before, until_on=None, at=at)
    payload = {"standing": standing.pk, "membership": membership.pk, "because": because}
    log.record(stream=STREAM, event="standing_taken_back", payload=payload, by=by, at=at)
    if standing.status in LEFT and before.status not in LEFT:
        _bring_back(membership, standing, by=by, at=at)
    return reopened


def overtake(*, membership: Membership, on: date, by: User | None, at: datetime) -> None:
    """Take back all that is on record for days after ``on``: something decided earlier takes its
    place, such as an expulsion before a resignation takes effect."""
    later = membership.standings.filter(superseded_at__isnull=True, from_on__gt=on)
    for standing in later.order_by("-from_on"):
        because = f"overtaken on {on.isoformat()}"
        take_back(membership=membership, standing=standing, because=because, by=by, at=at)


def _bring_back(
    membership: Membership, standing: Standing, *, by: User | None, at: datetime
) -> None:
    """What ended in the same act as the entry began, by what the rows themselves say."""
    firm = membership.firm
    for seat in _taken(held_for(firm), standing):
        held = Mandate.objects.filter(person=seat.person, term=seat.term, office=seat.office)
        _restore(held.filter(superseded_at__isnull=True), seat, at)
    for acting in _taken(Representative.objects.filter(firm=firm), standing):
        same = Q(votes=True) if acting.votes else Q(votes=False, person=acting.person)
        _restore(firm.representatives.filter(same, superseded_at__isnull=True), acting, at)
    _reopen_named(firm, standing, at)
    membership.certificates.filter(
        revoked_on=standing.from_on, revoked_because=in_one_line(ENDED)
    ).update(revoked_on=None, revoked_because="")
    case_letters.discard_end(standing=standing, by=by, at=at)
    membership_end_undone.send(Membership, membership=membership, standing=standing, by=by, at=at)


def _taken(rows: QuerySet[Fact], standing: Standing) -> list[Fact]:
    """The rows as they were before the entry: those that it shortened, and those that had not
    begun and were left without a day. Of two that began on one day the later."""
    shortened = rows.filter(
        superseded_at__isnull=True,
        recorded_at=standing.recorded_at,
        until_on=standing.from_on,
        reason=in_one_line(ENDED),
    )
    before = {_series(row) for row in shortened}
    found: dict[Any, Fact] = {}
    for row in rows.filter(superseded_at=standing.recorded_at).order_by("pk"):
        if row.from_on >= standing.from_on or _series(row) in before:
            found[_series(row)] = row
    return list(found.values())


def _series(row: Any) -> tuple[Any, ...]:
    what = (row.term_id, row.office) if isinstance(row, Mandate) else (row.votes,)
    return (row.person_id, row.from_on, *what)


def _restore(current: QuerySet[Fact], whole: Fact, at: datetime) -> None:
    """Put ``whole`` back among the facts of its series, until whatever was entered since."""
    begun = current.filter(from_on=whole.from_on).first()
    if begun is not None and begun.recorded_at != whole.superseded_at:
        return
    earlier = current.filter(_lasts_beyond(whole.from_on), from_on__lt=whole.from_on)
    if begun is None and earlier.exists():
        return
    following = current.filter(from_on__gt=whole.from_on).order_by("from_on").first()
    until_on = whole.until_on
    if following is not None and (until_on is None or following.from_on < until_on):
        until_on = following.from_on
    if begun is not None:
        begun.superseded_at = at
        begun.save(update_fields=["superseded_at"])
    _save_anew(whole, until_on=until_on, at=at)


def _lasts_beyond(day: date) -> Q:
    return Q(until_on__isnull=True) | Q(until_on__gt=day)


def _reopen_named(firm: Firm, standing: Standing, at: datetime) -> None:
    """Who was named after the entry, until the day of it, acts on."""
    named = firm.representatives.filter(
        superseded_at__isnull=True,
        recorded_at__gt=standing.recorded_at,
        until_on=standing.from_on,
        reason=in_one_line(ENDED),
    )
    for acting in named:
        acting.reason = ""
        _anew(acting, until_on=None, at=at)


def _anew(fact: Fact, *, until_on: date | None, at: datetime) -> Fact:
    """The same fact with another end, in the place of ``fact``."""
    fact.superseded_at = at
    fact.save(update_fields=["superseded_at"])
    return _save_anew(fact, until_on=until_on, at=at)


def _save_anew(fact: Fact, *, until_on: date | None, at: datetime) -> Fact:
    again = copy(fact)
    again.pk = None
    again._state.adding = True
    again.superseded_at, again.until_on, again.recorded_at = None, until_on, at
    again.save()
    return again
