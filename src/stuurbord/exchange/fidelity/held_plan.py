"""Tasks apart from each other: each held by the stored dates of what precedes and follows it.

Beside the tasks asked for stands a stand-in per link, dated as the file dates the other end. Whatever such
a task gets in a computation follows from its own data and the file's own dates of its neighbours; so a
deviation that vanishes here came from a neighbour, and a variation of one rule shows what that rule does,
task by task.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.errors import InvalidPlan
from stuurbord.exchange.fidelity.columns import stored
from stuurbord.plan import NONE, Constraint, DependencyKind, Plan, RuleProfile
from stuurbord.plan.model import Booleans, GivenDates, Integers, Tasks, WorkPeriods, empty

_TO_FINISH = (DependencyKind.FF, DependencyKind.SF)


class HeldPlan:
    """The tasks at ``idx`` with the summaries above them, and a stand-in for each end of a link elsewhere.

    Attributes
    ----------
    plan
        To vary and to compute.
    rows
        Position in ``plan`` of each task of the whole plan, −1 for those that are not in it.
    """

    def __init__(self, whole: Plan, idx: Integers) -> None:
        kept = _with_summaries(whole, idx)
        self.rows = np.full(len(whole.tasks), -1)
        self.rows[kept] = np.arange(len(kept))
        self._whole, self._kept = whole, kept
        self._links: dict[str, list[Integers]] = {name: [] for name in whole.dependencies.columns()}
        stand_ins = [self._before(), self._after(), self._end()]
        self.plan = self._assembled(stand_ins)

    def dated(self, **changed: Any) -> Schedule | None:
        """Return the dates of ``plan`` with columns of the tasks, or whole tables, changed.

        ``None`` if such a plan cannot be dated.
        """
        columns = {name: value for name, value in changed.items() if name in Tasks.columns()}
        rest = {name: value for name, value in changed.items() if name not in columns}
        plan = replace(self.plan, tasks=replace(self.plan.tasks, **columns), **rest)
        try:
            return critical_path(plan)
        except (InvalidPlan, ValueError):
            return None

    def _before(self) -> dict[str, Any]:
        """Stand-ins for predecessors: set by hand at the stored dates."""
        links, tasks = self._whole.dependencies, self._whole.tasks
        chosen = np.flatnonzero((self.rows[links.successor_idx] >= 0) & self._is_dated(links.predecessor_idx))
        ends = links.predecessor_idx[chosen]
        self._link(chosen, successor_idx=self.rows[links.successor_idx[chosen]])
        return self._stand_ins(
            ends,
            is_manual=np.ones(len(ends), np.bool_),
            given_start=tasks.given_start[ends],
            given_finish=tasks.given_finish[ends],
            duration=tasks.duration[ends],
        )

    def _after(self) -> dict[str, Any]:
        """Stand-ins for successors: moments that may not come later than the stored late dates.

        In Microsoft Project what is finished holds nothing back, and what has begun only where it resumes; in
        Primavera the bounds of successors pass through both.
        """
        links, tasks = self._whole.dependencies, self._whole.tasks
        to_finish = np.isin(links.kind, _TO_FINISH)
        late_start, late_finish = stored(self._whole, "late_start"), stored(self._whole, "late_finish")
        is_microsoft = self._whole.rules.profile == RuleProfile.MS
        is_begun = (tasks.actual_start[links.successor_idx] != NONE) & is_microsoft
        is_over = (tasks.actual_finish[links.successor_idx] != NONE) & is_microsoft
        date = np.where(to_finish, late_finish[links.successor_idx], late_start[links.successor_idx])
        date = np.where(is_begun & ~to_finish, tasks.resume[links.successor_idx], date)
        is_held = (date != NONE) & ~is_over
        chosen = np.flatnonzero(
            (self.rows[links.predecessor_idx] >= 0) & is_held & tasks.is_active[links.successor_idx]
        )
        ends, to_finish = links.successor_idx[chosen], to_finish[chosen]
        self._link(chosen, predecessor_idx=self.rows[links.predecessor_idx[chosen]])
        return self._stand_ins(
            ends,
            constraint=np.where(to_finish, Constraint.FNLT, Constraint.SNLT),
            constraint_date=date[chosen],
            leveling_delay=np.where(to_finish, 0, tasks.leveling_delay[ends]),
            leveling_is_working=tasks.leveling_is_working[ends],
        )

    def _end(self) -> dict[str, Any]:
        """A stand-in for whatever ends the project in the file."""
        finish = self._whole.tasks.given_finish[self._whole.tasks.is_active]
        last = np.array([finish.max()] if len(finish) and finish.max() != NONE else [], np.int64)
        return self._stand_ins(
            np.zeros(len(last), np.int64),
            is_manual=np.ones(len(last), np.bool_),
            given_start=last,
            given_finish=last,
        )

    def _is_dated(self, idx: Integers) -> Booleans:
        tasks = self._whole.tasks
        dated: Booleans = (tasks.given_start != NONE) & (tasks.given_finish != NONE) & tasks.is_active
        return dated[idx]

    def _link(self, chosen: Integers, **ends: Integers) -> None:
        """Take over links; the other end is the stand-in of the same number, filled in on assembly."""
        for name, rows in self._links.items():
            column = getattr(self._whole.dependencies, name)[chosen]
            rows.append(ends.get(name, np.full(len(chosen), -1)) if name.endswith("_idx") else column)

    def _stand_ins(self, of: Integers, **columns: Any) -> dict[str, Any]:
        tasks = self._whole.tasks
        made: dict[str, Any] = {}
        for name, (dtype, default) in Tasks.columns().items():
            made[name] = [""] * len(of) if dtype is str else np.full(len(of), default, dtype)
        made["calendar_idx"], made["is_elapsed"] = tasks.calendar_idx[of], tasks.is_elapsed[of]
        return made | columns

    def _assembled(self, stand_ins: list[dict[str, Any]]) -> Plan:
        whole, kept = self._whole, self._kept
        first = len(kept)
        for number, rows in enumerate(stand_ins[:2]):
            positions = np.arange(first, first + len(rows["uid"]))
            first += len(positions)
            name = ("predecessor_idx", "successor_idx")[number]
            self._links[name][number] = positions
        columns: dict[str, Any] = {}
        for name, (dtype, _) in Tasks.columns().items():
            own = getattr(whole.tasks, name)
            if dtype is str:
                texts = [own[one] for one in kept.tolist()]
                columns[name] = tuple(texts + [text for rows in stand_ins for text in rows[name]])
            else:
                columns[name] = np.concatenate([own[kept], *(rows[name] for rows in stand_ins)])
        above = whole.tasks.parent_idx[kept]
        columns["parent_idx"][: len(kept)] = np.where(above >= 0, self.rows[above], -1)
        columns["uid"] = np.arange(1, len(columns["uid"]) + 1)
        return replace(
            whole,
            tasks=Tasks(**columns),
            dependencies=type(whole.dependencies)(
                **{name: np.concatenate(rows) for name, rows in self._links.items()}
            ),
            **_people(whole, self.rows),
            given=empty(GivenDates),
            baselines={},
            kept=b"",
        )


def _with_summaries(whole: Plan, idx: Integers) -> Integers:
    """Return positions with those of all summaries above, in outline order."""
    wanted = np.zeros(len(whole.tasks), np.bool_)
    wanted[idx] = True
    parent = whole.tasks.parent_idx.tolist()
    for one in range(len(parent) - 1, -1, -1):
        if wanted[one] and parent[one] >= 0:
            wanted[parent[one]] = True
    return np.flatnonzero(wanted)


def _people(whole: Plan, rows: Integers) -> dict[str, Any]:
    """Return the assignments and work patterns of the tasks that are kept."""
    assignments, periods = whole.assignments, whole.periods
    chosen = np.flatnonzero(rows[assignments.task_idx] >= 0) if len(assignments) else np.empty(0, np.int64)
    moved = np.full(len(assignments), -1)
    moved[chosen] = np.arange(len(chosen))
    columns = {name: getattr(assignments, name)[chosen] for name in assignments.columns()}
    columns["task_idx"] = rows[columns["task_idx"]]
    its = np.flatnonzero(moved[periods.assignment_idx] >= 0) if len(periods) else np.empty(0, np.int64)
    patterns = {name: getattr(periods, name)[its] for name in periods.columns()}
    patterns["assignment_idx"] = moved[patterns["assignment_idx"]]
    return {"assignments": type(assignments)(**columns), "periods": WorkPeriods(**patterns)}
