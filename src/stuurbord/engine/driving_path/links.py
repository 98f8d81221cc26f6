"""What a dependency asks of its successor and allows its predecessor, told as a step."""

from __future__ import annotations

from typing import Final

from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.assignment_clock import ELAPSED, AssignmentClock
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import DependencyKind, LagCalendar, LagUnit

_PERCENT: Final = 10_000  # a percentage lag is stored in hundredths of a percent
_FROM_START: Final = (DependencyKind.SS, DependencyKind.SF)
_TO_FINISH: Final = (DependencyKind.FF, DependencyKind.SF)


def links_into(clocks: TaskClocks, idx: int) -> list[int]:
    """Return the links that end in a task and whose predecessors take part."""
    links = clocks.plan.dependencies
    rows = clocks.links_by_successor.of(idx)
    return [row for row in rows if clocks.schedule.start[links.predecessor_idx[row]] != NONE]


def links_out_of(clocks: TaskClocks, idx: int) -> list[int]:
    """Return the links that leave a task and whose successors take part."""
    links = clocks.plan.dependencies
    rows = clocks.links_by_predecessor.of(idx)
    return [row for row in rows if clocks.schedule.start[links.successor_idx[row]] != NONE]


def leaves_from(clocks: TaskClocks, link: int) -> End:
    """Return which date of the predecessor counts."""
    return End.START if clocks.plan.dependencies.kind[link] in _FROM_START else End.FINISH


def arrives_at(clocks: TaskClocks, link: int) -> End:
    """Return which date of the successor is bound."""
    return End.FINISH if clocks.plan.dependencies.kind[link] in _TO_FINISH else End.START


def asked(clocks: TaskClocks, link: int, bounded_idx: int) -> Step:
    """Return the step from the predecessor's date to the bound on ``bounded_idx``."""
    links, schedule = clocks.plan.dependencies, clocks.schedule
    before, end = int(links.predecessor_idx[link]), leaves_from(clocks, link)
    since = int((schedule.start if end is End.START else schedule.finish)[before])
    lag, clock = lag_of(clocks, link)
    to = arrives_at(clocks, link)
    at = since
    if lag and clock is None:
        at = since + lag
    elif lag and clock is not None:
        ticks = clocks.compiled(clock)
        worked = ticks.before(since) + lag
        # A lead before a start lands on a morning, everything else on the end of the work counted.
        at = ticks.start_at(worked) if lag < 0 and to is End.START else ticks.finish_at(worked)
    return Step(StepKind.LINK, bounded_idx, to, at, since, lag, clock if lag else None, link_idx=link)


def allowed(clocks: TaskClocks, link: int, bounded_idx: int) -> tuple[Step, ...]:
    """Return the steps from the successor's late date back to the last instant the predecessor may use."""
    schedule = clocks.schedule
    after, to = int(clocks.plan.dependencies.successor_idx[link]), arrives_at(clocks, link)
    since = int((schedule.late_finish if to is End.FINISH else schedule.late_start)[after])
    levelled = _levelled(clocks, after, since) if to is End.START else ()
    since = levelled[0].at if levelled else since
    return (back_over_lag(clocks, link, bounded_idx, since), *levelled)


def back_over_lag(clocks: TaskClocks, link: int, bounded_idx: int, since: int) -> Step:
    """Return the step from an instant of the successor back to the predecessor's last one."""
    end = leaves_from(clocks, link)
    lag, clock = lag_of(clocks, link)
    at = since - lag
    if lag and clock is not None:
        at = _either_side(clocks, clock, since, -lag, _late_date(clocks, bounded_idx, end))
    return Step(StepKind.LINK, bounded_idx, end, at, since, -lag, clock if lag else None, link_idx=link)


def _late_date(clocks: TaskClocks, idx: int, end: End) -> int:
    schedule = clocks.schedule
    return int((schedule.late_start if end is End.START else schedule.late_finish)[idx])


def _either_side(clocks: TaskClocks, clock: AssignmentClock, since: int, amount: int, named: int) -> int:
    """Return ``since`` moved by working time; at a pause, the side that is named so, else behind it."""
    ticks = clocks.compiled(clock)
    worked = ticks.before(since) + amount
    before_pause = ticks.finish_at(worked)
    return int(before_pause if before_pause == named else ticks.start_at(worked))


def _levelled(clocks: TaskClocks, idx: int, since: int) -> tuple[Step, ...]:
    """Return the step back over a levelling delay, if the task has one."""
    tasks = clocks.plan.tasks
    delay = int(tasks.leveling_delay[idx])
    if not delay or tasks.actual_start[idx] != NONE:
        return ()
    if not tasks.leveling_is_working[idx]:
        return (Step(StepKind.LEVELING, idx, End.START, since - delay, since, -delay),)
    clock = clocks.of_task(idx)
    ticks = clocks.compiled(clock)
    at = int(ticks.start_at(ticks.before(since) - delay))
    return (Step(StepKind.LEVELING, idx, End.START, at, since, -delay, clock),)


def lag_of(clocks: TaskClocks, link: int) -> tuple[int, AssignmentClock | None]:
    """Return a lag in seconds and the clock it is counted on; None is the wall clock."""
    plan = clocks.plan
    links = plan.dependencies
    before, after = int(links.predecessor_idx[link]), int(links.successor_idx[link])
    lag, unit = int(links.lag[link]), int(links.lag_unit[link])
    if unit == LagUnit.ELAPSED:
        return lag, None
    if LagUnit(unit).is_share:
        lag = round(int(plan.tasks.duration[before]) * lag / _PERCENT)
        if unit == LagUnit.ELAPSED_PERCENT or plan.tasks.is_elapsed[before]:
            return lag, None
    clock = {
        LagCalendar.SUCCESSOR: lambda: clocks.of_task(after),
        LagCalendar.PREDECESSOR: lambda: clocks.of_task(before),
        LagCalendar.PROJECT: lambda: AssignmentClock(-1),
        LagCalendar.ROUND_THE_CLOCK: lambda: AssignmentClock(ELAPSED),
    }[LagCalendar(int(plan.rules.lag_calendar))]()
    return lag, None if clock.calendar_idx == ELAPSED else clock
