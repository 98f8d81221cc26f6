"""Cost over time: what was promised, what is expected and what has been earned, per month."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import (
    DAY,
    NONE,
    ROUND_THE_CLOCK,
    Calendar,
    OutsideHorizon,
    WorkingTime,
    working_time,
)
from stuurbord.plan.model import Baseline, Booleans, Floats, Integers, Plan


class CurveStatus(StrEnum):
    """Whether the curve can be drawn."""

    COMPLETE = "complete"
    NO_BASELINE = "no_baseline"
    """Nothing was promised in money: only the forecast is known."""
    NO_COST = "no_cost"
    """The plan holds no money at all: the curve has no months."""


@dataclass(frozen=True, slots=True)
class CostCurve:
    """Cumulative cost at the end of each month; arrays of shape (n_months,).

    Attributes
    ----------
    months
        Days since 1970-01-01 of the first day of each month.
    planned, forecast, earned
        Cents; `NONE` where not known: planned and earned without baseline, earned after the month of
        the status date. In that month it is the value on the status date.
    """

    status: CurveStatus
    months: Integers
    planned: Integers
    forecast: Integers
    earned: Integers


@dataclass(frozen=True, slots=True)
class _Spread:
    """Amounts laid out evenly in working time; arrays of shape (n_tasks,)."""

    start: Integers
    finish: Integers
    cost: Floats


def cost_curve(plan: Plan, schedule: Schedule) -> CostCurve:
    """Return the cumulative planned, forecast and earned cost of a plan.

    Each amount is spread evenly over the working time between its dates, on the task's calendar:
    baseline 0 over its own dates, the task's cost over its scheduled dates, and what is earned
    (baseline cost × share complete) from the start up to the finish or the status date.
    """
    expected = _expected(plan, schedule)
    promised = _promised(plan, schedule)
    if not expected.cost.any() and not promised.cost.any():
        nothing = np.empty(0, np.int64)
        return CostCurve(CurveStatus.NO_COST, nothing, nothing, nothing, nothing)
    months, ends = _months(expected, promised)
    forecast = _cumulative(plan, expected, ends)
    unknown = np.full(len(months), NONE)
    if not promised.cost.any():
        return CostCurve(CurveStatus.NO_BASELINE, months, unknown, forecast, unknown)
    planned = _cumulative(plan, promised, ends)
    earned = _earned(plan, schedule, promised, months * DAY, ends)
    return CostCurve(CurveStatus.COMPLETE, months, planned, forecast, earned)


def expected_cost(plan: Plan, schedule: Schedule) -> tuple[Integers, Integers]:
    """Return the months of `CostCurve` that hold cost on the scheduled dates, and its forecast alone."""
    expected = _expected(plan, schedule)
    if not expected.cost.any():
        return np.empty(0, np.int64), np.empty(0, np.int64)
    months, ends = _months(expected)
    return months, _cumulative(plan, expected, ends)


def progress(plan: Plan) -> float | None:
    """Return the share (0–1) of the planned working time that is done, or None if there is none."""
    tasks = plan.tasks
    is_work = _is_active(plan) & ~tasks.is_summary
    per_clock_second = np.where(tasks.is_elapsed, plan.seconds_per_day / DAY, 1.0)
    weight = np.where(is_work, tasks.duration * per_clock_second, 0.0)
    total = float(weight.sum())
    return float((weight * tasks.percent_complete).sum()) / total if total > 0 else None


def _is_active(plan: Plan) -> Booleans:
    """Tell which tasks take part: what stands under an inactive summary does not."""
    is_active: Booleans = plan.tasks.is_active.copy()
    for idx, parent in enumerate(plan.tasks.parent_idx.tolist()):
        if parent >= 0 and not is_active[parent]:
            is_active[idx] = False
    return is_active


def _expected(plan: Plan, schedule: Schedule) -> _Spread:
    cost = np.where(schedule.start == NONE, 0, plan.tasks.cost).astype(np.float64)
    return _Spread(schedule.start, schedule.finish, cost)


def _promised(plan: Plan, schedule: Schedule) -> _Spread:
    """Return baseline 0 of the leaf tasks; a task promised without dates stands at its scheduled ones."""
    baseline = plan.baselines.get(0)
    if baseline is None:
        nothing = np.full(len(plan.tasks), NONE)
        return _Spread(nothing, nothing, np.zeros(len(plan.tasks)))
    start = _first_known(baseline.start, baseline.finish, schedule.start)
    finish = _first_known(baseline.finish, baseline.start, schedule.finish)
    is_promised = _has_cost(baseline) & ~plan.tasks.is_summary & (start != NONE)
    return _Spread(start, np.maximum(start, finish), np.where(is_promised, baseline.cost, 0.0))


def _has_cost(baseline: Baseline) -> Booleans:
    has_cost: Booleans = baseline.cost != NONE
    return has_cost


def _first_known(*columns: Integers) -> Integers:
    found = columns[0]
    for other in columns[1:]:
        found = np.where(found == NONE, other, found)
    return found


def _earned(
    plan: Plan, schedule: Schedule, promised: _Spread, month_starts: Integers, ends: Integers
) -> Integers:
    """Return the earned cost up to the status date, `NONE` in the months after it and without one."""
    status_date = plan.status_date
    if status_date == NONE:
        return np.full(len(ends), NONE)
    cost = promised.cost * plan.tasks.percent_complete
    start = _first_known(plan.tasks.actual_start, schedule.start, promised.start)
    finish = _first_known(plan.tasks.actual_finish, schedule.finish, promised.finish)
    finish = np.minimum(finish, status_date)
    start = np.minimum(start, finish)
    earned = _cumulative(plan, _Spread(start, finish, cost), np.minimum(ends, status_date))
    return np.where(month_starts > status_date, NONE, earned)


def _months(*spreads: _Spread) -> tuple[Integers, Integers]:
    """Return (first days as day numbers, ends as instants) of the months that hold cost."""
    has_cost = [spread.cost != 0 for spread in spreads]
    first = min(int(one.start[has].min()) for one, has in zip(spreads, has_cost, strict=True) if has.any())
    last = max(int(one.finish[has].max()) for one, has in zip(spreads, has_cost, strict=True) if has.any())
    edges = np.arange(
        np.datetime64(first, "s").astype("datetime64[M]"),
        np.datetime64(last, "s").astype("datetime64[M]") + 2,
    )
    days = edges.astype("datetime64[D]").astype(np.int64)
    return days[:-1], days[1:] * DAY


def spent_by(plan: Plan, start: Integers, finish: Integers, cost: Floats, ends: Integers) -> Integers:
    """Return the cents spent before each of ``ends`` when amounts are spread evenly over working time.

    Parameters
    ----------
    start, finish, cost
        Dates (instants) and cents of each task of the plan, shape (n_tasks,).
    ends
        Instants, shape (n_months,).
    """
    return _cumulative(plan, _Spread(start, finish, cost), ends)


def _cumulative(plan: Plan, spread: _Spread, ends: Integers) -> Integers:
    """Return the cents spent before each of ``ends``, an instant array of shape (n_months,)."""
    total = np.zeros(len(ends))
    calendar_idx = np.where(plan.tasks.is_elapsed, -2, plan.tasks.calendar_idx)
    has_cost = spread.cost != 0
    for idx in np.unique(calendar_idx[has_cost]).tolist():
        chosen = has_cost & (calendar_idx == idx)
        part = _Spread(spread.start[chosen], spread.finish[chosen], spread.cost[chosen])
        total += _spent(part, _clock(plan, idx, part, ends), ends)
    return np.rint(total).astype(np.int64)


def _spent(spread: _Spread, clock: WorkingTime, ends: Integers) -> Floats:
    begun, done = clock.before(spread.start), clock.before(spread.finish)
    length = done - begun
    spent = np.empty(len(ends))
    for row, worked in enumerate(clock.before(ends).tolist()):
        share = np.clip(worked - begun, 0, length) / np.maximum(length, 1)
        # Without working time between its dates an amount falls as a whole, on the finish.
        spent[row] = np.where(length == 0, spread.finish <= ends[row], share) @ spread.cost
    return spent


def _clock(plan: Plan, calendar_idx: int, spread: _Spread, ends: Integers) -> WorkingTime:
    calendar: Calendar = ROUND_THE_CLOCK if calendar_idx == -2 else plan.calendars[calendar_idx]
    if calendar_idx == -1:
        calendar = plan.calendar
    first = min(int(spread.start.min()), int(ends.min())) // DAY
    last = max(int(spread.finish.max()), int(ends.max())) // DAY + 1
    # Whole years, so that compiled calendars are shared.
    first, last = first // 366 * 366 - 366, (last // 366 + 2) * 366
    try:
        return working_time(calendar, first, last)
    except OutsideHorizon:
        return working_time(ROUND_THE_CLOCK, first, last)
