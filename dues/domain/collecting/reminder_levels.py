"""The levels of reminding: dated, so that each reminder can be judged by what held on its day.

A level that changes is another row from a later day on. A row without a text says that from its day
on there is no such level.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from dues.domain.collecting.standard_levels import STANDARD_LEVELS, LevelTerms
from dues.errors import LaterLevelExists, LevelInUse, LevelOutOfOrder, LevelsInRow
from dues.models import ReminderLevel
from members.domain.days import local_day
from members.domain.letters import letter_fields
from members.enums import LetterPurpose
from members.models import User
from records.domain import log
from records.fields import Translated

STREAM = "dues"


def levels_on(day: date) -> dict[int, ReminderLevel]:
    """The levels that hold on ``day`` by their position, the first one first."""
    found: dict[int, ReminderLevel] = {}
    rows = ReminderLevel.objects.filter(effective_on__lte=day)
    for row in rows.order_by("position", "effective_on"):
        found[row.position] = row
    return {position: row for position, row in found.items() if row.body}


def text_fields() -> list[str]:
    """The names that the texts of a level may use in braces."""
    return list(letter_fields.known_for(LetterPurpose.REMINDER))


@transaction.atomic
def set_level(
    *, position: int, effective_on: date, terms: LevelTerms, by: User | None, at: datetime
) -> ReminderLevel:
    """Let ``terms`` hold for the level at ``position`` from ``effective_on`` on.

    The same again changes nothing; other terms for the same day correct it as long as nobody was
    reminded at it. Raises LaterLevelExists, LevelInUse, LevelsInRow, LevelOutOfOrder, FieldUnknown,
    BraceUnpaired.
    """
    for text in (*terms.subject.values(), *terms.body.values()):
        letter_fields.check_text(text, known=text_fields())
    _check_order(position, effective_on, terms.days_after)
    return _put(position, effective_on, terms, by=by, at=at)


@transaction.atomic
def end_level(
    *, position: int, effective_on: date, by: User | None, at: datetime
) -> ReminderLevel | None:
    """From ``effective_on`` on there is no such level. Only the last one can end.

    None where there is none on that day. Raises LaterLevelExists, LevelInUse, LevelsInRow.
    """
    held = levels_on(effective_on)
    if position not in held:
        return None
    if position != max(held):
        raise LevelsInRow(position=max(held))
    nothing = LevelTerms(
        title=Translated(held[position].title),
        days_after=held[position].days_after,
        subject=Translated(),
        body=Translated(),
    )
    return _put(position, effective_on, nothing, by=by, at=at)


@transaction.atomic
def add_standard_levels(*, by: User | None, at: datetime) -> list[ReminderLevel]:
    """The three levels that come with the program, from today; nothing where any are set up."""
    if ReminderLevel.objects.exists():
        return []
    return [
        set_level(position=position, effective_on=local_day(at), terms=terms, by=by, at=at)
        for position, terms in enumerate(STANDARD_LEVELS, start=1)
    ]


def _check_order(position: int, day: date, days_after: int) -> None:
    """Levels stand in a row without a gap, each later than the one before."""
    held = levels_on(day)
    if position < 1 or position > max(held, default=0) + 1:
        raise LevelsInRow(position=max(held, default=0) + 1)
    before, after = held.get(position - 1), held.get(position + 1)
    if before is not None and days_after <= before.days_after:
        raise LevelOutOfOrder(other=str(before), days=before.days_after)
    if after is not None and days_after >= after.days_after:
        raise LevelOutOfOrder(other=str(after), days=after.days_after)


def _put(
    position: int, effective_on: date, terms: LevelTerms, *, by: User | None, at: datetime
) -> ReminderLevel:
    series = list(
        ReminderLevel.objects.select_for_update(no_key=True)
        .filter(position=position)
        .order_by("-effective_on")
    )
    last = series[0] if series else None
    if last is not None and _terms_of(last) == terms and last.effective_on <= effective_on:
        return last
    if last is not None and last.effective_on > effective_on:
        raise LaterLevelExists(day=last.effective_on.isoformat())
    if last is not None and last.effective_on == effective_on:
        if last.reminders.exists():
            raise LevelInUse
        row = last
    else:
        row = ReminderLevel(position=position, effective_on=effective_on)
    for name in LevelTerms.__slots__:
        setattr(row, name, getattr(terms, name))
    row.save()
    payload = {
        "level": row.pk,
        "position": position,
        "effective_on": effective_on,
        "days_after": terms.days_after,
        "holds": bool(terms.body),
    }
    log.record(stream=STREAM, event="reminder_level_set", payload=payload, by=by, at=at)
    return row


def _terms_of(row: ReminderLevel) -> LevelTerms:
    return LevelTerms(**{name: getattr(row, name) for name in LevelTerms.__slots__})
