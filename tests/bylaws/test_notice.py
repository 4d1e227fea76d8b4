from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.notice import (
    earliest_lawful_date,
    is_timely,
    last_day,
    latest_sending_date,
    local_date,
)
from bylaws.errors import NoticeInvalid
from tests.bylaws.tables import tables

PERIODS, INSTANTS = tables("notice")
days = st.integers(0, 400)
dates = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize("row", PERIODS)
def test_notice_as_in_the_table(row):
    sent_on, period = date.fromisoformat(row["sent on"]), int(row["days"])
    clear = row["clear days"] == "yes"
    earliest = earliest_lawful_date(sent_on, period, clear=clear)
    assert earliest == date.fromisoformat(row["earliest meeting"])
    assert latest_sending_date(earliest, period, clear=clear) == sent_on


@pytest.mark.parametrize("row", INSTANTS)
def test_local_date_as_in_the_table(row):
    at = datetime.fromisoformat(row["sent at (UTC)"])
    assert local_date(at, ZoneInfo(row["seat"])) == date.fromisoformat(row["sent on"])


@given(dates, dates, days, st.booleans())
def test_timely_is_the_same_from_both_ends(sent_on, meeting_on, period, clear):
    timely = is_timely(sent_on, meeting_on, period, clear=clear)
    assert timely == (sent_on <= latest_sending_date(meeting_on, period, clear=clear))
    assert timely == (meeting_on >= earliest_lawful_date(sent_on, period, clear=clear))


@given(dates, st.integers(1, 400))
def test_clear_days_lie_between_the_two_days(sent_on, period):
    meeting_on = earliest_lawful_date(sent_on, period, clear=True)
    assert (meeting_on - sent_on).days - 1 == period


def test_last_day_of_a_period_for_filing():
    assert last_day(date(2026, 11, 23), 30) == date(2026, 11, 23) + timedelta(days=30)


def test_negative_period_and_naive_instant_are_refused():
    with pytest.raises(NoticeInvalid, match="negative"):
        earliest_lawful_date(date(2026, 11, 1), -1)
    naive = datetime.fromisoformat("2026-11-01T08:00:00")
    with pytest.raises(NoticeInvalid) as refused:
        local_date(naive, ZoneInfo("Asia/Shanghai"))
    assert refused.value.render("zh") == "发出通知的时刻缺少时区，无法确定当地日期。"
