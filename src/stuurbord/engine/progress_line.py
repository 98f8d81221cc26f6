"""The progress line: how far the work stands from where the status date says it should be."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.driving_path import TaskClocks
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Integers, Plan


def progress_line(plan: Plan, schedule: Schedule) -> Integers:
    """Return through which instant the line passes at each task.

    It runs along the status date and turns aside where the work stands elsewhere: to the left where it is
    behind, to the right where it is ahead. What has begun and is not finished has its point where its bar is
    as far as the work; what has not begun and should have has it at the start that was promised, else
    planned.
    What is finished, and what need not have begun, lies on the status date; so do summaries.

    Returns
    -------
    int64 of shape (n_tasks,), instants; `NONE` for a task that takes no part, and everywhere without a
    status date.

    References
    ----------
    Progress lines of Microsoft Project: "peaks" of the work in progress against the progress date.
    """
    tasks, now = plan.tasks, plan.status_date
    line = np.full(len(tasks), now, np.int64)
    line[schedule.start == NONE] = NONE
    if now == NONE:
        return line
    is_open = (
        ~tasks.is_summary & (line != NONE) & (tasks.percent_complete < 1) & (tasks.actual_finish == NONE)
    )
    has_begun = (tasks.percent_complete > 0) | (tasks.actual_start != NONE)
    planned = _planned_start(plan, schedule)
    is_due = is_open & ~has_begun & (planned < now)
    line[is_due] = planned[is_due]
    clocks = TaskClocks(plan, schedule)
    for idx in np.flatnonzero(is_open & has_begun).tolist():
        line[idx] = _reached(clocks, idx)
    return line


def _planned_start(plan: Plan, schedule: Schedule) -> Integers:
    """Return the promised starts; where nothing was promised, those of the schedule."""
    baseline = plan.baselines.get(0)
    if baseline is None:
        return schedule.start
    planned: Integers = np.where(baseline.start == NONE, schedule.start, baseline.start)
    return planned


def _reached(clocks: TaskClocks, idx: int) -> int:
    """Return up to which instant the work of a task that has begun is done."""
    tasks, schedule = clocks.plan.tasks, clocks.schedule
    if tasks.stop[idx] != NONE:
        return int(tasks.stop[idx])
    start, finish = int(schedule.start[idx]), int(schedule.finish[idx])
    done = round(float(tasks.percent_complete[idx]) * int(tasks.duration[idx]))
    if done <= 0:
        return start
    ticks = clocks.compiled(clocks.of_task(idx))
    return min(ticks.finish_after(start, done), finish)
