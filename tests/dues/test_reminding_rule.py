"""The worked table of docs/rules/reminding.md."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from dues.models import Reminder
from tests.factories.reminders import make_debtors, make_levels, remind

pytestmark = pytest.mark.django_db
PAPER = Path(__file__).resolve().parents[2] / "docs" / "rules" / "reminding.md"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIRST, LAST = date(2027, 4, 1), date(2027, 12, 31)


def rows() -> list[tuple[str, str]]:
    """What the association does, and what it sends: the lines of the table below its head."""
    table = PAPER.read_text().split("## Worked")[1]
    cells = [line.strip("|\n").split("|") for line in table.splitlines() if line.startswith("| ")]
    return [(looks.strip(), sends.strip()) for looks, sends in cells[1:]]


def looked_at(looks: str) -> list[date]:
    named = [date.fromisoformat(day) for day in DAY.findall(looks)]
    if "every day" not in looks:
        return named
    first = named[0] if named else FIRST
    return [first + timedelta(days=n) for n in range((LAST - first).days + 1)]


def test_table_has_its_lines():
    assert len(rows()) == 4


@pytest.mark.parametrize(("looks", "sends"), rows())
def test_levels_are_sent_as_the_table_says(looks, sends):
    make_debtors("A1")
    make_levels(14, 30, 60)
    for day in looked_at(looks):
        remind(day)

    sent = Reminder.objects.order_by("reminded_on")
    told = [f"{row.level.position} on {row.reminded_on}" for row in sent.select_related("level")]
    assert ", ".join(told) == sends
