"""Annul a ballot, and repeat it in another box; both stay in the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from elections.domain.prepare import CandidateSpec, ContestSpec, create_election
from elections.domain.publishing import destroy_server_key
from elections.domain.rounds import next_slug
from elections.domain.states import lock_election, move, stream_of
from elections.enums import ContestKind, ElectionState
from elections.errors import NotAnnulled, ReasonMissing
from elections.models import Contest, Election, Teller
from members.models import User
from records.domain import log


@transaction.atomic
def annul_election(
    *, election: Election, reason: str, names: str, by: User | None, at: datetime
) -> Election:
    """Annul a box in any state, and destroy its key: ``reason``, and ``names`` of those who decided
    it.

    Its counts and archive stay, but stand in no result. Annulling again changes nothing.
    """
    row = mark_annulled(election=election, reason=reason, names=names, by=by, at=at)
    destroy_server_key(row, by=by, at=at)
    return row


@transaction.atomic
def mark_annulled(
    *, election: Election, reason: str, names: str, by: User | None, at: datetime
) -> Election:
    """The same without the key, for an act that writes more: it destroys the key when all else is
    written (``publishing.destroy_server_key``). What is undone does not bring a file back, and an
    open box without its key could not be counted."""
    if not reason.strip() or not names.strip():
        raise ReasonMissing
    row = lock_election(election)
    if row.state == ElectionState.ANNULLED:
        return row
    before = row.state
    move(row, ElectionState.ANNULLED)
    row.annulled_at, row.annulled_by = at, names.strip()
    row.annulment_reason = reason.strip()
    row.save()
    row.bindings.all().delete()
    log.record(
        stream=stream_of(row),
        event="election_annulled",
        payload={"reason": row.annulment_reason, "names": row.annulled_by, "state": before},
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def repeat_election(
    *,
    election: Election,
    channel: str,
    by: User | None,
    at: datetime,
    least_a_side: int | None = None,
    alphabet: Mapping[str, Any] | None = None,
) -> Election:
    """A new box with the same questions, through ``channel``; asked again, the same box.
    ``least_a_side``: as for :func:`elections.domain.prepare.create_election`."""
    row = lock_election(election)
    if existing := Election.objects.filter(repeats=row).first():
        return existing
    if row.state != ElectionState.ANNULLED:
        raise NotAnnulled
    repetition = create_election(
        title=row.title,
        slug=next_slug(row),
        roll=row.roll,
        ceremony=row.ceremony,
        contests=[_spec(contest) for contest in row.contests.all()],
        channel=channel,
        in_hall=row.in_hall,
        least_a_side=least_a_side,
        alphabet=row.alphabet if alphabet is None else alphabet,
        by=by,
        at=at,
    )
    repetition.round, repetition.repeats = row.round + 1, row
    repetition.small_electorate_consent = row.small_electorate_consent
    repetition.save(update_fields=["round", "repeats", "small_electorate_consent"])
    Teller.objects.bulk_create(
        Teller(election=repetition, person=teller.person) for teller in row.tellers.all()
    )
    return repetition


def _spec(contest: Contest) -> ContestSpec:
    """The question as it was put."""
    standing = [
        CandidateSpec(
            name=candidate.name,
            person=candidate.person,
            firm=candidate.firm,
            note=candidate.note,
        )
        for candidate in contest.candidates.filter(is_write_in=False).select_related(
            "person", "firm"
        )
    ]
    return ContestSpec(
        kind=contest.kind,
        title=contest.title,
        text=contest.text,
        seats=contest.seats,
        office=contest.office,
        follows=contest.follows,
        reason=contest.reason,
        candidates=[] if contest.kind == ContestKind.MOTION else standing,
        preliminary=contest.preliminary,
        blank_vote=contest.blank_vote,
        write_ins=contest.write_ins,
        write_ins_from=contest.write_ins_from,
    )
