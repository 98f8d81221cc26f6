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
from stuurbord.plan.calendar import DAY, NONE, OutsideHorizon
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

    start, is_active = at_end(made.planned.early.start), topo.is_active
    is_legal = _is_legal_period(plan)
    total = _in_whole_days(at_end(made.floats.total), is_legal)
    link = at_end(made.planned.early.link, -1)
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
        free_float=_in_whole_days(at_end(made.floats.free), is_legal),
        is_critical=_critical(plan, is_active, total, link, is_legal),
        driver=at_end(made.planned.early.driver, int(Driver.NOTHING)),
        driving_dependency_idx=link,
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


def _is_legal_period(plan: Plan) -> Booleans:
    """Tell which tasks are periods that a law sets, in days on the clock."""
    tasks, is_legal = plan.tasks, np.zeros(len(plan.tasks), np.bool_)
    for idx in np.flatnonzero(tasks.is_elapsed).tolist():  # few; the texts of all others stay unread
        is_legal[idx] = bool(tasks.legal_basis[idx]) or tasks.legal_minimum[idx] > 0
    return is_legal


def _in_whole_days(floats: Integers, is_legal: Booleans) -> Integers:
    """Return floats in which a legal period, which knows no hours, has no part of a day."""
    has_part = is_legal & (floats > 0)
    if not has_part.any():
        return floats
    made = floats.copy()
    made[has_part] -= made[has_part] % DAY
    made.setflags(write=False)
    return made


def _critical(
    plan: Plan, is_active: Booleans, total: Integers, link: Integers, is_legal: Booleans
) -> Booleans:
    """Tell what is critical: without float, or a legal period that sets when something critical starts.

    Its days run through weekends, in which nothing that waits for it works. That gives it float; whoever
    follows the chain to the finish still has to pass through it.
    """
    is_open = is_active & (plan.tasks.actual_finish == NONE) & (plan.tasks.percent_complete < 1)
    is_critical: Booleans = is_open & (total <= plan.rules.critical_limit)
    candidates = is_open & is_legal & ~is_critical
    while candidates.any():
        sets = np.zeros(len(candidates), np.bool_)
        sets[plan.dependencies.predecessor_idx[link[is_critical & (link >= 0)]]] = True
        found = candidates & sets
        if not found.any():
            break
        is_critical |= found
        candidates &= ~found
    is_critical.setflags(write=False)
    return is_critical
