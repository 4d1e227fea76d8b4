"""Reminding: letters are drafted for a person to release, and reminders put on record."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from dues.domain.balances import invoice_balances
from dues.domain.collecting.due_reminders import DueReminder, due_reminders
from dues.domain.collecting.reminder_fields import Facts, facts_for, values_of
from dues.domain.collecting.reminder_history import DRAFTED, VOID
from dues.domain.collecting.reminder_print import request_statements
from dues.errors import NoAccountForInvoices, ReminderSent
from dues.models import Invoice, Reminder, ReminderLevel
from members.domain.days import local_day
from members.domain.letters.mailings import discard_mailing, draft_mailing, drop_letter
from members.domain.rules import in_one_line
from members.enums import LetterPurpose, MailingState
from members.models import Mailing, User
from records.domain import log

STREAM = "dues"
_AT_ONCE = 500


@transaction.atomic
def remind(*, left_out: Collection[uuid.UUID] = (), by: User | None, at: datetime) -> list[Mailing]:
    """Draft one mailing for each level that is due on the local day of ``at``, and put a reminder
    on record for each firm in it. Firms in ``left_out``, and those that no letter reaches, stay
    due. Nothing due: nothing is done, so doing it again changes nothing.

    A job puts a statement with each letter. Raises NoAccountForInvoices.
    """
    _take_turns()
    day = local_day(at)
    due = due_reminders(day)
    chosen = [
        (level, [row for row in rows if row.firm not in left_out]) for level, rows in due.by_level()
    ]
    invoices = [claim.invoice for _l, rows in chosen for row in rows for claim in row.claims]
    facts = facts_for(invoices, day)
    for currency, account in facts.accounts.items():
        if account is None:
            raise NoAccountForInvoices(currency=currency)
    return [_remind_at(level, rows, facts, day, by=by, at=at) for level, rows in chosen if rows]


def _take_turns() -> None:
    """Two who remind at once do it one after the other."""
    list(
        ReminderLevel.objects.select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _remind_at(
    level: ReminderLevel,
    rows: Sequence[DueReminder],
    facts: Facts,
    day: date,
    *,
    by: User | None,
    at: datetime,
) -> Mailing:
    opened = _open_of({row.firm for row in rows})
    mailing = draft_mailing(
        title=f"{in_one_line(level.title)} {day.isoformat()}"[:200],
        purpose=LetterPurpose.REMINDER,
        subject=level.subject,
        body=level.body,
        firms=[row.recipient.firm for row in rows],
        selection={"by": "reminder", "level": level.position, "day": day.isoformat()},
        fields={
            row.firm: values_of(
                row.claims,
                open_in_all=sum((left for _invoice, left in opened[row.firm]), Decimal(0)),
                title=level.title,
                facts=facts,
            )
            for row in rows
        },
        by=by,
        at=at,
    )
    letters = dict(mailing.letters.values_list("firm_id", "pk"))
    firms = [row.firm for row in rows]
    # What was drafted earlier today and then discarded makes room.
    again = Reminder.objects.filter(VOID, level=level, reminded_on=day, firm__in=firms)
    again.delete()
    Reminder.objects.bulk_create(
        [
            Reminder(
                firm_id=row.firm,
                level=level,
                reminded_on=day,
                total=row.amount,
                claims=_kept(row, opened[row.firm]),
                letter_id=letters[row.firm],
                recorded_at=at,
            )
            for row in rows
        ],
        batch_size=_AT_ONCE,
    )
    payload = {"mailing": mailing.pk, "level": level.pk, "day": day, "reminders": len(rows)}
    log.record(stream=STREAM, event="firms_reminded", payload=payload, by=by, at=at)
    request_statements(mailing=mailing, at=at)
    return mailing


Open = list[tuple[Invoice, Decimal]]


def _open_of(firms: Collection[uuid.UUID]) -> dict[uuid.UUID, Open]:
    """Each invoice of each of ``firms`` that is open, due or not, with what is left of it."""
    left = invoice_balances(firm__in=list(firms))
    found: dict[uuid.UUID, Open] = defaultdict(list)
    rows = Invoice.objects.filter(firm__in=list(firms)).order_by("due_on", "number")
    for invoice in rows:
        if left.get(invoice.pk, Decimal(0)) > 0:
            found[invoice.firm_id].append((invoice, left[invoice.pk]))
    return found


def _kept(row: DueReminder, opened: Open) -> list[dict[str, Any]]:
    """The claims as they were on the day; ``step`` is the level each has reached by this letter,
    0 for what is open and not due yet."""
    due = {step.claim.invoice: step.claim.amount for step in row.steps}
    claims = [
        _claim(
            step.claim.invoice,
            step.claim.number,
            step.claim.since,
            step.claim.amount,
            step=step.position,
            again=step.again,
        )
        for step in row.steps
    ]
    later = [(invoice, left - due.get(invoice.pk, Decimal(0))) for invoice, left in opened]
    return claims + [
        _claim(invoice.pk, invoice.number, invoice.due_on, amount, step=0, again=True)
        for invoice, amount in later
        if amount > 0
    ]


def _claim(
    invoice: uuid.UUID, number: str, since: date, amount: Decimal, *, step: int, again: bool
) -> dict[str, Any]:
    return {
        "invoice": str(invoice),
        "number": number,
        "since": since.isoformat(),
        "amount": f"{amount:.2f}",
        "step": step,
        "again": again,
    }


@transaction.atomic
def take_out(*, reminder: Reminder, by: User | None, at: datetime) -> None:
    """Take a firm out of a drafted mailing: its reminder goes, and it is due again as before.

    Gone already changes nothing. Raises ReminderSent, MailingIsDiscarded.
    """
    row = (
        Reminder.objects.select_for_update(of=("self",), no_key=True).filter(pk=reminder.pk).first()
    )
    if row is None:
        return
    if row.letter is None or row.letter.mailing.state == MailingState.RELEASED:
        raise ReminderSent(firm=str(row.firm))
    letter = row.letter
    payload = {"reminder": row.pk, "firm": row.firm_id, "mailing": letter.mailing_id}
    row.delete()
    drop_letter(letter=letter, by=by, at=at)
    if not letter.mailing.letters.exists():
        discard_mailing(mailing=letter.mailing, by=by, at=at)
    log.record(stream=STREAM, event="reminder_taken_out", payload=payload, by=by, at=at)


def settled_since(day: date) -> list[Reminder]:
    """Drafted reminders of firms that owe less by now: to be taken out and drafted anew."""
    rows = list(
        Reminder.objects.filter(DRAFTED).select_related("firm__membership", "level", "letter")
    )
    left = invoice_balances(firm__in=[row.firm_id for row in rows]) if rows else {}
    return [row for row in rows if row.reminded_on <= day and _less_is_open(row, left)]


def _less_is_open(row: Reminder, left: Mapping[uuid.UUID, Decimal]) -> bool:
    asked: dict[str, Decimal] = defaultdict(Decimal)
    for claim in row.claims:
        asked[claim["invoice"]] += Decimal(claim["amount"])
    return any(left.get(uuid.UUID(pk), Decimal(0)) < amount for pk, amount in asked.items())


def take_out_settled(*, by: User | None, at: datetime) -> int:
    """Take out all whose firm owes less than its letter says; how many."""
    rows = settled_since(local_day(at))
    for row in rows:
        take_out(reminder=row, by=by, at=at)
    return len(rows)
