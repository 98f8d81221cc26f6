"""The critical path method on flat columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.engine.critical_path.computation import Computation
from stuurbord.engine.critical_path.horizon import on_enough_days
from stuurbord.engine.critical_path.layout.assigned_work import work_columns
from stuurbord.engine.critical_path.layout.numbered_clocks import NumberedClocks
from stuurbord.engine.critical_path.layout.plan_columns import bare_network, layout
from stuurbord.engine.critical_path.layout.topology import Topology, topology
from stuurbord.engine.critical_path.progress import progress_findings
from stuurbord.engine.critical_path.running.runner import Runner, runner_for
from stuurbord.engine.critical_path.schedule import Driver, Schedule
from stuurbord.plan.calendar import NONE, OutsideHorizon
from stuurbord.plan.model import Booleans, Integers, Plan


def critical_path_of_arrays(
    plan: Plan,
    *,
    unstarted_after_status_date: bool = False,
    computes_contours: bool = False,
    runner: Runner | None = None,
) -> Schedule:
    """Schedule a plan; see `critical_path`."""
    from_date = plan.status_date if unstarted_after_status_date else NONE
    runner = runner or runner_for(len(plan.tasks))
    return schedule_of(computed(plan, from_date, runner, computes_contours=computes_contours))


def computed(
    plan: Plan, unstarted_from: int, runner: Runner, *, computes_contours: bool = False
) -> Computation:
    """Return a computation that has run, on calendars compiled for as many days as it needs.

    Raises
    ------
    InvalidPlan
        If the project calendar never works, or the dates lie centuries apart.
    """
    topo = topology(plan, runner)

    def on_these_days(clocks: Clocks) -> Computation:
        numbered = NumberedClocks(clocks, [clocks.project])
        work = work_columns(plan, numbered, computes_contours=computes_contours)
        made = Computation.of(layout(plan, topo, work, numbered, runner, unstarted_from))
        if not made.run():
            raise OutsideHorizon("an instant lies outside the compiled days")
        return made

    return on_enough_days(plan, longest_chain(plan, topo, runner), on_these_days)


def longest_chain(plan: Plan, topo: Topology, runner: Runner) -> int:
    """Return the working seconds of the longest chain of tasks, lags left out."""
    lengths = np.where(topo.kind == 0, plan.tasks.duration[topo.task], 0)
    done = runner.instants(np.zeros(len(lengths)))
    return int(runner.longest_chain(bare_network(topo, runner), runner.instants(lengths), done))


def schedule_of(made: Computation) -> Schedule:
    """Return the answer of a computation that has run."""
    topo, plan = made.layout.topology, made.layout.plan

    def at_end(column: Any, absent: int = NONE) -> Integers:
        return _per_task(column, topo.end, absent)

    def at_begin(column: Any) -> Integers:
        return _per_task(column, topo.begin, NONE)

    start, total = at_end(made.planned.early.start), at_end(made.floats.total)
    is_active = topo.is_active
    return Schedule(
        start=start,
        finish=at_end(made.planned.early.finish),
        early_start=at_end(made.early.early.start),
        early_finish=at_end(made.early.early.finish),
        late_start=at_begin(made.planned.late.start),
        late_finish=at_begin(made.planned.late.finish),
        total_float=total,
        start_float=at_end(made.floats.start),
        finish_float=at_end(made.floats.finish),
        free_float=at_end(made.floats.free),
        is_critical=_critical(plan, is_active, total),
        driver=at_end(made.planned.early.driver, int(Driver.NOTHING)),
        driving_dependency_idx=at_end(made.planned.early.link, -1),
        project_start=int(start[is_active].min()) if is_active.any() else plan.start,
        project_finish=made.planned.project_finish,
        findings=(*made.layout.numbered.clocks.findings, *progress_findings(plan)),
    )


def _per_task(column: Any, node: Integers, absent: int) -> Integers:
    values = np.asarray(column, np.int64)
    found = values[node] if len(values) else np.empty(len(node), np.int64)
    found[node < 0] = absent  # where −1 took the last value
    found.setflags(write=False)
    return found


def _critical(plan: Plan, is_active: Booleans, total: Integers) -> Booleans:
    is_finished = (plan.tasks.actual_finish != NONE) | (plan.tasks.percent_complete >= 1)
    is_critical: Booleans = is_active & (total <= plan.rules.critical_limit) & ~is_finished
    is_critical.setflags(write=False)
    return is_critical
