"""The example is loaded for whatever day it is: early in a year, and on a leap day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from desk.domain.example import papers
from desk.domain.example.load import load_example
from dues.domain.statements import read_statement
from dues.models import AnnualStatement, DuesRun, Entry
from members.models import Certificate


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "runs", "lines"), [(date(2027, 1, 2), 2, 4), (date(2028, 2, 29), 2, 12)]
)
def test_example_loads_early_in_a_year(tmp_path: Path, day: date, runs: int, lines: int) -> None:
    """On the second of January nobody was billed for the year yet."""
    load_example(day=day, folder=tmp_path, at=timezone.now())

    content = (tmp_path / "statement.csv").read_bytes()
    read = read_statement(content=content, name="statement.csv")
    assert (DuesRun.objects.count(), len(read.lines)) == (runs, lines)
    assert {row.booked_on <= day for row in read.lines} == {True}
    assert (
        not Entry.objects.filter(booked_on__gte=day.replace(day=1)).exclude(kind="charge").exists()
    )
    papers.make_papers(day=day.isoformat(), at=timezone.now())
    assert (AnnualStatement.objects.count(), Certificate.objects.count()) == (0, 3)
