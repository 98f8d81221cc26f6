"""A plan's tables with identities instead of positions, so that rows of two plans can be the same row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from stuurbord.plan.calendar import NONE
from stuurbord.plan.changes.change import ASSIGNMENTS, DEPENDENCIES, RESOURCES, TASKS
from stuurbord.plan.document import header_record
from stuurbord.plan.model import (
    Assignments,
    Baseline,
    Dependencies,
    GivenDates,
    Integers,
    Plan,
    Resources,
    Table,
    Tasks,
)

KINDS: Final[dict[str, type[Table]]] = {
    RESOURCES: Resources,
    TASKS: Tasks,
    DEPENDENCIES: Dependencies,
    ASSIGNMENTS: Assignments,
}
DERIVED: Final = {
    RESOURCES: {"uid"},
    TASKS: {"uid", "parent_idx", "is_summary", "wbs"},
    DEPENDENCIES: {"predecessor_idx", "successor_idx"},
    ASSIGNMENTS: {"uid", "task_idx", "resource_idx"},
}
"""Columns that the keys, the order or the outline tell."""
PERIODS: Final = "periods"
CODES_ARE_COUNTED: Final = "codes_are_counted"
"""Of the plan as a whole: the outline gives the codes of its tasks."""
BASELINE_COLUMNS: Final = tuple(one.name for one in fields(Baseline))
GIVEN_COLUMNS: Final = tuple(one.name for one in fields(GivenDates))

Column = Sequence[Any] | Integers


@dataclass(frozen=True, slots=True)
class KeyedTable:
    """The rows of a table: their keys in order, their columns, and what each column holds by default."""

    keys: list[str]
    columns: dict[str, Column]
    defaults: dict[str, Any]

    def plain(self, column: str, row: int) -> Any:
        """Return a value as plain data; None where it is not given."""
        value = self.columns[column][row]
        value = value.item() if isinstance(value, np.generic) else value
        return None if isinstance(value, int) and value == NONE else value

    def record(self, row: int) -> dict[str, Any]:
        """Return a whole row as plain data, without what it holds by default."""
        return {
            column: self.plain(column, row)
            for column, values in self.columns.items()
            if values[row] != self.defaults[column]
        }


def keyed(plan: Plan) -> dict[str, KeyedTable]:
    """Return the tables of a plan by name, with identities instead of positions."""
    return {name: keyed_table(plan, name) for name in KINDS}


def keyed_table(plan: Plan, name: str) -> KeyedTable:
    """Return one table of a plan with identities instead of positions."""
    if name == RESOURCES:
        return KeyedTable(_resource_keys(plan), *_own(plan.resources, RESOURCES))
    if name == TASKS:
        return _tasks(plan)
    if name == DEPENDENCIES:
        keys = numbered(_link_keys(plan, _task_keys(plan)))
        return KeyedTable(keys, *_own(plan.dependencies, DEPENDENCIES))
    return _assignments(plan)


def _task_keys(plan: Plan) -> list[str]:
    return numbered(map(str, plan.tasks.uid.tolist()))


def _resource_keys(plan: Plan) -> list[str]:
    return numbered(map(str, plan.resources.uid.tolist()))


def header(plan: Plan) -> dict[str, Any]:
    """Return what is said of the plan as a whole, as plain data."""
    return header_record(plan) | {
        "baselines": sorted(plan.baselines),
        CODES_ARE_COUNTED: codes_are_counted(plan),
    }


def codes_are_counted(plan: Plan) -> bool:
    """Return whether the codes of the tasks are those that the outline gives."""
    return list(plan.tasks.wbs) == counted_wbs(plan.tasks.outline_level.tolist())


def numbered(keys: Iterable[str]) -> list[str]:
    """Return the keys, those that were there before with a number.

    >>> numbered(["7", "8", "7"])
    ['7', '8', '7#1']
    """
    listed = list(keys)
    if len(set(listed)) == len(listed):
        return listed
    n_met: Counter[str] = Counter()
    made = []
    for key in listed:
        made.append(f"{key}#{n_met[key]}" if n_met[key] else key)
        n_met[key] += 1
    return made


def counted_wbs(levels: Iterable[int]) -> list[str]:
    """Return the codes that the outline levels give.

    >>> counted_wbs([1, 2, 2, 1])
    ['1', '1.1', '1.2', '2']
    """
    counters: list[int] = []
    heads = [""]  # of each level, what stands before its own number
    codes = []
    for given in levels:
        level = max(given, 1)
        while len(counters) < level:
            if counters:
                heads.append(f"{heads[-1]}{counters[-1]}.")
            counters.append(0)
        del counters[level:], heads[level:]
        counters[-1] += 1
        codes.append(f"{heads[-1]}{counters[-1]}")
    return codes


def _own(rows: Table, name: str) -> tuple[dict[str, Column], dict[str, Any]]:
    described = {
        column: default for column, (_, default) in rows.columns().items() if column not in DERIVED[name]
    }
    return {column: getattr(rows, column) for column in described}, described


def _tasks(plan: Plan) -> KeyedTable:
    columns, defaults = _own(plan.tasks, TASKS)
    if len(plan.given):
        columns |= {f"given.{name}": getattr(plan.given, name) for name in GIVEN_COLUMNS}
    for number, baseline in plan.baselines.items():
        columns |= {f"baseline.{number}.{name}": getattr(baseline, name) for name in BASELINE_COLUMNS}
    columns["wbs"] = plan.tasks.wbs
    defaults |= {name: NONE for name in columns if "." in name} | {"wbs": ""}
    return KeyedTable(_task_keys(plan), columns, defaults)


def _link_keys(plan: Plan, task_keys: list[str]) -> Iterable[str]:
    links = plan.dependencies
    pairs = zip(links.predecessor_idx.tolist(), links.successor_idx.tolist(), strict=True)
    return (f"{task_keys[before]}>{task_keys[after]}" for before, after in pairs)


def _assignments(plan: Plan) -> KeyedTable:
    rows, task_keys, resource_keys = plan.assignments, _task_keys(plan), _resource_keys(plan)
    columns, defaults = _own(rows, ASSIGNMENTS)
    columns["task"] = [task_keys[idx] for idx in rows.task_idx.tolist()]
    columns["resource"] = ["" if idx < 0 else resource_keys[idx] for idx in rows.resource_idx.tolist()]
    columns[PERIODS] = _patterns(plan)
    defaults |= {"task": "", "resource": "", PERIODS: []}
    return KeyedTable(numbered(map(str, rows.uid.tolist())), columns, defaults)


def _patterns(plan: Plan) -> list[list[list[int]]]:
    """Return per assignment its periods as [offset, length, work, whether it is actual]."""
    patterns: list[list[list[int]]] = [[] for _ in range(len(plan.assignments))]
    periods = plan.periods
    columns = (periods.assignment_idx, periods.offset, periods.length, periods.work, periods.is_actual)
    for row, offset, length, work, is_actual in zip(*(one.tolist() for one in columns), strict=True):
        patterns[row].append([offset, length, work, int(is_actual)])
    return patterns
