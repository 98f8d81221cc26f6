"""Working time between two instants on the calendars of a task, for many tasks at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from stuurbord.plan import NONE, Calendar, Plan, WorkingTime, working_time
from stuurbord.plan.calendar import DAY, ROUND_THE_CLOCK, OutsideHorizon
from stuurbord.plan.model import Booleans, Integers

NEAR: Final = 31 * DAY
"""Instants further apart are never the same moment of work, whatever the calendar says."""
_MOST_DAYS: Final = 100 * 366


def worked(plan: Plan, idx: Integers, start: Integers, finish: Integers) -> Integers:
    """Return working seconds from start to finish on each task's own calendar, else the project's.

    Parameters
    ----------
    idx, start, finish
        int64 of one shape: positions of tasks and instants.

    Returns
    -------
    int64 of the same shape
        Negative where the finish comes first; `NONE` where an instant or a working calendar is missing.
    """
    found = np.full(len(idx), NONE)
    is_known = (start != NONE) & (finish != NONE)
    for calendar, its in _by_calendar(plan, idx, is_known):
        clock = _compiled(calendar, start[its], finish[its])
        if clock is not None:
            found[its] = clock.before(finish[its]) - clock.before(start[its])
    return found


def is_same_moment(plan: Plan, idx: Integers, one: Integers, other: Integers) -> Booleans:
    """Return between which instants the task's calendar, and those of its people, work less than a minute."""
    same: Booleans = np.zeros(len(idx), np.bool_)
    near = np.flatnonzero(np.abs(one - other) < NEAR)
    if not len(near):
        return same
    between = worked(plan, idx[near], one[near], other[near])
    same[near] = (between != NONE) & (np.abs(between) < 60)
    for at in near[same[near]].tolist():
        same[at] = all(
            _is_still(calendar, int(one[at]), int(other[at])) for calendar in _of_people(plan, int(idx[at]))
        )
    return same


def _by_calendar(plan: Plan, idx: Integers, chosen: Booleans) -> Iterator[tuple[Calendar, Integers]]:
    tasks = plan.tasks
    elapsed = chosen & tasks.is_elapsed[idx]
    if elapsed.any():
        yield ROUND_THE_CLOCK, np.flatnonzero(elapsed)
    others = chosen & ~elapsed
    for number in np.unique(tasks.calendar_idx[idx][others]).tolist():
        calendar = plan.calendar if number < 0 else plan.calendars[number]
        yield calendar, np.flatnonzero(others & (tasks.calendar_idx[idx] == number))


def _compiled(calendar: Calendar, *instants: Integers) -> WorkingTime | None:
    first = min(int(one.min()) for one in instants) // DAY
    last = max(int(one.max()) for one in instants) // DAY
    first, last = first // 366 * 366 - 366, last // 366 * 366 + 732  # whole years, to be compiled once
    if last - first > _MOST_DAYS:
        return None
    try:
        return working_time(calendar, first, last)
    except OutsideHorizon:
        return None


def _of_people(plan: Plan, idx: int) -> Iterator[Calendar]:
    rows = plan.assignments.resource_idx[plan.assignments.task_idx == idx]
    for number in np.unique(plan.resources.calendar_idx[rows[rows >= 0]]).tolist():
        yield plan.calendar if number < 0 else plan.calendars[number]


def _is_still(calendar: Calendar, one: int, other: int) -> bool:
    clock = _compiled(calendar, np.array([one, other]))
    return clock is not None and abs(clock.between(one, other)) < 60
