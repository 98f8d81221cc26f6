"""Points 9, 11, 13 and 14: dates against the status date and the baseline."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.driving_path import TaskClocks
from stuurbord.engine.schedule_quality.population import Population, positions
from stuurbord.engine.schedule_quality.result import Measure, Missing, Point
from stuurbord.engine.schedule_quality.settings import PathLength
from stuurbord.plan.assignment_clock import AssignmentClock
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans


def invalid_dates(seen: Population) -> Point:
    """Return point 9: work expected before the status date, or done after it."""
    plan, schedule = seen.plan, seen.schedule
    if plan.status_date == NONE:
        return Point(9, Measure.COUNT, None, 0, missing=(Missing.STATUS_DATE,))
    tasks, now = plan.tasks, plan.status_date
    is_ahead = (tasks.actual_start > now) | (tasks.actual_finish > now)
    has_not_begun = (tasks.actual_start == NONE) & (tasks.actual_finish == NONE)
    suspect = seen.is_open & ((has_not_begun & (schedule.start < now)) | (schedule.finish < now))
    found = seen.in_network & (is_ahead | _by_work(seen, suspect))
    return Point(9, Measure.COUNT, int(found.sum()), 0, int(seen.in_network.sum()), task_idx=positions(found))


def _by_work(seen: Population, suspect: Booleans) -> Booleans:
    """Keep the tasks of which work lies before the status date: Friday 17:00 is not before Monday 08:00."""
    clocks, now = TaskClocks(seen.plan, seen.schedule), seen.plan.status_date
    kept = np.zeros(len(suspect), np.bool_)
    for idx in suspect.nonzero()[0].tolist():
        ticks = clocks.compiled(clocks.of_task(idx))
        has_begun = seen.plan.tasks.actual_start[idx] != NONE
        expected = int((seen.schedule.finish if has_begun else seen.schedule.start)[idx])
        kept[idx] = ticks.between(expected, now) > 0
    return kept


def missed_tasks(seen: Population) -> Point:
    """Return point 11: what was promised by the status date and finished later, or not yet."""
    due, lacks = _due(seen)
    if lacks:
        return Point(11, Measure.SHARE, None, seen.settings.most_share, missing=lacks)
    tasks, promised = seen.plan.tasks, seen.plan.baselines[0].finish
    missed = due & (~seen.is_finished | (tasks.actual_finish > promised))
    share = int(missed.sum()) / int(due.sum())
    limit = seen.settings.most_share
    return Point(11, Measure.SHARE, share, limit, int(due.sum()), task_idx=positions(missed))


def path_length_index(seen: Population) -> Point:
    """Return point 13: (critical path length + float of the end) ÷ critical path length.

    References
    ----------
    Defense Contract Management Agency, *Earned Value Management System Program Analysis Pamphlet*,
    DCMA-EA PAM 200.1 (2012), section 4, metric 13.
    """
    plan, schedule, limit = seen.plan, seen.schedule, seen.settings.least_index
    lacks = _lacking(seen)
    if lacks:
        return Point(13, Measure.INDEX, None, limit, at_least=True, missing=lacks)
    promised = plan.baselines[0].finish
    end = int(promised[promised != NONE].max())
    forecast = int(schedule.finish[seen.in_network].max())
    clocks = TaskClocks(plan, schedule)
    day, ticks = plan.seconds_per_day, clocks.compiled(AssignmentClock(-1))
    to_end = ticks.between(plan.status_date, end) / day
    end_float = ticks.between(forecast, end) / day
    by_baseline = seen.settings.path_length is PathLength.BASELINE_FINISH
    length = to_end if by_baseline else to_end - end_float
    facts = {"length_days": length, "float_days": end_float, "baseline_finish": end, "forecast": forecast}
    if length <= 0:
        return Point(13, Measure.INDEX, None, limit, at_least=True, missing=(Missing.TIME_LEFT,), facts=facts)
    return Point(13, Measure.INDEX, (length + end_float) / length, limit, 1, at_least=True, facts=facts)


def execution_index(seen: Population) -> Point:
    """Return point 14: tasks finished ÷ tasks that should have been, by the status date.

    References
    ----------
    As point 13, metric 14 (Baseline Execution Index).
    """
    limit, (due, lacks) = seen.settings.least_index, _due(seen)
    if lacks:
        return Point(14, Measure.INDEX, None, limit, at_least=True, missing=lacks)
    tasks, of = seen.plan.tasks, _counted(seen)
    finished = of & seen.is_finished & (tasks.actual_finish <= seen.plan.status_date)
    unpromised = of & (seen.plan.baselines[0].finish == NONE)
    n_due, n_unpromised = int(due.sum()), int(unpromised.sum())
    expected = n_due + (n_unpromised if seen.settings.index_counts_unpromised else 0)
    facts = {"finished": int(finished.sum()), "due": n_due, "unpromised": n_unpromised}
    value = int(finished.sum()) / expected
    late = positions(due & ~finished)
    return Point(14, Measure.INDEX, value, limit, expected, at_least=True, task_idx=late, facts=facts)


def _counted(seen: Population) -> Booleans:
    """Return the tasks, open and finished, that points 11 and 14 look at."""
    tasks = seen.plan.tasks
    if seen.settings.counts_milestones:
        return seen.in_network
    counted: Booleans = seen.in_network & ~tasks.is_milestone & (tasks.duration > 0)
    return counted


def _lacking(seen: Population) -> tuple[Missing, ...]:
    baseline = seen.plan.baselines.get(0)
    lacks = []
    if seen.plan.status_date == NONE:
        lacks.append(Missing.STATUS_DATE)
    if baseline is None or not (baseline.finish != NONE).any():
        lacks.append(Missing.BASELINE)
    return tuple(lacks)


def _due(seen: Population) -> tuple[Booleans, tuple[Missing, ...]]:
    """Return what was promised by the status date, and which facts are missing to know it."""
    lacks = _lacking(seen)
    if lacks:
        return np.zeros(len(seen.plan.tasks), np.bool_), lacks
    promised = seen.plan.baselines[0].finish
    due = _counted(seen) & (promised != NONE) & (promised <= seen.plan.status_date)
    return due, () if due.any() else (Missing.DUE_TASKS,)
