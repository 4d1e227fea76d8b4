"""The ballots of a day prepared together: what each still lacks, and all that can be made at once.

They share the keys and the codes of the day (one ceremony); each is opened and closed by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assemblies.domain.nominating import confirming
from assemblies.domain.nominating.confirming import Nominees
from assemblies.domain.planning.ballot_method import asked_by, ballot_rules
from assemblies.domain.sitting.ballot import prepare_box
from assemblies.enums import ItemKind, Method
from assemblies.errors import RollMissing, SeatsMissing
from assemblies.models import Assembly, Motion
from elections.domain.prepare import ContestSpec
from elections.domain.readiness import Missing, missing_before_opening
from elections.enums import BEFORE_OPENING, Channel
from elections.models import Contest, Election
from members.enums import ONE_HOLDER, Office
from members.models import User
from records.errors import ActRefused

Seats = Mapping[tuple[UUID, str], int]
"""Seats to fill, by the item and the office."""


@dataclass(frozen=True, slots=True)
class DayBallot:
    """A secret vote of the day. Where there is no ``box``: ``nominees`` to make it from, or an
    ``obstacle`` that says what is to be done first. ``missing`` keeps a box from opening."""

    motion: Motion
    box: Election | None
    contests: tuple[Contest, ...] = ()
    nominees: tuple[Nominees, ...] = ()
    missing: tuple[Missing, ...] = ()
    obstacle: str = ""

    @property
    def can_be_made(self) -> bool:
        return self.box is None and not self.obstacle

    @property
    def is_ready(self) -> bool:
        """Nothing is to be done before it opens, or it was opened."""
        return self.box is not None and not self.missing


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of one of them: its box, or why it could not be made."""

    motion: Motion
    box: Election | None
    refusal: str = ""


def ballots_of_day(assembly: Assembly) -> list[DayBallot]:
    """The secret votes of the meeting and of the first meetings that follow it, in their order."""
    motions = Motion.objects.filter(method=Method.SECRET).select_related(
        "item__assembly__body", "item__assembly__ceremony", "election__ceremony", "election__roll"
    )
    meetings = [assembly, *assembly.follow_ups.order_by("starts_at", "pk")]
    return [
        _told(motion)
        for meeting in meetings
        for motion in motions.filter(item__assembly=meeting).order_by("item__position")
    ]


def _told(motion: Motion) -> DayBallot:
    box = motion.election
    if box is not None:
        contests = tuple(box.contests.prefetch_related("candidates").order_by("position"))
        before = box.state in BEFORE_OPENING
        missing = tuple(missing_before_opening(box)) if before else ()
        return DayBallot(motion, box, contests=contests, missing=missing)
    assembly = motion.item.assembly
    if assembly.roll_id is None and assembly.parent_id is None:
        return DayBallot(motion, None, obstacle=str(RollMissing.message))
    if motion.item.kind != ItemKind.ELECTION:
        return DayBallot(motion, None)
    call = confirming.call_of(motion.item)
    if call is None:
        return DayBallot(motion, None, obstacle=_("Enter the candidates first."))
    if call.confirmed_at is None:
        return DayBallot(motion, None, obstacle=_("Confirm the list of candidates first."))
    if not (nominees := confirming.nominees_of(call)):
        nobody = _(
            "Nobody is on the confirmed list any more. Reopen it on the page of the nominations."
        )
        return DayBallot(motion, None, obstacle=nobody)
    return DayBallot(motion, None, nominees=nominees)


@transaction.atomic
def prepare_day(
    *, assembly: Assembly, channel: str, seats: Seats, by: User | None, at: datetime
) -> list[Prepared]:
    """Make the box of every vote of the day that can be made, all ``channel``; one that has a box
    keeps it. What refuses one of them keeps none of the others from being made.

    Elections are made from their confirmed lists, asked as the texts in force have it. An office
    that one person holds has one seat; of any other that ``seats`` does not name, SeatsMissing is
    told.
    """
    return [
        _prepare(one, Channel(channel), seats, by, at)
        for one in ballots_of_day(assembly)
        if one.box is None
    ]


def _prepare(
    one: DayBallot, channel: Channel, seats: Seats, by: User | None, at: datetime
) -> Prepared:
    if one.obstacle:
        return Prepared(one.motion, None, one.obstacle)
    try:
        with transaction.atomic():
            box = prepare_box(
                motion=one.motion,
                contests=_contests(one, seats),
                channel=channel,
                by=by,
                at=at,
            )
    except ActRefused as refusal:
        return Prepared(one.motion, None, str(refusal))
    return Prepared(one.motion, box)


def _contests(one: DayBallot, seats: Seats) -> Sequence[ContestSpec]:
    method = ballot_rules(one.motion.item.assembly).expected
    return [
        asked_by(
            confirming.contest_of_nominees(
                office=asked.office,
                seats=_seats(one, asked.office, seats),
                nominations=asked.rows,
            ),
            method,
        )
        for asked in one.nominees
    ]


def _seats(one: DayBallot, office: Office, seats: Seats) -> int:
    """Raises SeatsMissing."""
    entered = seats.get((one.motion.item_id, office), 1 if office in ONE_HOLDER else None)
    if entered is None:
        raise SeatsMissing(item=str(one.motion.item.title), office=office.label)
    return entered
