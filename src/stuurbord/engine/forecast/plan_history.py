"""What a plan knows of its tasks now, as the last report of a series."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.earned_value.planned_curve import clock_over
from stuurbord.engine.earned_value.series import ProgressSeries, TaskProgress
from stuurbord.engine.forecast.evidence import TaskHistory
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Integers, Plan


def history_of(plan: Plan, series: ProgressSeries) -> TaskHistory | None:
    """Return the progress in a plan as that of the last reported date; of earlier dates nothing is known.

    None without a report, or without a baseline in the plan.
    """
    row = series.last_reported
    if row is None or 0 not in plan.baselines:
        return None
    tasks, now = plan.tasks, int(series.period_end[row])
    begun = np.where(tasks.is_summary, NONE, tasks.actual_start)
    ended = np.where(tasks.actual_finish != NONE, tasks.actual_finish, now)
    known = begun != NONE
    first = min([now, series.baseline_start, *begun[known].tolist()])
    last = max([now, series.baseline_finish, *ended[known].tolist()])
    clock = clock_over(plan.calendar, first, last)
    spent = clock.before(np.where(known, ended, now)) - clock.before(np.where(known, begun, now))
    complete = np.where(tasks.actual_finish != NONE, 1.0, tasks.percent_complete)
    shape = (len(series), len(tasks))

    def column(values: Integers) -> Integers:
        filled = np.full(shape, NONE, np.int64)
        filled[row] = values
        return filled

    done = np.zeros(shape)
    done[row] = complete
    nowhere = np.full(shape, NONE, np.int64)
    return TaskHistory(
        plan,
        TaskProgress(
            actual_start=column(begun),
            actual_duration=column(np.where(known, np.maximum(spent, 0), NONE)),
            remaining_duration=column(tasks.remaining_duration),
            percent_complete=done,
            earned_value=nowhere,
            planned_value=nowhere,
            actual_cost=nowhere,
            remaining_cost=nowhere,
        ),
    )
