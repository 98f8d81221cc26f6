"""Points 6 to 8 and 10: float, duration, resources."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.schedule_quality.logic import task_share
from stuurbord.engine.schedule_quality.population import Population
from stuurbord.engine.schedule_quality.result import Measure, Missing, Point
from stuurbord.engine.schedule_quality.settings import DurationBasis
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Integers


def high_float(seen: Population) -> Point:
    """Return point 6: open tasks with more total float than two months of work."""
    high = seen.schedule.total_float > seen.settings.high_days * seen.day
    return task_share(seen, 6, seen.is_counted, high, seen.settings.most_share)


def negative_float(seen: Population) -> Point:
    """Return point 7: open tasks that come too late for a promise."""
    return task_share(seen, 7, seen.is_counted, seen.schedule.total_float < 0, 0)


def high_duration(seen: Population) -> Point:
    """Return point 8: open tasks that take more than two months of work."""
    high = _durations(seen) > seen.settings.high_days * seen.day
    return task_share(seen, 8, seen.is_work, high, seen.settings.most_share)


def without_resources(seen: Population) -> Point:
    """Return point 10: open tasks on which nobody works and for which nothing is paid."""
    plan, shortest = seen.plan, seen.settings.shortest_with_resources
    has_means = (plan.tasks.cost > 0) | (plan.tasks.work > 0)
    has_means[plan.assignments.task_idx[plan.assignments.resource_idx >= 0]] = True
    if not has_means.any():
        return Point(10, Measure.SHARE, None, 0, missing=(Missing.RESOURCES,))
    long_enough = plan.tasks.duration >= (seen.day if shortest is None else max(shortest, 1))
    return task_share(seen, 10, seen.is_work & long_enough, ~has_means, 0)


def _durations(seen: Population) -> Integers:
    """Return the duration that counts; int64 of shape (n_tasks,), seconds."""
    tasks, baseline = seen.plan.tasks, seen.plan.baselines.get(0)
    spent = np.round(tasks.duration * (1 - tasks.percent_complete)).astype(np.int64)
    remaining = np.where(tasks.remaining_duration == NONE, spent, tasks.remaining_duration)
    if seen.settings.duration_basis is DurationBasis.REMAINING:
        return remaining
    planned = np.maximum(tasks.duration, remaining)
    if seen.settings.duration_basis is DurationBasis.PLANNED or baseline is None:
        return planned
    return np.where(baseline.duration == NONE, planned, baseline.duration)
