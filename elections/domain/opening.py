"""Open an electronic box: freeze its description, make the server's key, admit those present."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from elections.crypto import encoding, trustees
from elections.crypto.group import ED25519
from elections.domain.board import head_after_setup
from elections.domain.credentials import credentials_fingerprint
from elections.domain.description import describe
from elections.domain.eligibility import is_by_slip
from elections.domain.key_rounds import entries_of
from elections.domain.readiness import missing_before_opening
from elections.domain.secrecy import NO_HOLDERS, consent_wanted, people_of
from elections.domain.server_key import obtain_key
from elections.domain.sides import require_sides, sides_of
from elections.domain.slip_box import holders_of_slips, tally_of_slips
from elections.domain.states import (
    lock_election,
    lock_with_ceremony,
    move,
    require_state,
    stream_of,
)
from elections.domain.weights import votes_of
from elections.enums import BEFORE_OPENING, ElectionState
from elections.errors import (
    ChannelMismatch,
    NobodyPresent,
    NotEntitled,
    NotReady,
    ReasonMissing,
    SlipHoldersAway,
)
from elections.models import Election, Participation, RollEntry, Teller
from members.models import Person, User
from records.domain import log


@transaction.atomic
def consent_to_small_electorate(
    *, election: Election, text: str, by: User | None, at: datetime
) -> Election:
    """Record that the meeting was told what few ballots, or votes of unequal weight, reveal, and
    agreed: ``text`` says how."""
    if not text.strip():
        raise ReasonMissing
    row = lock_election(election)
    require_state(row, *BEFORE_OPENING)
    row.small_electorate_consent = text.strip()
    row.save(update_fields=["small_electorate_consent"])
    log.record(
        stream=stream_of(row),
        event="small_electorate_consented",
        payload={"text": row.small_electorate_consent},
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def open_election(
    *,
    election: Election,
    present: Sequence[RollEntry],
    by: User | None,
    at: datetime,
    holders: Mapping[UUID, Person] = NO_HOLDERS,
    tellers: Sequence[Person] = (),
) -> Election:
    """Open the box for the entries in ``present``; opening an open one again changes nothing.

    ``holders``: who votes by written authority for an entry, by the entry's key. By slip, those of
    them vote for whom one was drawn. In a mixed box a paper is handed out for each that votes on
    paper (``elections.domain.sides``), and ``tellers`` count them.

    Raises :class:`NotReady` (with all that is missing), :class:`NobodyPresent`,
    :class:`SlipHoldersAway`, :class:`NotEntitled`, :class:`SmallElectorate`,
    :class:`WeightsTell`, :class:`SideTooSmall`.
    """
    row = lock_with_ceremony(election)
    if row.state == ElectionState.OPEN and row.is_electronic:
        return row
    _require_openable(row)
    entries = entitled_of(row, present)
    voting, papers = sides_of(row, entries)
    if is_by_slip(row):
        voting = _holders_of_slips(row, voting)
    require_sides(row, electronic=people_of(voting, holders), papers=people_of(papers, holders))
    if wanted := consent_wanted(row, voting, papers, holders):
        raise wanted
    _freeze(row)
    row.head = head_after_setup(row)
    move(row, ElectionState.OPEN)
    row.opened_at, row.present_at_opening = at, votes_of(entries)
    if row.is_on_paper:
        row.papers_issued = votes_of(papers)
        name_tellers(row, tellers)
    row.save()
    admit_all(row, voting, NO_HOLDERS if is_by_slip(row) else holders, papers=papers)
    log.record(
        stream=stream_of(row),
        event="election_opened",
        payload={
            "fingerprint": row.fingerprint,
            "credentials": row.credentials.count(),
            "credentials_fingerprint": credentials_fingerprint(row),
            "trustees_fingerprint": encoding.sha256_base64(row.trustees_raw),
            "present": row.present_at_opening,
            "small_electorate_consent": row.small_electorate_consent,
            "slips": row.slips,
            "papers": row.papers_issued,
        },
        by=by,
        at=at,
    )
    return row


def _require_openable(row: Election) -> None:
    if not row.is_electronic:
        raise ChannelMismatch(channel=row.get_channel_display())
    require_state(row, *BEFORE_OPENING)
    if missing := missing_before_opening(row):
        raise NotReady(missing="; ".join(str(item) for item in missing))
    require_state(row, ElectionState.READY)


def entitled_of(row: Election, present: Sequence[RollEntry]) -> list[RollEntry]:
    """``present`` without repetitions; every one must be entitled on the box's roll."""
    entries = list({entry.pk: entry for entry in present}.values())
    for entry in entries:
        if entry.roll_id != row.roll_id or not entry.entitled:
            raise NotEntitled(entry=entry)
    if not entries:
        raise NobodyPresent
    return entries


def _holders_of_slips(row: Election, entries: list[RollEntry]) -> list[RollEntry]:
    """Those of ``entries`` for whom a slip was drawn; the figures of the slips are frozen.

    Raises :class:`SlipHoldersAway` where a slip is in the hands of who may not vote here: nobody
    knows which it is, so it could not be refused.
    """
    assert row.ceremony is not None
    held, here = holders_of_slips(row.ceremony), {entry.pk for entry in entries}
    if away := held - here:
        names = RollEntry.objects.filter(pk__in=away).select_related("firm", "person")
        raise SlipHoldersAway(voters=", ".join(str(entry) for entry in names))
    row.slips = tally_of_slips(row.ceremony)
    return [entry for entry in entries if entry.pk in held]


def admit_all(
    row: Election,
    entries: list[RollEntry],
    holders: Mapping[UUID, Person] = NO_HOLDERS,
    papers: Sequence[RollEntry] = (),
) -> None:
    """All participations at once and in random order: their rows tell nothing of arrivals.

    ``papers``: who votes on paper beside those who vote electronically.
    """
    both = [*((entry, False) for entry in entries), *((entry, True) for entry in papers)]
    shuffled = secrets.SystemRandom().sample(both, len(both))
    Participation.objects.bulk_create(
        Participation(election=row, entry=entry, holder=holders.get(entry.pk), on_paper=is_on_paper)
        for entry, is_on_paper in shuffled
    )


def name_tellers(row: Election, tellers: Sequence[Person]) -> None:
    for person in tellers:
        Teller.objects.get_or_create(election=row, person=person)


def _freeze(row: Election) -> None:
    """Set description, trustees and fingerprint: the server's key first, then the trustees'."""
    server = trustees.public_message(obtain_key(row).private, name="server")
    ceremony = row.ceremony
    others = entries_of(ceremony) if ceremony is not None else []
    row.trustees_raw = encoding.dump([["Single", server], *others])
    public_key = trustees.parse_trustees(row.trustees_raw, ED25519).public_key
    row.raw = describe(row, public_key=ED25519.encode(public_key))
    row.fingerprint = encoding.sha256_base64(row.raw)
