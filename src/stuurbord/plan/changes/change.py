"""One change of a plan, and its plain form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

PLAN: Final = "plan"
TASKS: Final = "tasks"
DEPENDENCIES: Final = "dependencies"
RESOURCES: Final = "resources"
ASSIGNMENTS: Final = "assignments"
TABLES: Final = (PLAN, RESOURCES, TASKS, DEPENDENCIES, ASSIGNMENTS)
"""What can change, in an order in which what is referred to comes first."""
ROW: Final = ""
"""Column of a change that adds or removes a whole row."""
PLACE: Final = "place"
"""Column that holds the key of the row above; empty for the first row."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another value in one place of a plan.

    Attributes
    ----------
    table
        One of `TABLES`; ``plan`` holds what is said of the plan as a whole.
    key
        Identity of the row: the uid; ``12>15`` for the link of 12 to 15. A second row with the same identity
        ends in ``#1``. Empty for the plan itself.
    column
        As in `Tasks`, `Dependencies` …; ``baseline.0.finish`` and ``given.late_start`` for what belongs to a
        task in another table; `PLACE`; or `ROW`.
    before, after
        Plain data: what was not given is None, a whole row is a dict without its defaults.
    """

    table: str
    key: str
    column: str
    before: Any
    after: Any

    @property
    def adds(self) -> bool:
        """Whether it brings a whole row."""
        return self.column == ROW and self.before is None

    @property
    def removes(self) -> bool:
        """Whether it takes a whole row away."""
        return self.column == ROW and self.after is None


def ends_of(link: str) -> tuple[str, str]:
    """Return the keys of the tasks that a link joins.

    >>> ends_of("12>15#1")
    ('12', '15')
    """
    before, _, after = link.partition(">")
    return before, after.partition("#")[0]


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return what takes these changes back."""
    return tuple(Change(one.table, one.key, one.column, one.after, one.before) for one in changes)


def to_plain(changes: Iterable[Change]) -> list[list[Any]]:
    """Return the changes as JSON-ready lists."""
    return [[one.table, one.key, one.column, one.before, one.after] for one in changes]


def from_plain(plain: Sequence[Sequence[Any]]) -> tuple[Change, ...]:
    """Return the changes that `to_plain` wrote.

    Raises
    ------
    ValueError
        If an entry is not five values long, or speaks of an unknown table.
    """
    changes = tuple(Change(*entry) for entry in plain if _is_change(entry))
    if len(changes) < len(plain):
        raise ValueError("a change is [table, key, column, before, after]")
    return changes


def _is_change(entry: Sequence[Any]) -> bool:
    return len(entry) == 5 and entry[0] in TABLES and all(isinstance(one, str) for one in entry[:3])
