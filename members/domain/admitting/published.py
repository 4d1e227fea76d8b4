"""What everyone may know of applications: never a person, nor the address of an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from members.domain.days import local_day
from members.enums import ApplicationEvent, ApplicationState, Trade
from members.models import Application, ApplicationStep
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Published:
    """A row of the public page."""

    number: str
    name: Translated
    code: str
    trade: str
    member_class: str
    from_on: date | None
    until_on: date | None = None


def under_notice(day: date) -> list[Published]:
    """Applications that are open to objections on ``day``, those that end first at the top."""
    rows = Application.objects.filter(
        state=ApplicationState.NOTICE, notice_from__lte=day, notice_until__gte=day
    ).select_related("member_class")
    return [
        _published(row, from_on=row.notice_from, until_on=row.notice_until)
        for row in rows.order_by("notice_until", "number")
    ]


def announced_since(since: datetime) -> list[Published]:
    """Admissions that were announced since then, the latest first; ``from_on`` is the day."""
    steps = ApplicationStep.objects.filter(
        event=ApplicationEvent.ANNOUNCED,
        at__gte=since,
        application__state=ApplicationState.ADMITTED,
    )
    return [
        _published(step.application, from_on=local_day(step.at))
        for step in steps.select_related("application__member_class").order_by("-at")
    ]


def _published(
    row: Application, *, from_on: date | None, until_on: date | None = None
) -> Published:
    trade = row.submitted.get("trade", "")
    return Published(
        number=row.number,
        name=row.name,
        code=row.registration_code,
        trade=str(Trade(trade).label) if trade in Trade.values else trade,
        member_class=str(row.member_class),
        from_on=from_on,
        until_on=until_on,
    )
