"""Periods that a law sets end where Regulation 1182/71 says, and so does the calendar that plans use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.plan.calendar import DAY, day_number, moment, working_time
from stuurbord.plan.legal_periods import (
    LAST_MINUTE,
    is_working_day,
    last_days,
    legal_period,
    working_days_period,
)

days_of_years = st.dates(date(2018, 1, 1), date(2034, 12, 31))


@pytest.mark.parametrize(
    ("start", "days", "last", "next_day"),
    [
        (date(2026, 4, 20), 15, date(2026, 5, 5), date(2026, 5, 6)),  # V1
        (date(2026, 4, 24), 15, date(2026, 5, 11), date(2026, 5, 12)),  # V2: ends on a Saturday
        (date(2026, 4, 29), 15, date(2026, 5, 15), date(2026, 5, 16)),  # V3: ends on Ascension Day
        (date(2026, 3, 2), 30, date(2026, 4, 1), date(2026, 4, 2)),  # V4
        (date(2026, 6, 5), 17, date(2026, 6, 22), date(2026, 6, 23)),  # V5
        (date(2027, 3, 13), 15, date(2027, 3, 30), date(2027, 3, 31)),  # Easter Sunday and Monday
        (date(2026, 12, 10), 15, date(2026, 12, 28), date(2026, 12, 29)),  # Christmas before a weekend
        (date(2026, 12, 2), 30, date(2027, 1, 4), date(2027, 1, 5)),  # New Year on a Friday
        (date(2028, 2, 14), 15, date(2028, 2, 29), date(2028, 3, 1)),  # a leap day
        (date(2026, 10, 18), 15, date(2026, 11, 2), date(2026, 11, 3)),  # 2 November is no public holiday
    ],
)
def test_a_period_ends_on_the_day_the_regulation_says(start, days, last, next_day):
    """The worked vectors, and the days of the year that go wrong in practice."""
    found = legal_period(start, days)

    assert (found.first_day, found.last_day, found.next_day) == (start + timedelta(1), last, next_day)


def test_a_period_of_two_days_holds_two_working_days():
    """Article 3, paragraph 5: two days from a Friday end on Tuesday, not on Monday."""
    assert legal_period(date(2026, 6, 12), 2).last_day == date(2026, 6, 16)
    assert legal_period(date(2026, 6, 12), 1).last_day == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (
            date(2026, 12, 24),
            12,
            date(2027, 1, 13),
        ),  # the opinion of the Inspectorate of Finance, at year end
        (date(2026, 5, 13), 1, date(2026, 5, 15)),
        (date(2026, 6, 8), 5, date(2026, 6, 15)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(start, days, last):
    """Each of them is a day on which somebody works."""
    assert working_days_period(start, days).last_day == last


@pytest.mark.parametrize("count", [legal_period, working_days_period])
@pytest.mark.parametrize("days", [0, -1])
def test_a_period_without_days_is_none(count, days):
    """A caller's mistake."""
    with pytest.raises(ValueError, match="< 1"):
        count(date(2026, 6, 8), days)


@given(days_of_years, st.integers(1, 90))
@settings(max_examples=60)
def test_a_period_is_never_shorter_than_its_days_and_never_ends_on_a_closed_day(start, days):
    """And it is longer only as far as closed days reach."""
    found = legal_period(start, days)
    n_days = (found.last_day - start).days

    assert n_days >= days
    assert is_working_day(found.last_day)
    assert n_days - days <= 6
    assert all(not is_working_day(start + timedelta(step)) for step in range(max(days, 5), n_days))


@given(days_of_years, st.integers(5, 90), st.integers(0, 23))
@settings(max_examples=60)
def test_the_calendar_of_last_days_agrees_with_the_count(start, days, hour):
    """Days on the clock from any hour of the event, then the last minutes of a working day."""
    clock = working_time(last_days(2018, 2036), day_number(start), day_number(start) + 120)
    run = day_number(start) * DAY + hour * 3600 + days * DAY

    assert moment(int(clock.finish_after(run, LAST_MINUTE))).date() == legal_period(start, days).last_day


def test_own_holidays_replace_the_belgian_ones():
    """A buyer elsewhere, or a year in which a law moves a day."""
    assert legal_period(date(2026, 4, 29), 15, holidays=()).last_day == date(2026, 5, 14)
    assert working_days_period(date(2026, 6, 8), 1, holidays={date(2026, 6, 9)}).last_day == date(2026, 6, 10)
