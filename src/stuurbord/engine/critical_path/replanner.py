"""A plan that stays computed while it changes: after each change only what moves is computed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path.array_path import computed, schedule_of
from stuurbord.engine.critical_path.computation import Computation
from stuurbord.engine.critical_path.kernels.columns import BY_HAND, HELD, OPEN_END
from stuurbord.engine.critical_path.layout.assigned_work import Runs, WorkColumns, work_columns
from stuurbord.engine.critical_path.layout.plan_columns import node_facts, runs_late
from stuurbord.engine.critical_path.layout.topology import lags
from stuurbord.engine.critical_path.running.runner import Runner, runner_for
from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Assignments, Integers, Plan, Table, WorkPeriods, empty

_NO_ROWS: Final = empty(Assignments)
_NO_PERIODS: Final = empty(WorkPeriods)
_SHAPE: Final = {"parent_idx", "is_summary", "is_active"}
"""Columns that say who takes part and under whom: a change of these lays the plan out anew."""


@dataclass(slots=True)
class Replanner:
    """A plan and its schedule, kept equal to `critical_path` of the plan as it now is.

    Parameters
    ----------
    plan
        Stays as it is; the changed plan is `plan` of this object.
    unstarted_from
        Work that is not done is not placed before this instant.
    """

    plan: Plan
    unstarted_from: int = NONE
    runner: Runner | None = None
    _made: Computation = field(init=False)
    _copied: set[tuple[str, str]] = field(init=False, default_factory=set)
    _rows: _RowsOf = field(init=False)
    _periods: _RowsOf = field(init=False)

    def __post_init__(self) -> None:
        self._rows = _RowsOf.of(self.plan.assignments.task_idx, len(self.plan.tasks))
        self._periods = _RowsOf.of(self.plan.periods.assignment_idx, len(self.plan.assignments))
        self._lay_out()

    def schedule(self) -> Schedule:
        """Return the schedule of the plan as it now is."""
        return schedule_of(self._made)

    def change_task(self, task_idx: int, **facts: Any) -> None:
        """Give columns of a task (names as in `Tasks`) new values, and bring the schedule up to date."""
        self._set("tasks", task_idx, facts)
        if _SHAPE & facts.keys() or not self._fits(task_idx):
            self._lay_out()
            return
        topo, net = self._made.layout.topology, self._made.layout.network
        begin, end = int(topo.begin[task_idx]), int(topo.end[task_idx])
        if begin < 0:
            return
        before = net.into.other[net.into.first[begin] : net.into.first[begin + 1]]
        after = net.out_of.other[net.out_of.first[end] : net.out_of.first[end + 1]]
        # A share of this task's duration is a lag of its successors.
        links = net.out_of.idx[net.out_of.first[end] : net.out_of.first[end + 1]]
        self._relag(np.asarray(links, np.int64))
        self._rerun([begin, end, *map(int, after)], [begin, end, *map(int, before)])

    def redate(self, dates: Mapping[int, tuple[int, int]]) -> None:
        """Give tasks of other plans other dates, all at once, and bring the schedule up to date.

        Parameters
        ----------
        dates
            Position of an external task → start and finish, instants.

        Raises
        ------
        ValueError
            If one of them is no external task.
        """
        nodes, topo = self._made.layout.network.nodes, self._made.layout.topology
        early: list[int] = []
        late: list[int] = []
        for row, (start, finish) in dates.items():
            if not self.plan.tasks.is_external[row]:
                raise ValueError(f"task {row} is no external task")
            node = int(topo.begin[row])
            if node < 0 or node != topo.end[row] or not nodes.flags[node] & BY_HAND:
                self.change_task(row, given_start=start, given_finish=finish)
                if self._made.layout.network.nodes is not nodes:
                    # Laid out anew, with the dates written so far.
                    nodes, topo = self._made.layout.network.nodes, self._made.layout.topology
                continue
            self._set("tasks", row, {"given_start": start, "given_finish": finish})
            nodes.given_start[node], nodes.given_finish[node] = start, finish
            early += [node, *self._neighbours(node, is_after=True)]
            late += [node, *self._neighbours(node, is_after=False)]
        if early:
            self._rerun(early, late)

    def _neighbours(self, node: int, *, is_after: bool) -> list[int]:
        net = self._made.layout.network
        links = net.out_of if is_after else net.into
        return [int(other) for other in links.other[links.first[node] : links.first[node + 1]]]

    def change_link(self, dependency_idx: int, **facts: Any) -> None:
        """Give columns of a dependency new values (not its ends), and bring the schedule up to date."""
        if facts.keys() & {"predecessor_idx", "successor_idx"}:
            raise ValueError("the ends of a dependency cannot be changed: lay out the changed plan")
        self._set("dependencies", dependency_idx, facts)
        topo, dependencies = self._made.layout.topology, self.plan.dependencies
        before = int(topo.end[dependencies.predecessor_idx[dependency_idx]])
        after = int(topo.begin[dependencies.successor_idx[dependency_idx]])
        if before >= 0 and after >= 0:
            self._relag(np.array([dependency_idx]))
            self._rerun([after], [before])

    def _lay_out(self) -> None:
        self._made = computed(self.plan, self.unstarted_from, self.runner or runner_for(len(self.plan.tasks)))

    def _rerun(self, early: list[int], late: list[int]) -> None:
        if not self._made.rerun(early, late):
            self._lay_out()  # on more days

    def _set(self, table: str, idx: int, facts: dict[str, Any]) -> None:
        """Write into columns of our own."""
        rows: Table = getattr(self.plan, table)
        new = {name: getattr(rows, name).copy() for name in facts if (table, name) not in self._copied}
        if new:
            self._copied.update((table, name) for name in new)
            rows = replace(rows, **new)  # type: ignore[type-var]
            tables: dict[str, Any] = {table: rows}
            self.plan = replace(self.plan, **tables)
            self._made.layout.plan = self.plan
        for name, value in facts.items():
            getattr(rows, name)[idx] = value

    def _relag(self, links: Integers) -> None:
        """Count the lags of these dependencies again, in both orders."""
        if not links.size:
            return
        net, topo = self._made.layout.network, self._made.layout.topology
        how, lag = lags(self.plan, links)
        for at, nodes, ends in (
            (net.into, topo.begin, self.plan.dependencies.successor_idx),
            (net.out_of, topo.end, self.plan.dependencies.predecessor_idx),
        ):
            for link, how_, lag_ in zip(links.tolist(), how.tolist(), lag.tolist(), strict=True):
                node = int(nodes[ends[link]])
                k = next(k for k in range(at.first[node], at.first[node + 1]) if at.idx[k] == link)
                at.how[k], at.lag[k] = how_, lag_

    def _fits(self, task_idx: int) -> bool:
        """Write what is known of a task into its nodes; False if that needs another layout."""
        made = self._made.layout
        begin, end = int(made.topology.begin[task_idx]), int(made.topology.end[task_idx])
        if begin < 0:
            return True
        n_clocks = len(made.numbered.used)
        alone = self._alone(task_idx)
        work = work_columns(alone, made.numbered)
        is_held = bool(self._made.planned.network.nodes.flags[begin] & HELD)
        of = np.zeros(1, np.int64)
        if len(made.numbered.used) > n_clocks or is_held != (begin == end and bool(runs_late(alone, of)[0])):
            return False
        if begin == end and not self._parts_fit(begin, work):
            return False
        for node in {begin, end}:
            facts = node_facts(alone, of, made.topology.kind[node : node + 1], work)
            facts["flags"] += made.network.nodes.flags[node] & OPEN_END
            for name, values in facts.items():
                getattr(made.network.nodes, name)[node] = int(values[0])
            self._made.planned.network.nodes.flags[node] = int(facts["flags"][0])
        if is_held:
            self._made.planned.network.nodes.flags[begin] |= HELD
        return True

    def _parts_fit(self, node: int, work: WorkColumns) -> bool:
        nodes = self._made.layout.network.nodes
        return (
            self._written(work.parts, nodes.part_first, node)
            and self._written(work.left, nodes.left_first, node)
            and self._same_crew(work.crew, node)
        )

    def _same_crew(self, crew: Runs, node: int) -> bool:
        """Tell whether the rows for late parts are still those."""
        first = self._made.layout.network.nodes.crew_first
        rows = self._made.layout.network.parts.crew[first[node] : first[node + 1]]
        return bool(np.array_equal(np.asarray(rows), crew.clock))

    def _written(self, runs: Runs, first: Any, node: int) -> bool:
        """Write the runs of a task in the place of its former ones; False if there are more or fewer."""
        if first[node + 1] - first[node] != len(runs.task):
            return False
        parts = self._made.layout.network.parts
        for k in range(len(runs.task)):
            part = first[node] + k
            parts.clock[part] = int(runs.clock[k])
            parts.offset[part] = int(runs.offset[k])
            parts.length[part] = int(runs.length[k])
        return True

    def _alone(self, task_idx: int) -> Plan:
        """Return a plan of this task only, with its assignments and their periods."""
        rows = self._rows.at(task_idx)
        tasks = _taken(self.plan.tasks, np.array([task_idx]))
        if not rows.size:
            return replace(self.plan, tasks=tasks, assignments=_NO_ROWS, periods=_NO_PERIODS)
        periods = np.concatenate([np.empty(0, np.int64), *(self._periods.at(row) for row in rows.tolist())])
        position = {row: k for k, row in enumerate(rows.tolist())}
        of = [position[row] for row in self.plan.periods.assignment_idx[periods].tolist()]
        return replace(
            self.plan,
            tasks=tasks,
            assignments=_taken(self.plan.assignments, rows, task_idx=np.zeros(len(rows), np.int64)),
            periods=_taken(self.plan.periods, periods, assignment_idx=np.array(of, np.int64)),
        )


@dataclass(frozen=True, slots=True)
class _RowsOf:
    """Which rows of a table belong to which row of another."""

    first: Integers
    rows: Integers

    @classmethod
    def of(cls, owner: Integers, n_owners: int) -> _RowsOf:
        counts = np.bincount(owner, minlength=n_owners)
        return cls(np.concatenate([[0], np.cumsum(counts)]), np.argsort(owner, kind="stable"))

    def at(self, owner: int) -> Integers:
        return self.rows[self.first[owner] : self.first[owner + 1]]


@cache
def _columns(kind: type[Table]) -> dict[str, tuple[type, Any]]:
    return kind.columns()


def _taken(table: Any, rows: Integers, **instead: Integers) -> Any:
    """Return some rows of a table, with other values in some columns."""
    kind: Any = type(table)
    columns = {
        name: tuple(getattr(table, name)[row] for row in rows.tolist())
        if dtype is str
        else getattr(table, name)[rows]
        for name, (dtype, _) in _columns(kind).items()
    }
    return kind(**(columns | instead))
