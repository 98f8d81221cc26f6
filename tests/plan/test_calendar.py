"""Working time: both inverses, arrays beside scalars, and agreement with counting minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.plan import NONE, Calendar, CalendarException, instant, moment, working_time
from stuurbord.plan.calendar import (
    DAY,
    HOUR,
    OFFICE_HOURS,
    ROUND_THE_CLOCK,
    STANDARD,
    OutsideHorizon,
    WorkWeek,
    day_number,
    intersection,
)

MONDAY = day_number(date(2026, 3, 2))
N_DAYS = 12
MINUTE = 60


def _ranges():
    """Return a strategy for ranges within a day, on whole minutes."""
    edges = st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True).map(sorted)
    return edges.map(
        lambda at: tuple((a * MINUTE, b * MINUTE) for a, b in zip(at[::2], at[1::2], strict=False))
    )


def _runs(make):
    """Return a strategy for something that holds from a first to a last day."""
    days = st.tuples(st.integers(MONDAY - 3, MONDAY + N_DAYS), st.integers(0, 5))
    return days.flatmap(lambda at: make(at[0], at[0] + at[1]))


def _exceptions():
    return st.lists(
        _runs(lambda a, b: st.builds(CalendarException, st.just(a), st.just(b), _ranges())), max_size=3
    )


def _weeks(day):
    return st.tuples(*[day] * 7)


def _work_weeks():
    return st.lists(
        _runs(lambda a, b: st.builds(WorkWeek, st.just(a), st.just(b), _weeks(st.none() | _ranges()))),
        max_size=2,
    )


_parents = st.builds(
    Calendar, st.just("parent"), _weeks(_ranges()), _exceptions().map(tuple), _work_weeks().map(tuple)
)
_calendars = st.builds(
    Calendar,
    st.just("child"),
    _weeks(st.none() | _ranges()),
    _exceptions().map(tuple),
    _work_weeks().map(tuple),
    st.none() | _parents,
)


def _ranges_on(calendar: Calendar, day: int):
    """Return the ranges that hold on a day, by asking one rule after the other."""
    for exception in calendar.exceptions:
        if exception.first_day <= day <= exception.last_day:
            return exception.ranges
    weekday = (day - MONDAY) % 7
    weeks = [one.days for one in calendar.work_weeks if one.first_day <= day <= one.last_day]
    for days in [*weeks, calendar.days]:
        if days[weekday] is not None:
            return days[weekday]
    return () if calendar.parent is None else _ranges_on(calendar.parent, day)


def _working_minutes(calendar: Calendar) -> np.ndarray:
    """Return for every minute of the horizon whether it is worked."""
    worked = np.zeros((N_DAYS, 1440), np.bool_)
    for number in range(N_DAYS):
        for start, end in _ranges_on(calendar, MONDAY + number):
            worked[number, start // MINUTE : end // MINUTE] = True
    return worked.ravel()


@given(_calendars)
def test_working_time_equals_counting_minutes(calendar):
    """W(t) is the number of working minutes before t, counted one by one."""
    counted = np.concatenate([[0], np.cumsum(_working_minutes(calendar))]) * MINUTE
    if not counted[-1]:
        with pytest.raises(OutsideHorizon):
            working_time(calendar, MONDAY, MONDAY + N_DAYS - 1)
        return
    clock = working_time(calendar, MONDAY, MONDAY + N_DAYS - 1)
    minutes = MONDAY * DAY + np.arange(N_DAYS * 1440 + 1) * MINUTE

    assert np.array_equal(clock.before(minutes), counted)


@given(_calendars, st.data())
def test_inverses_bracket_the_pause(calendar, data):
    """Both inverses give back the work they were asked for, and the finish comes before the start."""
    try:
        clock = working_time(calendar, MONDAY, MONDAY + N_DAYS - 1)
    except OutsideHorizon:
        return
    work = data.draw(st.integers(0, int(clock.cum[-1]) - 1))

    assert clock.before(clock.start_at(work)) == work
    assert clock.before(clock.finish_at(work)) == work
    assert clock.finish_at(work) <= clock.start_at(work)


@given(_calendars, st.lists(st.integers(0, N_DAYS * DAY), min_size=1, max_size=8), st.integers(0, 30 * HOUR))
def test_arrays_agree_with_scalars(calendar, offsets, duration):
    """Every method gives for an array what it gives for each of its elements."""
    try:
        clock = working_time(calendar, MONDAY, MONDAY + 60)
    except OutsideHorizon:
        return
    times = np.array(offsets) + MONDAY * DAY
    for name in ("before", "next_start", "previous_finish"):
        _agree(getattr(clock, name), times)
    durations = np.where(np.arange(len(times)) % 2, duration, 0)
    _agree(clock.finish_after, times, durations)
    _agree(clock.start_before, times, durations)
    _agree(clock.between, times, times[::-1].copy())


def _agree(method, *arrays):
    try:
        expected = [method(*map(int, row)) for row in zip(*arrays, strict=True)]
    except OutsideHorizon:
        with pytest.raises(OutsideHorizon):
            method(*arrays)
        return

    assert method(*arrays).tolist() == expected


@given(_calendars, _calendars)
def test_intersection_works_when_both_work(one, other):
    """A minute is worked in the combined calendar if and only if it is worked in both."""
    both = _working_minutes(one) & _working_minutes(other)
    try:
        clocks = [working_time(each, MONDAY, MONDAY + N_DAYS - 1) for each in (one, other)]
        clock = intersection(*clocks)
    except OutsideHorizon:
        assert not both.any()
        return
    minutes = MONDAY * DAY + np.arange(N_DAYS * 1440 + 1) * MINUTE

    assert np.array_equal(np.diff(clock.before(minutes)), both * MINUTE)


def test_friday_evening_is_a_finish_and_monday_morning_a_start():
    """The same amount of work ends before the weekend and begins after it."""
    clock = working_time(STANDARD, MONDAY, MONDAY + 13)
    week = 40 * HOUR

    assert moment(clock.finish_at(week)) == datetime.fromisoformat("2026-03-06T17:00")
    assert moment(clock.start_at(week)) == datetime.fromisoformat("2026-03-09T08:00")


def test_no_work_ends_where_it_begins():
    """A duration of zero does not wait for working time, in either direction."""
    clock = working_time(STANDARD, MONDAY, MONDAY + 13)
    sunday = instant(datetime.fromisoformat("2026-03-08T10:00"))

    assert clock.finish_after(sunday, 0) == sunday
    assert clock.start_before(sunday, 0) == sunday


def test_night_shift_joins_over_midnight():
    """22:00–24:00 followed by 00:00–06:00 is one run of eight hours."""
    night = Calendar("night", (((0, 6 * HOUR), (22 * HOUR, DAY)),) * 7)
    clock = working_time(night, MONDAY, MONDAY + 2)

    assert clock.starts.tolist() == [
        MONDAY * DAY + at for at in (0, 22 * HOUR, DAY + 22 * HOUR, 2 * DAY + 22 * HOUR)
    ]


def test_own_day_beats_an_exception_of_the_parent():
    """A resource whose own week works on Monday works on a Monday that its parent closes."""
    parent = Calendar("base", (OFFICE_HOURS,) * 7, (CalendarException(MONDAY, MONDAY + 1),))
    own = Calendar("own", (OFFICE_HOURS, None, None, None, None, None, None), parent=parent)
    clock = working_time(own, MONDAY, MONDAY + 6)

    assert clock.between(MONDAY * DAY, (MONDAY + 1) * DAY) == 8 * HOUR
    assert clock.between((MONDAY + 1) * DAY, (MONDAY + 2) * DAY) == 0


def test_round_the_clock_is_the_clock():
    """Elapsed time passes second by second."""
    clock = working_time(ROUND_THE_CLOCK, MONDAY, MONDAY + 6)

    assert clock.finish_after(MONDAY * DAY, 36 * HOUR) == MONDAY * DAY + 36 * HOUR


def test_work_outside_the_compiled_days_is_refused():
    """Nothing is guessed about days that were not compiled, for one instant or many."""
    clock = working_time(STANDARD, MONDAY, MONDAY + 4)
    for outside in ((MONDAY - 1) * DAY, (MONDAY + 6) * DAY):
        with pytest.raises(OutsideHorizon):
            clock.before(outside)
        with pytest.raises(OutsideHorizon):
            clock.before(np.array([MONDAY * DAY, outside]))
    for method, work in ((clock.start_at, 40 * HOUR), (clock.finish_at, 40 * HOUR + 1), (clock.start_at, -1)):
        with pytest.raises(OutsideHorizon):
            method(work)
        with pytest.raises(OutsideHorizon):
            method(np.array([work]))


@given(st.datetimes().map(lambda at: at.replace(microsecond=0)))
def test_instant_and_moment_are_inverses(at):
    """A naive moment survives the way to seconds and back."""
    assert moment(instant(at)) == at


def test_a_moment_with_a_zone_is_refused():
    """Planning time is the office's own wall clock."""
    with pytest.raises(ValueError, match="naive"):
        instant(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "ranges",
    [((9, 8),), ((8, 8),), ((-1, 5),), ((0, DAY + 1),), ((0, 10), (5, 20))],
    ids=["backwards", "empty", "before midnight", "after midnight", "overlapping"],
)
def test_impossible_ranges_are_refused(ranges):
    """Ranges must ascend within one day, in a week and in an exception alike."""
    with pytest.raises(ValueError, match="ascending"):
        Calendar("wrong", (ranges,) * 7)
    with pytest.raises(ValueError, match="ascending"):
        CalendarException(0, 0, ranges)


def test_a_week_has_seven_days():
    """A calendar of five days is a caller's mistake."""
    with pytest.raises(ValueError, match="not 7"):
        Calendar("short", (OFFICE_HOURS,) * 5)


def test_none_is_numpys_nat():
    """The missing instant is the same bits as NumPy's not-a-time."""
    assert np.isnat(np.array([NONE]).view("datetime64[s]"))[0]
