"""How far the claims on firms have been reminded of, from the reminders on record.

A reminder counts once its letter was released; one of a discarded mailing never does. Each claim
(an invoice, or the instalment of it that is due) goes through the levels by itself: a firm that is
behind with last year's dues has not been told of this year's.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from bylaws.domain.notice import local_date
from dues.models import Reminder
from members.domain.days import zone
from members.enums import MailingState

Key = tuple[str, str]
"""A claim: its invoice, and the day on which it should have been paid."""

# Of a reminder without a letter nothing is left to be sent: the firm was told otherwise.
SENT = Q(letter__isnull=True) | Q(letter__mailing__state=MailingState.RELEASED)
DRAFTED = Q(letter__mailing__state=MailingState.DRAFT)
VOID = Q(letter__mailing__state=MailingState.DISCARDED)


@dataclass(frozen=True, slots=True)
class Reached:
    """The level a claim has reached, and the day on which the firm was told."""

    position: int
    on: date


@dataclass(slots=True)
class History:
    """``drafted``: firms for which a letter is written and not released."""

    reached: dict[Key, Reached] = field(default_factory=dict)
    drafted: set[uuid.UUID] = field(default_factory=set)

    def of(self, invoice: uuid.UUID, since: date) -> Reached | None:
        return self.reached.get((str(invoice), since.isoformat()))


def history_of(firms: Collection[uuid.UUID], day: date) -> History:
    """What is on record of ``firms`` up to ``day``."""
    history = History()
    rows = Reminder.objects.filter(reminded_on__lte=day).exclude(VOID).order_by("reminded_on")
    wanted, place = set(firms), zone()
    facts = rows.annotate(
        state=F("letter__mailing__state"), released_at=F("letter__mailing__released_at")
    ).values_list("firm_id", "claims", "reminded_on", "state", "released_at")
    for firm, claims, reminded_on, state, released_at in facts:
        if firm not in wanted:
            continue
        if state == MailingState.DRAFT:
            history.drafted.add(firm)
            continue
        on = local_date(released_at, place) if released_at else reminded_on
        for claim in claims:
            _note(history.reached, claim, on)
    return history


def _note(reached: dict[Key, Reached], claim: Mapping[str, object], on: date) -> None:
    """A claim that was only mentioned again, or is not due yet, goes no step further."""
    position = int(str(claim["step"]))
    if claim.get("again") or position == 0:
        return
    key = (str(claim["invoice"]), str(claim["since"]))
    known = reached.get(key)
    if known is None or position > known.position:
        reached[key] = Reached(position, on)
