"""How many people a plan asks at once, and of whom it asks more than there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import DAY, NONE, Calendar, OutsideHorizon, working_time
from stuurbord.plan.model import Booleans, Floats, Plan, ResourceKind


@dataclass(frozen=True, slots=True)
class ResourceLoad:
    """The busiest day of one resource.

    Attributes
    ----------
    resource_idx
        Position in the plan's resources.
    peak, most
        Units asked on that day, and units there are; 1.0 is one person full time.
    day
        Days since 1970-01-01 of the first day with that peak.
    days_over
        Working days on which more is asked than there is.
    """

    resource_idx: int
    peak: float
    most: float
    day: int
    days_over: int

    @property
    def is_over(self) -> bool:
        """Whether more is asked than there is."""
        return self.days_over > 0


@dataclass(frozen=True, slots=True)
class PeakLoad:
    """The busiest day of the plan as a whole, and of each resource that has work to come.

    Attributes
    ----------
    people
        Units of all working resources together on the busiest day.
    day
        That day, days since 1970-01-01; `NONE` if nobody has work to come.
    resources
        The most overloaded first: by units above what there is, then by the order of the plan.
    """

    people: float
    day: int
    resources: tuple[ResourceLoad, ...]

    @property
    def n_over(self) -> int:
        """How many resources are asked more than there is."""
        return sum(one.is_over for one in self.resources)


_NOTHING = PeakLoad(0.0, NONE, ())
_HAIR = 1e-9
"""Units that are rounding, not work."""


def peak_load(plan: Plan, schedule: Schedule) -> PeakLoad:
    """Return the peaks of what is still to be done: from the status date, on each resource's working days.

    An assignment asks its units on every working day between the dates of its task. Finished tasks ask
    nobody, and a task without duration neither.
    """
    rows = _open_work(plan, schedule)
    if not rows.any():
        return _NOTHING
    tasks, who = plan.assignments.task_idx[rows], plan.assignments.resource_idx[rows]
    begins = schedule.start[tasks] // DAY
    if plan.status_date != NONE:
        begins = np.maximum(begins, plan.status_date // DAY)
    ends = (schedule.finish[tasks] - 1) // DAY
    first, last = int(begins.min()), int(ends.max())
    asked = np.zeros((len(plan.resources), last - first + 2))
    units = plan.assignments.units[rows]
    np.add.at(asked, (who, begins - first), units)
    np.add.at(asked, (who, ends - first + 1), -units)
    load = np.cumsum(asked, axis=1)[:, :-1] * _works(plan, first, last)
    total = load.sum(axis=0)
    busiest = int(np.argmax(total))
    if total[busiest] <= _HAIR:
        return _NOTHING
    return PeakLoad(float(total[busiest]), first + busiest, _by_resource(plan, load, first))


def _open_work(plan: Plan, schedule: Schedule) -> Booleans:
    """Return which assignments are work that is still to be done; bool of shape (n_assignments,)."""
    rows = plan.assignments
    task, who = rows.task_idx, rows.resource_idx
    is_person = (who >= 0) & (plan.resources.kind[np.maximum(who, 0)] == ResourceKind.WORK)
    if not len(plan.resources):
        return np.zeros(len(rows), np.bool_)
    is_done = (plan.tasks.percent_complete >= 1) | (plan.tasks.actual_finish != NONE)
    ahead = schedule.finish > plan.status_date if plan.status_date != NONE else schedule.finish != NONE
    is_open = (schedule.start != NONE) & ~is_done & ahead & (schedule.finish > schedule.start)
    found: Booleans = is_person & is_open[task]
    return found


def _works(plan: Plan, first: int, last: int) -> Booleans:
    """Return on which days each resource works; bool of shape (n_resources, n_days)."""
    working: dict[int, Booleans] = {}
    for idx in {int(one) for one in plan.resources.calendar_idx}:
        working[idx] = _working_days(plan.calendars[idx] if idx >= 0 else plan.calendar, first, last)
    return np.stack([working[int(idx)] for idx in plan.resources.calendar_idx])


def _working_days(calendar: Calendar, first: int, last: int) -> Booleans:
    """Return on which days there is working time; a clock that never stops is one range of many days."""
    edges = np.zeros(last - first + 2, np.int64)
    try:
        clock = working_time(calendar, first, last)
    except OutsideHorizon:  # a calendar of nothing but holidays here
        return np.zeros(last - first + 1, np.bool_)
    np.add.at(edges, clock.starts // DAY - first, 1)
    np.add.at(edges, np.minimum((clock.ends - 1) // DAY, last) - first + 1, -1)
    worked: Booleans = np.cumsum(edges)[:-1] > 0
    return worked


def _by_resource(plan: Plan, load: Floats, first: int) -> tuple[ResourceLoad, ...]:
    most = plan.resources.max_units
    over = (load > most[:, None] + _HAIR).sum(axis=1)
    peaks, days = load.max(axis=1), load.argmax(axis=1) + first
    busy = np.flatnonzero(peaks > _HAIR)
    order = busy[np.argsort(-(peaks[busy] - most[busy]), kind="stable")].tolist()
    return tuple(
        ResourceLoad(idx, float(peaks[idx]), float(most[idx]), int(days[idx]), int(over[idx]))
        for idx in order
    )
