"""The slips of a day: printed, drawn from a box without being looked at, taken back, scanned out.

A slip that comes back is put in a closed box and scanned later, with others: what is scanned here
has no name, what the desk notes of a voter has no code, and no time is kept of a single slip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from elections import errors
from elections.domain.credentials import check_publics
from elections.domain.intake import waiting
from elections.domain.key_rounds import stream_of
from elections.domain.readiness import refresh_all
from elections.domain.states import lock_election
from elections.domain.weights import slips_drawn, slips_held
from elections.enums import BEFORE_OPENING, ELECTRONIC, ElectionState, SlipOutReason
from elections.fields import BASE58
from elections.models import Ceremony, Credential, Election, RollEntry, Slip, SlipIssue
from members.models import User
from records.domain import log

NOT_CLOSED = (*BEFORE_OPENING, ElectionState.OPEN)


def name_of_slips(ceremony: Ceremony) -> str:
    """What the keys that name slips are derived with: the ceremony's own number, of 22 Base58
    characters, where every ballot box has 14."""
    rest, digits = ceremony.pk.int, ""
    for _position in range(22):
        rest, digit = divmod(rest, len(BASE58))
        digits = BASE58[digit] + digits
    return digits


@transaction.atomic
def register_slips(
    *, ceremony: Ceremony, publics: Sequence[str], by: User | None, at: datetime
) -> Ceremony:
    """Take over the names of the slips that were printed; the same ones again change nothing.

    Further ones may be added at any time; others may take their place until one was drawn, and the
    lists of the boxes in preparation then fall away. Raises :class:`elections.errors.SlipsNotUsed`,
    :class:`elections.errors.SlipsInUse`, :class:`elections.errors.CredentialInvalid`.
    """
    check_publics(publics)
    row = _lock(ceremony)
    known, wanted = set(row.slips.values_list("public", flat=True)), set(publics)
    if known == wanted:
        return row
    if not known < wanted:
        if row.slip_issues.exists() or row.slips.exclude(out="").exists():
            raise errors.SlipsInUse
        row.slips.all().delete()
        boxes = row.elections.filter(state__in=NOT_CLOSED, opened_at__isnull=True)
        Credential.objects.filter(election__in=boxes).delete()
        known = set()
    Slip.objects.bulk_create(Slip(ceremony=row, public=public) for public in sorted(wanted - known))
    payload = {"number": len(wanted)}
    log.record(stream=stream_of(row), event="slips_made", payload=payload, by=by, at=at)
    refresh_all(ceremony=row, by=by, at=at)
    return row


@transaction.atomic
def issue_slip(*, ceremony: Ceremony, entry: RollEntry, by: User | None, at: datetime) -> SlipIssue:
    """Note that a slip was drawn for each vote of an entry; who has some keeps them. Raises
    :class:`elections.errors.SlipsNotUsed`, :class:`elections.errors.NotEntitled`,
    :class:`elections.errors.PaperChosen`."""
    row = _lock(ceremony)
    if not entry.entitled:
        raise errors.NotEntitled(entry=entry)
    if row.paper_voters.filter(entry=entry).exists():
        raise errors.PaperChosen(voter=str(entry))
    held = slips_held(row).filter(entry=entry).first()
    if held is not None:
        return held
    issue = SlipIssue.objects.create(ceremony=row, entry=entry, number=entry.weight, issued_at=at)
    _note(row, "slip_issued", entry, by, at)
    return issue


@transaction.atomic
def return_slip(
    *,
    ceremony: Ceremony,
    entry: RollEntry,
    by: User | None,
    at: datetime,
    exchanged: bool = False,
) -> SlipIssue:
    """Note that a voter gave back the slip, or all of several, for good or for ballots on paper
    (``exchanged``). One who gave it back already has given it back. Raises
    :class:`elections.errors.SlipNotDrawn`."""
    row = _lock(ceremony)
    held = slips_held(row).filter(entry=entry).first()
    if held is None:
        last = row.slip_issues.filter(entry=entry).order_by("-returned_at").first()
        if last is None:
            raise errors.SlipNotDrawn(voter=str(entry))
        return last
    held.returned_at, held.exchanged = max(at, held.issued_at), exchanged
    held.save(update_fields=["returned_at", "exchanged"])
    _note(row, "slip_exchanged" if exchanged else "slip_returned", entry, by, at)
    return held


def _note(row: Ceremony, event: str, entry: RollEntry, by: User | None, at: datetime) -> None:
    payload = {"entry": str(entry.pk)}
    log.record(stream=stream_of(row), event=event, payload=payload, by=by, at=at)
    refresh_all(ceremony=row, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A slip as the desk's browser read it: its name, and its public half in boxes that are not
    closed, by the box's key."""

    public: str
    credentials: Mapping[str, str]


