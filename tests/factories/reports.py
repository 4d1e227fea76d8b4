"""A year that was published, and an expense, for tests."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from dues.domain import closing
from dues.domain.reports import publishing
from dues.enums import AccountRole
from dues.models import Account, DuesSchedule


def report_targets(schedule: DuesSchedule, at: datetime) -> dict[str, dict[str, object]]:
    """The arguments of the addresses of the reports, by what they lead to."""
    day = at.date()
    expense = closing.book_expense(
        account=Account.objects.filter(role=AccountRole.EXPENSE)[0],
        paid_from=Account.objects.get(role=AccountRole.BANK),
        amount=Decimal("12.50"),
        on=day,
        text="Paper",
        by=None,
        at=at,
    )
    told = publishing.publish_year(year=day.year - 1, today=day, by=None, at=at)
    return {
        "schedule paper": {"pk": schedule.pk, "language": "en"},
        "year": {"year": day.year - 1},
        "year paper": {"pk": told.pk, "language": "en"},
        "expense": {"pk": expense.pk},
    }
