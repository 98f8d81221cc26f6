"""The answer of a critical path computation: dates, floats and what set each date."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from stuurbord.errors import Finding
from stuurbord.plan.model import Booleans, Integers


class Driver(IntEnum):
    """What set the start of a task."""

    NOTHING = 0
    """The task takes no part: it is inactive."""
    PROJECT_START = 1
    PREDECESSOR = 2
    CONSTRAINT = 3
    ACTUAL = 4
    MANUAL = 5
    STATUS_DATE = 6
    SUMMARY = 7
    """A predecessor, constraint or manual date of a summary above the task."""
    LATEST = 8
    """As late as possible: what follows, or the project finish, holds it."""
    PARTS = 9
    """A summary: its earliest part."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each task of a plan runs, and how far it may move.

    Every array has shape (n_tasks,). Instants are int64 seconds since 1970-01-01 (local), floats are
    int64 working seconds on the task's calendar; all are `NONE` for a task that is not active.

    Attributes
    ----------
    start, finish
        The dates of the plan: from progress, links, constraints and manual dates.
    early_start, early_finish
        The earliest dates; they differ from ``start`` and ``finish`` only as late as possible.
    late_start, late_finish
        The latest dates that keep the project finish, constraints and deadlines.
    total_float
        Room before the project finish, a constraint or a deadline suffers; negative if it does already.
        That of a legal period on the clock counts whole days.
    start_float, finish_float
        Working time from the start to the late start, and from the early finish to the late finish.
    free_float
        Room before any successor moves; never negative.
    is_critical
        The task is not finished, and its total float is at most zero or it is a legal period that sets when
        something critical starts.
    driver
        `Driver` values: what set the start.
    driving_dependency_idx
        The link that set the start, −1 if none did.
    project_start, project_finish
        Instants: the first start and the last finish.
    findings
        What the computation met and had to decide.
    """

    start: Integers
    finish: Integers
    early_start: Integers
    early_finish: Integers
    late_start: Integers
    late_finish: Integers
    total_float: Integers
    start_float: Integers
    finish_float: Integers
    free_float: Integers
    is_critical: Booleans
    driver: Integers
    driving_dependency_idx: Integers
    project_start: int
    project_finish: int
    findings: tuple[Finding, ...] = ()
