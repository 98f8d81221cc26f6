"""Some of a set of changes, with what they cannot do without."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from stuurbord.plan.changes.change import ASSIGNMENTS, DEPENDENCIES, PLAN, ROW, TASKS, Change, ends_of
from stuurbord.plan.changes.keyed import keyed
from stuurbord.plan.changes.places import Orders
from stuurbord.plan.model import Plan

_AMOUNTS: Final = {
    "duration", "work", "percent_complete", "remaining_duration",
    "actual_start", "actual_finish", "stop", "resume",
}  # fmt: skip
"""Columns of a task that change together with those of who works on it."""

Row = tuple[str, str]
"""Table and key."""


def selected(changes: Sequence[Change], rows: Collection[Row], base: Plan) -> tuple[Change, ...]:
    """Return the changes of some rows, and of the rows these lean on.

    A link that is new brings the new tasks at its ends along, and a task that goes takes its links and
    assignments with it. Changes of the plan as a whole are the row ``("plan", "")``.

    Parameters
    ----------
    base
        The plan that the changes were made on.
    """
    wanted = with_leaned_on(leans_on(changes, base), rows)
    kept = [one for one in changes if (one.table, one.key) in wanted]
    there = {name: set(table.keys) for name, table in keyed(base).items()}
    for one in kept:
        if one.adds:
            there[one.table].add(one.key)
        elif one.removes:
            there[one.table].discard(one.key)
    orders = Orders(changes, base)
    return tuple(one if one.table == PLAN else orders.anchored(one, there[one.table]) for one in kept)


def leans_on(changes: Iterable[Change], base: Plan) -> dict[Row, set[Row]]:
    """Return which other changed rows each changed row cannot do without, directly.

    Where the length, the work or the progress of a task changes, that of who works on it changes with it:
    the one without the other is a plan that contradicts itself.

    Parameters
    ----------
    base
        The plan that the changes were made on.
    """
    listed = list(changes)
    added = {one.key for one in listed if one.table == TASKS and one.adds}
    removed: dict[str, set[Row]] = {one.key: set() for one in listed if one.table == TASKS and one.removes}
    found: dict[Row, set[Row]] = {}
    for one in listed:
        row = one.table, one.key
        if one.adds or one.column == "task":
            found.setdefault(row, set()).update((TASKS, key) for key in tasks_of(one) if key in added)
        if one.removes:
            for key in tasks_of(one):
                removed.get(key, set()).add(row)
    for key, rows in removed.items():
        found.setdefault((TASKS, key), set()).update(rows)
    for task, assignment in _worked(listed, base):
        found.setdefault(task, set()).add(assignment)
        found.setdefault(assignment, set()).add(task)
    return {row: needs for row, needs in found.items() if needs}


def _worked(changes: Iterable[Change], base: Plan) -> Iterator[tuple[Row, Row]]:
    """Yield each task whose amount of work changes with each of its assignments that change."""
    listed = list(changes)
    amounts = {one.key for one in listed if one.table == TASKS and one.column in _AMOUNTS}
    if not amounts:
        return
    tasks, rows = base.tasks.uid.tolist(), base.assignments
    task_of = {
        key: str(tasks[idx])
        for key, idx in zip(keyed(base)[ASSIGNMENTS].keys, rows.task_idx.tolist(), strict=True)
    }
    for one in listed:
        if one.table != ASSIGNMENTS:
            continue
        for key in {*tasks_of(one), *([task_of[one.key]] if one.key in task_of else [])} & amounts:
            yield (TASKS, key), (ASSIGNMENTS, one.key)


def with_leaned_on(leaning: Mapping[Row, Collection[Row]], rows: Iterable[Row]) -> set[Row]:
    """Return rows with all that they lean on, directly or not.

    Parameters
    ----------
    leaning
        As `leans_on` gives it.
    """
    wanted: set[Row] = set()
    waiting = list(rows)
    while waiting:
        row = waiting.pop()
        if row not in wanted:
            wanted.add(row)
            waiting += leaning.get(row, ())
    return wanted


def tasks_of(one: Change) -> tuple[str, ...]:
    """Return the keys of the tasks that a change of a link or an assignment names."""
    if one.table == DEPENDENCIES:
        return ends_of(one.key)
    if one.table != ASSIGNMENTS:
        return ()
    if one.column == "task":
        return (str(one.after),)
    records = [one.before, one.after] if one.column == ROW else []
    return tuple(str(record["task"]) for record in records if record)
