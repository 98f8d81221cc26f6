"""What each task has to do and on which clock, for all tasks at once: parts as flat columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.critical_path.clocks import ELAPSED
from stuurbord.engine.critical_path.layout.numbered_clocks import NumberedClocks
from stuurbord.engine.critical_path.layout.patterns import _AVERAGE_RATE, Pattern, stored_patterns
from stuurbord.engine.critical_path.layout.teams import Team, clock_of
from stuurbord.plan.calendar import MINUTE, NONE
from stuurbord.plan.model import Booleans, Contour, Integers, Plan, ResourceKind, TaskKind

_RATES: Final = np.array([_AVERAGE_RATE.get(contour, 1.0) for contour in Contour])


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of work in the order of their tasks; each column has shape (n_runs,)."""

    task: Integers
    clock: Integers
    offset: Integers
    length: Integers


_NOBODY: Final = Runs(*np.zeros((4, 0), np.int64))


@dataclass(frozen=True, slots=True)
class WorkColumns:
    """What each task has to do; columns have shape (n_tasks,).

    Attributes
    ----------
    clock
        The number of each task's calendar: floats and lags are counted on it.
    parts, left
        All work of each task as if it had not begun; and what remains of begun tasks, only of those.
    crew
        Of fixed durations, rows for their late parts: the clock of who works, −1 for a row more.
    remaining
        Seconds of the duration that remain; 0 when finished.
    rest_clock, rest_after
        Of begun tasks with a stored pattern, after how much work on which clock they go on; −1 elsewhere.
    """

    clock: Integers
    parts: Runs
    left: Runs
    crew: Runs
    remaining: Integers
    rest_clock: Integers
    rest_after: Integers


def work_columns(plan: Plan, clocks: NumberedClocks, *, computes_contours: bool = False) -> WorkColumns:
    """Return what each task has to do.

    Teams whose work is even are laid out all at once; stored patterns, begun teams and teams whose
    duration was changed afterwards one by one, as `Team` has it.
    """
    tasks = plan.tasks
    calendar = np.where(tasks.is_elapsed, ELAPSED, tasks.calendar_idx)
    clock = clocks.numbers(calendar, calendar)
    remaining = _remaining(plan)
    begun = (tasks.actual_start != NONE) & (tasks.actual_finish == NONE) & (remaining > 0)
    if not len(plan.assignments):
        parts = _filled(_NOBODY, np.arange(len(tasks)), clock, tasks.duration)
        left = _filled(_NOBODY, np.flatnonzero(begun), clock, remaining)
        none = np.full(len(tasks), -1)
        return WorkColumns(clock, parts, left, _NOBODY, remaining, none, none)
    patterns = stored_patterns(plan, computes_contours=computes_contours)
    shapes = _shaping(plan, patterns)
    is_special = _is_special(plan, shapes, begun, patterns)
    rows = np.flatnonzero(shapes & ~is_special[plan.assignments.task_idx])
    rows = rows[np.argsort(plan.assignments.task_idx[rows], kind="stable")]
    even = _even_teams(plan, rows, _row_clocks(plan, clocks, rows))
    uneven, left, rests = _uneven_teams(
        plan,
        clocks,
        np.flatnonzero(shapes & is_special[plan.assignments.task_idx]),
        patterns,
        remaining,
        begun,
    )
    is_shaped = np.zeros(len(tasks), np.bool_)
    is_shaped[plan.assignments.task_idx[shapes]] = True
    idle, crew = _crews(plan, clocks, is_shaped)
    parts = _filled(_joined(even, uneven), np.arange(len(tasks)), clock, tasks.duration)
    points = Runs(idle, clock[idle], np.zeros_like(idle), np.zeros_like(idle))
    rest_clock, rest_after = np.full(len(tasks), -1), np.zeros(len(tasks), np.int64)
    for task, (number, worked) in rests.items():
        rest_clock[task], rest_after[task] = number, worked
    return WorkColumns(
        clock,
        _sorted(_joined(parts, points)),
        _filled(left, np.flatnonzero(begun), clock, remaining),
        crew,
        remaining,
        rest_clock,
        rest_after,
    )


def _remaining(plan: Plan) -> Integers:
    """Return the stored remaining durations, else the duration less what is complete."""
    tasks = plan.tasks
    computed = np.rint(tasks.duration * (1 - tasks.percent_complete)).astype(np.int64)
    left = np.where(tasks.remaining_duration == NONE, computed, np.maximum(tasks.remaining_duration, 0))
    remaining: Integers = np.where(tasks.actual_finish != NONE, 0, left)
    return remaining


def _added(plan: Plan) -> Integers:
    """Return by how much each duration was changed: of what has not begun, all of it remains."""
    tasks = plan.tasks
    is_known = (tasks.actual_start == NONE) & (tasks.actual_finish == NONE) & (tasks.percent_complete == 0)
    is_known &= tasks.remaining_duration != NONE
    added: Integers = np.where(is_known, tasks.duration - tasks.remaining_duration, 0)
    return added


