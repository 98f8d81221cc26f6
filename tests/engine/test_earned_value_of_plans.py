"""Earned value from a plan's own baseline and progress: per task, work package, project and portfolio."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from plan.made_plans import plans

from stuurbord.engine.cost_curve import cost_curve
from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.earned_value import (
    ValueStatus,
    baseline_work,
    joined,
    joined_indices,
    plan_values,
    planned_per_task,
    project_indices,
    task_indices,
    time_phased,
    work_curve,
)
from stuurbord.engine.earned_value.task_values import _row_time
from stuurbord.plan import NONE, BaselineRow, Calendar, Plan, PlanDraft, TaskRow, freeze, instant
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, ROUND_THE_CLOCK, STANDARD

WORKDAY = 8 * HOUR


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def _promised(start: str, finish: str, cost: int) -> dict[int, BaselineRow]:
    return {0: BaselineRow(start=_at(start), finish=_at(finish), cost=cost)}


MONDAY = "2026-01-05T08:00"
FIRST = _promised(MONDAY, "2026-01-09T17:00", 100_00)
SECOND = _promised("2026-01-12T08:00", "2026-01-16T17:00", 300_00)


def _plan(*tasks: TaskRow, **changes) -> Plan:
    given = {"start": _at(MONDAY), "status_date": _at("2026-01-14T17:00"), "tasks": list(tasks)}
    return freeze(PlanDraft(**(given | changes)))[0]


@pytest.fixture
def plan() -> Plan:
    """Two tasks of a week in a work package; on the second Wednesday a fifth of the second is done."""
    return _plan(
        TaskRow(1, "Sluis", 1),
        TaskRow(2, "Graven", 2, percent_complete=1.0, actual_cost=120_00, baselines=FIRST),
        TaskRow(3, "Gieten", 2, percent_complete=0.2, actual_cost=50_00, baselines=SECOND),
    )


def test_planned_value_rises_over_the_working_time_of_the_baseline(plan):
    """Per task on each date, the summary as the sum of its parts."""
    instants = np.array([_at(MONDAY), _at("2026-01-07T12:00"), _at("2026-01-11T00:00"), plan.status_date])

    assert time_phased(plan, instants).tolist() == [
        [0, 0, 0],
        [50_00, 50_00, 0],
        [100_00, 100_00, 0],
        [280_00, 100_00, 180_00],
    ]


def test_values_of_tasks_and_work_package(plan):
    """Earned is the baseline cost by the share complete; spent is the actual cost."""
    values = plan_values(plan)

    assert values.status is ValueStatus.COMPLETE
    assert values.planned_value.tolist() == [280_00, 100_00, 180_00]
    assert values.earned_value.tolist() == [160_00, 100_00, 60_00]
    assert values.actual_cost.tolist() == [170_00, 120_00, 50_00]
    assert values.budget.tolist() == [400_00, 100_00, 300_00]


def test_indices_of_the_project(plan):
    """A fifth of the second week is earned: six days of the eight that have passed."""
    found = project_indices(plan, plan_values(plan))

    assert found.spi.at(0) == pytest.approx(160 / 280)
    assert found.cpi.at(0) == pytest.approx(160 / 170)
    assert found.actual_time.at(0) == 8 * WORKDAY
    assert found.earned_schedule.at(0) == 6 * WORKDAY
    assert found.schedule_variance_time.at(0) == -2 * WORKDAY
    assert found.spi_t.at(0) == pytest.approx(0.75)
    assert found.tspi.at(0) == pytest.approx(4 / 2)
    assert found.p_factor.at(0) == 1.0


def test_indices_of_tasks_and_work_packages(plan):
    """Each counts from its own start: the second task had three days and earned one."""
    found = task_indices(plan, plan_values(plan))

    assert found.actual_time.value.tolist() == [8 * WORKDAY, 8 * WORKDAY, 3 * WORKDAY]
    assert found.earned_schedule.value.tolist() == [6 * WORKDAY, 5 * WORKDAY, WORKDAY]
    assert found.cpi.value == pytest.approx([160 / 170, 100 / 120, 60 / 50])
    assert found.spi.value == pytest.approx([160 / 280, 1.0, 60 / 180])


def test_several_plans_together_add_up(plan):
    """A programme of the plan and a copy of it without progress: money is added, time is on the clock."""
    idle = replace(
        plan, tasks=replace(plan.tasks, percent_complete=np.zeros(3), actual_cost=np.zeros(3, np.int64))
    )
    parts = [plan_values(plan), plan_values(idle), plan_values(replace(plan, baselines={}))]
    found = joined_indices(parts)

    assert parts[2].status is ValueStatus.NO_BASELINE
    assert (found.planned_value.at(0), found.earned_value.at(0), found.actual_cost.at(0)) == (
        560_00,
        160_00,
        170_00,
    )
    assert found.actual_time.at(0) == plan.status_date - plan.start
    # 160 of 800 is planned by the end of the first Thursday, and no more until Friday morning.
    assert found.earned_schedule.at(0) == _at("2026-01-09T08:00") - plan.start
    assert joined_indices(parts[2:]) is None


def test_adherence_falls_where_later_work_is_done_first():
    """The second task is half done while the first stands still: nothing was earned where it was due."""
    plan = _plan(
        TaskRow(1, percent_complete=0.0, baselines=FIRST),
        TaskRow(2, percent_complete=0.25, baselines=SECOND),
    )

    assert project_indices(plan, plan_values(plan)).p_factor.at(0) == 0.0


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status_date": NONE}, ValueStatus.NO_STATUS_DATE),
        ({"tasks": [TaskRow(1, duration=WORKDAY)]}, ValueStatus.NO_BASELINE),
        ({"tasks": [TaskRow(1, baselines=_promised(MONDAY, MONDAY, 0))]}, ValueStatus.NO_COST),
    ],
)
def test_what_is_missing_is_the_status(changes, status):
    """Without baseline, money or status date there are no indices, and the status says why."""
    plan = _plan(TaskRow(1, baselines=FIRST), **changes)
    values = plan_values(plan)

    assert values.status is status
    assert project_indices(plan, values) is None
    assert task_indices(plan, values) is None


def test_a_fixed_cost_is_due_at_the_start():
    """The rest rises evenly; just before the start nothing is due."""
    plan = _plan(TaskRow(1, baselines=FIRST))
    instants = np.array([_at(MONDAY), _at(MONDAY) + 1, _at("2026-01-07T12:00")])

    assert time_phased(plan, instants, fixed_cost=np.array([40_00])).tolist() == [[0], [40_00], [70_00]]


def test_work_promised_without_dates_stands_at_its_scheduled_ones(plan):
    """With a schedule it has a place in time; without one it is left out."""
    bare = _plan(TaskRow(1, duration=WORKDAY, baselines={0: BaselineRow(cost=10_00)}))

    assert len(baseline_work(bare)) == 0
    assert baseline_work(bare, schedule=critical_path(bare)).finish.tolist() == [_at("2026-01-05T17:00")]


def test_no_work_has_no_curve():
    """The caller asks first whether there is any."""
    with pytest.raises(ValueError, match="no work"):
        work_curve(baseline_work(_plan(TaskRow(1))))


def test_curve_holds_work_on_another_calendar_than_the_project():
    """Work of a weekend earns while the project's clock stands still: a jump from Friday to Monday."""
    weekend = Calendar("Weekend", ((),) * 5 + (OFFICE_HOURS,) * 2)
    plan = _plan(
        TaskRow(1, baselines=FIRST),
        TaskRow(2, calendar="Weekend", baselines=_promised("2026-01-10T08:00", "2026-01-11T17:00", 60_00)),
        TaskRow(3, baselines=SECOND),
        calendars=[STANDARD, weekend],
    )
    curve = work_curve(baseline_work(plan), plan.calendar)
    reached = curve.earned_schedule(np.array([100_00.0, 130_00.0, 160_00.0, 460_00.0]), np.zeros(4))

    assert curve.planned_duration == 10 * WORKDAY
    assert (reached / WORKDAY).tolist() == pytest.approx([5, 5, 5, 10])


