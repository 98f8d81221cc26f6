"""Which timephased work tells more than that it is even: formats hold a row per day of every assignment."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from stuurbord.plan.assignment_clock import AssignmentClock
from stuurbord.plan.calendar import DAY, NONE, Calendar
from stuurbord.plan.draft import AssignmentRow, PlanDraft, TaskRow
from stuurbord.plan.draft.row_clocks import clock_of, compiled
from stuurbord.plan.model import Booleans, Contour, Integers, ResourceKind

_TOLERANCE: Final = 60
"""Seconds of work: what Microsoft Project rounds away in a day."""
_MOST_DAYS: Final = 170 * 366
_NEAR: Final = 50 * 366 * DAY
"""Work that lies further from the start of its task belongs to another century."""
_NOBODY: Final = -1


def keep_uneven_work(draft: PlanDraft) -> None:
    """Take away the periods of work that is even from its start to its finish.

    What nobody works on is then left out as a whole: it stands in the draft for its pattern alone.
    """
    tasks = {task.uid: task for task in draft.tasks}
    resources = {one.uid: one for one in draft.resources}
    by_clock: dict[AssignmentClock, list[AssignmentRow]] = defaultdict(list)
    names = {one.name: idx for idx, one in reversed(list(enumerate(draft.calendars)))}
    for row in draft.assignments:
        if not row.periods:
            continue
        task, resource = tasks.get(row.task_uid), resources.get(row.resource_uid)
        is_work = resource is None or resource.kind == ResourceKind.WORK
        if task is None or not is_work:
            row.periods = []
        else:
            by_clock[clock_of(task, resource, names)].append(row)
    origins = _origins([row for rows in by_clock.values() for row in rows], tasks)
    for clock, rows in by_clock.items():
        calendars = clock.calendars(tuple(draft.calendars), max(names.get(draft.calendar, 0), 0))
        _keep_uneven(rows, calendars, origins)
    draft.assignments = [row for row in draft.assignments if row.periods or row.resource_uid != _NOBODY]


def _keep_uneven(
    rows: list[AssignmentRow], calendars: tuple[Calendar, ...], origins: dict[int, tuple[int, int]]
) -> None:
    if not rows:
        return
    n_periods = np.array([len(row.periods) for row in rows])
    start, finish, work = (
        np.array([getattr(one, name) for row in rows for one in row.periods], np.int64)
        for name in ("start", "finish", "work")
    )
    origin, waited = np.array([origins[row.task_uid] for row in rows], np.int64).T
    is_near = np.abs(origin - start[np.cumsum(n_periods) - n_periods]) < _NEAR
    for row, near in zip(rows, is_near.tolist(), strict=True):
        if not near:
            row.periods = []
    if not is_near.all():
        _keep_uneven([row for row in rows if row.periods], calendars, origins)
        return
    first = int(min(start.min(), origin.min())) // DAY - 366
    last = int(max(finish.max(), origin.max())) // DAY + 366
    clock = compiled(calendars, first, last, _MOST_DAYS)
    if clock is None:
        is_even = np.ones(len(rows), np.bool_)  # nothing tells what its offsets would be
    else:
        offset = clock.before(start) - np.repeat(clock.before(origin), n_periods)
        length = clock.before(finish) - clock.before(start)
        is_even = _are_even(rows, n_periods, waited, offset, length, work)
    for row, even in zip(rows, is_even.tolist(), strict=True):
        if even:
            row.periods = []


def _origins(rows: list[AssignmentRow], tasks: dict[int, TaskRow]) -> dict[int, tuple[int, int]]:
    """Return task → its actual start, or the first work on it, and how long that was put off.

    No date that the source computed tells it: none enters ours.
    """
    found: dict[int, tuple[int, int]] = {}
    for row in rows:
        actual_start = tasks[row.task_uid].actual_start
        begins = row.periods[0].start, row.delay + row.leveling_delay
        one = begins if actual_start == NONE else (actual_start, 0)
        found[row.task_uid] = min(one, found.get(row.task_uid, one))
    return found


def _are_even(
    rows: list[AssignmentRow],
    n_periods: Integers,
    waited: Integers,
    offset: Integers,
    length: Integers,
    work: Integers,
) -> Booleans:
    """Tell whose work begins with the task (or after its delays), goes on without a rest and at one rate."""
    first = np.cumsum(n_periods) - n_periods
    total, span = np.add.reduceat(work, first), np.add.reduceat(length, first)
    delay = np.array([row.delay for row in rows], np.int64)
    levelled = np.array([row.leveling_delay for row in rows], np.int64)
    late = offset[first] + waited - delay
    begins_at_once = (np.abs(late) <= _TOLERANCE) | (np.abs(late - levelled) <= _TOLERANCE)
    after = np.concatenate([[0], (offset + length)[:-1]])
    after[first] = offset[first]
    rate = total / np.maximum(span, 1)
    has_rate = np.abs(work - length * np.repeat(rate, n_periods)) <= _TOLERANCE
    goes_on = np.logical_and.reduceat((offset == after) & has_rate, first)
    units = np.array([row.units if row.resource_uid != _NOBODY else np.nan for row in rows])
    is_at_units = np.isnan(units) | (np.abs(span * units - total) <= _TOLERANCE)
    is_flat = np.array([row.contour == Contour.FLAT for row in rows])
    even: Booleans = (begins_at_once & goes_on & is_at_units & is_flat) | (span <= 0)
    return even
