"""What a newer revision of a plan holds in the places that changes name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from stuurbord.plan.changes.change import ASSIGNMENTS, DEPENDENCIES, PLACE, PLAN, ROW, TASKS, Change, ends_of
from stuurbord.plan.changes.keyed import KeyedTable, header, keyed
from stuurbord.plan.changes.selection import Row
from stuurbord.plan.model import Plan


class NewerPlan:
    """A plan whose places are asked for by table, key and column."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tables: dict[str, KeyedTable] = keyed(plan)
        self._whole = header(plan)
        self._rows = {
            name: {key: row for row, key in enumerate(table.keys)} for name, table in self.tables.items()
        }

    def has(self, table: str, key: str) -> bool:
        """Whether the row is there; the plan itself always is."""
        return table == PLAN or key in self._rows[table]

    def value(self, one: Change) -> Any:
        """Return what stands in the place of a change, as plain data; None where nothing does."""
        if one.table == PLAN:
            return self._whole.get(one.column)
        row = self._rows[one.table].get(one.key)
        if row is None:
            return None
        table = self.tables[one.table]
        if one.column == PLACE:
            return table.keys[row - 1] if row else ""
        if one.column == ROW:
            return self._record(table, row, one.before or one.after)
        return table.plain(one.column, row) if one.column in table.columns else None

    def keys_with(self, changes: Iterable[Change]) -> dict[str, set[str]]:
        """Return the keys of each table as they are after some changes."""
        there = {name: set(rows) for name, rows in self._rows.items()}
        for one in changes:
            if one.adds:
                there[one.table].add(one.key)
            elif one.removes:
                there[one.table].discard(one.key)
        return there

    @cached_property
    def leaning_on(self) -> dict[str, set[Row]]:
        """Key of a task → its parts, links and assignments, as they are now."""
        found: dict[str, set[Row]] = {}
        tasks = self.tables[TASKS].keys
        for key, parent in zip(tasks, self.plan.tasks.parent_idx.tolist(), strict=True):
            if parent >= 0:
                found.setdefault(tasks[parent], set()).add((TASKS, key))
        for key in self.tables[DEPENDENCIES].keys:
            for end in ends_of(key):
                found.setdefault(end, set()).add((DEPENDENCIES, key))
        assignments = self.tables[ASSIGNMENTS]
        for key, task in zip(assignments.keys, assignments.columns["task"], strict=True):
            found.setdefault(str(task), set()).add((ASSIGNMENTS, key))
        return found

    @staticmethod
    def _record(table: KeyedTable, row: int, like: dict[str, Any]) -> dict[str, Any]:
        """Return a whole row as the change that names it would tell it; where it stands does not matter."""
        record = {name: value for name, value in table.record(row).items() if name != "wbs" or "wbs" in like}
        return record | {PLACE: like.get(PLACE, "")}
