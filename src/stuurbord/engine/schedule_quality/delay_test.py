"""Point 12: a long delay of the first task on the critical path has to move the end as much."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.engine.driving_path import StepKind, TaskClocks, date_path
from stuurbord.engine.schedule_quality.population import Population
from stuurbord.engine.schedule_quality.result import Measure, Missing, Point
from stuurbord.plan.assignment_clock import AssignmentClock
from stuurbord.plan.calendar import DAY, NONE, OutsideHorizon
from stuurbord.plan.model import Plan, ResourceKind

_WORKED = (StepKind.WORK, StepKind.REMAINING, StepKind.WORK_BACK)


def delay_test(seen: Population) -> Point:
    """Return point 12: by how many working days the end moves; the limit is how far the task's finish moves.

    The schedule is computed anew with the task lengthened; what does not move is held by a fixed date, a
    date set by hand, or a link that is missing. Both moves are counted on the project calendar, so a task on
    which people work part of the week asks as much of the end as of itself.
    """
    settings = seen.settings
    if not seen.is_work.any():
        limit = float(settings.delay_days - settings.delay_tolerance_days)
        return Point(12, Measure.DAYS, None, limit, at_least=True, missing=(Missing.OPEN_TASKS,))
    idx, drives = _first_on_path(seen)
    delayed = lengthened(seen, idx, settings.delay_days * int(seen.day[idx]))
    after = critical_path(delayed)
    ticks = TaskClocks(delayed, after).compiled(AssignmentClock(-1))
    day, ends = seen.plan.seconds_per_day, (_end(seen, seen.schedule), _end(seen, after))
    moved = ticks.between(*ends) / day
    asked = ticks.between(int(seen.schedule.finish[idx]), int(after.finish[idx])) / day
    facts = {"added_days": settings.delay_days, "before": ends[0], "after": ends[1], "task_days": asked}
    # Calendars further on may swallow a day of a delay that does reach the end.
    limit = max(asked - (settings.delay_tolerance_days if drives else 0), 0.5)
    return Point(12, Measure.DAYS, moved, limit, 1, at_least=True, task_idx=(idx,), facts=facts)


def _end(seen: Population, schedule: Schedule) -> int:
    return int(schedule.finish[seen.in_network].max())


def _first_on_path(seen: Population) -> tuple[int, bool]:
    """Return the first open task whose work lies on the path that drives the end of the plan, and True.

    Where a fixed date or finished work drives the end, the first of the tasks with the least float, and
    False: the end will not follow it, which is what the test is to find.
    """
    finishes = np.where(seen.in_network, seen.schedule.finish, NONE)
    path = date_path(seen.plan, seen.schedule, int(np.argmax(finishes)))
    on_path = {step.task_idx for step in path.finish if step.kind in _WORKED}
    found = [idx for idx in sorted(on_path) if seen.is_work[idx]]
    drives = bool(found)
    if not drives:
        floats = np.where(seen.is_work, seen.schedule.total_float, np.iinfo(np.int64).max)
        found = (seen.is_work & (floats == floats.min())).nonzero()[0].tolist()
    return min(found, key=lambda idx: int(seen.schedule.start[idx])), drives


def lengthened(seen: Population, idx: int, seconds: int) -> Plan:
    """Return the plan with a task that takes longer, and its people with it.

    A finish set by hand, and an expected finish, say how long the task takes: they move along.
    """
    plan, tasks = seen.plan, seen.plan.tasks
    changed = {"duration": _added(tasks.duration, idx, seconds)}
    if tasks.remaining_duration[idx] != NONE:
        changed["remaining_duration"] = _added(tasks.remaining_duration, idx, seconds)
    dated = ["expected_finish"] + (["given_finish"] if tasks.is_manual[idx] else [])
    for name in dated:
        column = getattr(tasks, name)
        if column[idx] != NONE:
            changed[name] = _added(
                column, idx, _later(seen, idx, int(column[idx]), seconds) - int(column[idx])
            )
    return replace(
        plan,
        tasks=replace(tasks, **changed),
        assignments=_more_work(plan, idx, seconds),
        periods=_longer_pattern(plan, idx, seconds),
    )


def _later(seen: Population, idx: int, at: int, seconds: int) -> int:
    """Return an instant moved on by working time of the task; by double clock time beyond the calendar."""
    clocks = TaskClocks(seen.plan, seen.schedule)
    try:
        return int(clocks.compiled(clocks.of_task(idx)).finish_after(at, seconds))
    except OutsideHorizon:
        return at + 2 * seconds * 7 * DAY // max(seen.plan.seconds_per_week, 1)


def _added(column: Any, idx: Any, amount: Any) -> Any:
    made = column.copy()
    made[idx] += amount
    made.setflags(write=False)
    return made


def _more_work(plan: Plan, idx: int, seconds: int) -> Any:
    assignments = plan.assignments
    kinds = np.append(plan.resources.kind, ResourceKind.WORK)  # nobody yet counts as somebody
    rows = (assignments.task_idx == idx) & (kinds[assignments.resource_idx] == ResourceKind.WORK)
    more = np.round(assignments.units[rows] * seconds).astype(np.int64)
    left = assignments.remaining_work
    known = rows & (left != NONE)
    return replace(
        assignments,
        work=_added(assignments.work, rows, more),
        remaining_work=_added(left, known, np.round(assignments.units[known] * seconds).astype(np.int64)),
    )


def _longer_pattern(plan: Plan, idx: int, seconds: int) -> Any:
    """Let the last period of each pattern of the task last longer."""
    periods = plan.periods
    if not len(periods):
        return periods
    owner = plan.assignments.task_idx[periods.assignment_idx]
    is_last = np.append(periods.assignment_idx[1:] != periods.assignment_idx[:-1], True)
    return replace(periods, length=_added(periods.length, (owner == idx) & is_last, seconds))
