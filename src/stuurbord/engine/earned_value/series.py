"""Progress as it was reported: per status date, for the whole and, where known, per task.

Instants are int64 seconds since 1970-01-01 (local, naive), durations int64 working seconds, money int64
cents; `NONE` means not given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.plan.calendar import NONE, Calendar
from stuurbord.plan.model import Floats, Integers, Plan


@dataclass(frozen=True, slots=True, eq=False)
class ProgressSeries:
    """Cumulative amounts per status date; arrays of shape (n_periods,).

    Planned value is known for the whole baseline, so rows after the last report may have it alone.

    Attributes
    ----------
    period_end
        Instants, strictly ascending.
    planned_value, earned_value, actual_cost
        Cents up to that instant.
    budget_at_completion
        Cents, above zero.
    baseline_start, baseline_finish
        Instants between which the baseline plans its work; the start comes first.
    calendar
        In whose working time durations count; without one they count on the clock.
    """

    period_end: Integers
    planned_value: Integers
    earned_value: Integers
    actual_cost: Integers
    budget_at_completion: int
    baseline_start: int
    baseline_finish: int
    calendar: Calendar | None = None

    def __post_init__(self) -> None:
        n_periods = len(self.period_end)
        for name in ("planned_value", "earned_value", "actual_cost"):
            if len(getattr(self, name)) != n_periods:
                raise ValueError(f"{name} has {len(getattr(self, name))} values, not {n_periods}")
        if n_periods and not (np.diff(self.period_end) > 0).all():
            raise ValueError("period_end is not strictly ascending")
        if self.budget_at_completion <= 0:
            raise ValueError(f"budget_at_completion {self.budget_at_completion} <= 0")
        if self.baseline_start >= self.baseline_finish:
            raise ValueError(f"baseline_start {self.baseline_start} >= finish {self.baseline_finish}")

    def __len__(self) -> int:
        return len(self.period_end)

    @property
    def last_reported(self) -> int | None:
        """Position of the last row with an earned value, or None if nothing has been reported."""
        reported = np.flatnonzero(self.earned_value != NONE)
        return int(reported[-1]) if len(reported) else None


@dataclass(frozen=True, slots=True, eq=False)
class TaskProgress:
    """What was reported of each task; arrays of shape (n_periods, n_tasks), `NONE` where not given.

    Attributes
    ----------
    actual_start
        Instants; `NONE` while the task has not begun, and for summaries.
    actual_duration, remaining_duration
        Working seconds.
    earned_value, planned_value, actual_cost, remaining_cost
        Cents; of a summary the sum of its parts.
    percent_complete
        Fractions 0–1; 0 where not given.
    """

    actual_start: Integers
    actual_duration: Integers
    remaining_duration: Integers
    percent_complete: Floats
    earned_value: Integers
    planned_value: Integers
    actual_cost: Integers
    remaining_cost: Integers


@dataclass(frozen=True, slots=True, eq=False)
class ThreePointDurations:
    """How long each task may take; arrays of shape (n_tasks,), working seconds, `NONE` where not given."""

    optimistic: Integers
    most_likely: Integers
    pessimistic: Integers


@dataclass(frozen=True, slots=True, eq=False)
class TrackedProject:
    """A project with its baseline network and everything reported of it.

    Attributes
    ----------
    plan
        Tasks, dependencies, calendar and baseline 0; row ``i`` of ``plan.tasks`` is column ``i`` below.
    series
        The whole project; its rows are the status dates.
    progress
        Per status date and task.
    fixed_cost
        int64 of shape (n_tasks,), cents of the baseline cost that fall due when the task starts; the
        rest is spread over its working time.
    three_points
        The planner's own estimates.
    period_names
        What the planner called each status date.
    reported
        Name of a figure → one value per status date, as the other program computed it: money in cents,
        instants and working seconds as everywhere, None where it gave none. See `FIGURES`.
    """

    code: str
    name: str
    plan: Plan
    series: ProgressSeries
    progress: TaskProgress
    fixed_cost: Integers
    three_points: ThreePointDurations
    period_names: tuple[str, ...]
    reported: dict[str, tuple[float | None, ...]]
