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
    ELAPSED_PERCENT = 3
    """A share that runs on the clock: half of two working days of 8 h is 8 h, also through the night."""

    @property
    def is_share(self) -> bool:
        """Tell whether lags of this unit are percentages."""
        return self in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT)


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


class RuleProfile(IntEnum):
    """Whose scheduling rules a plan follows."""

    MS = 0
    """Microsoft Project."""
    P6 = 1
    """Oracle Primavera P6."""


class OutOfSequence(IntEnum):
    """What remains of a task that began before its predecessors allow (Primavera's words).

    Microsoft Project lets what remains go on: `PROGRESS_OVERRIDE`.
    """

    RETAINED_LOGIC = 0
    """What remains waits for the predecessors."""
    PROGRESS_OVERRIDE = 1
    """What remains goes on as if there were no predecessors."""
    ACTUAL_DATES = 2
    """As retained logic, but dates already reached count in the backward pass as well."""


class LagCalendar(IntEnum):
    """On whose calendar a working lag is counted."""

    SUCCESSOR = 0
    PREDECESSOR = 1
    PROJECT = 2
    ROUND_THE_CLOCK = 3


class FloatKind(IntEnum):
    """Which of start float and finish float is the total float."""

    SMALLEST = 0
    START = 1
    FINISH = 2


