"""How long a task runs: the amounts a plan states, tried on the clocks that may count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.assignment_clock import ELAPSED, AssignmentClock
from stuurbord.plan.calendar import NONE, OutsideHorizon


@dataclass(frozen=True, slots=True)
class Run:
    """An amount of time on a clock; ``resting`` of it is the rest of a split task."""

    clock: AssignmentClock
    amount: int
    assignment_idx: int = -1
    resting: int = 0
    is_measured: bool = False


def run_between(clocks: TaskClocks, idx: int, since: int, until: int, *, is_bound: bool = False) -> Run:
    """Return the run the plan states from ``since`` to ``until``; else what is measured between them."""
    for run in _stated(clocks, idx, False):
        if reaches(clocks, run, since, until, is_bound):
            return run
    return _measured(clocks, idx, since, until)


def stated_run(clocks: TaskClocks, idx: int, since: int, until: int) -> Run | None:
    """Return the stated remaining run from ``since`` that ends at ``until``, if there is one."""
    for run in _stated(clocks, idx, True):
        if reaches(clocks, run, since, until):
            return run
    return None


def reaches(clocks: TaskClocks, run: Run, since: int, until: int, is_bound: bool = False) -> bool:
    """Tell if the run leads from the one instant to the other; what takes no time waits for nothing.

    A finish that ``is_bound`` may lie in a pause behind the work.
    """
    if not run.amount:
        return since == until
    ticks = clocks.compiled(run.clock)
    try:
        if is_bound:
            return bool(ticks.before(since) + run.amount == ticks.before(until))
        return bool(ticks.finish_at(ticks.before(since) + run.amount) == until)
    except OutsideHorizon:
        return False


def _stated(clocks: TaskClocks, idx: int, remaining: bool) -> Iterator[Run]:
    """Yield the duration, then what each assignment's pattern, delay and work come to."""
    tasks, duration = clocks.plan.tasks, int(clocks.plan.tasks.duration[idx])
    if remaining:
        left = int(tasks.remaining_duration[idx])
        duration = round(duration * (1 - float(tasks.percent_complete[idx]))) if left == NONE else left
    pairs = clocks.of_both(idx)
    for row, clock in pairs:
        yield Run(clock, duration, row)
    for row, clock in pairs[1:]:
        yield from _assigned(clocks, row, clock, duration, remaining)


def _assigned(
    clocks: TaskClocks, row: int, clock: AssignmentClock, duration: int, remaining: bool
) -> Iterator[Run]:
    assignments = clocks.plan.assignments
    work = int(assignments.remaining_work[row] if remaining else assignments.work[row])
    units = float(assignments.units[row])
    delay = 0 if remaining else assignment_delay(clocks, row)
    if delay:
        yield Run(clock, delay + duration, row, resting=delay)
    if units > 0 and work != NONE:
        yield Run(clock, delay + round(work / units), row, resting=delay)
    yield from _patterned(clocks, row, clock, remaining)


def _patterned(clocks: TaskClocks, row: int, clock: AssignmentClock, remaining: bool) -> Iterator[Run]:
    """Yield the stored pattern of an assignment: up to its last period, with its rests."""
    periods = clocks.plan.periods
    rows = clocks.periods_by_assignment.of(row)
    if remaining:
        rows = [one for one in rows if not periods.is_actual[one]]
    if rows:
        origin = int(periods.offset[rows].min()) if remaining else 0
        ends = periods.offset[rows] + periods.length[rows]
        amount = int(ends.max()) - origin
        yield Run(clock, amount, row, resting=amount - int(periods.length[rows].sum()))


def assignment_delay(clocks: TaskClocks, row: int) -> int:
    """Return after how much working time an assignment begins, counted from when the task may."""
    assignments = clocks.plan.assignments
    return int(assignments.delay[row] + assignments.leveling_delay[row])


def _measured(clocks: TaskClocks, idx: int, since: int, until: int) -> Run:
    for row, clock in clocks.of_both(idx):
        ticks = clocks.compiled(clock)
        run = Run(clock, int(ticks.between(since, until)), row, is_measured=True)
        if run.amount > 0 and reaches(clocks, run, since, until):
            return run
    return Run(AssignmentClock(ELAPSED), until - since, is_measured=True)
