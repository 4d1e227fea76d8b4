"""Rounds of one election: a box that repeats an annulled one, or follows one that left seats open.

Each round is a box of its own, with its server key, counts, archive and verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from elections.domain.prepare import ContestSpec, create_election
from elections.domain.states import lock_election, require_state
from elections.enums import ElectionState
from elections.models import Election, Teller
from members.models import User


def rounds_of(election: Election | None) -> list[Election]:
    """The box and all those before it, annulled ones too, the first round first."""
    found: list[Election] = []
    while election is not None:
        found.insert(0, election)
        election = election.repeats or election.follows
    return found


def all_rounds(elections: Iterable[Election]) -> list[Election]:
    """Every round of each of ``elections``, the boxes of their last rounds."""
    return [one for last in elections for one in rounds_of(last)]


def later_round(election: Election) -> Election | None:
    """The box that repeats this one or follows it."""
    return (
        Election.objects.filter(repeats=election).first()
        or Election.objects.filter(follows=election).first()
    )


def next_slug(row: Election) -> str:
    """The archive's name of the round after ``row``."""
    base = row.slug.removesuffix(f"-round-{row.round}")
    return f"{base[:50]}-round-{row.round + 1}"


@transaction.atomic
def follow_election(
    *,
    election: Election,
    contests: Sequence[ContestSpec],
    channel: str,
    by: User | None,
    at: datetime,
    least_a_side: int | None = None,
    alphabet: Mapping[str, Any] | None = None,
) -> Election:
    """A new box for the seats that a published one left open, on the same roll and with the same
    trustees; asked again, the same box. Raises :class:`WrongState`, :class:`ContestInvalid`."""
    row = lock_election(election)
    if existing := Election.objects.filter(follows=row).first():
        return existing
    require_state(row, ElectionState.PUBLISHED)
    following = create_election(
        title=row.title,
        slug=next_slug(row),
        roll=row.roll,
        ceremony=row.ceremony,
        contests=contests,
        channel=channel,
        in_hall=row.in_hall,
        least_a_side=least_a_side,
        alphabet=row.alphabet if alphabet is None else alphabet,
        by=by,
        at=at,
    )
    following.round, following.follows = row.round + 1, row
    following.save(update_fields=["round", "follows"])
    Teller.objects.bulk_create(
        Teller(election=following, person=teller.person) for teller in row.tellers.all()
    )
    return following
