"""Numbers of new rows, when others gave out the same numbers in the meantime."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stuurbord.plan.changes.change import (
    ASSIGNMENTS,
    DEPENDENCIES,
    PLACE,
    RESOURCES,
    TASKS,
    Change,
    ends_of,
)
from stuurbord.plan.changes.newer_plan import NewerPlan

_NUMBERED: Final = (RESOURCES, TASKS, ASSIGNMENTS)
Names = dict[str, dict[str, str]]


def with_free_numbers(changes: list[Change], now: NewerPlan, whole: list[Change]) -> list[Change]:
    """Return the changes with other keys for new rows whose key another row has.

    Parameters
    ----------
    whole
        The set that the changes are a part of, or all of: numbers are given out for all its new rows, so that
        a part and the whole mean the same row by the same number.
    """
    names: Names = {name: _free(name, whole, now) for name in _NUMBERED}
    return [_renamed(one, names) for one in changes] if any(names.values()) else changes


def _free(name: str, changes: list[Change], now: NewerPlan) -> dict[str, str]:
    new = [one.key for one in changes if one.table == name and one.adds]
    taken = now.tables[name].keys
    highest = max((int(key.partition("#")[0]) for key in [*taken, *new]), default=0)
    occupied = set(taken)
    clashing = [key for key in new if key in occupied]
    return {key: str(highest + 1 + at) for at, key in enumerate(clashing)}


def _renamed(one: Change, names: Names) -> Change:
    key, after = _key(one.table, one.key, names), one.after
    if one.adds:
        after = _record(one.table, after, names)
    elif one.column == PLACE:
        after = _key(one.table, after, names)
    elif one.table == ASSIGNMENTS and one.column in ("task", "resource"):
        after = names[TASKS if one.column == "task" else RESOURCES].get(after, after)
    return Change(one.table, key, one.column, one.before, after)


def _key(table: str, key: str, names: Names) -> str:
    if table != DEPENDENCIES or not key:
        return names.get(table, {}).get(key, key)
    number = key.partition(">")[2].partition("#")[2]
    before, after = (names[TASKS].get(end, end) for end in ends_of(key))
    return f"{before}>{after}" + (f"#{number}" if number else "")


def _record(table: str, record: Mapping[str, Any], names: Names) -> dict[str, Any]:
    made = dict(record)
    made[PLACE] = _key(table, made.get(PLACE, ""), names)
    for column, of in (("task", TASKS), ("resource", RESOURCES)):
        if column in made and table == ASSIGNMENTS:
            made[column] = names[of].get(made[column], made[column])
    return made
