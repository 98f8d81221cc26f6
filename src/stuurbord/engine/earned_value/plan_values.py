"""Earned value of a plan from its own baseline and progress: per task, work package and project, and of many.

Earned is the baseline cost × the share complete; spent is the actual cost; both on the status date. A
summary task (a work package) is worth its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.earned_value.adherence import adherence, schedule_instants
from stuurbord.engine.earned_value.baseline_work import (
    BaselineWork,
    baseline_work,
    joined,
    planned_per_task,
    work_curve,
)
from stuurbord.engine.earned_value.figures import Figures
from stuurbord.engine.earned_value.indices import Indices, money_and_time
from stuurbord.engine.earned_value.planned_curve import clock_over
from stuurbord.plan.calendar import NONE, Calendar
from stuurbord.plan.model import Floats, Integers, Plan


class ValueStatus(StrEnum):
    """Whether a plan's earned value can be told."""

    COMPLETE = "complete"
    NO_BASELINE = "no_baseline"
    NO_COST = "no_cost"
    """The baseline holds no money."""
    NO_STATUS_DATE = "no_status_date"
    """The plan does not say up to when its progress is known."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanValues:
    """Planned, earned and spent on one date; arrays of shape (n_tasks,), cents.

    Attributes
    ----------
    at
        The status date as an instant, or `NONE`.
    work, earned
        The work of the baseline, and what each piece of it has earned: shape (n_works,).
    """

    status: ValueStatus
    at: int
    planned_value: Integers
    earned_value: Integers
    actual_cost: Integers
    budget: Integers
    work: BaselineWork
    earned: Floats
    spent: int

    @property
    def project_budget(self) -> int:
        """Cents: the budget at completion of the whole plan."""
        return self.work.budget


def plan_values(
    plan: Plan,
    *,
    at: int | None = None,
    number: int = 0,
    fixed_cost: Integers | None = None,
    schedule: Schedule | None = None,
) -> PlanValues:
    """Return what a plan has planned, earned and spent.

    Parameters
    ----------
    at
        Instant up to which value is planned; without it the plan's status date. Progress is what the plan
        holds, so another date than the status date only makes sense just after it.
    number, fixed_cost, schedule
        As `baseline_work`.
    """
    when = plan.status_date if at is None else at
    work = baseline_work(plan, number, fixed_cost, schedule)
    instants = np.array([when] if when != NONE else [], np.int64)
    planned = planned_per_task(work, instants).sum(axis=0)
    earned = (work.fixed + work.spread) * plan.tasks.percent_complete[work.task_idx]
    return PlanValues(
        status=_status(plan, number, work, when),
        at=when,
        planned_value=_rolled_up(plan, work.task_idx, planned),
        earned_value=_rolled_up(plan, work.task_idx, earned),
        actual_cost=_rolled_up(plan, np.arange(len(plan.tasks)), plan.tasks.actual_cost.astype(np.float64)),
        budget=_rolled_up(plan, work.task_idx, (work.fixed + work.spread).astype(np.float64)),
        work=work,
        earned=earned,
        spent=int(plan.tasks.actual_cost.sum()),
    )


def time_phased(
    plan: Plan,
    instants: Integers,
    number: int = 0,
    fixed_cost: Integers | None = None,
    schedule: Schedule | None = None,
) -> Integers:
    """Return the planned value of every task on every instant: shape (n_instants, n_tasks), cents.

    Summaries hold the sum of their parts; the sum of the rows without parent is the project's.
    """
    work = baseline_work(plan, number, fixed_cost, schedule)
    return _rolled_up(plan, work.task_idx, planned_per_task(work, instants))


def project_indices(plan: Plan, values: PlanValues) -> Indices | None:
    """Return the indices of the whole plan, one row; None where ``values.status`` says why not."""
    if values.status is not ValueStatus.COMPLETE:
        return None
    return _indices_of([values], plan.calendar)


def joined_indices(parts: Sequence[PlanValues]) -> Indices | None:
    """Return the indices of several plans together: a programme or a portfolio, one row.

    Money is added up; time counts on the clock from the first start of any of them, since their calendars
    differ. Plans without a complete status are left out; None if none is left. All are judged on the
    latest of their status dates.
    """
    told = [one for one in parts if one.status is ValueStatus.COMPLETE]
    return _indices_of(told, None) if told else None


def _status(plan: Plan, number: int, work: BaselineWork, when: int) -> ValueStatus:
    if number not in plan.baselines:
        return ValueStatus.NO_BASELINE
    if not work.budget:
        return ValueStatus.NO_COST
    return ValueStatus.NO_STATUS_DATE if when == NONE else ValueStatus.COMPLETE


def _indices_of(parts: Sequence[PlanValues], calendar: Calendar | None) -> Indices:
    work = joined([one.work for one in parts])
    earned = np.concatenate([one.earned for one in parts])
    at = max(one.at for one in parts)
    curve = work_curve(work, calendar)
    first, last = int(work.start.min()), int(work.finish.max())
    clock = clock_over(calendar, min(first, at), max(last, at))
    time = np.array([float(clock.between(first, at))])
    reached = curve.earned_schedule(np.array([earned.sum()]), time)
    planned = planned_per_task(work, np.array([at])).sum()
    is_ahead = np.array([earned.sum() > planned + curve.tolerance])
    reached_at = schedule_instants(clock, first, reached, is_ahead)
    known = np.zeros(1, np.int64)

    def amount(value: float) -> Figures:
        return Figures(np.array([float(value)]), known)

    return money_and_time(
        amount(planned),
        amount(earned.sum()),
        amount(sum(one.spent for one in parts)),
        budget=float(work.budget),
        actual_time=Figures(time, known),
        earned_schedule=Figures(reached, known),
        planned_duration=float(curve.planned_duration),
        p_factor=adherence(planned_per_task(work, reached_at), earned[None, :]),
    )


def _rolled_up(plan: Plan, task_idx: Integers, amounts: Floats) -> Integers:
    """Return amounts per task with summaries holding the sum of their parts, in whole cents.

    Parameters
    ----------
    amounts
        Cents, of shape (…, n) for the tasks at ``task_idx``.
    """
    total = np.zeros((*amounts.shape[:-1], len(plan.tasks)))
    total[..., task_idx] = amounts
    for task in range(len(plan.tasks) - 1, -1, -1):  # a parent stands before its children
        parent = int(plan.tasks.parent_idx[task])
        if parent >= 0:
            total[..., parent] += total[..., task]
    return np.rint(total).astype(np.int64)
