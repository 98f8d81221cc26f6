"""Cumulative spending per month, with its band: what was spent, what was planned, what may come.

An approximation, and told as one: each iteration spends what remains along the curve of the plan, stretched
to its own finish and scaled to its own cost; what the plan spends after the goal keeps its distance to it.
Where in the plan a delay arises is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.cost_curve import spent_by
from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.schedule_risk.building.costs import Costs, costs_of
from stuurbord.engine.schedule_risk.joint_spending import Course
from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Floats, Integers, Plan

_N_STEPS: Final = 200
"""Points of the planned curve between which spending is even."""
_PROBABILITIES: Final = (0.2, 0.5, 0.8)


@dataclass(frozen=True, slots=True)
class CostBand:
    """Euro spent at the end of each month; arrays of shape (n_months,).

    Attributes
    ----------
    months
        Days since 1970-01-01 of the first day of each month.
    actual
        Up to the month of the status date, in that month the value on it; shape (n_actual,), which is 0
        without a status date.
    planned
        As planned: what was spent, then what remains over the dates of the plan.
    p20, p50, p80
        From the month of the status date on; before it what was spent.
    """

    months: Integers
    actual: Floats
    planned: Floats
    p20: Floats
    p50: Floats
    p80: Floats


def cost_band(plan: Plan, schedule: Schedule, outcome: Outcome) -> CostBand:
    """Return the spending of a plan with its band.

    Parameters
    ----------
    schedule
        `critical_path(plan, unstarted_after_status_date=True)`: the dates that the plan spends by.
    """
    costs = costs_of(plan, schedule.start != NONE)
    status = plan.status_date if plan.status_date != NONE else plan.start
    months, ends = _months(schedule, status, outcome)
    spent = _spent(plan, schedule, costs, status, np.minimum(ends, status))
    steps = _steps(schedule, costs, status, outcome)
    share = _planned_share(plan, schedule, costs, status, np.rint(steps).astype(np.int64))
    remaining = float(costs.remaining.sum())
    planned = spent + remaining * np.interp(ends, steps, share)
    band = _band(outcome, float(spent[-1]), status, ends, steps, share)
    n_actual = int(np.count_nonzero(months * DAY <= status)) if plan.status_date != NONE else 0
    low, middle, high = (np.where(ends <= status, spent, row) for row in band)
    return CostBand(months, spent[:n_actual], planned, low, middle, high)


def course_of(plan: Plan, schedule: Schedule, outcome: Outcome) -> Course:
    """Return how a plan spends from its status date on, to be summed with other projects."""
    costs = costs_of(plan, schedule.start != NONE)
    status = plan.status_date if plan.status_date != NONE else plan.start
    steps = _steps(schedule, costs, status, outcome)
    share = _planned_share(plan, schedule, costs, status, np.rint(steps).astype(np.int64))
    spent = _spent(plan, schedule, costs, status, np.array([status], np.int64))
    planned_finish = max(outcome.planned_finish, status + 1)
    return Course(status, float(spent[-1]), share, planned_finish - status, int(steps[-1]) - planned_finish)


def _steps(schedule: Schedule, costs: Costs, status: int, outcome: Outcome) -> Floats:
    """Return instants from the status date to the goal, or to the last cost if the plan spends after it."""
    is_coming = (costs.remaining > 0) & (schedule.start != NONE)
    last = int(schedule.finish[is_coming].max(initial=0))
    return np.linspace(status, max(outcome.planned_finish, last, status + 1), _N_STEPS + 1)


def _months(schedule: Schedule, status: int, outcome: Outcome) -> tuple[Integers, Integers]:
    first = min(schedule.project_start, status)
    late = max(outcome.finish_at(0.95) - outcome.planned_finish, 0)
    last = max(outcome.finish_at(0.95), schedule.project_finish + late, status)
    edges = np.arange(
        np.datetime64(first, "s").astype("datetime64[M]"),
        np.datetime64(last, "s").astype("datetime64[M]") + 2,
    )
    days = edges.astype("datetime64[D]").astype(np.int64)
    return days[:-1], days[1:] * DAY


def _spent(plan: Plan, schedule: Schedule, costs: Costs, status: int, ends: Integers) -> Floats:
    """Return the euro spent before instants that are not after the status date."""
    finish = np.where(schedule.start == NONE, NONE, np.minimum(schedule.finish, status))
    cost = np.where(schedule.start == NONE, 0, costs.spent) * 100
    start = np.where(schedule.start == NONE, NONE, np.minimum(schedule.start, finish))
    return spent_by(plan, start, finish, cost, ends) / 100


def _planned_share(plan: Plan, schedule: Schedule, costs: Costs, status: int, moments: Integers) -> Floats:
    """Return which part of what remains is spent at these instants by the plan, 0–1."""
    remaining = np.where(schedule.start == NONE, 0, costs.remaining) * 100
    start = np.where(schedule.start == NONE, NONE, np.maximum(schedule.start, status))
    finish = np.where(schedule.start == NONE, NONE, np.maximum(schedule.finish, start))
    if not remaining.any():
        return np.linspace(0, 1, len(moments))
    total = float(remaining.sum())
    share = spent_by(plan, start, finish, remaining, moments) / (total if total else 1.0)
    share[-1] = 1.0
    return np.clip(share, 0, 1)


def _band(
    outcome: Outcome, spent: float, status: int, ends: Integers, steps: Floats, share: Floats
) -> list[Floats]:
    """Return per probability the spending at the end of each month."""
    planned = max(outcome.planned_finish, status + 1)
    finish = np.maximum(outcome.finish, status + 1)
    stretch = (planned - status) / (finish - status)
    to_come = outcome.cost - spent
    rows = np.empty((len(_PROBABILITIES), len(ends)))
    for month, end in enumerate(ends.tolist()):
        in_plan = np.where(end < finish, status + (end - status) * stretch, planned + end - finish)
        amount = np.sort(spent + to_come * np.interp(in_plan, steps, share))
        rank = [rank_of(len(amount), p) for p in _PROBABILITIES]
        rows[:, month] = amount[rank]
    return list(rows)
