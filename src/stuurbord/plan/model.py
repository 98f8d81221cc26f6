"""What a plan is: frozen arrays of tasks, dependencies, resources, assignments and baselines.

Units, everywhere: instants are int64 seconds since 1970-01-01 (local, naive), durations and work are
int64 working seconds, money is int64 cents, fractions are float64 from 0 to 1. `NONE` means that the
fact is not given. Positions (``…_idx``) point into another table; −1 means none.

Arrays of a plan are read-only, and a plan is made by `stuurbord.plan.draft.freeze`, which validates.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stuurbord.plan.calendar import NONE, STANDARD, Calendar

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Texts = tuple[str, ...]


class DependencyKind(IntEnum):
    """Which end of the predecessor binds which end of the successor; numbers as in MSPDI."""

    FF = 0
    FS = 1
    SF = 2
    SS = 3


class LagUnit(IntEnum):
    """How a lag is counted: in working time, on the clock, or as a share of the predecessor's duration."""

    WORKING = 0
    ELAPSED = 1
    PERCENT = 2


class Constraint(IntEnum):
    """Date constraints; numbers as in MSPDI."""

    ASAP = 0
    ALAP = 1
    MSO = 2
    MFO = 3
    SNET = 4
    SNLT = 5
    FNET = 6
    FNLT = 7


class ResourceKind(IntEnum):
    """What a resource is; numbers as in MSPDI."""

    MATERIAL = 0
    WORK = 1
    COST = 2


class TaskKind(IntEnum):
    """Which of work, duration and units stays when another changes; numbers as in MSPDI."""

    FIXED_UNITS = 0
    FIXED_DURATION = 1
    FIXED_WORK = 2


class Contour(IntEnum):
    """How the work of an assignment is laid out over its time; numbers as in MSPDI."""

    FLAT = 0
    BACK_LOADED = 1
    FRONT_LOADED = 2
    DOUBLE_PEAK = 3
    EARLY_PEAK = 4
    LATE_PEAK = 5
    BELL = 6
    TURTLE = 7
    CONTOURED = 8
    """Edited by hand, period by period."""


def _column(dtype: type, default: Any) -> Any:
    return field(metadata={"dtype": dtype, "default": default})


