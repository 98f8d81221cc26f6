"""One of the two versions that are compared: a plan with its schedule, or what a plan promised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Integers, Plan


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A version of a plan; every array has shape (n_tasks,).

    Attributes
    ----------
    start, finish
        Instants, `NONE` where a task takes no part.
    cost
        Cents of the task alone, `NONE` where not known.
    is_there
        Which tasks this version holds.
    is_promise
        A baseline: it knows dates and money, no links and no other facts.
    """

    plan: Plan
    start: Integers
    finish: Integers
    cost: Integers
    is_there: Booleans
    is_promise: bool = False

    @property
    def last_finish(self) -> int:
        """The last finish, `NONE` if nothing takes part."""
        return int(self.finish.max()) if len(self.finish) else NONE

    @property
    def total_cost(self) -> int:
        """Cents of all tasks, `NONE` if nothing is known."""
        known = self.cost[self.cost != NONE]
        return int(known.sum()) if len(known) else NONE


def scheduled(plan: Plan, schedule: Schedule) -> Side:
    """Return a plan as its schedule dates it; inactive tasks cost nothing."""
    cost = np.where(plan.tasks.is_active, plan.tasks.cost, 0)
    return Side(plan, schedule.start, schedule.finish, cost, np.ones(len(plan.tasks), np.bool_))


def promised(plan: Plan, number: int) -> Side:
    """Return what a plan promised in a baseline; of summaries the dates alone, their cost is a total.

    Raises
    ------
    KeyError
        If the plan has no such baseline.
    """
    baseline = plan.baselines[number]
    cost = np.where(plan.tasks.is_summary, NONE, baseline.cost)
    return Side(plan, baseline.start, baseline.finish, cost, baseline.finish != NONE, is_promise=True)
