"""Rows as a reader meets them: identities instead of positions, names instead of tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from stuurbord.errors import Finding, Where
from stuurbord.plan.calendar import NONE, Calendar
from stuurbord.plan.model import (
    ActivityKind,
    Constraint,
    Contour,
    DependencyKind,
    LagUnit,
    ResourceKind,
    SchedulingRules,
    TaskKind,
)


@dataclass(slots=True)
class BaselineRow:
    """A task in one baseline; see `Baseline` for units."""

    start: int = NONE
    finish: int = NONE
    duration: int = NONE
    work: int = NONE
    cost: int = NONE


@dataclass(slots=True)
class GivenRow:
    """What the source computed for a task; see `GivenDates` for units."""

    early_start: int = NONE
    early_finish: int = NONE
    late_start: int = NONE
    late_finish: int = NONE
    total_float: int = NONE
    start_float: int = NONE
    finish_float: int = NONE
    free_float: int = NONE


@dataclass(slots=True)
class TaskRow:
    """A task as its file tells it; see `Tasks` for units. Calendars go by name, the tree by level."""

    uid: int
    name: str = ""
    outline_level: int = 1
    wbs: str = ""
    is_milestone: bool = False
    is_manual: bool = False
    is_active: bool = True
    is_elapsed: bool = False
    kind: int = TaskKind.FIXED_UNITS
    is_effort_driven: bool = False
    duration: int = 0
    calendar: str = ""
    ignores_resource_calendar: bool = False
    constraint: int = Constraint.ASAP
    constraint_date: int = NONE
    deadline: int = NONE
    leveling_delay: int = 0
    leveling_is_working: bool = False
    percent_complete: float = 0.0
    actual_start: int = NONE
    actual_finish: int = NONE
    remaining_duration: int = NONE
    resume: int = NONE
    stop: int = NONE
    activity: int = ActivityKind.TASK_DEPENDENT
    second_constraint: int = Constraint.ASAP
    second_constraint_date: int = NONE
    expected_finish: int = NONE
    is_external: bool = False
    subproject: str = ""
    subproject_task: int = -1
    given_start: int = NONE
    given_finish: int = NONE
    work: int = 0
    cost: int = 0
    actual_cost: int = 0
    notes: str = ""
    gate: str = ""
    legal_basis: str = ""
    legal_minimum: int = 0
    legal_is_unverified: bool = False
    step: str = ""
    baselines: dict[int, BaselineRow] = field(default_factory=dict)
    given: GivenRow | None = None
    where: Where = field(default_factory=Where)
    """Where the task stands in its file, for findings."""


@dataclass(slots=True)
class DependencyRow:
    """A link between two tasks by uid."""

    predecessor_uid: int
    successor_uid: int
    kind: int = DependencyKind.FS
    lag: int = 0
    lag_unit: int = LagUnit.WORKING
    where: Where = field(default_factory=Where)


@dataclass(slots=True)
class ResourceRow:
    """A resource; its calendar goes by name."""

    uid: int
    name: str = ""
    kind: int = ResourceKind.WORK
    calendar: str = ""
    max_units: float = 1.0
    standard_rate: int = 0


@dataclass(slots=True)
class PeriodRow:
    """Work of one assignment between two instants of the source; `freeze` makes the instants relative.

    ``start`` and ``finish`` lie in the working time of the assignment. They count from the actual start of
    the task, else from where the first work on it begins, less its delay.
    """

    start: int
    finish: int
    work: int
    is_actual: bool = False


@dataclass(slots=True)
class AssignmentRow:
    """Work of a resource on a task, both by uid; ``resource_uid`` −1 means nobody yet."""

    uid: int
    task_uid: int
    resource_uid: int = -1
    units: float = 1.0
    work: int = 0
    remaining_work: int = NONE
    delay: int = 0
    contour: int = Contour.FLAT
    cost: int = 0
    actual_cost: int = 0
    leveling_delay: int = 0
    periods: list[PeriodRow] = field(default_factory=list)
    """The stored pattern, in order of time; empty where the work is even from start to finish."""


@dataclass(slots=True)
class PlanDraft:
    """Everything a reader found, in file order; `freeze` makes a `Plan` of it."""

    name: str = ""
    start: int = NONE
    finish: int = NONE
    from_finish: bool = False
    status_date: int = NONE
    rules: SchedulingRules = SchedulingRules()
    seconds_per_day: int = 8 * 3600
    seconds_per_week: int = 40 * 3600
    days_per_month: int = 20
    currency: str = "EUR"
    author: str = ""
    calendar: str = ""
    """Name of the project calendar."""
    calendars: list[Calendar] = field(default_factory=list)
    tasks: list[TaskRow] = field(default_factory=list)
    dependencies: list[DependencyRow] = field(default_factory=list)
    resources: list[ResourceRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    kept_format: str = ""
    kept: bytes = b""
    findings: list[Finding] = field(default_factory=list)
    """What the reader already noticed; `freeze` adds to it."""
