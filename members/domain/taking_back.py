"""Taking an entry back that turned out wrong: it stays in the history, and what held before it
goes on as if it had never been."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from members.domain.leaving import ENDED, LEFT
from members.domain.register import STREAM
from members.domain.rules import in_one_line
from members.errors import EntryReplaced, NothingToCorrect
from members.models import Mandate, Membership, Representative, Standing, User
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
    firm, ended_at = membership.firm, standing.recorded_at
    for fact in _ended_with(Mandate.objects.filter(firm=firm), standing):
        same = Q(firm=firm, person=fact.person, term=fact.term, office=fact.office)
        _restore(Mandate.objects.filter(same), fact, ended_at, at)
    for acting in _ended_with(Representative.objects.filter(firm=firm), standing):
        same = Q(firm=firm, person=acting.person, votes=acting.votes)
        _restore(Representative.objects.filter(same), acting, ended_at, at)
    membership.certificates.filter(
        revoked_on=standing.from_on, revoked_because=in_one_line(ENDED)
    ).update(revoked_on=None, revoked_because="")
    membership_end_undone.send(Membership, membership=membership, standing=standing, by=by, at=at)


def _ended_with(rows: QuerySet[Fact], standing: Standing) -> Iterator[Fact]:
    yield from rows.filter(
        superseded_at__isnull=True,
        recorded_at=standing.recorded_at,
        until_on=standing.from_on,
        reason=in_one_line(ENDED),
    )


def _restore(rows: QuerySet[Fact], ended: Fact, ended_at: datetime, at: datetime) -> None:
    """Put the row back that ``ended`` took the place of, unless someone else came in between."""
    whole = rows.filter(superseded_at=ended_at, from_on=ended.from_on).order_by("-pk").first()
    if whole is None:
        return
    ended.superseded_at = at
    ended.save(update_fields=["superseded_at"])
    _save_anew(whole, until_on=whole.until_on, at=at)


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
