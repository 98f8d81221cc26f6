"""Some of a set of changes, with what they cannot do without."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from stuurbord.plan.changes.change import ASSIGNMENTS, DEPENDENCIES, PLAN, ROW, TASKS, Change, ends_of
from stuurbord.plan.changes.keyed import keyed
from stuurbord.plan.changes.places import Orders
from stuurbord.plan.model import Plan

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
    wanted = _with_needed(changes, set(rows))
    kept = [one for one in changes if (one.table, one.key) in wanted]
    there = {name: set(table.keys) for name, table in keyed(base).items()}
    for one in kept:
        if one.adds:
            there[one.table].add(one.key)
        elif one.removes:
            there[one.table].discard(one.key)
    orders = Orders(changes, base)
    return tuple(one if one.table == PLAN else orders.anchored(one, there[one.table]) for one in kept)


def _with_needed(changes: Iterable[Change], wanted: set[Row]) -> set[Row]:
    listed = list(changes)
    while True:
        found = {
            need
            for one in listed
            for need in _needs(one, listed)
            if (one.table, one.key) in wanted and need not in wanted
        }
        if not found:
            return wanted
        wanted |= found


def _needs(one: Change, changes: list[Change]) -> Iterable[Row]:
    """Name the rows whose changes a change leans on."""
    if one.adds or one.column == "task":
        added = {other.key for other in changes if other.table == TASKS and other.adds}
        yield from ((TASKS, key) for key in tasks_of(one) if key in added)
    if one.removes and one.table == TASKS:
        for other in changes:
            if other.removes and one.key in tasks_of(other):
                yield other.table, other.key


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
