"""Freeze who is entitled on a record date, and who is not and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from elections.errors import RollEmpty
from elections.models import Roll, RollEntry
from members.domain.standing import StandingOn, standings_on
from members.enums import StandingStatus
from members.models import Body, Firm, Membership, Person, Representative, User
from records.domain import log
from records.fields import Translated

Holder = tuple[Person, Firm | None, Translated | dict[str, str]]

# Arrears are no reason here: no national text takes the vote for them, nor do the bylaws.
STANDING_REASONS = {
    StandingStatus.SUSPENDED: Translated(zh="会员资格暂停", en="Membership suspended"),
    StandingStatus.RESIGNED: Translated(zh="已退会", en="Membership resigned"),
    StandingStatus.LOST: Translated(zh="会员资格丧失", en="Membership lost"),
    StandingStatus.EXPELLED: Translated(zh="已除名", en="Expelled"),
}
NO_STANDING = Translated(zh="登记日无有效的会籍记录", en="No standing on record on the record date")
NO_REPRESENTATIVE = Translated(
    zh="登记日未指定有表决权的会员代表",
    en="No voting representative named on the record date",
)


@transaction.atomic
def freeze_roll(*, body: Body, record_on: date, by: User | None, at: datetime) -> Roll:
    """The roll of a general assembly: one entry for each membership that ever was.

    Entitled is an active membership with a voting representative on ``record_on``. Raises
    :class:`RollEmpty` where nobody is.
    """
    members = list(
        Membership.objects.filter(joined_on__lte=record_on)
        .select_related("firm")
        .order_by("number")
    )
    standings = standings_on(record_on)
    voting = Representative.objects.filter(
        Representative.holds_on(record_on), votes=True
    ).select_related("person")
    representatives = {acting.firm_id: acting for acting in voting}
    entries = [
        _member_entry(member, standings[member.pk], representatives.get(member.firm_id))
        for member in members
    ]
    return _store(body, record_on, entries, by, at)


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


def _member_entry(
    member: Membership, standing: StandingOn, acting: Representative | None
) -> RollEntry:
    entry = RollEntry(firm=member.firm, entitled=False)
    if acting is not None:
        entry.person, entry.post = acting.person, acting.post
    if not standing.status:
        entry.reason = NO_STANDING
    elif not standing.is_active:
        entry.reason = _with_detail(STANDING_REASONS[StandingStatus(standing.status)], standing)
        entry.citation = Translated(zh=standing.source, en=standing.source)
    elif entry.person is None:
        entry.reason = NO_REPRESENTATIVE
    else:
        entry.entitled = True
    return entry


def _with_detail(reason: Translated, standing: StandingOn) -> Translated:
    """The reason with the day it began and what the register says of it."""
    since = standing.since.isoformat() if standing.since else ""
    zh, en = f"{reason.zh}（自{since}起）", f"{reason.en} (since {since})"
    if standing.reason:
        zh, en = f"{zh}：{standing.reason.zh}", f"{en}: {standing.reason.en}"
    return Translated(zh=zh, en=en)


def _store(
    body: Body, record_on: date, entries: list[RollEntry], by: User | None, at: datetime
) -> Roll:
    if not any(entry.entitled for entry in entries):
        raise RollEmpty
    digest = hashlib.sha256("\n".join(_lines(entries)).encode()).hexdigest()
    roll = Roll.objects.create(body=body, record_on=record_on, frozen_at=at, digest=digest)
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
            "digest": digest,
        },
        by=by,
        at=at,
    )
    return roll


def _lines(entries: Iterable[RollEntry]) -> Iterator[str]:
    """One JSON line an entry: what the digest commits to."""
    for position, entry in enumerate(entries, start=1):
        yield json.dumps(
            [
                position,
                str(entry.firm_id or ""),
                str(entry.person_id or ""),
                entry.entitled,
                dict(entry.reason),
                dict(entry.citation),
            ],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )


def digest_of(roll: Roll) -> str:
    """The digest of the roll as it stands in the database, to compare with ``roll.digest``."""
    return hashlib.sha256("\n".join(_lines(roll.entries.all())).encode()).hexdigest()
