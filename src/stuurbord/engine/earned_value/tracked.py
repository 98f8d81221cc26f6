"""Indices of a tracked project, in which every task has its own baseline and reports."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.earned_value.adherence import adherence, schedule_instants
from stuurbord.engine.earned_value.baseline_work import (
    BaselineWork,
    baseline_work,
    planned_per_task,
    work_curve,
)
from stuurbord.engine.earned_value.figures import Unknown
from stuurbord.engine.earned_value.indices import Indices, indices
from stuurbord.engine.earned_value.planned_curve import PlannedCurve, clock_over
from stuurbord.engine.earned_value.series import TrackedProject
from stuurbord.plan.calendar import NONE


def tracked_work(project: TrackedProject) -> BaselineWork:
    """Return the work its baseline promised."""
    return baseline_work(project.plan, fixed_cost=project.fixed_cost)


def tracked_curve(project: TrackedProject) -> PlannedCurve:
    """Return the planned value of its baseline, over the working time of its agenda."""
    return work_curve(tracked_work(project), project.plan.calendar)


def tracked_indices(project: TrackedProject) -> Indices:
    """Return the indices on every status date, the p-factor included where every task is reported."""
    work = tracked_work(project)
    curve = work_curve(work, project.plan.calendar)
    found = indices(project.series, curve)
    series = project.series
    clock = clock_over(series.calendar, series.baseline_start, series.baseline_finish)
    is_ahead = found.schedule_variance.value > curve.tolerance
    at = schedule_instants(clock, series.baseline_start, found.earned_schedule.value, is_ahead)
    planned = planned_per_task(work, at)
    earned = project.progress.earned_value[:, work.task_idx]
    is_whole = (earned != NONE).all(axis=1)
    factor = adherence(planned, np.where(earned == NONE, 0, earned).astype(np.float64))
    factor = factor.unknown_where(~is_whole, Unknown.NOT_REPORTED)
    return indices(series, curve, factor)