@given(plans())
def test_curve_and_tasks_agree_on_every_instant(plan):
    """The planned value of a project is that of its tasks, whatever their calendars."""
    work = baseline_work(plan)
    if not len(work):
        return
    curve = work_curve(work, ROUND_THE_CLOCK)
    instants = work.start.min() + curve.work[:: max(len(curve.work) // 20, 1)]
    summed = planned_per_task(work, instants).sum(axis=1)

    assert (np.diff(curve.value) >= 0).all()
    assert curve.value[-1] == pytest.approx(work.budget)
    for at, value in zip(instants, summed, strict=True):
        both = curve.value[curve.work == at - work.start.min()]
        assert both.min() - 1 <= value <= both.max() + 1


@given(plans())
def test_months_agree_with_the_cost_curve(plan):
    """The chart of the steering pack and earned value are one method."""
    schedule = critical_path(plan)
    curve = cost_curve(plan, schedule)
    if 0 not in plan.baselines or not len(baseline_work(plan, schedule=schedule)):
        return
    ends = np.append(curve.months[1:], curve.months[-1] + 31) * DAY
    known = curve.planned[:-1] != NONE
    ours = time_phased(plan, ends, schedule=schedule)[:, plan.tasks.parent_idx < 0].sum(axis=1)[:-1]

    assert ours[known] == pytest.approx(curve.planned[:-1][known], abs=len(plan.tasks) + 1)


def test_a_row_by_proportion_is_the_row_by_its_curve(plan):
    """Tasks that earn evenly are computed together; the curve of one gives the same."""
    given = replace(plan, status_date=_at("2026-01-13T11:00"))
    together = task_indices(given, plan_values(given))
    for task in (1, 2):
        values = plan_values(given)
        assert (together.actual_time.at(task), together.earned_schedule.at(task)) == pytest.approx(
            _row_time(given, values, task)[:2]
        )


def test_a_task_that_is_all_fixed_cost_is_on_time_once_it_is_earned():
    """Nothing of it rises: the moment nearest to the status date counts."""
    plan = _plan(TaskRow(1, percent_complete=1.0, baselines=SECOND))
    found = task_indices(plan, plan_values(plan, fixed_cost=np.array([300_00])))

    assert found.schedule_variance_time.at(0) == 0


def test_joined_work_keeps_each_calendar():
    """Two plans with a calendar of their own become one body of work."""
    one, other = (
        baseline_work(_plan(TaskRow(1, baselines=FIRST))),
        baseline_work(_plan(TaskRow(1, baselines=SECOND), calendars=[ROUND_THE_CLOCK])),
    )
    both = joined([one, other])

    assert both.budget == 400_00
    assert [both.calendars[idx].name for idx in both.calendar_idx] == ["Standard", "24 hours"]
