"""Cost over time: spread in working time, told per month end, unknown where nothing is known."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from plan.made_plans import plans

from stuurbord.engine.cost_curve import CurveStatus, cost_curve, progress
from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import NONE, BaselineRow, Calendar, Plan, PlanDraft, TaskRow, freeze, instant
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, STANDARD, day_number

WORKDAY = 8 * HOUR


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


START = _at("2026-01-05T08:00")


def _plan(*tasks: TaskRow, **changes) -> Plan:
    return freeze(PlanDraft(**({"start": START, "tasks": list(tasks)} | changes)))[0]


def _curve(plan: Plan):
    return cost_curve(plan, critical_path(plan))


def _month(text: str) -> int:
    return day_number(date.fromisoformat(text))


def test_cost_is_spread_evenly_over_working_days():
    """40 working days from 5 January: 20 fall in January and 20 in February."""
    curve = _curve(_plan(TaskRow(1, duration=40 * WORKDAY, cost=400_00)))

    assert curve.months.tolist() == [_month("2026-01-01"), _month("2026-02-01")]
    assert curve.forecast.tolist() == [200_00, 400_00]


def test_each_task_is_spread_on_its_own_calendar():
    """On a calendar of weekends, January has seven of the sixteen days and February eight."""
    weekend = Calendar("Weekend", ((),) * 5 + (OFFICE_HOURS,) * 2)
    task = TaskRow(1, duration=16 * WORKDAY, cost=160_00, calendar="Weekend")
    curve = _curve(_plan(task, calendars=[STANDARD, weekend]))

    assert curve.forecast.tolist() == [70_00, 150_00, 160_00]


def test_an_amount_without_duration_falls_on_its_day():
    """A milestone's cost is spent when it falls."""
    late = TaskRow(2, cost=5_00, constraint=4, constraint_date=_at("2026-03-10T12:00"))
    curve = _curve(_plan(TaskRow(1, duration=WORKDAY, cost=1_00), late))

    assert curve.forecast.tolist() == [1_00, 1_00, 6_00]


def test_planned_follows_the_baseline_and_forecast_the_schedule():
    """The promise ended in January; the schedule ends in February and costs more."""
    promise = BaselineRow(START, _at("2026-01-30T17:00"), cost=100_00)
    curve = _curve(_plan(TaskRow(1, duration=40 * WORKDAY, cost=160_00, baselines={0: promise})))

    assert curve.status is CurveStatus.COMPLETE
    assert curve.planned.tolist() == [100_00, 100_00]
    assert curve.forecast.tolist() == [80_00, 160_00]


def test_earned_grows_to_the_status_date_and_is_unknown_after_it():
    """Half of the promised 100 euro is done on 13 February; March is the future."""
    promise = BaselineRow(START, _at("2026-03-27T17:00"), cost=100_00)
    task = TaskRow(
        1,
        duration=60 * WORKDAY,
        cost=100_00,
        percent_complete=0.5,
        actual_start=START,
        baselines={0: promise},
    )
    curve = _curve(_plan(task, status_date=_at("2026-02-13T17:00")))

    assert curve.earned.tolist() == [33_33, 50_00, NONE]


def test_a_summary_counts_only_its_own_fixed_cost():
    """The baseline of a summary repeats its parts and is left out; its own cost is not."""
    rows = [
        TaskRow(1, cost=10_00, baselines={0: BaselineRow(START, START + DAY, cost=100_00)}),
        TaskRow(
            2,
            outline_level=2,
            duration=WORKDAY,
            cost=90_00,
            baselines={0: BaselineRow(START, START + DAY, cost=90_00)},
        ),
    ]
    curve = _curve(_plan(*rows))

    assert curve.forecast.tolist() == [100_00]
    assert curve.planned.tolist() == [90_00]


@pytest.mark.parametrize(
    ("baselines", "cost", "status", "n_months"),
    [
        ({}, 0, CurveStatus.NO_COST, 0),
        ({0: BaselineRow(START, START + DAY)}, 0, CurveStatus.NO_COST, 0),
        ({}, 1_00, CurveStatus.NO_BASELINE, 1),
        ({0: BaselineRow(START, START + DAY)}, 1_00, CurveStatus.NO_BASELINE, 1),
        ({0: BaselineRow(START, START + DAY, cost=1_00)}, 0, CurveStatus.COMPLETE, 1),
    ],
)
def test_what_is_missing_is_said(baselines, cost, status, n_months):
    """Without money there is no curve; without a promise planned and earned are unknown."""
    curve = _curve(_plan(TaskRow(1, duration=WORKDAY, cost=cost, baselines=baselines)))

    assert curve.status is status
    assert [len(one) for one in (curve.months, curve.planned, curve.forecast, curve.earned)] == [n_months] * 4
    if status is CurveStatus.NO_BASELINE:
        assert curve.planned.tolist() == curve.earned.tolist() == [NONE]


def test_an_inactive_task_costs_nothing():
    """Neither the forecast nor the months know it."""
    far = TaskRow(2, cost=9_00, is_active=False, constraint=4, constraint_date=_at("2030-01-01T08:00"))
    curve = _curve(_plan(TaskRow(1, duration=WORKDAY, cost=1_00), far))

    assert curve.forecast.tolist() == [1_00]


def test_nothing_is_earned_in_a_month_that_is_still_to_come():
    """Costs that begin in March, looked at in January: earned is not known, which is not zero."""
    promise = BaselineRow(_at("2026-03-02T08:00"), _at("2026-03-27T17:00"), cost=100_00)
    task = TaskRow(1, duration=20 * WORKDAY, cost=100_00, baselines={0: promise})
    task.constraint, task.constraint_date = 4, _at("2026-03-02T08:00")
    curve = _curve(_plan(task, status_date=_at("2026-01-30T17:00")))

    assert curve.months.tolist() == [_month("2026-03-01")]
    assert curve.planned.tolist() == [100_00]
    assert curve.earned.tolist() == [NONE]


@given(plans())
def test_a_curve_rises_to_the_whole_amount(plan):
    """Each month adds, and the last month holds every euro of what takes part."""
    schedule = critical_path(plan)
    curve = cost_curve(plan, schedule)
    total = int(plan.tasks.cost[schedule.start != NONE].sum())

    assert (np.diff(curve.forecast) >= 0).all()
    if total:
        assert curve.forecast[-1] == total
    known = curve.earned[curve.earned != NONE]
    assert (np.diff(known) >= 0).all()


def test_progress_is_weighted_by_duration():
    """Nine days done of ten count nine tenths; a summary and an inactive task count nothing."""
    rows = [
        TaskRow(1, percent_complete=1.0),
        TaskRow(2, outline_level=2, duration=9 * WORKDAY, percent_complete=1.0),
        TaskRow(3, outline_level=2, duration=WORKDAY),
        TaskRow(4, duration=90 * WORKDAY, is_active=False),
        TaskRow(5),
    ]

    assert progress(_plan(*rows)) == pytest.approx(0.9)


def test_an_elapsed_day_weighs_as_much_as_a_working_day():
    """One day is one day, whichever way it is counted."""
    rows = [
        TaskRow(1, duration=DAY, is_elapsed=True, percent_complete=1.0),
        TaskRow(2, duration=WORKDAY),
    ]

    assert progress(_plan(*rows)) == pytest.approx(0.5)


def test_milestones_alone_have_no_progress():
    """Without working time there is no share of it."""
    assert progress(_plan(TaskRow(1, percent_complete=1.0))) is None