def _does_work(plan: Plan) -> Booleans:
    """Tell per assignment whether it is work of somebody, not material or cost."""
    who = plan.assignments.resource_idx
    works: Booleans = who >= 0
    works[works] = plan.resources.kind[who[works]] == ResourceKind.WORK
    return works


def _shaping(plan: Plan, patterns: dict[int, Pattern]) -> Booleans:
    """Tell which assignments shape their task: by the calendar of who works, or by a stored pattern.

    A task of fixed duration, an elapsed one and one that ignores the calendars of its resources keep to
    their own calendar, unless a split makes them last longer; a manual one always does.
    """
    tasks, assignments = plan.tasks, plan.assignments
    of = assignments.task_idx
    keeps_to_itself = (
        (tasks.kind == TaskKind.FIXED_DURATION)
        | tasks.is_elapsed
        | (tasks.ignores_resource_calendar & (tasks.calendar_idx >= 0))
    )[of]
    has_pattern, goes_beyond = np.zeros((2, len(assignments)), np.bool_)
    for row, pattern in patterns.items():
        has_pattern[row] = True
        # Work that only pauses within the duration changes nothing; a split goes on beyond it.
        goes_beyond[row] = pattern.is_interrupted and pattern.end > tasks.duration[of[row]]
    shapes = _does_work(plan) | ((assignments.resource_idx < 0) & has_pattern)
    is_dated = tasks.is_manual | tasks.is_external | tasks.is_summary
    shaping: Booleans = ~is_dated[of] & np.where(keeps_to_itself, goes_beyond, shapes)
    return shaping


def _is_special(plan: Plan, shapes: Booleans, begun: Booleans, patterns: dict[int, Pattern]) -> Booleans:
    """Tell which tasks are laid out one by one."""
    is_special: Booleans = begun | (_added(plan) != 0)
    is_special[plan.assignments.task_idx[[row for row in patterns if shapes[row]]]] = True
    return is_special


def _row_clocks(plan: Plan, clocks: NumberedClocks, rows: Integers) -> Integers:
    """Return when somebody works on a task: when the task's own calendar and theirs both do."""
    if not rows.size:
        return rows
    tasks, task = plan.tasks, plan.assignments.task_idx[rows]
    who = plan.assignments.resource_idx[rows]
    # Who has no calendar works when the project does.
    theirs = np.where(plan.resources.calendar_idx < 0, plan.calendar_idx, plan.resources.calendar_idx)[who]
    own = tasks.calendar_idx[task]
    keeps = tasks.ignores_resource_calendar[task] & (own >= 0)
    one = np.where(tasks.is_elapsed[task], ELAPSED, np.where(own == -1, theirs, own))
    other = np.where(tasks.is_elapsed[task] | keeps, one, theirs)
    return clocks.numbers(one, other)


def _even_teams(plan: Plan, rows: Integers, clock: Integers) -> Runs:
    """Return a run per assignment: its delay, then work ÷ units, on the calendar of its resource.

    One person alone takes the task's duration, whatever contour the work has. Where nobody has work, all
    last as long as the task. Uneven assignments end with the task: none later, and the last of them not
    earlier; how long such a one takes is not work ÷ units, and the duration is the best that is known.
    """
    assignments = plan.assignments
    task = assignments.task_idx[rows]
    if not rows.size:
        return Runs(task, clock, task, task)
    duration = plan.tasks.duration[task]
    offset = assignments.delay[rows] + assignments.leveling_delay[rows]
    length = _lengths(plan, rows, duration)
    first = np.flatnonzero(np.concatenate([[True], task[1:] != task[:-1]]))
    group = np.cumsum(np.concatenate([[0], task[1:] != task[:-1]]))
    alone = np.diff(np.concatenate([first, [len(rows)]]))[group] == 1
    idle = ~alone & (np.maximum.reduceat(length, first)[group] == 0)
    length = np.where(alone | idle, duration, length)
    offset = np.where(idle, 0, offset)
    uneven = ~alone & (assignments.contour[rows] != Contour.FLAT)
    length = np.where(uneven, np.minimum(length, np.maximum(duration - offset, 0)), length)
    ends = offset + length
    short = np.maximum.reduceat(ends, first)[group] < duration
    if (uneven & short).any():
        last = np.flatnonzero(_is_last(np.where(uneven, ends, NONE), first, group) & uneven & short)
        length[last] = duration[last] - offset[last]
    length = _as_long_as_the_task(offset, length, duration, clock, first, group)
    # A delay that all share does not move the start of the task, only its finish.
    wait = np.minimum.reduceat(offset, first)[group]
    return Runs(task, clock, offset - wait, length + wait)


def _as_long_as_the_task(
    offset: Integers, length: Integers, duration: Integers, clock: Integers, first: Integers, group: Integers
) -> Integers:
    """Let those on one calendar end with their task: on one calendar the duration is the longest work.

    So it is in every file; a duration that says otherwise was edited after the work was planned. Whoever
    ends last goes on, and nobody works longer than the task.
    """
    is_one_clock = np.minimum.reduceat(clock, first)[group] == np.maximum.reduceat(clock, first)[group]
    ends = offset + length
    last = np.maximum.reduceat(ends, first)[group]
    # A delay, of levelling above all, comes on top of the duration: with one, the work may end after it.
    is_of_several = np.bincount(group)[group] > 1
    is_edited = is_one_clock & is_of_several & (np.abs(duration - last) >= MINUTE)
    is_edited &= (last < duration) | (np.maximum.reduceat(offset, first)[group] == 0)
    goes_on = is_edited & ((ends == last) | (ends > duration))
    lengths: Integers = np.where(goes_on, np.maximum(duration - offset, 0), length)
    return lengths


