"""What a baseline plans to do and when, of one plan or of many, and its value over time.

A fixed amount falls due when its task starts; the rest is spread evenly over the working time between the
task's baseline dates, on the task's own calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.earned_value.planned_curve import HALF_CENT, PlannedCurve, clock_over
from stuurbord.plan.calendar import NONE, ROUND_THE_CLOCK, Calendar, WorkingTime
from stuurbord.plan.model import Booleans, Floats, Integers, Plan

_SPREAD_OF_ROUNDING: Final = 3.0
"""Rounding errors of n amounts are independent: their sum stays within three times its deviation."""


@dataclass(frozen=True, slots=True, eq=False)
class BaselineWork:
    """The tasks of a baseline that have a value; arrays of shape (n_works,).

    Attributes
    ----------
    task_idx
        Position of the task in its plan.
    start, finish
        Instants; the finish does not come first.
    fixed, spread
        Cents due at the start, and cents spread between start and finish.
    calendar_idx
        Which of ``calendars`` counts the working time.
    """

    task_idx: Integers
    start: Integers
    finish: Integers
    fixed: Integers
    spread: Integers
    calendar_idx: Integers
    calendars: tuple[Calendar, ...]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def budget(self) -> int:
        """Cents: the budget at completion."""
        return int(self.fixed.sum() + self.spread.sum())

    def chosen(self, mask: Booleans) -> BaselineWork:
        """Return a part of the work."""
        return BaselineWork(
            self.task_idx[mask],
            self.start[mask],
            self.finish[mask],
            self.fixed[mask],
            self.spread[mask],
            self.calendar_idx[mask],
            self.calendars,
        )


def baseline_work(
    plan: Plan, number: int = 0, fixed_cost: Integers | None = None, schedule: Schedule | None = None
) -> BaselineWork:
    """Return the work a plan's baseline promised; empty without that baseline.

    Parameters
    ----------
    number
        Which baseline.
    fixed_cost
        int64 of shape (n_tasks,), cents of each task's baseline cost that fall due at its start.
    schedule
        Where to place tasks that were promised without dates; without it they are left out.
    """
    nowhere = np.full(len(plan.tasks), NONE)
    baseline = plan.baselines.get(number)
    if baseline is None:
        baseline_start, baseline_finish, cost = nowhere, nowhere, nowhere
    else:
        baseline_start, baseline_finish, cost = baseline.start, baseline.finish, baseline.cost
    scheduled = (nowhere, nowhere) if schedule is None else (schedule.start, schedule.finish)
    start = _first_known(baseline_start, baseline_finish, scheduled[0])
    finish = np.maximum(_first_known(baseline_finish, baseline_start, scheduled[1]), start)
    has_value = ~plan.tasks.is_summary & (start != NONE) & (cost > 0)
    fixed = (
        np.zeros(len(cost), np.int64) if fixed_cost is None else np.clip(fixed_cost, 0, np.maximum(cost, 0))
    )
    own = np.where(plan.tasks.calendar_idx < 0, plan.calendar_idx, plan.tasks.calendar_idx)
    return BaselineWork(
        np.flatnonzero(has_value),
        start[has_value],
        finish[has_value],
        fixed[has_value],
        (cost - fixed)[has_value],
        np.where(plan.tasks.is_elapsed, len(plan.calendars), own)[has_value],
        (*plan.calendars, ROUND_THE_CLOCK),
    )


def joined(works: Sequence[BaselineWork]) -> BaselineWork:
    """Return the work of several plans as one: a programme or a portfolio.

    ``task_idx`` keeps each plan's own positions.
    """
    calendars: tuple[Calendar, ...] = ()
    calendar_idx = []
    for work in works:
        calendar_idx.append(work.calendar_idx + len(calendars))
        calendars += work.calendars

    def column(name: str) -> Integers:
        return np.concatenate([np.empty(0, np.int64), *(getattr(work, name) for work in works)])

    return BaselineWork(
        column("task_idx"),
        column("start"),
        column("finish"),
        column("fixed"),
        column("spread"),
        np.concatenate([np.empty(0, np.int64), *calendar_idx]),
        calendars,
    )


def planned_per_task(work: BaselineWork, instants: Integers) -> Floats:
    """Return the planned value of each piece of work; float64 of shape (n_instants, n_works), cents."""
    planned = np.zeros((len(instants), len(work)))
    if not planned.size:
        return planned
    at = np.asarray(instants, np.int64)[:, None]
    for number in np.unique(work.calendar_idx).tolist():
        of_calendar = np.flatnonzero(work.calendar_idx == number)
        part = work.chosen(work.calendar_idx == number)
        clock = _clock(work.calendars[number], part, int(at.min()), int(at.max()))
        begun, length = clock.before(part.start), clock.between(part.start, part.finish)
        share = np.clip((clock.before(at) - begun) / np.maximum(length, 1), 0.0, 1.0)
        # Without working time between its dates an amount falls as a whole, on the finish.
        share = np.where(length == 0, part.finish <= at, share)
        planned[:, of_calendar] = part.fixed * (part.start < at) + part.spread * share
    return planned


def work_curve(work: BaselineWork, calendar: Calendar | None = None) -> PlannedCurve:
    """Return the planned value of the work over the working time of a calendar since its first start.

    Parameters
    ----------
    calendar
        Of the project; without one the curve counts on the clock, as many projects together do.

    Raises
    ------
    ValueError
        If there is no work.
    """
    if not len(work):
        raise ValueError("no work, no curve")
    first, last = int(work.start.min()), int(work.finish.max())
    clock = clock_over(calendar, first, last)
    instants = _turns(work, clock, calendar or ROUND_THE_CLOCK)
    after = np.zeros(len(instants))
    for number in np.unique(work.calendar_idx).tolist():
        part = work.chosen(work.calendar_idx == number)
        after += _spread_before(part, _clock(work.calendars[number], part, first, last), instants)
    before = after + _due(work, instants, "left")
    after = after + _due(work, instants, "right")
    begin = clock.before(first)
    return PlannedCurve(
        work=np.repeat(clock.before(instants) - begin, 2),
        value=np.maximum.accumulate(np.column_stack([before, after]).ravel()),
        planned_duration=clock.before(last) - begin,
        tolerance=HALF_CENT * max(1.0, _SPREAD_OF_ROUNDING * len(work) ** 0.5),
    )


def _turns(work: BaselineWork, clock: WorkingTime, calendar: Calendar) -> Integers:
    """Return every instant at which the curve may change its slope over the clock's time."""
    first, last = int(work.start.min()), int(work.finish.max())
    found = [work.start, work.finish]
    for number in np.unique(work.calendar_idx).tolist():
        part = work.chosen(work.calendar_idx == number)
        own = _clock(work.calendars[number], part, first, last)
        if work.calendars[number] != calendar:
            found += [own.starts, own.ends, clock.starts, clock.ends]
        else:
            found += [own.next_start(part.start), own.previous_finish(part.finish)]
    instants = np.unique(np.concatenate(found))
    return instants[(instants >= first) & (instants <= last)]


