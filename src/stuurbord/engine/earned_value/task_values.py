"""Indices of every task and work package of a plan, each over its own part of the baseline."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.earned_value.baseline_work import BaselineWork, work_curve
from stuurbord.engine.earned_value.figures import Figures, Unknown
from stuurbord.engine.earned_value.indices import Indices, money_and_time
from stuurbord.engine.earned_value.plan_values import PlanValues, ValueStatus
from stuurbord.engine.earned_value.planned_curve import clock_over
from stuurbord.plan.model import Booleans, Floats, Integers, Plan


def task_indices(plan: Plan, values: PlanValues) -> Indices | None:
    """Return the indices of every task and work package; figures of shape (n_tasks,).

    A row without baseline value has no indices in time: they are unknown for want of planned value. Time
    counts from the row's own baseline start, in working time of the project.
    """
    if values.status is not ValueStatus.COMPLETE:
        return None
    time, reached, lasts = _times(plan, values)
    known = np.where(values.budget > 0, 0, int(Unknown.NO_PLANNED_VALUE))
    no_tasks = np.full(len(known), int(Unknown.NO_TASKS))
    return money_and_time(
        Figures.of(values.planned_value),
        Figures.of(values.earned_value),
        Figures.of(values.actual_cost),
        budget=values.budget.astype(np.float64),
        actual_time=Figures(time, known),
        earned_schedule=Figures(reached, known),
        planned_duration=lasts,
        p_factor=Figures(np.zeros(len(known)), no_tasks),
    )


def _times(plan: Plan, values: PlanValues) -> tuple[Floats, Floats, Floats]:
    """Return actual time, earned schedule and planned duration of every row, 0 without baseline value."""
    time, reached, lasts = (np.zeros(len(plan.tasks)) for _ in range(3))
    work = values.work
    is_even = _rises_evenly(plan, work)
    rows = work.task_idx[is_even]
    time[rows], reached[rows], lasts[rows] = _even_times(plan, work.chosen(is_even), values)
    others = values.budget > 0
    others[rows] = False
    for task in np.flatnonzero(others).tolist():
        time[task], reached[task], lasts[task] = _row_time(plan, values, task)
    return time, reached, lasts


def _rises_evenly(plan: Plan, work: BaselineWork) -> Booleans:
    """Tell which tasks earn evenly over working time of the project: their schedule is a proportion."""
    even = (work.spread > 0) & (work.finish > work.start)
    own = [calendar == plan.calendar for calendar in work.calendars]
    found: Booleans = even & np.array(own, np.bool_)[work.calendar_idx]
    if found.any():
        part = work.chosen(found)
        clock = clock_over(plan.calendar, int(part.start.min()), int(part.finish.max()))
        found[found] = clock.between(part.start, part.finish) > 0
    return found


def _even_times(plan: Plan, part: BaselineWork, values: PlanValues) -> tuple[Floats, Floats, Integers]:
    if not len(part):
        return np.empty(0), np.empty(0), np.empty(0, np.int64)
    first, last = int(part.start.min()), int(part.finish.max())
    clock = clock_over(plan.calendar, min(first, values.at), max(last, values.at))
    lasts = clock.between(part.start, part.finish)
    earned = values.earned_value[part.task_idx]
    share = np.clip((earned - part.fixed) / part.spread, 0.0, 1.0)
    time = np.asarray(clock.before(values.at) - clock.before(part.start), np.float64)
    return time, share * lasts, lasts


def _row_time(plan: Plan, values: PlanValues, task: int) -> tuple[float, float, float]:
    """Return the times of one row from the curve of everything under it."""
    part = _below(plan, values.work, task)
    curve = work_curve(part, plan.calendar)
    first, last = int(part.start.min()), int(part.finish.max())
    clock = clock_over(plan.calendar, min(first, values.at), max(last, values.at))
    time = float(clock.between(first, values.at))
    reached = curve.earned_schedule(np.array([float(values.earned_value[task])]), np.array([time]))
    return time, float(reached[0]), float(curve.planned_duration)


def _below(plan: Plan, work: BaselineWork, task: int) -> BaselineWork:
    """Return the work of a task, or of everything under a summary: rows follow it until its level ends."""
    level, end = plan.tasks.outline_level, task + 1
    while plan.tasks.is_summary[task] and end < len(level) and level[end] > level[task]:
        end += 1
    return work.chosen((work.task_idx >= task) & (work.task_idx < end))