def _lengths(plan: Plan, rows: Integers, duration: Integers) -> Integers:
    """Return how many working seconds each takes, as `contour_length`."""
    assignments = plan.assignments
    rate = assignments.units[rows] * _RATES[assignments.contour[rows]]
    has_rate = rate > 0
    taken = np.rint(assignments.work[rows] / np.where(has_rate, rate, 1.0)).astype(np.int64)
    lengths: Integers = np.where(has_rate, taken, duration)
    return lengths


def _is_last(ends: Integers, first: Integers, group: Integers) -> Booleans:
    """Tell which run of each group ends last, the first of equals."""
    at_end = ends == np.maximum.reduceat(ends, first)[group]
    rank = np.cumsum(at_end)
    before_group = (rank - at_end)[first]
    is_last: Booleans = at_end & (rank - before_group[group] == 1)
    return is_last


def _uneven_teams(
    plan: Plan,
    clocks: NumberedClocks,
    rows: Integers,
    patterns: dict[int, Pattern],
    remaining: Integers,
    begun: Booleans,
) -> tuple[Runs, Runs, dict[int, tuple[int, int]]]:
    """Return the runs of teams one by one, what is left of them, and where begun patterns go on."""
    parts, left, rests = [], [], {}
    added = _added(plan)
    teams: dict[int, list[int]] = {}
    for row, task in zip(rows.tolist(), plan.assignments.task_idx[rows].tolist(), strict=True):
        teams.setdefault(task, []).append(row)
    for task, members in teams.items():
        team = Team(
            plan,
            members,
            [clock_of(plan, clocks.clocks, task, row) for row in members],
            [patterns.get(row) for row in members],
            int(plan.tasks.duration[task]),
            int(added[task]),
        )
        parts += [(task, clocks.number(one.clock), one.offset, one.length) for one in team.parts()]
        if begun[task]:
            rest, resume = team.rest(int(remaining[task]))
            left += [(task, clocks.number(one.clock), one.offset, one.length) for one in rest]
            if resume is not None:
                rests[task] = clocks.number(resume[0]), resume[1]
    return _runs(parts), _runs(left), rests


def _crews(plan: Plan, clocks: NumberedClocks, is_shaped: Booleans) -> tuple[Integers, Runs]:
    """Return tasks of fixed duration where some have no work, and rows for the late parts of all with any."""
    tasks, assignments = plan.tasks, plan.assignments
    is_fixed = (tasks.kind == TaskKind.FIXED_DURATION) & ~tasks.is_elapsed & ~tasks.is_summary & ~is_shaped
    is_fixed &= ~(tasks.is_manual | tasks.is_external | tasks.ignores_resource_calendar)
    of = assignments.task_idx
    on_fixed = is_fixed[of] & _does_work(plan)
    working = np.flatnonzero(on_fixed & (assignments.work != 0))
    has_working, has_idle = np.zeros((2, len(tasks)), np.bool_)
    has_working[of[working]] = True
    has_idle[of[on_fixed & (assignments.work == 0)]] = True
    idle, crewed = np.flatnonzero(has_working & has_idle), np.flatnonzero(has_working)
    # A row more for each part that is a point: its own, if it has no duration, and that of who is idle.
    spare = np.concatenate([crewed, idle])
    task = np.concatenate([spare, of[working]])
    clock = np.concatenate([np.full(len(spare), -1), _row_clocks(plan, clocks, working)])
    return idle, _sorted(Runs(task, clock, np.zeros(len(task), np.int64), np.zeros(len(task), np.int64)))


def _runs(rows: list[tuple[int, int, int, int]]) -> Runs:
    return Runs(*np.array(rows, np.int64).reshape(-1, 4).T)


def _joined(one: Runs, other: Runs) -> Runs:
    return Runs(
        np.concatenate([one.task, other.task]),
        np.concatenate([one.clock, other.clock]),
        np.concatenate([one.offset, other.offset]),
        np.concatenate([one.length, other.length]),
    )


def _sorted(runs: Runs) -> Runs:
    """Return them in the order of their tasks."""
    order = np.argsort(runs.task, kind="stable")
    return Runs(runs.task[order], runs.clock[order], runs.offset[order], runs.length[order])


def _filled(runs: Runs, tasks: Integers, clock: Integers, duration: Integers) -> Runs:
    """Add a run of the whole duration on its own clock for each of ``tasks`` that has none."""
    has_runs = np.zeros(len(clock), np.bool_)
    has_runs[runs.task] = True
    bare = tasks[~has_runs[tasks]]
    return _sorted(_joined(runs, Runs(bare, clock[bare], np.zeros_like(bare), duration[bare])))
