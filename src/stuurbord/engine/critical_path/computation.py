"""The columns that one computation fills, all of them or only what a change moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.critical_path.kernels.columns import HELD, Early, Floats, Late, Marks, Network
from stuurbord.engine.critical_path.kernels.marking import mark_early, mark_late
from stuurbord.engine.critical_path.layout.plan_columns import Layout
from stuurbord.plan.calendar import NONE


@dataclass(slots=True)
class Stage:
    """A forward and a backward pass; a plan with tasks as late as possible needs two of them."""

    network: Network
    early: Early
    late: Late
    project_finish: int = NONE


@dataclass(slots=True)
class Computation:
    """The columns of one computation: early and late dates, and floats.

    Attributes
    ----------
    early
        Everything as early as possible.
    planned
        The dates of the plan; another stage only if some tasks run as late as possible.
    """

    layout: Layout
    early: Stage
    planned: Stage
    floats: Floats
    marks: Marks

    @classmethod
    def of(cls, made: Layout) -> Computation:
        """Return the columns of a layout, not yet filled."""
        early = _stage(made, made.network)
        planned = early
        if made.as_late_as_possible.size:
            nodes = made.network.nodes
            flags = np.array(nodes.flags)
            flags[made.as_late_as_possible] |= HELD
            nodes = nodes._replace(flags=made.runner.positions(flags))
            planned = _stage(made, made.network._replace(nodes=nodes))
        return cls(made, early, planned, _floats(made), _marks(made))

    def run(self) -> bool:
        """Fill everything; False if something fell outside the compiled days."""
        self._begin_at(self.layout.plan.start)
        self._pass(self.early, is_whole=True)
        if self._is_from_finish:
            # Begin where the finish of the plan asks for: at the first late start.
            self._begin_at(self._first_late_start())
            self._pass(self.early, is_whole=True)
        if self.planned is not self.early:
            for node in self.layout.as_late_as_possible.tolist():
                self.planned.network.nodes.held[node] = self.early.late.start[node]
            self._pass(self.planned, is_whole=True)
        self._float_pass(is_whole=True)
        return not self.layout.clocks.outside[0]

    def run_early(self) -> bool:
        """Fill the early dates only; False as in `run`. From the finish they need the late ones."""
        if self._is_from_finish:
            return self.run()
        made, stage = self.layout, self.early
        self._begin_at(made.plan.start)
        made.runner.forward_pass(stage.network, made.clocks, stage.early, made.rules, self.marks, 1)
        stage.project_finish = self._project_finish(stage)
        return not made.clocks.outside[0]

    def rerun(self, early_nodes: list[int], late_nodes: list[int]) -> bool:
        """Bring up to date what the change of these nodes moves; False as in `run`.

        In a plan that is made from its finish that is everything.
        """
        if self._is_from_finish:
            return self.run()
        self._ask(early_nodes, late_nodes)
        is_whole = self._pass(self.early, is_whole=False)
        if self.planned is not self.early:
            self._ask(early_nodes + self._held_anew(), late_nodes)
            is_whole |= self._pass(self.planned, is_whole=False)
        self._float_pass(is_whole=is_whole)
        if is_whole:
            self.marks = _marks(self.layout)  # a whole pass leaves what was asked unanswered
        else:
            self.marks.span[0], self.marks.span[1] = len(self.marks.early), -1
            self.marks.span[2], self.marks.span[3] = len(self.marks.early), -1
        return not self.layout.clocks.outside[0]

    @property
    def _is_from_finish(self) -> bool:
        return self.layout.plan.from_finish and self.layout.plan.finish != NONE

    def _begin_at(self, instant: int) -> None:
        self.layout.rules = self.layout.rules._replace(project_start=instant)

    def _first_late_start(self) -> int:
        starts = np.asarray(self.early.late.start)[self.layout.topology.kind == 0]
        return int(starts.min()) if starts.size else self.layout.plan.start

    def _ask(self, early_nodes: list[int], late_nodes: list[int]) -> None:
        for node in early_nodes:
            mark_early(node, self.marks)
        for node in late_nodes:
            mark_late(node, self.marks)

    def _held_anew(self) -> list[int]:
        """Hold the tasks that run late until their late starts, and return those whose late start moved."""
        held, late_start = self.planned.network.nodes.held, self.early.late.start
        moved = [node for node in self.layout.as_late_as_possible.tolist() if held[node] != late_start[node]]
        for node in moved:
            held[node] = late_start[node]
        return moved

    def _pass(self, stage: Stage, *, is_whole: bool) -> bool:
        """Run one stage and tell whether all of its late dates were computed."""
        made, runner, marks = self.layout, self.layout.runner, self.marks
        before = stage.project_finish
        marks.span[4], marks.span[5] = before, 0
        runner.forward_pass(stage.network, made.clocks, stage.early, made.rules, marks, int(is_whole))
        if is_whole or marks.span[5]:
            stage.project_finish = self._project_finish(stage)
            is_whole |= stage.project_finish != before
        runner.backward_pass(
            stage.network,
            made.clocks,
            stage.early,
            stage.late,
            made.rules,
            stage.project_finish,
            marks,
            int(is_whole),
        )
        return is_whole

    def _float_pass(self, *, is_whole: bool) -> None:
        made, planned = self.layout, self.planned
        made.runner.float_pass(
            made.network,
            made.clocks,
            self.early.early,
            planned.early,
            planned.late,
            self.floats,
            made.rules,
            self.marks,
            int(is_whole),
        )

    def _project_finish(self, stage: Stage) -> int:
        plan = self.layout.plan
        if self._is_from_finish:
            return plan.finish
        return int(self.layout.runner.last_finish(stage.network, stage.early, plan.start))


def _stage(made: Layout, network: Network) -> Stage:
    n_nodes, runner = len(made.topology.task), made.runner
    start, finish, extra = (runner.instants(np.zeros(n_nodes, np.int64)) for _ in range(3))
    late = (runner.instants(np.zeros(n_nodes, np.int64)) for _ in range(4))
    driver, link = runner.marks(np.zeros(n_nodes, np.int8)), runner.positions(np.zeros(n_nodes, np.int32))
    return Stage(network, Early(start, finish, driver, link, extra), Late(*late))


def _floats(made: Layout) -> Floats:
    n_nodes = len(made.topology.task)
    return Floats(*(made.runner.instants(np.zeros(n_nodes, np.int64)) for _ in range(4)))


def _marks(made: Layout) -> Marks:
    n_nodes, runner = len(made.topology.task), made.runner
    early, late, floats = (runner.marks(np.zeros(n_nodes, np.int8)) for _ in range(3))
    return Marks(early, late, floats, runner.instants(np.array([n_nodes, -1, n_nodes, -1, NONE, 0])))
