"""A promise: the schedule as it is now, kept in the plan as one of its baselines."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Baseline, Integers, Plan

MOST_BASELINES: Final = 11
"""Numbers 0 to 10, as in Microsoft Project."""


def with_baseline(plan: Plan, schedule: Schedule, number: int) -> Plan:
    """Return the plan with a baseline of its own schedule: dates, duration, work and cost of every task.

    A summary promises the work and the cost of its parts along with its own. What takes no part is not
    promised. Another baseline with the number is replaced; the plan it stood in keeps it.

    Raises
    ------
    ValueError
        If the number is not from 0 to 10.
    """
    if not 0 <= number < MOST_BASELINES:
        raise ValueError(f"baseline {number} is not one of 0–{MOST_BASELINES - 1}")
    takes_part = schedule.start != NONE
    work, cost = totals(plan, _own_work(plan)), totals(plan, plan.tasks.cost)
    columns = (schedule.start, schedule.finish, plan.tasks.duration, work, cost)
    baseline = Baseline(*(_read_only(np.where(takes_part, one, NONE)) for one in columns))
    return replace(plan, baselines=dict(sorted({**plan.baselines, number: baseline}.items())))


def totals(plan: Plan, own: Integers) -> Integers:
    """Return each task's own amount plus that of its active parts; int64 of shape (n_tasks,)."""
    summed = own.tolist()
    parents, is_active = plan.tasks.parent_idx.tolist(), plan.tasks.is_active.tolist()
    for idx in range(len(summed) - 1, -1, -1):
        if parents[idx] >= 0 and is_active[idx]:
            summed[parents[idx]] += summed[idx]
    return np.array(summed, np.int64)


def _own_work(plan: Plan) -> Integers:
    """Return the work of each task alone: a summary's column holds its total, its assignments its own."""
    own = np.zeros(len(plan.tasks), np.int64)
    np.add.at(own, plan.assignments.task_idx, plan.assignments.work)
    chosen: Integers = np.where(plan.tasks.is_summary, own, plan.tasks.work)
    return chosen


def _read_only(values: Integers) -> Integers:
    values.setflags(write=False)
    return values
