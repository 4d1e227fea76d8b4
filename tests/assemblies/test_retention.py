"""How long records are kept: by decision, with a source, and nothing goes by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assemblies.domain.carrying import retention
from assemblies.enums import RecordKind
from assemblies.errors.carrying import SourceNeeded
from assemblies.models import Assembly
from records.fields import Translated
from tests.factories.assemblies import both, make_assembly, minute

pytestmark = pytest.mark.django_db
COUNCIL = both("理事会2026年决议", "Council, 2026")
TOLD = {"kind": RecordKind.BALLOTS, "from_on": date(2026, 1, 1), "by": None, "at": minute(0)}
LATER = date(2027, 1, 1)


def test_ballots_may_go_when_their_period_is_over_and_nothing_without_one() -> None:
    assembly = make_assembly()
    closed = datetime(2024, 2, 29, 4, tzinfo=UTC)
    Assembly.objects.filter(pk=assembly.pk).update(closed_at=closed)
    assert retention.kept_until(LATER) == []

    retention.set_period(**TOLD, years=5, source=COUNCIL)

    [kept] = retention.kept_until(LATER)
    assert (kept.kind, kept.assembly, kept.may_go_on) == (
        RecordKind.BALLOTS,
        assembly,
        date(2029, 3, 1),
    )


def test_later_decision_takes_the_place_of_the_former_from_its_day() -> None:
    retention.set_period(**TOLD, years=5, source=COUNCIL)
    retention.set_period(**{**TOLD, "from_on": LATER}, years=None, source=COUNCIL)

    before, after = (dict(retention.periods_on(day)) for day in (date(2026, 6, 1), LATER))

    assert before[RecordKind.BALLOTS].years == 5
    assert after[RecordKind.BALLOTS].years is None
    assert after[RecordKind.MINUTES] is None


def test_period_names_its_source() -> None:
    with pytest.raises(SourceNeeded):
        retention.set_period(**TOLD, years=5, source=Translated(zh=" "))
