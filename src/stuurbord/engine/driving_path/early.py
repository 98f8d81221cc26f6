"""One date of a task, followed back to the date of another task or to an origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.engine.driving_path.bounds import Bound, Whose, bounds_of, linked_bounds
from stuurbord.engine.driving_path.primavera_early import activity_steps_back
from stuurbord.engine.driving_path.primavera_spans import span_steps_back
from stuurbord.engine.driving_path.runs import (
    Run,
    assignment_delay,
    run_between,
    stated_run,
)
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.assignment_clock import AssignmentClock
from stuurbord.plan.calendar import NONE, OutsideHorizon
from stuurbord.plan.model import OutOfSequence, RuleProfile

Found = tuple[list[Step], Whose | None]
"""Steps from a date back, and whose date comes before them."""

_NO_LINKS: Final = OutOfSequence.PROGRESS_OVERRIDE


def steps_back(clocks: TaskClocks, idx: int, end: End) -> Found:
    """Return the steps that lead to a date of a task, the last one first."""
    if clocks.plan.tasks.is_summary[idx]:
        return _summary(clocks, idx, end)
    if clocks.plan.rules.profile == RuleProfile.P6:
        is_span = clocks.primavera.facts.is_span[idx]
        return (span_steps_back if is_span else activity_steps_back)(clocks, idx, end)
    given = _given(clocks, idx, end)
    if given is not None:
        return [given], None
    return _start(clocks, idx) if end is End.START else _finish(clocks, idx)


def _summary(clocks: TaskClocks, idx: int, end: End) -> Found:
    tasks, schedule = clocks.plan.tasks, clocks.schedule
    dates = schedule.start if end is End.START else schedule.finish
    at = int(dates[idx])
    parts = [one for one in clocks.parts_by_summary.of(idx) if dates[one] != NONE]
    part = next((one for one in parts if dates[one] == at), -1)
    given = tasks.given_start if end is End.START else tasks.given_finish
    if tasks.is_manual[idx] and (given[idx] == at or part < 0):
        return [Step(StepKind.MANUAL, idx, end, at)], None
    if part < 0:
        return [Step(StepKind.UNEXPLAINED, idx, end, at)], None
    return [Step(StepKind.PART, idx, end, at, at, above_idx=part)], (part, end)


def _given(clocks: TaskClocks, idx: int, end: End) -> Step | None:
    """Return the step of a date that is given: an actual one, one set by hand, one of another plan."""
    tasks, schedule = clocks.plan.tasks, clocks.schedule
    is_start = end is End.START
    at = int((schedule.start if is_start else schedule.finish)[idx])
    actual = (tasks.actual_start if is_start else tasks.actual_finish)[idx]
    given = (tasks.given_start if is_start else tasks.given_finish)[idx]
    if (tasks.is_manual[idx] or tasks.is_external[idx]) and at == given:
        return Step(StepKind.EXTERNAL if tasks.is_external[idx] else StepKind.MANUAL, idx, end, at)
    if at == actual:
        return Step(StepKind.ACTUAL_START if is_start else StepKind.ACTUAL_FINISH, idx, end, at)
    return None


def _start(clocks: TaskClocks, idx: int) -> Found:
    tasks, at = clocks.plan.tasks, int(clocks.schedule.start[idx])
    if tasks.actual_finish[idx] != NONE or _given(clocks, idx, End.FINISH) is not None:
        return [_work_back(clocks, idx)], (idx, End.FINISH)
    for bound in bounds_of(clocks, idx):
        if bound.end is End.START:
            arrived = _arrival(clocks, idx, bound, at)
        else:
            arrived = _kept_finish(clocks, idx, bound.at)
            arrived = None if arrived is None else [_work_back(clocks, idx), *arrived]
        if arrived is not None:
            return [*arrived, *bound.steps], bound.before
    is_late = clocks.schedule.driver[idx] == Driver.LATEST
    return [Step(StepKind.LATEST if is_late else StepKind.UNEXPLAINED, idx, End.START, at)], None


def _finish(clocks: TaskClocks, idx: int) -> Found:
    tasks, schedule = clocks.plan.tasks, clocks.schedule
    start, at = int(schedule.start[idx]), int(schedule.finish[idx])
    if start == NONE or (tasks.actual_start[idx] == NONE and not tasks.is_manual[idx]):
        bound = next((one for one in bounds_of(clocks, idx) if _is_told_finish(clocks, idx, one)), None)
        if bound is not None:
            return [*(_kept_finish(clocks, idx, bound.at) or ()), *bound.steps], bound.before
    run = run_between(clocks, idx, start, at)
    if run.is_measured and tasks.actual_start[idx] != NONE:
        found = _remaining(clocks, idx)
        if found is not None:
            return found
    return [_run_step(clocks, StepKind.WORK, idx, End.FINISH, at, start, run)], (idx, End.START)


def _is_told_finish(clocks: TaskClocks, idx: int, bound: Bound) -> bool:
    """Tell if this bound on the finish is the one that the schedule says drives the task."""
    schedule = clocks.schedule
    return (
        bound.end is End.FINISH
        and _kept_finish(clocks, idx, bound.at) is not None
        and bound.driver == schedule.driver[idx]
        and (bound.driver == Driver.CONSTRAINT or bound.link_idx == schedule.driving_dependency_idx[idx])
    )


def _kept_finish(clocks: TaskClocks, idx: int, bound: int) -> list[Step] | None:
    """Return the steps from a bound on the finish to the finish: none, or a pause before it."""
    finish = int(clocks.schedule.finish[idx])
    if finish == bound:
        return []
    for row, clock in clocks.of_both(idx) if finish < bound else ():
        if clocks.compiled(clock).previous_finish(bound) == finish:
            rests = clocks.rests(clock, finish, bound)
            end = End.FINISH
            return [Step(StepKind.PAUSE, idx, end, finish, bound, 0, clock, assignment_idx=row, rests=rests)]
    return None


def _remaining(clocks: TaskClocks, idx: int) -> Found | None:
    """Return the finish of a begun task: what remains, from where the work goes on."""
    at = int(clocks.schedule.finish[idx])
    for steps, before in resumptions(clocks, idx):
        since = steps[0].at
        run = stated_run(clocks, idx, since, at)
        if run is not None:
            return [_run_step(clocks, StepKind.REMAINING, idx, End.FINISH, at, since, run), *steps], before
    return None


def resumptions(clocks: TaskClocks, idx: int) -> Iterator[Found]:
    """Yield from where the rest of a begun task may go on."""
    plan, start = clocks.plan, int(clocks.schedule.start[idx])
    tasks = plan.tasks
    if tasks.resume[idx] != NONE:
        yield [Step(StepKind.RESUME, idx, End.START, int(tasks.resume[idx]))], None
    left = int(tasks.remaining_duration[idx])
    duration = int(tasks.duration[idx])
    left = round(duration * (1 - float(tasks.percent_complete[idx]))) if left == NONE else left
    done = max(duration - left, 0)
    for row, clock in clocks.of_both(idx):
        ticks = clocks.compiled(clock)
        at = int(ticks.finish_after(start, done))
        run = Run(clock, done, row)
        yield [_run_step(clocks, StepKind.PROGRESS, idx, End.FINISH, at, start, run)], (idx, End.START)
    if plan.status_date != NONE:
        yield [Step(StepKind.STATUS_DATE, idx, End.START, plan.status_date)], None
    if plan.rules.out_of_sequence != _NO_LINKS:
        for bound in linked_bounds(clocks, idx):
            yield list(bound.steps), bound.before


def _work_back(clocks: TaskClocks, idx: int) -> Step:
    start, finish = int(clocks.schedule.start[idx]), int(clocks.schedule.finish[idx])
    run = run_between(clocks, idx, start, finish, is_bound=True)
    step = _run_step(clocks, StepKind.WORK_BACK, idx, End.START, start, finish, run)
    return replace(step, amount=-run.amount)


def _arrival(clocks: TaskClocks, idx: int, bound: Bound, at: int) -> list[Step] | None:
    """Return the steps from a bound to the start of a task, if the bound leads there.

    A levelling delay counts from most bounds, but not from the status date or a date that is honoured.
    """
    delay = int(clocks.plan.tasks.leveling_delay[idx])
    if not delay or bound.driver == Driver.STATUS_DATE:
        return _snapped(clocks, idx, bound.at, at)
    levelled = _levelled_arrival(clocks, idx, bound.at, at, delay)
    return _snapped(clocks, idx, bound.at, at) if levelled is None else levelled


def _levelled_arrival(clocks: TaskClocks, idx: int, since: int, at: int, delay: int) -> list[Step] | None:
    for base in sorted({since, *(snapped for _, _, snapped in _snaps(clocks, idx, since))}):
        first = _snapped(clocks, idx, since, base)
        step = _levelled(clocks, idx, base, delay)
        last = None if step is None else _snapped(clocks, idx, step.at, at)
        if step is not None and first is not None and last is not None:
            return [*last, step, *first]
    return None


def _levelled(clocks: TaskClocks, idx: int, since: int, delay: int) -> Step | None:
    if not clocks.plan.tasks.leveling_is_working[idx]:
        return Step(StepKind.LEVELING, idx, End.START, since + delay, since, delay)
    clock = clocks.of_task(idx)
    ticks = clocks.compiled(clock)
    try:
        at = int(ticks.finish_at(ticks.before(since) + delay))
    except OutsideHorizon:
        return None
    return Step(StepKind.LEVELING, idx, End.START, at, since, delay, clock)


def _snapped(clocks: TaskClocks, idx: int, since: int, at: int) -> list[Step] | None:
    """Return the steps from an instant to where work begins: none, a pause, or a delay of the assignment."""
    if since == at:
        return []
    if since > at:
        return None
    for row, clock, snapped in _snaps(clocks, idx, since):
        if snapped == at:
            rests = clocks.rests(clock, since, at)
            step = Step(StepKind.PAUSE, idx, End.START, at, since, 0, clock, assignment_idx=row, rests=rests)
            return [step]
    for row in clocks.assignments(idx):
        clock, offset = clocks.of_assignment(row), _offset(clocks, row)
        ticks = clocks.compiled(clock)
        worked = ticks.before(since) + offset
        if offset and at in (ticks.start_at(worked), ticks.finish_at(worked)):
            return [Step(StepKind.DELAY, idx, End.START, at, since, offset, clock, assignment_idx=row)]
    return None


def _snaps(clocks: TaskClocks, idx: int, since: int) -> Iterator[tuple[int, AssignmentClock, int]]:
    """Yield (assignment, clock, when it next works) for each clock that may count."""
    for row, clock in clocks.of_both(idx):
        yield row, clock, int(clocks.compiled(clock).next_start(since))


def _offset(clocks: TaskClocks, row: int) -> int:
    """Return after how much working time an assignment begins: its pattern's first period, else its delay."""
    periods = clocks.plan.periods
    rows = clocks.periods_by_assignment.of(row)
    return int(periods.offset[rows].min()) if rows else assignment_delay(clocks, row)


def _run_step(clocks: TaskClocks, kind: StepKind, idx: int, end: End, at: int, since: int, run: Run) -> Step:
    first, last = min(at, since), max(at, since)
    return Step(
        kind,
        idx,
        end,
        at,
        since,
        run.amount,
        run.clock,
        assignment_idx=run.assignment_idx,
        resting=run.resting,
        rests=clocks.closing_days(run.clock, first, last),
        is_measured=run.is_measured,
    )
