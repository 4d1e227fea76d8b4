"""A level of reminding, and a reminder of an invoice that was drafted."""

from __future__ import annotations

from datetime import datetime

from dues.models import Invoice, Reminder
from tests.factories.reminders import make_levels


def reminder_targets(invoice: Invoice, at: datetime) -> dict[str, dict[str, object]]:
    [level] = make_levels(14, from_on=at.date())
    claim = {
        "invoice": str(invoice.pk),
        "number": invoice.number,
        "since": invoice.due_on.isoformat(),
        "amount": str(invoice.amount),
        "step": 1,
        "again": False,
    }
    reminder = Reminder.objects.create(
        firm=invoice.firm,
        level=level,
        reminded_on=at.date(),
        total=invoice.amount,
        claims=[claim],
        recorded_at=at,
    )
    here: dict[str, object] = {"pk": reminder.pk}
    return {
        "level": {"position": level.position},
        "reminder": here,
        "reminder paper": here | {"language": "en"},
    }
