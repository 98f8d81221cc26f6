"""A plan as the flat columns that the kernels run over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.critical_path.kernels import columns
from stuurbord.engine.critical_path.kernels.columns import ClockColumns, Network, Nodes, Parts, Rules
from stuurbord.engine.critical_path.layout.assigned_work import Runs, WorkColumns
from stuurbord.engine.critical_path.layout.clock_columns import clock_columns
from stuurbord.engine.critical_path.layout.numbered_clocks import NumberedClocks
from stuurbord.engine.critical_path.layout.topology import Topology, open_ends
from stuurbord.engine.critical_path.running.runner import Runner
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Constraint, Integers, OutOfSequence, Plan


@dataclass(slots=True)
class Layout:
    """A plan ready to compute: its network, its calendars compiled for a run of days, its rules."""

    plan: Plan
    runner: Runner
    topology: Topology
    network: Network
    clocks: ClockColumns
    rules: Rules
    numbered: NumberedClocks
    as_late_as_possible: Integers
    """Nodes of open tasks that run as late as possible."""


def layout(
    plan: Plan,
    topo: Topology,
    work: WorkColumns,
    numbered: NumberedClocks,
    runner: Runner,
    unstarted_from: int = NONE,
) -> Layout:
    """Return the columns of a plan on calendars compiled for a run of days."""
    runs = [_by_node(one, topo) for one in (work.parts, work.left, work.crew)]
    nodes = _nodes(plan, topo, work, runs, runner)
    network = Network(nodes, _parts(runs, runner), topo.into, topo.out_of, topo.children)
    rules = _rules(plan, unstarted_from)
    late_ones = np.flatnonzero(runs_late(plan, topo.task) & (topo.kind == 0))
    return Layout(
        plan, runner, topo, network, clock_columns(numbered.used, runner), rules, numbered, late_ones
    )


def _rules(plan: Plan, unstarted_from: int) -> Rules:
    """Return what holds for the whole plan.

    Work that may not be interrupted goes on where it stands, whatever the plan says of its logic.
    """
    rules = plan.rules
    waits = rules.splits_in_progress and rules.out_of_sequence != OutOfSequence.PROGRESS_OVERRIDE
    return Rules(
        plan.start,
        unstarted_from,
        int(rules.honors_constraints),
        int(waits),
        int(rules.multiple_critical_paths),
        int(rules.float_kind),
    )


def bare_network(topo: Topology, runner: Runner) -> Network:
    """Return a network without work, for what needs its shape only."""
    none, nothing = runner.positions(np.empty(0)), runner.instants(np.empty(0))
    columns = {name: none if name in SHORT_COLUMNS else nothing for name in Nodes._fields}
    columns |= {"flags": runner.positions(topo.kind), "parent": runner.positions(topo.parent)}
    parts = Parts(none, nothing, nothing, none)
    return Network(Nodes(**columns), parts, topo.into, topo.out_of, topo.children)


def _by_node(runs: Runs, topo: Topology) -> Runs:
    """Return the runs of tasks that take part in the order of their nodes, ``task`` now being the node."""
    node = topo.begin[runs.task]
    keep = np.flatnonzero((node >= 0) & (node == topo.end[runs.task]))
    keep = keep[np.argsort(node[keep], kind="stable")]
    return Runs(node[keep], runs.clock[keep], runs.offset[keep], runs.length[keep])


def _parts(runs: list[Runs], runner: Runner) -> Parts:
    kept, left, crew = runs
    clock, offset, length = (
        np.concatenate([getattr(one, name) for one in runs]) for name in ("clock", "offset", "length")
    )
    nobody = np.full(len(kept.clock) + len(left.clock), -1)
    return Parts(
        runner.positions(np.maximum(clock, 0)),
        runner.instants(offset),
        runner.instants(length),
        runner.positions(np.concatenate([nobody, crew.clock])),
    )


def _nodes(plan: Plan, topo: Topology, work: WorkColumns, runs: list[Runs], runner: Runner) -> Nodes:
    of = topo.task
    kept, left, crew = runs
    facts = node_facts(plan, of, topo.kind, work)
    if plan.rules.multiple_critical_paths:
        facts["flags"] += columns.OPEN_END * open_ends(plan, topo)[of]
    facts |= {
        "parent": topo.parent,
        "partner": topo.partner,
        "part_first": _first(kept, len(of)),
        "left_first": len(kept.task) + _first(left, len(of)),
        "crew_first": len(kept.task) + len(left.task) + _first(crew, len(of)),
        "held": np.full(len(of), NONE),
    }
    return Nodes(
        **{
            name: (runner.positions if name in SHORT_COLUMNS else runner.instants)(values)
            for name, values in facts.items()
        }
    )


SHORT_COLUMNS: Final = {
    *("flags parent partner clock part_first left_first constraint rest_clock crew_first".split())
}


def node_facts(plan: Plan, of: Integers, kind: Integers, work: WorkColumns) -> dict[str, Integers]:
    """Return the columns that tell about nodes of the tasks ``of``, of which kind."""
    tasks = plan.tasks
    return {
        "flags": _flags(plan, of, work, kind == 0) + kind,
        "clock": work.clock[of],
        "constraint": tasks.constraint[of],
        "date": tasks.constraint_date[of],
        "deadline": tasks.deadline[of],
        "delay": tasks.leveling_delay[of],
        "given_start": tasks.given_start[of],
        "given_finish": tasks.given_finish[of],
        "actual_start": tasks.actual_start[of],
        "actual_finish": tasks.actual_finish[of],
        "resume": tasks.resume[of],
        "worked": np.maximum(tasks.duration[of] - work.remaining[of], 0),
        "rest_clock": work.rest_clock[of],
        "rest_after": work.rest_after[of],
    }


def _first(runs: Runs, n_nodes: int) -> Integers:
    counts = np.bincount(runs.task, minlength=n_nodes)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _flags(plan: Plan, of: Integers, work: WorkColumns, is_task: Booleans) -> Integers:
    """Return which columns of these nodes have something to say."""
    tasks = plan.tasks
    given_start, given_finish = tasks.given_start[of] != NONE, tasks.given_finish[of] != NONE
    started, finished = tasks.actual_start[of] != NONE, tasks.actual_finish[of] != NONE
    constraint = tasks.constraint[of]
    # What stands for a task of another plan has its dates from there, as if set by hand.
    is_manual = tasks.is_manual[of] | tasks.is_external[of]
    remains, crewed = np.zeros((2, len(tasks)), np.bool_)
    remains[work.left.task] = crewed[work.crew.task] = True
    remains, crewed = remains[of], crewed[of]
    facts = {
        columns.BY_HAND: is_manual & (given_start | given_finish),
        columns.BEGUN: started | finished,
        columns.STARTED: started,
        columns.FINISHED: finished,
        columns.REMAINS: remains & is_task,
        columns.CONSTRAINED: (constraint != Constraint.ASAP) & (constraint != Constraint.ALAP),
        columns.DEADLINE: tasks.deadline[of] != NONE,
        columns.DELAYED: tasks.leveling_delay[of] != 0,
        columns.PROGRESSED: tasks.percent_complete[of] > 0,
        columns.MANUAL: is_manual,
        columns.STANDS_IN: is_manual & ~tasks.is_manual[of],
        columns.WORKING_DELAY: tasks.leveling_is_working[of],
        columns.CREW: crewed & is_task,
        columns.RESTS: work.rest_clock[of] >= 0,
    }
    flags = np.zeros(len(of), np.int64)
    for flag, holds in facts.items():
        flags += flag * holds
    return flags


def runs_late(plan: Plan, of: Integers) -> Booleans:
    """Tell which of these tasks run as late as possible.

    Scheduled from the finish, those do that only have a limit: no later than, or no earlier than a date.
    """
    tasks = plan.tasks
    late_kinds = [Constraint.ALAP]
    if plan.from_finish and plan.finish != NONE:
        late_kinds += [Constraint.SNLT, Constraint.FNLT, Constraint.SNET, Constraint.FNET]
    is_late: Booleans = np.isin(tasks.constraint[of], late_kinds) & ~tasks.is_summary[of]
    is_late &= ~(tasks.is_manual[of] | tasks.is_external[of])
    is_late &= (tasks.actual_start[of] == NONE) & (tasks.actual_finish[of] == NONE)
    return is_late