class Table:
    """Columns of one length; iterate over `columns` to treat them all alike."""

    @classmethod
    def columns(cls) -> dict[str, tuple[type, Any]]:
        """Return name → (NumPy dtype or ``str``, default) of each column."""
        return {
            column.name: (column.metadata["dtype"], column.metadata["default"])
            for column in fields(cls)  # type: ignore[arg-type]
        }

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.columns()))))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in self.columns())

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, eq=False)
class Tasks(Table):
    """The work breakdown structure in outline order; every column has shape (n_tasks,)."""

    uid: Integers = _column(np.int64, 0)
    """The task's identity in its file; unique."""
    name: Texts = _column(str, "")
    wbs: Texts = _column(str, "")
    """The code people see; given, or counted from the outline."""
    parent_idx: Integers = _column(np.int64, -1)
    outline_level: Integers = _column(np.int64, 1)
    is_summary: Booleans = _column(np.bool_, False)
    is_milestone: Booleans = _column(np.bool_, False)
    is_manual: Booleans = _column(np.bool_, False)
    """Scheduled by hand: its dates are the given ones."""
    is_active: Booleans = _column(np.bool_, True)
    is_elapsed: Booleans = _column(np.bool_, False)
    """The duration runs on the clock, not on a calendar."""
    kind: Integers = _column(np.int64, TaskKind.FIXED_UNITS)
    is_effort_driven: Booleans = _column(np.bool_, False)
    duration: Integers = _column(np.int64, 0)
    """Working seconds (clock seconds where ``is_elapsed``)."""
    calendar_idx: Integers = _column(np.int64, -1)
    ignores_resource_calendar: Booleans = _column(np.bool_, False)
    constraint: Integers = _column(np.int64, Constraint.ASAP)
    constraint_date: Integers = _column(np.int64, NONE)
    deadline: Integers = _column(np.int64, NONE)
    leveling_delay: Integers = _column(np.int64, 0)
    """Clock seconds added after the predecessors."""
    percent_complete: Floats = _column(np.float64, 0.0)
    actual_start: Integers = _column(np.int64, NONE)
    actual_finish: Integers = _column(np.int64, NONE)
    remaining_duration: Integers = _column(np.int64, NONE)
    resume: Integers = _column(np.int64, NONE)
    given_start: Integers = _column(np.int64, NONE)
    """What the source said; the truth only for manual tasks, elsewhere a rival's answer."""
    given_finish: Integers = _column(np.int64, NONE)
    work: Integers = _column(np.int64, 0)
    cost: Integers = _column(np.int64, 0)
    """Cents, of this task alone: a summary's own fixed cost, not its children's."""
    actual_cost: Integers = _column(np.int64, 0)
    notes: Texts = _column(str, "")
    gate: Texts = _column(str, "")
    """The gate this task stands for (``G3.2``), or empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Dependencies(Table):
    """Links between tasks; every column has shape (n_dependencies,)."""

    predecessor_idx: Integers = _column(np.int64, 0)
    successor_idx: Integers = _column(np.int64, 0)
    kind: Integers = _column(np.int64, DependencyKind.FS)
    lag: Integers = _column(np.int64, 0)
    """Seconds, working or elapsed; a lead is negative. For `LagUnit.PERCENT`: hundredths of a percent."""
    lag_unit: Integers = _column(np.int64, LagUnit.WORKING)


@dataclass(frozen=True, slots=True, eq=False)
class Resources(Table):
    """People, means and cost items; every column has shape (n_resources,)."""

    uid: Integers = _column(np.int64, 0)
    name: Texts = _column(str, "")
    kind: Integers = _column(np.int64, ResourceKind.WORK)
    calendar_idx: Integers = _column(np.int64, -1)
    max_units: Floats = _column(np.float64, 1.0)
    standard_rate: Integers = _column(np.int64, 0)
    """Cents per hour of work."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignments(Table):
    """Who works on what; every column has shape (n_assignments,)."""

    uid: Integers = _column(np.int64, 0)
    task_idx: Integers = _column(np.int64, 0)
    resource_idx: Integers = _column(np.int64, -1)
    units: Floats = _column(np.float64, 1.0)
    work: Integers = _column(np.int64, 0)
    remaining_work: Integers = _column(np.int64, NONE)
    delay: Integers = _column(np.int64, 0)
    """Working seconds after the task may begin; levelling delay of the assignment included."""
    contour: Integers = _column(np.int64, Contour.FLAT)
    """Unless flat, work ÷ units does not tell how long the assignment takes."""
    cost: Integers = _column(np.int64, 0)
    actual_cost: Integers = _column(np.int64, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Baseline(Table):
    """One promise made earlier; every column has shape (n_tasks,), `NONE` where a task was not in it."""

    start: Integers = _column(np.int64, NONE)
    finish: Integers = _column(np.int64, NONE)
    duration: Integers = _column(np.int64, NONE)
    work: Integers = _column(np.int64, NONE)
    cost: Integers = _column(np.int64, NONE)


@dataclass(frozen=True, slots=True)
class Plan:
    """A project's schedule as its planner wrote it; nothing in it is computed.

    Attributes
    ----------
    start
        Instant from which unconstrained tasks begin (with ``from_finish``: `finish` at the latest).
    status_date
        Instant up to which progress is known, or `NONE`.
    calendars, calendar_idx
        All calendars, and which of them is the project's.
    seconds_per_day, seconds_per_week, days_per_month
        What "1 d", "1 w" and "1 mo" mean in this project's durations; never derived from a calendar.
    baselines
        Number (0–10) → `Baseline`; 0 is the original promise.
    """

    name: str
    start: int
    calendars: tuple[Calendar, ...] = (STANDARD,)
    calendar_idx: int = 0
    finish: int = NONE
    from_finish: bool = False
    status_date: int = NONE
    honors_constraints: bool = True
    """A date constraint beats a predecessor (Microsoft Project's default)."""
    seconds_per_day: int = 8 * 3600
    seconds_per_week: int = 40 * 3600
    days_per_month: int = 20
    currency: str = "EUR"
    author: str = ""
    tasks: Tasks = field(default_factory=lambda: empty(Tasks))
    dependencies: Dependencies = field(default_factory=lambda: empty(Dependencies))
    resources: Resources = field(default_factory=lambda: empty(Resources))
    assignments: Assignments = field(default_factory=lambda: empty(Assignments))
    baselines: dict[int, Baseline] = field(default_factory=dict)

    @property
    def calendar(self) -> Calendar:
        """The project calendar."""
        return self.calendars[self.calendar_idx]


def table(kind: type, rows: dict[str, list[Any]], n_rows: int) -> Any:
    """Make a table of ``n_rows`` from column lists; a column that is missing takes its default.

    Raises
    ------
    ValueError
        If a column is unknown or not ``n_rows`` long.
    """
    columns = kind.columns()  # type: ignore[attr-defined]
    unknown = rows.keys() - columns.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no columns {', '.join(sorted(unknown))}")
    made: dict[str, Any] = {}
    for name, (dtype, default) in columns.items():
        values = rows.get(name, [default] * n_rows)
        if len(values) != n_rows:
            raise ValueError(f"column {name} has {len(values)} values, not {n_rows}")
        if dtype is str:
            made[name] = tuple(str(value) for value in values)
        else:
            made[name] = np.array(values, dtype=dtype)
            made[name].setflags(write=False)
    return kind(**made)


def empty(kind: type) -> Any:
    """Return a table of this kind without rows."""
    return table(kind, {}, 0)
