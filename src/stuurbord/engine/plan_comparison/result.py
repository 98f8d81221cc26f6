"""The answer of a comparison of two versions of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stuurbord.plan.changes import Change


class Aspect(StrEnum):
    """In what a task is not the same."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RELINKED = "relinked"
    """It waits for other tasks, or in another way."""
    RECOSTED = "recosted"
    OTHER = "other"
    """Its name, duration, constraint, progress, people, place …"""


@dataclass(frozen=True, slots=True)
class Dated:
    """A task in one version.

    Attributes
    ----------
    start, finish
        Instants, `NONE` where it takes no part.
    cost
        Cents, `NONE` where the version does not say.
    """

    start: int
    finish: int
    cost: int


@dataclass(frozen=True, slots=True)
class TaskDifference:
    """A task that is not the same in both versions.

    Attributes
    ----------
    wbs, name, is_milestone, gate
        As in the later version, else in the former.
    before, after
        None where the task is not there.
    days
        Calendar days that the finish lies later; negative is earlier; None without two finishes.
    links
        Changes of the links it waits by.
    facts
        Changes of the task itself and of who works on it.
    """

    uid: int
    wbs: str
    name: str
    is_summary: bool
    is_milestone: bool
    gate: str
    aspects: frozenset[Aspect]
    before: Dated | None
    after: Dated | None
    days: int | None
    links: tuple[Change, ...] = ()
    facts: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions of a plan.

    Attributes
    ----------
    tasks
        In the order of the later version, those that went where they stood.
    counts
        Number of tasks per aspect; a task that moved and costs more counts in both.
    of_plan
        Changes of the plan as a whole and of its resources.
    baselines
        Number of a baseline → tasks of which it promises something else.
    finish_before, finish_after
        Last finish of each version, instants, `NONE` where no task takes part.
    cost_before, cost_after
        Cents of all tasks; `NONE` where a version does not say.
    """

    tasks: tuple[TaskDifference, ...]
    counts: dict[Aspect, int]
    of_plan: tuple[Change, ...]
    baselines: dict[int, int]
    finish_before: int
    finish_after: int
    cost_before: int
    cost_after: int

    def of(self, aspect: Aspect) -> tuple[TaskDifference, ...]:
        """Return the tasks that differ in one aspect."""
        return tuple(one for one in self.tasks if aspect in one.aspects)