@transaction.atomic
def scan_out(
    *,
    ceremony: Ceremony,
    scanned: Sequence[Scanned],
    reason: str,
    by: User | None,
    at: datetime,
) -> list[errors.ElectionRefused | None]:
    """Take slips out of the boxes: off the lists of those in preparation, void in open ones.

    Returns what was refused of each, in their order: :class:`elections.errors.SlipOutAlready`,
    :class:`elections.errors.SlipUnknown`, :class:`elections.errors.SlipHasVoted`,
    :class:`elections.errors.SlipMalformed`; None for a slip that is out now.
    """
    row = _lock(ceremony)
    boxes = [lock_election(box) for box in boxes_to_leave(row)]
    refusals = [_take_out(row, boxes, slip, SlipOutReason(reason)) for slip in scanned]
    number = sum(refusal is None for refusal in refusals)
    if number:
        payload = {"reason": reason, "number": number}
        log.record(stream=stream_of(row), event="slips_out", payload=payload, by=by, at=at)
        refresh_all(ceremony=row, by=by, at=at)
    return refusals


def boxes_to_leave(ceremony: Ceremony) -> QuerySet[Election]:
    """The electronic boxes that a slip which comes back can still leave; in closed ones its public
    half is not asked for, since it would tell whose ballot there is whose."""
    return ceremony.elections.filter(channel__in=ELECTRONIC, state__in=NOT_CLOSED).order_by("pk")


def _take_out(
    row: Ceremony, boxes: Sequence[Election], slip: Scanned, reason: SlipOutReason
) -> errors.ElectionRefused | None:
    known = row.slips.filter(public=slip.public).first()
    if known is None:
        return errors.SlipUnknown()
    if known.out:
        return errors.SlipOutAlready()
    found = []
    for box in boxes:
        own = {"credential": slip.credentials.get(str(box.pk), "")}
        credential = box.credentials.filter(public=own["credential"]).first()
        if credential is None and box.credentials.exists():
            return errors.SlipMalformed()
        if box.ballots.filter(**own).exists() or waiting(box).filter(**own).exists():
            return errors.SlipHasVoted()
        if credential is not None:
            found.append((box, credential))
    for box, credential in found:
        if box.opened_at is None:
            credential.delete()
        else:
            credential.is_void = True
            credential.save(update_fields=["is_void"])
    known.out = reason
    known.save(update_fields=["out"])
    return None


def tally_of_slips(ceremony: Ceremony) -> dict[str, int]:
    """How many slips were made, are drawn (``issued``), and are out by each reason."""
    counted = ceremony.slips.exclude(out="").order_by().values_list("out").annotate(n=Count("pk"))
    return {
        "made": ceremony.slips.count(),
        "issued": slips_drawn(ceremony),
        **dict.fromkeys(SlipOutReason.values, 0),
        **dict(counted),
    }


def holders_of_slips(ceremony: Ceremony) -> set[UUID]:
    """The keys of the entries for which a slip is out in the hall."""
    return set(slips_held(ceremony).values_list("entry_id", flat=True))


def _lock(ceremony: Ceremony) -> Ceremony:
    row = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    if not row.is_by_slip:
        raise errors.SlipsNotUsed
    return row
