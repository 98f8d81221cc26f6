"""What a plan costs: spent already, still to spend whatever happens, and per second that work lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Floats, Plan, ResourceKind

_CENTS: Final = 100.0


@dataclass(frozen=True, slots=True)
class Costs:
    """Euro per task, float64 of shape (n_tasks,); all of them together are the planned cost.

    Attributes
    ----------
    spent
        Actual cost to date; of finished tasks and summaries all they cost.
    remaining
        The rest.
    timed
        The part of ``remaining`` that follows the duration: people with a rate.
    """

    spent: Floats
    remaining: Floats
    timed: Floats

    @property
    def planned(self) -> float:
        """Euro of the whole plan, as the cost curve counts it."""
        return float(self.spent.sum() + self.remaining.sum())


def costs_of(plan: Plan, is_active: Booleans) -> Costs:
    """Return what the tasks of a plan cost that take part.

    A task that has begun and tells no actual cost is taken to have spent its share complete.
    """
    tasks = plan.tasks
    cost = np.where(is_active, tasks.cost, 0) / _CENTS
    is_known = tasks.actual_cost != 0
    spent = np.where(is_known, tasks.actual_cost / _CENTS, cost * np.clip(tasks.percent_complete, 0.0, 1.0))
    spent = np.where(is_active, np.minimum(spent, np.maximum(cost, 0.0)), 0.0)
    is_done = tasks.is_summary | (tasks.actual_finish != NONE)
    spent = np.where(is_done, cost, spent)
    remaining = cost - spent
    share = _timed_share(plan)
    return Costs(spent, remaining, remaining * share)


def _timed_share(plan: Plan) -> Floats:
    """Return which part of each task's cost is for people with a rate, 0–1."""
    assignments, n_tasks = plan.assignments, len(plan.tasks)
    timed = np.zeros(n_tasks)
    if len(assignments):
        who = assignments.resource_idx
        is_paid_by_time = who >= 0
        known = np.flatnonzero(is_paid_by_time)
        is_paid_by_time[known] = (plan.resources.kind[who[known]] == ResourceKind.WORK) & (
            plan.resources.standard_rate[who[known]] > 0
        )
        np.add.at(timed, assignments.task_idx[is_paid_by_time], assignments.cost[is_paid_by_time])
    cost = plan.tasks.cost.astype(np.float64)
    return np.where(cost > 0, np.clip(timed / np.where(cost > 0, cost, 1.0), 0.0, 1.0), 0.0)
