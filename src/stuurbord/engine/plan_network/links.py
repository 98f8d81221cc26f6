"""What a plan waits for outside itself, as lines of its own whose dates are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Integers, Plan, Table


@dataclass(frozen=True, slots=True)
class CrossLink:
    """A task of one plan that waits for something outside it.

    Attributes
    ----------
    key
        How the caller knows it.
    after, after_uid
        The plan that waits, and its task.
    before, before_uid
        The plan and the task that are waited for; an empty ``before`` stands for a day.
    day
        Instant at which what is waited for is there, where no task tells it.
    stands_in
        ``after_uid`` is an external task: it takes the dates of the other one, and its own links tell who
        waits. Otherwise the task itself begins after what it waits for.
    """

    key: str
    after: str
    after_uid: int
    before: str = ""
    before_uid: int = 0
    day: int = NONE
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan with a line for all that it waits for outside.

    Attributes
    ----------
    rows
        int64 of shape (n_links,): the line of each link, −1 where the task that waits is not there.
    """

    plan: Plan
    rows: Integers


def opened(plan: Plan, links: Sequence[CrossLink]) -> Opened:
    """Return the plan with one more line for each link that has none yet, after its own lines."""
    position = {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())} if links else {}
    rows: list[int] = []
    successors: list[int] = []
    n_tasks = len(plan.tasks)
    for link in links:
        row = position.get(link.after_uid, -1)
        if link.stands_in or row < 0:
            rows.append(row)
        else:
            rows.append(n_tasks + len(successors))
            successors.append(row)
    plan = _with_lines(plan, successors) if successors else plan
    return Opened(plan, np.array(rows, np.int64))


def _with_lines(plan: Plan, successors: list[int]) -> Plan:
    """Return the plan with one external task per successor; its dates are still to be given."""
    n_new, n_tasks = len(successors), len(plan.tasks)
    highest = int(plan.tasks.uid.max())
    tasks = _longer(
        plan.tasks,
        n_new,
        uid=np.arange(highest + 1, highest + 1 + n_new),
        is_external=np.ones(n_new, np.bool_),
    )
    links = _longer(
        plan.dependencies,
        n_new,
        predecessor_idx=np.arange(n_tasks, n_tasks + n_new),
        successor_idx=np.array(successors, np.int64),
    )
    return replace(plan, tasks=tasks, dependencies=links)


def _longer(table: Any, n_new: int, **values: Any) -> Any:
    """Return a table with more rows; a column without values takes its default."""
    columns: dict[str, Any] = {}
    for name, (dtype, default) in _columns(type(table)).items():
        column = getattr(table, name)
        if dtype is str:
            columns[name] = (*column, *(default,) * n_new)
        else:
            columns[name] = np.concatenate([column, values.get(name, np.full(n_new, default, dtype))])
    return type(table)(**columns)


_KNOWN: dict[type[Table], dict[str, tuple[type, Any]]] = {}


def _columns(kind: type[Table]) -> dict[str, tuple[type, Any]]:
    if kind not in _KNOWN:
        _KNOWN[kind] = kind.columns()
    return _KNOWN[kind]


def dated(one: Opened, dates: Sequence[tuple[int, int]]) -> Plan:
    """Return an opened plan with what it waits for at these dates (start, finish); `NONE` leaves them."""
    start, finish = one.plan.tasks.given_start.copy(), one.plan.tasks.given_finish.copy()
    for row, (begin, end) in zip(one.rows.tolist(), dates, strict=True):
        if row >= 0 and NONE not in (begin, end):
            start[row], finish[row] = begin, end
    tasks = replace(one.plan.tasks, given_start=start, given_finish=finish)
    return replace(one.plan, tasks=tasks)


def closed(schedule: Schedule, plan: Plan) -> Schedule:
    """Return what a schedule of an opened plan says of the plan's own lines."""
    n_tasks, n_links = len(plan.tasks), len(plan.dependencies)
    if len(schedule.start) == n_tasks:
        return schedule
    driving = schedule.driving_dependency_idx[:n_tasks]
    return replace(
        schedule,
        **{name: getattr(schedule, name)[:n_tasks] for name in _PER_TASK},
        driving_dependency_idx=np.where(driving < n_links, driving, -1),
    )


_PER_TASK = (
    "start", "finish", "early_start", "early_finish", "late_start", "late_finish",
    "total_float", "start_float", "finish_float", "free_float", "is_critical", "driver",
)  # fmt: skip
