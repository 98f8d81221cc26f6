"""A plan with changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from stuurbord.plan.calendar import NONE
from stuurbord.plan.changes.change import (
    ASSIGNMENTS,
    DEPENDENCIES,
    PLACE,
    PLAN,
    RESOURCES,
    ROW,
    TASKS,
    Change,
    ends_of,
)
from stuurbord.plan.changes.keyed import (
    BASELINE_COLUMNS,
    CODES_ARE_COUNTED,
    DERIVED,
    GIVEN_COLUMNS,
    KINDS,
    PERIODS,
    KeyedTable,
    codes_are_counted,
    counted_wbs,
    keyed_table,
)
from stuurbord.plan.document import header_of
from stuurbord.plan.model import (
    Assignments,
    Baseline,
    Dependencies,
    GivenDates,
    Plan,
    Resources,
    Tasks,
    WorkPeriods,
    empty,
    table,
)

_SHAPE: Final = (ROW, PLACE, "outline_level")
_FEW: Final = 64


def changed(plan: Plan, changes: Iterable[Change]) -> Plan:
    """Return the plan with these changes; what each place held before is not looked at.

    The rows that a change names must be there: `rebased` sees to that for a plan that has moved on. Whether
    the plan still makes sense is another question: `stuurbord.plan.editing.check_plan`.

    Raises
    ------
    ValueError
        If a change names a row, a column or a place that the plan does not have.
    """
    listed = list(changes)
    if (tasks_only := _with_few_values(plan, listed)) is not None:
        return replace(plan, tasks=tasks_only)
    of_plan = {one.column: one.after for one in listed if one.table == PLAN}
    numbers = of_plan.pop("baselines", sorted(plan.baselines))
    is_shaped = any(one.table == TASKS and one.column in _SHAPE for one in listed)
    recounts = is_shaped and CODES_ARE_COUNTED not in of_plan and codes_are_counted(plan)
    of_plan.pop(CODES_ARE_COUNTED, None)
    of_table = {name: [one for one in listed if one.table == name] for name in KINDS}

    def written(name: str) -> _Written | None:
        leans = name in (DEPENDENCIES, ASSIGNMENTS) and is_shaped
        leans |= name == ASSIGNMENTS and any(one.column in _SHAPE for one in of_table[RESOURCES])
        leans |= name == TASKS and numbers != sorted(plan.baselines)
        changes_ = of_table[name]
        return _with_changes(keyed_table(plan, name), changes_, name) if changes_ or leans else None

    made: dict[str, Any] = {}
    resources, tasks = written(RESOURCES), written(TASKS)
    if resources is not None:
        made["resources"] = _table(Resources, resources, uid=_uids(resources))
    if tasks is not None:
        levels = [int(level) for level in tasks.columns["outline_level"]]
        if recounts:
            tasks.columns["wbs"] = counted_wbs(levels)
        made["tasks"], made["given"] = _tasks(tasks, levels), _given(tasks)
        made["baselines"] = {number: _baseline(tasks, number) for number in numbers}
    at_task = _rows(tasks or keyed_table(plan, TASKS))
    dependencies, assignments = written(DEPENDENCIES), written(ASSIGNMENTS)
    if dependencies is not None:
        made["dependencies"] = _dependencies(dependencies, at_task)
    if assignments is not None:
        at_resource = _rows(resources or keyed_table(plan, RESOURCES))
        made["assignments"], made["periods"] = _assignments(assignments, at_task, at_resource)
    return replace(plan, **made, **header_of(of_plan))


def _with_few_values(plan: Plan, changes: list[Change]) -> Tasks | None:
    """Return the tasks with other values in place; None where more than a few values change.

    What somebody drags is a value or two: of twenty thousand rows only those columns are written anew.
    """
    named = Tasks.columns().keys() - DERIVED[TASKS] - {*_SHAPE}
    if not changes or len(changes) > _FEW:
        return None
    if any(one.table != TASKS or one.column not in named or not one.key.isdecimal() for one in changes):
        return None
    columns: dict[str, Any] = {}
    for one in changes:
        found = np.flatnonzero(plan.tasks.uid == int(one.key))
        if not len(found):
            raise ValueError(f"{TASKS} has no row {one.key}")
        if one.column not in columns:
            values = getattr(plan.tasks, one.column)
            columns[one.column] = values.copy() if isinstance(values, np.ndarray) else list(values)
        columns[one.column][found[0]] = NONE if one.after is None else one.after
    return replace(plan.tasks, **{name: _sealed(values) for name, values in columns.items()})


def _sealed(values: Any) -> Any:
    if not isinstance(values, np.ndarray):
        return tuple(map(str, values))
    values.setflags(write=False)
    return values


def in_order(keys: Sequence[str], gone: set[str], places: dict[str, str]) -> list[str]:
    """Return the keys that stay, and those with a place right below the row it names.

    Parameters
    ----------
    places
        Key → key of the row above it; empty: the first row.

    Raises
    ------
    ValueError
        If a place is that of a row that is not there, or places go round.

    >>> in_order(["a", "b", "c"], {"b"}, {"d": "a", "a": "c"})
    ['c', 'a', 'd']
    """
    below: dict[str, list[str]] = {}
    for key, above in places.items():
        below.setdefault(above, []).append(key)
    order: list[str] = []

    def put(key: str) -> None:
        waiting = [key]
        while waiting:
            one = waiting.pop()
            if one:
                order.append(one)
            waiting += reversed(below.pop(one, []))

    put("")
    for key in keys:
        if key not in gone and key not in places:
            put(key)
    if below:
        raise ValueError(f"rows have a place below {', '.join(sorted(below))}, which has none itself")
    return order


@dataclass(slots=True)
class _Written:
    """A keyed table that is being changed."""

    keys: list[str]
    columns: dict[str, Any]


def _with_changes(was: KeyedTable, changes: list[Change], name: str) -> _Written:
    gone = {one.key for one in changes if one.removes}
    added = {one.key: one.after for one in changes if one.adds}
    places = {one.key: str(one.after) for one in changes if one.column == PLACE}
    places |= {key: str(record.get(PLACE, "")) for key, record in added.items()}
    row_before = {key: row for row, key in enumerate(was.keys)}
    unknown = (gone | places.keys()) - row_before.keys() - added.keys()
    if unknown:
        raise ValueError(f"{name} has no rows {', '.join(sorted(unknown))}")
    keys = was.keys if not (gone or places) else in_order(was.keys, gone, places)
    written = _Written(keys, _columns(was, keys, row_before, keys is was.keys))
    at = row_before if keys is was.keys else {key: row for row, key in enumerate(keys)}
    for key, record in added.items():
        for column, value in record.items():
            if column != PLACE:
                _write(written, was, at[key], column, value)
    for one in changes:
        if one.column not in (ROW, PLACE):
            if one.key not in at:
                raise ValueError(f"{name} has no row {one.key}")
            _write(written, was, at[one.key], one.column, one.after)
    return written


def _columns(was: KeyedTable, keys: list[str], row_before: dict[str, int], is_same: bool) -> dict[str, Any]:
    """Return columns of our own, with defaults in rows that are new."""
    if is_same:
        return {
            name: values.copy() if isinstance(values, np.ndarray) else list(values)
            for name, values in was.columns.items()
        }
    rows = np.array([row_before.get(key, -1) for key in keys], np.int64)
    is_new = rows < 0
    columns: dict[str, Any] = {}
    for name, values in was.columns.items():
        default = was.defaults[name]
        if isinstance(values, np.ndarray):
            taken = values[np.maximum(rows, 0)] if len(values) else np.full(len(rows), default, values.dtype)
            taken[is_new] = default
            columns[name] = taken
        else:
            columns[name] = [default if row < 0 else values[row] for row in rows.tolist()]
    return columns


def _write(written: _Written, was: KeyedTable, row: int, column: str, value: Any) -> None:
    if column not in written.columns:
        if not column.startswith(("given.", "baseline.")):
            raise ValueError(f"there is no column {column}")
        written.columns[column] = np.full(len(written.keys), NONE, np.int64)
    written.columns[column][row] = NONE if value is None else value


def _table(kind: type, written: _Written, **instead: Any) -> Any:
    names = kind.columns()  # type: ignore[attr-defined]
    rows = {name: values for name, values in written.columns.items() if name in names}
    return table(kind, rows | instead, len(written.keys))


def _rows(table: KeyedTable | _Written) -> dict[str, int]:
    return {key: row for row, key in enumerate(table.keys)}


def _uids(written: _Written) -> list[int]:
    return [int(key.partition("#")[0]) for key in written.keys]


def _tasks(written: _Written, levels: list[int]) -> Tasks:
    parents = parents_by_level(levels)
    is_summary = np.zeros(len(levels), np.bool_)
    is_summary[[parent for parent in parents if parent >= 0]] = True
    made: Tasks = _table(Tasks, written, uid=_uids(written), parent_idx=parents, is_summary=is_summary)
    return made


def parents_by_level(levels: list[int]) -> list[int]:
    """Return each row's parent position from the outline levels.

    >>> parents_by_level([1, 2, 3, 2, 1])
    [-1, 0, 1, 0, -1]
    """
    parents: list[int] = []
    open_at: list[int] = []
    for idx, given in enumerate(levels):
        level = min(max(given, 1), len(open_at) + 1)
        parents.append(open_at[level - 2] if level > 1 else -1)
        open_at[level - 1 :] = [idx]
    return parents


def _dependencies(written: _Written, at_task: dict[str, int]) -> Dependencies:
    ends = [ends_of(key) for key in written.keys]
    missing = {end for pair in ends for end in pair} - at_task.keys()
    if missing:
        raise ValueError(f"links name tasks that are not there: {', '.join(sorted(missing))}")
    made: Dependencies = _table(
        Dependencies,
        written,
        predecessor_idx=[at_task[before] for before, _ in ends],
        successor_idx=[at_task[after] for _, after in ends],
    )
    return made


def _assignments(
    written: _Written, at_task: dict[str, int], at_resource: dict[str, int]
) -> tuple[Assignments, WorkPeriods]:
    tasks, resources = written.columns["task"], written.columns["resource"]
    missing = (set(tasks) - at_task.keys()) | (set(resources) - at_resource.keys() - {""})
    if missing:
        raise ValueError(f"assignments name rows that are not there: {', '.join(sorted(missing))}")
    assignments = _table(
        Assignments,
        written,
        uid=_uids(written),
        task_idx=[at_task[key] for key in tasks],
        resource_idx=[at_resource[key] if key else -1 for key in resources],
    )
    runs = [(row, *period) for row, periods in enumerate(written.columns[PERIODS]) for period in periods]
    if not runs:
        return assignments, empty(WorkPeriods)
    columns = dict(zip(WorkPeriods.columns(), map(list, zip(*runs, strict=True)), strict=True))
    return assignments, table(WorkPeriods, columns, len(runs))


def _given(written: _Written) -> GivenDates:
    nothing = np.full(len(written.keys), NONE, np.int64)
    columns = {name: written.columns.get(f"given.{name}", nothing) for name in GIVEN_COLUMNS}
    is_empty = all((values == NONE).all() for values in columns.values())
    return empty(GivenDates) if is_empty else table(GivenDates, columns, len(nothing))  # type: ignore[no-any-return]


def _baseline(written: _Written, number: int) -> Baseline:
    nothing = np.full(len(written.keys), NONE, np.int64)
    columns = {name: written.columns.get(f"baseline.{number}.{name}", nothing) for name in BASELINE_COLUMNS}
    made: Baseline = table(Baseline, columns, len(nothing))
    return made
