"""Tasks as nodes in topological order, with their links and parts-of-summaries as positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.critical_path.kernels.columns import (
    ELAPSED_LAG,
    FROM_START,
    HAS_LAG,
    SUMMARY_FINISH,
    SUMMARY_START,
    TO_FINISH,
    Children,
    Links,
)
from stuurbord.engine.critical_path.running.runner import Runner
from stuurbord.plan.model import Booleans, DependencyKind, Integers, LagUnit, Plan

_PERCENT: Final = 10_000  # a percentage lag is stored in hundredths of a percent
_DOES: Final = np.array(
    [
        FROM_START * (kind in (DependencyKind.SS, DependencyKind.SF))
        + TO_FINISH * (kind in (DependencyKind.FF, DependencyKind.SF))
        for kind in DependencyKind
    ],
    np.int8,
)


@dataclass(frozen=True, slots=True)
class Topology:
    """Which node is which task, and what waits for what.

    Attributes
    ----------
    task
        Per node its task.
    begin, end
        Per task its first and last node, the same unless it is a summary; −1 if it takes no part.
    kind
        Per node 0, `SUMMARY_START` or `SUMMARY_FINISH`.
    parent, partner
        Per node the start node of the summary above (−1), and its other node (or itself).
    """

    task: Integers
    begin: Integers
    end: Integers
    kind: Integers
    parent: Integers
    partner: Integers
    into: Links
    out_of: Links
    children: Children

    @property
    def is_active(self) -> Booleans:
        """Per task whether it takes part; shape (n_tasks,)."""
        return self.begin >= 0


def open_ends(plan: Plan, topo: Topology) -> Booleans:
    """Tell per task whether nothing follows it, nor any summary above it."""
    n_after = np.diff(np.asarray(topo.out_of.first, np.int64), append=0)  # the last answers for −1
    is_open: Booleans = (topo.end >= 0) & (n_after[topo.end] == 0)
    for idx, above in enumerate(plan.tasks.parent_idx.tolist()):  # a summary comes before its parts
        if above >= 0 and not is_open[above]:
            is_open[idx] = False
    return is_open


@dataclass(frozen=True, slots=True)
class _Ends:
    """Dependencies between tasks that take part: their nodes and what they do."""

    before: Integers
    after: Integers
    how: Integers
    lag: Integers
    idx: Integers


def topology(plan: Plan, runner: Runner) -> Topology:
    """Return the network of a plan.

    Raises
    ------
    ValueError
        If it has a cycle, which `stuurbord.plan.freeze` refuses.
    """
    begin, end, n_nodes = _outline(plan, runner)
    links = _linked(plan, begin, end)
    order = _order(plan, runner, begin, end, links, n_nodes)
    position = np.full(n_nodes + 1, -1, np.int64)  # its last entry answers for −1
    position[order] = np.arange(n_nodes)
    begin, end = position[begin], position[end]
    links = _Ends(position[links.before], position[links.after], links.how, links.lag, links.idx)
    return _renumbered(plan, runner, begin, end, links, n_nodes)


def _outline(plan: Plan, runner: Runner) -> tuple[Integers, Integers, int]:
    """Return the nodes of each task in outline order, and how many there are."""
    tasks = plan.tasks
    n_tasks = len(tasks)
    parent = runner.positions(tasks.parent_idx)
    is_summary = runner.marks(tasks.is_summary)
    is_active = runner.marks(tasks.is_active.copy())
    runner.mark_active(parent, is_summary, is_active, runner.marks(np.zeros(n_tasks)))
    begin, end = (runner.positions(np.full(n_tasks, -1)) for _ in range(2))
    room = runner.positions(np.zeros(n_tasks))
    n_nodes = runner.outline_nodes(parent, is_summary, is_active, begin, end, room)
    return np.asarray(begin, np.int64), np.asarray(end, np.int64), int(n_nodes)


def _linked(plan: Plan, begin: Integers, end: Integers) -> _Ends:
    """Return the links whose ends both take part."""
    before, after = plan.dependencies.predecessor_idx, plan.dependencies.successor_idx
    idx = np.flatnonzero((begin[before] >= 0) & (begin[after] >= 0))
    how, lag = lags(plan, idx)
    return _Ends(end[before[idx]], begin[after[idx]], how, lag, idx)


def lags(plan: Plan, idx: Integers) -> tuple[Integers, Integers]:
    """Return of these dependencies what they do (`Links.how`) and their lag in seconds."""
    dependencies, tasks = plan.dependencies, plan.tasks
    lag, unit = dependencies.lag[idx], dependencies.lag_unit[idx]
    is_elapsed = (unit == LagUnit.ELAPSED) | (unit == LagUnit.ELAPSED_PERCENT)
    shares = np.flatnonzero((unit == LagUnit.PERCENT) | (unit == LagUnit.ELAPSED_PERCENT))
    if shares.size:
        before = dependencies.predecessor_idx[idx[shares]]
        lag[shares] = np.rint(tasks.duration[before] * lag[shares] / _PERCENT)
        is_elapsed[shares] |= tasks.is_elapsed[before]
    how = _DOES[dependencies.kind[idx]] + np.int8(HAS_LAG) * (lag != 0) + np.int8(ELAPSED_LAG) * is_elapsed
    return how, lag


def _order(
    plan: Plan, runner: Runner, begin: Integers, end: Integers, links: _Ends, n_nodes: int
) -> Integers:
    """Return the nodes, as numbered in outline order, in topological order."""
    parent = plan.tasks.parent_idx
    parts = np.flatnonzero((begin >= 0) & (parent >= 0))
    above = np.full(n_nodes, -1)
    above[end[parts]] = end[parent[parts]]
    waits = np.bincount(links.after, minlength=n_nodes) + np.bincount(begin[parts], minlength=n_nodes)
    waits += np.bincount(end[parent[parts]], minlength=n_nodes)
    order = runner.positions(np.zeros(n_nodes))
    n_ordered = runner.topological_order(
        _by(links.before, links.after, links, n_nodes, runner),
        _children(begin[parent[parts]], begin[parts], n_nodes, runner),
        runner.positions(above),
        runner.positions(waits),
        order,
        runner.positions(np.zeros(n_nodes)),
    )
    if n_ordered < n_nodes:
        raise ValueError("the plan has a cycle; stuurbord.plan.freeze refuses it")
    return np.asarray(order, np.int64)


def _renumbered(
    plan: Plan, runner: Runner, begin: Integers, end: Integers, links: _Ends, n_nodes: int
) -> Topology:
    active = np.flatnonzero(begin >= 0)
    task = np.zeros(n_nodes, np.int64)
    task[begin[active]] = task[end[active]] = active
    kind = np.zeros(n_nodes, np.int64)
    summaries = active[plan.tasks.is_summary[active]]
    kind[begin[summaries]], kind[end[summaries]] = SUMMARY_START, SUMMARY_FINISH
    partner = begin[task] + end[task] - np.arange(n_nodes)
    above = plan.tasks.parent_idx[task]
    parent = np.where(above >= 0, begin[above], -1)
    parts = active[plan.tasks.parent_idx[active] >= 0]
    over = plan.tasks.parent_idx[parts]
    children = _children(
        np.concatenate([begin[over], end[over]]), np.concatenate([begin[parts], end[parts]]), n_nodes, runner
    )
    into = _by(links.after, links.before, links, n_nodes, runner)
    out_of = _by(links.before, links.after, links, n_nodes, runner)
    return Topology(task, begin, end, kind, parent, partner, into, out_of, children)


def _by(key: Integers, other: Integers, links: _Ends, n_nodes: int, runner: Runner) -> Links:
    """Return links gathered by one of their ends, of each node in the plan's order."""
    order = np.argsort(key, kind="stable")
    return Links(
        runner.positions(_first(key, n_nodes)),
        runner.positions(other[order]),
        runner.marks(links.how[order]),
        runner.instants(links.lag[order]),
        runner.positions(links.idx[order]),
    )


def _children(over: Integers, part: Integers, n_nodes: int, runner: Runner) -> Children:
    order = np.argsort(over, kind="stable")
    return Children(runner.positions(_first(over, n_nodes)), runner.positions(part[order]))


def _first(key: Integers, n_nodes: int) -> Integers:
    counts = np.bincount(key, minlength=n_nodes)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
