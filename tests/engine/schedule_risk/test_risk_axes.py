"""Staircases between axes are the arithmetic of calendars; courses of the weather lose whole days."""

from __future__ import annotations

import numpy as np
import pytest
from engine.schedule_risk.risk_plans import MONDAY, days_plan, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.engine.schedule_risk.building import axis_maps
from stuurbord.engine.schedule_risk.building.axes import Axes, Axis
from stuurbord.engine.schedule_risk.building.weather import N_SCENARIOS, LostDaysDrawn, exposed_kinds
from stuurbord.engine.schedule_risk.network import AxisMap
from stuurbord.plan import Calendar, CalendarException
from stuurbord.plan.calendar import DAY, HOUR, ROUND_THE_CLOCK, STANDARD, working_time
from stuurbord.plan.uncertainty import Exposures, LostDays, RiskModel, Weather

FIRST, LAST = MONDAY // DAY - 30, MONDAY // DAY + 200
UNTIL = LAST * DAY
ODD = Calendar("Odd", (((7 * HOUR, 15 * HOUR + 36 * 60),),) * 4 + (((7 * HOUR, 12 * HOUR),), (), ()))
NIGHT = Calendar("Night", (((0, 6 * HOUR), (22 * HOUR, DAY)),) * 5 + ((), ()))
CLOSED = Calendar(
    "Closed",
    STANDARD.days,
    (CalendarException(MONDAY // DAY + 8, MONDAY // DAY + 9),),
)
SECONDS = Calendar("Seconds", (((8 * HOUR + 7, 12 * HOUR + 1),),) * 5 + ((), ()))
CALENDARS = [STANDARD, ODD, NIGHT, CLOSED, ROUND_THE_CLOCK]


def _axes(*calendars: Calendar) -> tuple[Axes, list[Axis]]:
    axes = Axes.around(working_time(ROUND_THE_CLOCK, FIRST, LAST), MONDAY, UNTIL)
    numbers = [axes.number(working_time(one, FIRST, LAST)) for one in calendars]
    return axes, [axes.found[number] for number in numbers]


def _mapped(steps: AxisMap, position: int, scenario: int = 0) -> int:
    cell = min(max((position - steps.border) // steps.cell, 0), steps.base.shape[1] - 1)
    base, slope = int(steps.base[scenario, cell]), int(steps.slope[scenario, cell])
    return base + slope * (position - cell * steps.cell)


@given(st.sampled_from(CALENDARS), st.sampled_from(CALENDARS), st.integers(1, 800 * HOUR))
@settings(max_examples=300)
def test_a_map_is_the_other_calendar_read_at_that_moment(one, other, position):
    """A finish in a pause is the moment before it, a start the moment after: to the second."""
    axes, (origin, target) = _axes(one, other)
    axes.map_idx(axes.found.index(origin), axes.found.index(target), is_start=False)
    axes.map_idx(axes.found.index(origin), axes.found.index(target), is_start=True)
    finish = int(origin.finishes(np.array([position]))[0])
    start = int(origin.starts(np.array([position]))[0])

    for steps in axes.maps():
        moment = start if steps.border == 0 else finish
        assert _mapped(steps, position) == target.position(moment)


@pytest.mark.parametrize("one", [*CALENDARS, SECONDS])
@pytest.mark.parametrize("other", [*CALENDARS, SECONDS])
def test_a_map_made_from_borders_is_the_one_made_cell_by_cell(one, other):
    """Both ways to fill a row agree; calendars in odd seconds stay within a minute."""
    _, (origin, target) = _axes(one, other)
    steps = axis_maps.staircase(origin, target, MONDAY, UNTIL)
    pair = axis_maps.Pair(*origin.in_scenario(0), *target.in_scenario(0))
    base, slope = axis_maps.steps_of(pair, steps.cell, steps.base.shape[1])

    assert np.array_equal(steps.base[0], base)
    assert np.array_equal(steps.slope[0], slope)
    for position in range(1, 400 * HOUR, 2 * HOUR + 1):
        moment = int(origin.finishes(np.array([position]))[0])
        assert abs(_mapped(steps, position) - target.position(moment)) < 60


@pytest.mark.parametrize("one", [STANDARD, ODD, CLOSED])
@pytest.mark.parametrize("other", [STANDARD, CLOSED, ROUND_THE_CLOCK])
@pytest.mark.parametrize("is_thinned", [(True, False), (False, True), (True, True)])
def test_a_map_of_all_scenarios_is_the_map_of_each(one, other, is_thinned):
    """Days lost to the weather are taken from all scenarios at once, as from each by itself."""
    weather, both = _weather(), []
    axes, _ = _axes()
    for number, (calendar, is_one) in enumerate(zip((one, other), is_thinned, strict=True)):
        course = axes.within(working_time(calendar, FIRST, LAST))
        both.append(
            axes.found[axes.number(course, weather.thinned(number, course, (0,)) if is_one else None)]
        )
    steps = axis_maps.staircase(*both, MONDAY, UNTIL - 60 * DAY)

    assert len(steps.base) == N_SCENARIOS
    for scenario in range(0, N_SCENARIOS, 7):
        pair = axis_maps.Pair(*both[0].in_scenario(scenario), *both[1].in_scenario(scenario))
        base, slope = axis_maps.steps_of(pair, steps.cell, steps.base.shape[1])
        inside = np.arange(len(base)) * steps.cell < int(pair.course.cum[-1]) - pair.zero - steps.cell
        assert np.array_equal(steps.base[scenario][inside], base[inside])
        assert np.array_equal(steps.slope[scenario][inside], slope[inside])


def test_calendars_of_equal_hours_are_one_axis():
    """Another name makes no other axis."""
    copy = Calendar("Copy", STANDARD.days)
    axes, (one, other) = _axes(STANDARD, copy)

    assert one is other
    assert axes.map_idx(1, 1, is_start=True) == -1


def _weather(code: str = "rain", seed: int = 1) -> LostDaysDrawn:
    model = RiskModel(
        weather=rows(Weather, code=[code]),
        lost_days=rows(LostDays, weather_idx=[0] * 12, month=list(range(1, 13)), probability=0.25),
        exposures=rows(Exposures, weather_idx=[0], task_uid=[0]),
    )
    return LostDaysDrawn(model, seed, exposed_kinds(model, {0: 0}))


def test_lost_days_are_whole_days_and_as_many_as_they_should_be():
    """A quarter of the working days, in 64 courses; the others stay as they are."""
    course = working_time(STANDARD, FIRST, LAST)
    kept = _weather().thinned(0, course, (0,))
    days = [set((course.starts[its] // DAY).tolist()) for its in kept]
    all_days = set((course.starts // DAY).tolist())

    assert len(kept) == N_SCENARIOS
    assert np.mean([1 - len(one) / len(all_days) for one in days]) == pytest.approx(0.25, abs=0.02)
    assert all(one < all_days for one in days)
    assert len({tuple(sorted(one)) for one in days}) == N_SCENARIOS


def test_the_same_days_are_lost_to_every_project():
    """They depend on seed and weather, not on the plan or its years; other weather loses other days."""
    first = working_time(STANDARD, FIRST, LAST)
    later = working_time(STANDARD, FIRST + 60, LAST + 400)
    shared = range((FIRST + 60) * DAY, LAST * DAY)

    def starts(weather, course):
        kept = weather.thinned(0, course, (0,))[5]
        return [start for start in course.starts[kept].tolist() if start in shared]

    assert starts(_weather(), first) == starts(_weather(), later)
    assert starts(_weather(), later) != starts(_weather("wind"), later)


def test_a_plan_without_tasks_that_stand_out_has_one_course():
    """Weather that nobody stands out in costs nothing."""
    assert exposed_kinds(RiskModel(), dict(enumerate(days_plan({"A": 1}).tasks.uid.tolist()))) == {}
