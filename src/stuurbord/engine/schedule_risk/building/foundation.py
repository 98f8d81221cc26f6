"""The plan as the critical path computes it, on calendars compiled far enough for what may be drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from stuurbord.engine.critical_path.array_path import longest_chain
from stuurbord.engine.critical_path.clocks import ELAPSED, Clocks
from stuurbord.engine.critical_path.computation import Computation
from stuurbord.engine.critical_path.horizon import on_enough_days
from stuurbord.engine.critical_path.layout.assigned_work import WorkColumns, work_columns
from stuurbord.engine.critical_path.layout.numbered_clocks import NumberedClocks
from stuurbord.engine.critical_path.layout.plan_columns import layout
from stuurbord.engine.critical_path.layout.topology import topology
from stuurbord.engine.critical_path.running.runner import Runner, runner_for
from stuurbord.plan.calendar import DAY, NONE, OutsideHorizon, WorkingTime
from stuurbord.plan.model import ActivityKind, Constraint, Plan, RuleProfile

_MOST_MARGIN: Final = 30 * 366
"""Days that are compiled after the plan at most: positions on an axis end at 34 years."""
_LEAST_MARGIN: Final = 366


@dataclass(frozen=True, slots=True)
class Foundation:
    """A plan computed without any uncertainty: the ground that a network is built on.

    Attributes
    ----------
    plan
        As it is simulated; of Primavera's with its rules translated.
    made
        Nodes, links and early dates, everything as early as possible.
    clock
        The clock that never stops, compiled for the same days.
    """

    plan: Plan
    made: Computation
    work: WorkColumns
    clock: WorkingTime
    until: int
    """Instant up to which the simulation may need its calendars."""

    @property
    def used(self) -> list[WorkingTime]:
        """The calendars by number."""
        return self.made.layout.numbered.used

    @property
    def unstarted_from(self) -> int:
        """Instant before which nothing is placed that is not done, `NONE` without one."""
        return self.made.layout.rules.unstarted_from


def foundation(plan: Plan, stretch: float = 1.5, extra_days: int = 0) -> Foundation:
    """Compute a plan on calendars that last ``stretch`` times as long as it does, and so many days more.

    Raises
    ------
    InvalidPlan
        If the project calendar never works, or the dates lie centuries apart.
    """
    if plan.rules.profile == RuleProfile.P6:
        plan = translated(plan)
    runner = runner_for(len(plan.tasks))
    topo = topology(plan, runner)

    def on_these_days(clocks: Clocks) -> Computation:
        found = _computed(plan, topo, runner, clocks)
        if not found.run_early():
            raise OutsideHorizon("an instant lies outside the compiled days")
        return found

    made = on_enough_days(plan, longest_chain(plan, topo, runner), on_these_days)
    first, last = made.layout.numbered.clocks.days
    ends = max(made.early.project_finish, plan.status_date) // DAY
    begins = max(plan.start, plan.status_date) // DAY
    more = max(int((ends - begins) * (stretch - 1)), 0) + extra_days + _LEAST_MARGIN
    needed = ends + min(more, _MOST_MARGIN)
    if needed > last:
        made = _computed(plan, topo, runner, Clocks(plan, first, (needed // 366 + 1) * 366))
        made.run_early()
    numbered = made.layout.numbered
    work = work_columns(plan, numbered)
    return Foundation(plan, made, work, numbered.clocks.of(ELAPSED), needed * DAY)


def _computed(plan: Plan, topo: object, runner: Runner, clocks: Clocks) -> Computation:
    numbered = NumberedClocks(clocks, [clocks.project])
    work = work_columns(plan, numbered)
    return Computation.of(layout(plan, topo, work, numbered, runner, plan.status_date))  # type: ignore[arg-type]


def translated(plan: Plan) -> Plan:
    """Return a plan of Primavera in the rules that a network is made by.

    Limits (no later than) bind its late dates only; levels of effort and work breakdown summaries drive
    nothing, so they take no part.
    """
    tasks = plan.tasks
    is_limit = np.isin(tasks.constraint, [Constraint.SNLT, Constraint.FNLT])
    constraint = np.where(is_limit, Constraint.ASAP, tasks.constraint)
    spans = np.isin(tasks.activity, [ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY])
    changed = replace(tasks, constraint=constraint, is_active=tasks.is_active & ~spans)
    rules = replace(plan.rules, profile=RuleProfile.MS, splits_in_progress=True)
    begins = plan.start if plan.status_date == NONE else max(plan.start, plan.status_date)
    return replace(plan, tasks=changed, rules=rules, start=begins)
