"""Firms in arrears, levels of reminding and reminders for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from dues.domain.collecting import reminder_levels, reminding
from dues.domain.collecting.standard_levels import LevelTerms
from dues.models import ReminderLevel
from members.domain.letters.mailings import release_mailing
from members.models import Mailing, Membership
from records.domain import documents
from records.fields import Translated
from tests.factories.dues import AT, YEAR, make_bank_account, make_schedule, run_dues
from tests.factories.members import make_membership

DUE = date(2027, 3, 31)
"""The day on which what :func:`make_debtors` owe should have been paid."""


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def make_terms(days_after: int, **more: Any) -> LevelTerms:
    given: dict[str, Any] = {
        "title": Translated(zh=f"{days_after}日", en=f"After {days_after} days"),
        "subject": Translated(zh="催缴{number}", en="Reminder {number}"),
        "body": Translated(zh="尚欠{amount}：{claims}", en="{amount} is open: {claims}"),
    }
    return LevelTerms(days_after=days_after, **(given | more))


def make_levels(
    *days_after: int, from_on: date = date(2027, 1, 1), by_phone: int = 0
) -> list[ReminderLevel]:
    """A level for each number of days; the one at ``by_phone`` is told by telephone too."""
    return [
        reminder_levels.set_level(
            position=place,
            effective_on=from_on,
            terms=make_terms(days, by_phone=place == by_phone),
            by=None,
            at=at(from_on),
        )
        for place, days in enumerate(days_after, start=1)
    ]


def make_debtors(
    *numbers: str, email: bool = True, year: date = YEAR, **terms: Any
) -> list[Membership]:
    """Members that owe 1000 since 31 March of ``year``, with a mail address of their own."""
    window = (year.replace(month=3, day=31) - year).days
    make_schedule(effective_on=year, window_days=window, **terms)
    make_bank_account()
    found = [make_membership(number=number) for number in numbers]
    for member in found:
        member.firm.email = f"{member.number.lower()}@firm.example" if email else ""
        member.firm.save(update_fields=["email"])
    run_dues(day=year, issued_on=year)
    return found


def remind(day: date, *, released: bool = True) -> list[Mailing]:
    """Remind whoever is due on ``day``, and release the mailings."""
    mailings = reminding.remind(by=None, at=at(day))
    for mailing in mailings if released else []:
        release(mailing, day)
    return mailings


def release(mailing: Mailing, day: date) -> None:
    """Release a mailing with a stand-in for its statements, whose making is tested apart."""
    paper = documents.store(content=b"%PDF-1.7", name="a.pdf", media_type="application/pdf", at=AT)
    mailing.letters.update(attachment=paper)
    release_mailing(mailing=mailing, by=None, at=at(day, 3))