class ActivityKind(IntEnum):
    """What kind of activity a task is in Primavera; ordinary elsewhere."""

    TASK_DEPENDENT = 0
    """Ordinary: the task's own calendar, or its resources' by the profile's rules."""
    RESOURCE_DEPENDENT = 1
    START_MILESTONE = 2
    FINISH_MILESTONE = 3
    LEVEL_OF_EFFORT = 4
    """Spans its predecessors and successors; drives nothing."""
    WBS_SUMMARY = 5
    """Spans what shares its place in the work breakdown; drives nothing."""


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
        return len(getattr(self, next(iter(self.__dataclass_fields__))))  # type: ignore[attr-defined]

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
    """Seconds added after the predecessors: on the clock, or working where ``leveling_is_working``."""
    leveling_is_working: Booleans = _column(np.bool_, False)
    percent_complete: Floats = _column(np.float64, 0.0)
    actual_start: Integers = _column(np.int64, NONE)
    actual_finish: Integers = _column(np.int64, NONE)
    remaining_duration: Integers = _column(np.int64, NONE)
    resume: Integers = _column(np.int64, NONE)
    stop: Integers = _column(np.int64, NONE)
    """Instant up to which the work done lasts."""
    activity: Integers = _column(np.int64, ActivityKind.TASK_DEPENDENT)
    second_constraint: Integers = _column(np.int64, Constraint.ASAP)
    second_constraint_date: Integers = _column(np.int64, NONE)
    expected_finish: Integers = _column(np.int64, NONE)
    """Primavera: what remains is stretched or shrunk to end here."""
    is_external: Booleans = _column(np.bool_, False)
    """Stands for a task of another plan: its dates are the given ones."""
    subproject: Texts = _column(str, "")
    """File name of the plan this task stands for, or whose task it stands for."""
    subproject_task: Integers = _column(np.int64, -1)
    """Number of the task in that plan's file, as its planner sees it (the row), or −1 for the whole plan."""
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
    legal_basis: Texts = _column(str, "")
    """What law sets this period (``Wet 17/06/2016 art. 36``), or empty: it is no work, and never shorter."""
    legal_minimum: Integers = _column(np.int64, 0)
    """Calendar days that the period takes at least by that law; 0 where the law says none."""
    legal_is_unverified: Booleans = _column(np.bool_, False)
    """The minimum was not checked against the text of the law: it warns and refuses nothing."""
    step: Texts = _column(str, "")
    """The step of a procurement procedure that this task is (``S01`` to ``S27``), or empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Dependencies(Table):
    """Links between tasks; every column has shape (n_dependencies,)."""

    predecessor_idx: Integers = _column(np.int64, 0)
    successor_idx: Integers = _column(np.int64, 0)
    kind: Integers = _column(np.int64, DependencyKind.FS)
    lag: Integers = _column(np.int64, 0)
    """Seconds, working or elapsed; a lead is negative. For a share: hundredths of a percent."""
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
    """Working seconds after the task may begin; its levelling delay comes on top."""
    leveling_delay: Integers = _column(np.int64, 0)
    """As `Tasks.leveling_delay`, of this assignment alone; counted in working time."""
    contour: Integers = _column(np.int64, Contour.FLAT)
    """Unless flat, work ÷ units does not tell how long the assignment takes."""
    cost: Integers = _column(np.int64, 0)
    actual_cost: Integers = _column(np.int64, 0)


@dataclass(frozen=True, slots=True, eq=False)
class WorkPeriods(Table):
    """The stored pattern of uneven and interrupted work; every column has shape (n_periods,).

    Only assignments whose work is not even from their start to their finish have periods. Periods of one
    assignment ascend and do not overlap; between them the assignment rests. Offsets are relative, so that
    a pattern moves with its task and holds no date.
    """

    assignment_idx: Integers = _column(np.int64, 0)
    offset: Integers = _column(np.int64, 0)
    """Working seconds from the start of the task, on the clock of the assignment (its resource's calendar,
    with the task's own where both count)."""
    length: Integers = _column(np.int64, 0)
    """Working seconds on the same clock."""
    work: Integers = _column(np.int64, 0)
    """Work done or to be done in the period."""
    is_actual: Booleans = _column(np.bool_, False)


@dataclass(frozen=True, slots=True, eq=False)
class GivenDates(Table):
    """What the source computed besides start and finish; shape (n_tasks,), or (0,) if it said nothing.

    A rival's answers, to compare ours with. No computation reads them.
    """

    early_start: Integers = _column(np.int64, NONE)
    early_finish: Integers = _column(np.int64, NONE)
    late_start: Integers = _column(np.int64, NONE)
    late_finish: Integers = _column(np.int64, NONE)
    total_float: Integers = _column(np.int64, NONE)
    start_float: Integers = _column(np.int64, NONE)
    finish_float: Integers = _column(np.int64, NONE)
    free_float: Integers = _column(np.int64, NONE)


@dataclass(frozen=True, slots=True)
class SchedulingRules:
    """The options of a plan that decide between dates.

    Attributes
    ----------
    profile
        Whose rules; the options below start as that program's defaults.
    honors_constraints
        A date constraint beats a predecessor (Microsoft Project's default).
    splits_in_progress
        Work that has begun may be interrupted to go on later (Microsoft Project).
    multiple_critical_paths
        Each end of the network has a critical path of its own, not only the last one.
    critical_limit
        Working seconds of total float up to which a task is critical.
    longest_path
        Critical is what lies on the longest path instead (Primavera).
    lag_from_actual_start
        A lag after the start of what has begun ends where it would without delays since (Primavera).
    """

    profile: RuleProfile = RuleProfile.MS
    honors_constraints: bool = True
    out_of_sequence: OutOfSequence = OutOfSequence.PROGRESS_OVERRIDE
    splits_in_progress: bool = True
    lag_calendar: LagCalendar = LagCalendar.SUCCESSOR
    float_kind: FloatKind = FloatKind.SMALLEST
    multiple_critical_paths: bool = False
    critical_limit: int = 0
    longest_path: bool = False
    lag_from_actual_start: bool = False


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
    rules
        Whose scheduling rules the plan follows.
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
    rules: SchedulingRules = SchedulingRules()
    seconds_per_day: int = 8 * 3600
    seconds_per_week: int = 40 * 3600
    days_per_month: int = 20
    currency: str = "EUR"
    author: str = ""
    tasks: Tasks = field(default_factory=lambda: empty(Tasks))
    dependencies: Dependencies = field(default_factory=lambda: empty(Dependencies))
    resources: Resources = field(default_factory=lambda: empty(Resources))
    assignments: Assignments = field(default_factory=lambda: empty(Assignments))
    periods: WorkPeriods = field(default_factory=lambda: empty(WorkPeriods))
    given: GivenDates = field(default_factory=lambda: empty(GivenDates))
    baselines: dict[int, Baseline] = field(default_factory=dict)
    kept_format: str = ""
    """The format whose module can read ``kept``."""
    kept: bytes = b""
    """What the source held and no column here does, for the writer of the same format; opaque elsewhere."""

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
