"""The levels of reminding are dated, stand in a row, and can be rewritten."""

from __future__ import annotations

from datetime import date

import pytest

from dues.domain.collecting import reminder_levels
from dues.domain.collecting.standard_levels import STANDARD_LEVELS
from dues.errors import LaterLevelExists, LevelInUse, LevelOutOfOrder, LevelsInRow
from dues.models import ReminderLevel
from members.errors import FieldUnknown
from records.fields import Translated
from records.models import LogEntry
from tests.factories.reminders import at, make_debtors, make_levels, make_terms, remind

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 1)


def held(day: date) -> dict[int, int]:
    return {key: row.days_after for key, row in reminder_levels.levels_on(day).items()}


def set_level(position: int, days: int, day: date = DAY, **more) -> ReminderLevel:
    return reminder_levels.set_level(
        position=position, effective_on=day, terms=make_terms(days, **more), by=None, at=at(day)
    )


def test_level_holds_from_its_day_and_a_change_from_a_later_one():
    make_levels(14, 30)
    set_level(2, 45, date(2027, 6, 1))

    assert held(date(2026, 12, 31)) == {}
    assert held(date(2027, 5, 31)) == {1: 14, 2: 30}
    assert held(date(2027, 6, 1)) == {1: 14, 2: 45}


def test_same_level_again_changes_nothing():
    first = set_level(1, 14)
    before = LogEntry.objects.count()

    assert set_level(1, 14, date(2027, 2, 1)) == first
    assert LogEntry.objects.count() == before


def test_level_of_the_same_day_is_corrected_until_somebody_was_reminded():
    make_debtors("A1")
    set_level(1, 14)
    set_level(1, 10)
    remind(date(2027, 4, 20))

    assert held(DAY) == {1: 10}
    with pytest.raises(LevelInUse):
        set_level(1, 12)


def test_level_before_one_that_is_set_is_refused():
    set_level(1, 14, date(2027, 6, 1))

    with pytest.raises(LaterLevelExists):
        set_level(1, 10)


def test_levels_leave_no_gap():
    with pytest.raises(LevelsInRow):
        set_level(2, 30)


@pytest.mark.parametrize(("position", "days"), [(2, 14), (1, 30)])
def test_later_level_needs_more_days(position, days):
    make_levels(14, 30)

    with pytest.raises(LevelOutOfOrder):
        set_level(position, days)


def test_last_level_ends_and_one_before_it_does_not():
    make_levels(14, 30)
    day = date(2027, 6, 1)

    with pytest.raises(LevelsInRow):
        reminder_levels.end_level(position=1, effective_on=day, by=None, at=at(day))
    reminder_levels.end_level(position=2, effective_on=day, by=None, at=at(day))

    assert (held(date(2027, 5, 31)), held(day)) == ({1: 14, 2: 30}, {1: 14})
    assert reminder_levels.end_level(position=2, effective_on=day, by=None, at=at(day)) is None


def test_text_with_an_unknown_field_is_refused():
    with pytest.raises(FieldUnknown):
        set_level(1, 14, body=Translated(zh="{money}"))


def test_standard_levels_are_added_once_and_become_rows():
    added = reminder_levels.add_standard_levels(by=None, at=at(DAY))

    assert held(DAY) == dict(enumerate((terms.days_after for terms in STANDARD_LEVELS), start=1))
    assert [row.position for row in added] == [1, 2, 3]
    assert reminder_levels.add_standard_levels(by=None, at=at(DAY)) == []


@pytest.mark.parametrize("terms", STANDARD_LEVELS)
def test_standard_level_is_written_in_both_languages(terms):
    texts = (terms.title, terms.subject, terms.body)

    assert [sorted(text) for text in texts] == [["en", "zh"]] * 3