def _spread_before(part: BaselineWork, clock: WorkingTime, instants: Integers) -> Floats:
    """Return the evenly spread cents before each instant, of work on one calendar."""
    begun, done = clock.before(part.start), clock.before(part.finish)
    lasts = done > begun
    rate = part.spread[lasts] / (done - begun)[lasts]
    times = np.concatenate([begun[lasts], done[lasts]])
    order = np.argsort(times, kind="stable")
    times, slopes = times[order], np.cumsum(np.concatenate([rate, -rate])[order])
    if not len(times):
        return np.zeros(len(instants))
    gained = np.concatenate([[0.0], np.cumsum(slopes[:-1] * np.diff(times))])
    return np.asarray(np.interp(clock.before(instants), times, gained), np.float64)


def _due(work: BaselineWork, instants: Integers, side: str) -> Floats:
    """Return the cents that fall due at once, before each instant (left) or up to and with it (right)."""
    is_sudden = _is_sudden(work)
    moments = np.concatenate([work.start, work.finish[is_sudden]])
    amounts = np.concatenate([work.fixed, work.spread[is_sudden]]).astype(np.float64)
    order = np.argsort(moments, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(amounts[order])])
    n_due = np.searchsorted(moments[order], instants, side="left" if side == "left" else "right")
    return np.asarray(total[n_due], np.float64)


def _is_sudden(work: BaselineWork) -> Booleans:
    """Tell which work has no working time between its dates."""
    sudden = np.zeros(len(work), np.bool_)
    for number in np.unique(work.calendar_idx).tolist():
        chosen = work.calendar_idx == number
        part = work.chosen(chosen)
        clock = _clock(work.calendars[number], part, int(part.start.min()), int(part.finish.max()))
        sudden[chosen] = clock.between(part.start, part.finish) == 0
    return sudden


def _clock(calendar: Calendar, part: BaselineWork, *instants: int) -> WorkingTime:
    first = min(int(part.start.min()), *instants)
    return clock_over(calendar, first, max(int(part.finish.max()), *instants))


def _first_known(*columns: Integers) -> Integers:
    found = columns[0]
    for other in columns[1:]:
        found = np.where(found == NONE, other, found)
    return found
