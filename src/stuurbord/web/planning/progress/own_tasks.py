"""The tasks about which people are asked, with what the plan says of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.calendar import DAY
from stuurbord.web.planning.progress.owners import key_of
from stuurbord.web.projects.plans import is_work

AHEAD_DAYS: Final = 14
"""What begins so many days after the status date is shown already."""


class When(StrEnum):
    """How a task stands towards a status date."""

    WORKING = "working"
    LATE = "late"
    """It should have begun."""
    COMING = "coming"
    """It begins within two weeks."""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the plan says of a task now; days are working days of the plan, or calendar days where it lasts by
    the clock."""

    uid: int
    wbs: str
    name: str
    start: date | None
    finish: date | None
    percent: int
    actual_start: date | None
    actual_finish: date | None
    duration_days: float
    remaining_days: float
    is_milestone: bool
    is_elapsed: bool = False
    """Its days are calendar days."""
    resources: tuple[str, ...] = ()
    """Keys, see `stuurbord.web.planning.progress.owners.key_of`."""

    def when(self, as_of: date) -> When | None:
        """Tell how it stands towards a status date; None if there is nothing to tell of it yet."""
        if self.percent > 0 or self.actual_start is not None:
            return When.WORKING
        if self.start is None or self.start > as_of + timedelta(days=AHEAD_DAYS):
            return None
        return When.LATE if self.start <= as_of else When.COMING

    def is_asked(self, as_of: date) -> bool:
        """Tell whether a report is waited for."""
        return self.when(as_of) in (When.WORKING, When.LATE)


def unfinished_tasks(plan: Plan, schedule: Schedule, keys: Collection[str] | None = None) -> list[TaskFacts]:
    """Return the work that is not done, in the order of the plan.

    Parameters
    ----------
    keys
        Only what resources with these keys work on; None: everything.
    """
    tasks = plan.tasks
    is_open = is_work(plan, schedule) & (tasks.percent_complete < 1) & ~tasks.is_external
    workers = _workers(plan)
    found = []
    for idx in np.flatnonzero(is_open).tolist():
        names = workers.get(idx, ())
        if keys is None or any(name in keys for name in names):
            found.append(task_facts(plan, schedule, idx, names))
    return found


def task_facts(plan: Plan, schedule: Schedule, idx: int, resources: tuple[str, ...] = ()) -> TaskFacts:
    """Return what a plan says of one task."""
    tasks = plan.tasks
    duration, remaining = int(tasks.duration[idx]), int(tasks.remaining_duration[idx])
    share = float(tasks.percent_complete[idx])
    per_day = seconds_per_day(plan, idx)
    if remaining == NONE:
        remaining = round(duration * (1 - share))
    return TaskFacts(
        uid=int(tasks.uid[idx]),
        wbs=tasks.wbs[idx],
        name=tasks.name[idx] or tasks.wbs[idx],
        start=day_of(schedule.start[idx]),
        finish=day_of(schedule.finish[idx]),
        percent=round(share * 100),
        actual_start=day_of(tasks.actual_start[idx]),
        actual_finish=day_of(tasks.actual_finish[idx]),
        duration_days=round(duration / per_day, 2),
        remaining_days=round(remaining / per_day, 2),
        is_milestone=bool(tasks.is_milestone[idx]),
        is_elapsed=bool(tasks.is_elapsed[idx]),
        resources=resources,
    )


def seconds_per_day(plan: Plan, idx: int) -> int:
    """Return how long a day of a task is: a working day, or the whole day where it lasts by the clock."""
    return DAY if plan.tasks.is_elapsed[idx] else plan.seconds_per_day


def facts_by_uid(plan: Plan, schedule: Schedule, uids: Collection[int]) -> dict[int, TaskFacts]:
    """Return what a plan says of some tasks; those that it does not have, or only sums up, are left out."""
    workers = _workers(plan)
    return {
        uid: task_facts(plan, schedule, idx, workers.get(idx, ()))
        for idx, uid in enumerate(plan.tasks.uid.tolist())
        if uid in uids and not plan.tasks.is_summary[idx]
    }


def day_of(instant: Any) -> date | None:
    """Return the day of an instant, None where it is not given."""
    return None if instant == NONE else moment(int(instant)).date()


def _workers(plan: Plan) -> dict[int, tuple[str, ...]]:
    """Return position of a task → keys of the resources that work on it."""
    found: dict[int, tuple[str, ...]] = {}
    keys = [key_of(name) for name in plan.resources.name]
    for task, resource in _pairs(plan):
        own = found.get(task, ())
        if keys[resource] not in own:
            found[task] = (*own, keys[resource])
    return found


def _pairs(plan: Plan) -> Iterator[tuple[int, int]]:
    rows = plan.assignments
    for task, resource in zip(rows.task_idx.tolist(), rows.resource_idx.tolist(), strict=True):
        if resource >= 0:
            yield task, resource
