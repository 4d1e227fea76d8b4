"""Which firms are to be reminded on a day, of what, and at which level.

A claim's next level is due when its days since the due day have passed, the level before was sent,
and between the two as many days have passed as lie between their days. Whoever has paid, or has an
instalment agreed for later, is not in arrears and falls out.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from dues.domain.arrears import Arrears, Claim, arrears_on
from dues.domain.collecting.reminder_history import History, Reached, history_of
from dues.domain.collecting.reminder_levels import levels_on
from dues.models import ReminderLevel
from members.domain.letters.recipients import Recipient, recipients_of, usual_reach
from members.enums import Channel, LetterPurpose

Levels = Mapping[int, ReminderLevel]


@dataclass(frozen=True, slots=True)
class Step:
    """A claim with the level that it has reached with this letter; ``again``: before it."""

    claim: Claim
    position: int
    again: bool


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A firm that is to be reminded: at the highest of the levels that its claims have reached."""

    firm: uuid.UUID
    level: ReminderLevel
    steps: Sequence[Step]
    recipient: Recipient

    @property
    def claims(self) -> list[Claim]:
        return [step.claim for step in self.steps]

    @property
    def amount(self) -> Decimal:
        return sum((step.claim.amount for step in self.steps), Decimal(0))

    @property
    def since(self) -> date:
        return self.steps[0].claim.since

    @property
    def by_mail(self) -> bool:
        return self.recipient.channel == Channel.MAIL

    @property
    def reached(self) -> bool:
        """Whether a letter gets there at all."""
        return bool(self.recipient.address)


@dataclass(slots=True)
class Due:
    """Who is due on a day; ``drafted`` are firms whose letter waits to be released."""

    day: date
    levels: Levels
    reminders: list[DueReminder] = field(default_factory=list)
    drafted: set[uuid.UUID] = field(default_factory=set)

    def by_level(self) -> list[tuple[ReminderLevel, list[DueReminder]]]:
        """Those that a letter reaches, level by level, the longest overdue first."""
        return [
            (level, chosen)
            for position, level in self.levels.items()
            if (chosen := [r for r in self.reminders if r.level == level and r.reached])
            and position == level.position
        ]

    def unreached(self) -> list[DueReminder]:
        return [reminder for reminder in self.reminders if not reminder.reached]


def due_reminders(day: date) -> Due:
    """Everybody who is to be reminded on ``day``, the longest overdue first."""
    levels = levels_on(day)
    due = Due(day, levels)
    if not levels:
        return due
    behind = arrears_on(day)
    history = history_of(behind, day)
    due.drafted = history.drafted
    found = {
        firm: steps
        for firm, arrears in behind.items()
        if firm not in history.drafted and (steps := _steps(arrears, levels, history, day))
    }
    reach = usual_reach(LetterPurpose.REMINDER)
    recipients = recipients_of(firms=found, day=day, reach=reach)
    due.reminders = [
        DueReminder(firm, levels[_highest_new(steps)], steps, recipients[firm])
        for firm, steps in found.items()
    ]
    due.reminders.sort(key=lambda row: (row.since, -row.amount, str(row.firm)))
    return due


def _highest_new(steps: Sequence[Step]) -> int:
    return max(step.position for step in steps if not step.again)


def _steps(arrears: Arrears, levels: Levels, history: History, day: date) -> list[Step]:
    """All overdue claims of a firm; nothing where none of them has a further level due."""
    steps = []
    for claim in arrears.claims:
        reached = history.of(claim.invoice, claim.since)
        position = reached.position if reached else 0
        if _next_is_due(claim, reached, levels, day):
            steps.append(Step(claim, position + 1, again=False))
        else:
            steps.append(Step(claim, position, again=True))
    return steps if any(not step.again for step in steps) else []


def _next_is_due(claim: Claim, reached: Reached | None, levels: Levels, day: date) -> bool:
    following = levels.get(reached.position + 1 if reached else 1)
    if following is None or day < claim.since + timedelta(days=following.days_after):
        return False
    if reached is None:
        return True
    before = levels.get(reached.position)
    between = following.days_after - before.days_after if before else 0
    # At least a night between two letters, whatever the levels say.
    return day >= reached.on + timedelta(days=max(between, 1))
