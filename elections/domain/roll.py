"""Freeze who is entitled on a record date, and who is not and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from elections.domain.entitlement import Entitlement, entitlements_on
from elections.domain.weighing import Weighing, weighing_on
from elections.errors import RollEmpty, ScaleNamesNoClass
from elections.models import Roll, RollEntry
from members.models import Body, Firm, Person, User
from records.domain import log
from records.fields import Translated

Holder = tuple[Person, Firm | None, Translated | dict[str, str]]


@transaction.atomic
def freeze_roll(*, body: Body, record_on: date, by: User | None, at: datetime) -> Roll:
    """The roll of a general assembly: one entry for each membership that ever was.

    Entitled is an active membership with a voting representative on ``record_on`` whose vote no
    decision has suspended: see :mod:`elections.domain.entitlement`. Raises :class:`RollEmpty`
    where nobody is, and :class:`ScaleNamesNoClass` where the bylaws give votes to a class that the
    register does not have.
    """
    weighing = weighing_on(record_on)
    if weighing is not None and weighing.unknown:
        keys = ", ".join(weighing.unknown)
        raise ScaleNamesNoClass(keys=keys, citation=str(weighing.citation))
    entries = [_member_entry(row) for row in entitlements_on(record_on)]
    return _store(body, record_on, entries, by, at, weighing)


@transaction.atomic
def freeze_roll_of_holders(
    *, body: Body, holders: Sequence[Holder], record_on: date, by: User | None, at: datetime
) -> Roll:
    """The roll of a council or board: each holder of a seat has a vote of their own.

    ``holders`` are (person, firm or None, post in two languages), in the order of the roll.
    """
    entries = [
        RollEntry(person=person, firm=firm, post=Translated(post), entitled=True)
        for person, firm, post in holders
    ]
    return _store(body, record_on, entries, by, at)


def _member_entry(row: Entitlement) -> RollEntry:
    entry = RollEntry(
        firm=row.membership.firm,
        entitled=row.entitled,
        weight=row.weight,
        reason=row.reason,
        citation=row.citation,
    )
    if row.representative is not None:
        entry.person, entry.post = row.representative.person, row.representative.post
    return entry


def _store(
    body: Body,
    record_on: date,
    entries: list[RollEntry],
    by: User | None,
    at: datetime,
    weighing: Weighing | None = None,
) -> Roll:
    if not any(entry.entitled for entry in entries):
        raise RollEmpty
    digest = hashlib.sha256("\n".join(_lines(entries)).encode()).hexdigest()
    roll = Roll.objects.create(
        body=body,
        record_on=record_on,
        frozen_at=at,
        digest=digest,
        weighed_by=weighing.words if weighing else Translated(),
        weights_citation=weighing.citation if weighing else Translated(),
    )
    for position, entry in enumerate(entries, start=1):
        entry.roll, entry.position = roll, position
    RollEntry.objects.bulk_create(entries)
    log.record(
        stream="register",
        event="roll_frozen",
        payload={
            "roll": roll.pk,
            "body": body.kind,
            "record_on": record_on,
            "entitled": sum(entry.entitled for entry in entries),
            "excluded": sum(not entry.entitled for entry in entries),
            "votes": sum(entry.weight for entry in entries if entry.entitled),
            "digest": digest,
        },
        by=by,
        at=at,
    )
    return roll


def _lines(entries: Iterable[RollEntry]) -> Iterator[str]:
    """One JSON line an entry: what the digest commits to. Its votes stand there where it has more
    than one, so that the digest of a roll of equals is what it was before there were others."""
    for position, entry in enumerate(entries, start=1):
        weight = [entry.weight] if entry.weight != 1 else []
        yield json.dumps(
            [
                position,
                str(entry.firm_id or ""),
                str(entry.person_id or ""),
                entry.entitled,
                dict(entry.reason),
                dict(entry.citation),
                *weight,
            ],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )


def digest_of(roll: Roll) -> str:
    """The digest of the roll as it stands in the database, to compare with ``roll.digest``."""
    return hashlib.sha256("\n".join(_lines(roll.entries.all())).encode()).hexdigest()
