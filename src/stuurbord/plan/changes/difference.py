"""What makes one plan out of another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from stuurbord.plan.changes.change import (
    ASSIGNMENTS,
    DEPENDENCIES,
    PLACE,
    PLAN,
    ROW,
    TABLES,
    TASKS,
    Change,
)
from stuurbord.plan.changes.keyed import CODES_ARE_COUNTED, KeyedTable, header, keyed_table
from stuurbord.plan.model import Plan


def difference(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return the changes that make ``after`` of ``before``.

    `changed` with them gives the very same plan, and with their `inverse` the former one. Where the outline
    counts the codes of both, codes are no changes: they follow.
    """
    was_header, now_header = header(before), header(after)
    changes = [*_of_header(was_header, now_header)]
    names = [name for name in TABLES[1:] if not _is_shared(name, before, after)]
    was, now = ({name: keyed_table(plan, name) for name in names} for plan in (before, after))
    if TASKS in names and was_header[CODES_ARE_COUNTED] and now_header[CODES_ARE_COUNTED]:
        del was[TASKS].columns["wbs"], now[TASKS].columns["wbs"]
    for name in names:
        changes += _of_table(name, was[name], now[name])
    return tuple(changes)


def _is_shared(name: str, before: Plan, after: Plan) -> bool:
    """Return whether two plans hold the very same rows: one of them was made of the other."""
    if name not in (DEPENDENCIES, ASSIGNMENTS):
        return False
    is_same_place = before.tasks.uid is after.tasks.uid and before.resources.uid is after.resources.uid
    is_same = getattr(before, name) is getattr(after, name) and before.periods is after.periods
    return is_same_place and is_same


def _of_header(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    for name, value in was.items():
        if value != now[name]:
            yield Change(PLAN, "", name, value, now[name])


def _of_table(name: str, was: KeyedTable, now: KeyedTable) -> Iterator[Change]:
    row_before = {key: row for row, key in enumerate(was.keys)}
    row_after = {key: row for row, key in enumerate(now.keys)}
    for key, row in row_before.items():
        if key not in row_after:
            yield Change(name, key, ROW, _record(was, row), None)
    for key, row in row_after.items():
        if key not in row_before:
            yield Change(name, key, ROW, None, _record(now, row))
    shared = [key for key in now.keys if key in row_before]
    rows_before = [row_before[key] for key in shared]
    rows_after = [row_after[key] for key in shared]
    for key in moved(shared, rows_before):
        yield Change(name, key, PLACE, _above(was, row_before[key]), _above(now, row_after[key]))
    for column in dict.fromkeys([*was.columns, *now.columns]):
        yield from _of_column(name, column, was, now, shared, rows_before, rows_after)


def _of_column(
    name: str,
    column: str,
    was: KeyedTable,
    now: KeyedTable,
    shared: list[str],
    rows_before: list[int],
    rows_after: list[int],
) -> Iterator[Change]:
    old = _taken(was, column, rows_before, now.defaults)
    new = _taken(now, column, rows_after, was.defaults)
    for at in _unequal(old, new):
        there = was.plain(column, rows_before[at]) if column in was.columns else None
        yield Change(
            name,
            shared[at],
            column,
            there,
            now.plain(column, rows_after[at]) if column in now.columns else None,
        )


def _taken(table: KeyedTable, column: str, rows: list[int], others: dict[str, Any]) -> Any:
    values = table.columns.get(column)
    if values is None:
        return np.full(len(rows), others[column], np.int64)  # of a baseline that only the other plan has
    if isinstance(values, np.ndarray):
        return values[rows]
    return list(values) if rows == list(range(len(values))) else [values[row] for row in rows]


def _unequal(old: Any, new: Any) -> list[int]:
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        unequal: list[int] = np.flatnonzero(old != new).tolist()
        return unequal
    if old == new:
        return []
    return [at for at, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]


def _record(table: KeyedTable, row: int) -> dict[str, Any]:
    return table.record(row) | {PLACE: _above(table, row)}


def _above(table: KeyedTable, row: int) -> str:
    return table.keys[row - 1] if row else ""


def moved(keys: Sequence[str], ranks: Sequence[int]) -> list[str]:
    """Return the fewest keys to move so that the others keep their order.

    Parameters
    ----------
    ranks
        Former position of each key.

    References
    ----------
    Schensted, "Longest increasing and decreasing subsequences", Canadian Journal of Mathematics 13, 1961.

    >>> moved(["a", "c", "b", "d"], [0, 2, 1, 3])
    ['c']
    """
    if all(one < other for one, other in pairwise(ranks)):
        return []
    ends: list[int] = []
    ends_at: list[int] = []
    below = [-1] * len(ranks)
    for at, rank in enumerate(ranks):
        length = bisect_left(ends, rank)
        below[at] = ends_at[length - 1] if length else -1
        ends[length : length + 1] = [rank]
        ends_at[length : length + 1] = [at]
    stays, at = set(), ends_at[-1]
    while at >= 0:
        stays.add(at)
        at = below[at]
    return [key for at, key in enumerate(keys) if at not in stays]
