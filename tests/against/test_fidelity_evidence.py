"""The evidence reaches everything that follows from one wrong task, in every real plan.

Each plan gets as stored dates what our engine computes when one early task lasts five days longer. To the
comparison that is a file whose program read one duration otherwise: only that task may stay unexplained, and
all that moved with it has to be told as following from it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from against.schedule_oracle import stored_schedules

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.exchange.fidelity import Cause, compare
from stuurbord.plan import NONE, GivenDates, Plan
from stuurbord.plan.model import table

GIVEN = ("early_start", "early_finish", "late_start", "late_finish", "total_float", "start_float")


def _first_driver(plan: Plan) -> int | None:
    """Return the first task that another waits for and that a scheduler has to date."""
    tasks = plan.tasks
    is_open = tasks.is_active & ~tasks.is_summary & ~tasks.is_manual & (tasks.actual_start == NONE)
    for idx in plan.dependencies.predecessor_idx.tolist():
        if is_open[idx] and tasks.duration[idx] > 0:
            return int(idx)
    return None


def _stored_as(plan: Plan, schedule: Schedule) -> Plan:
    """Return the plan with another's dates as those of its source."""
    tasks = plan.tasks
    start = np.where(tasks.is_manual, tasks.given_start, schedule.start)
    finish = np.where(tasks.is_manual, tasks.given_finish, schedule.finish)
    given = table(GivenDates, {name: getattr(schedule, name).tolist() for name in GIVEN}, len(tasks))
    return replace(plan, tasks=replace(tasks, given_start=start, given_finish=finish), given=given)


@pytest.fixture(scope="module")
def plans(shared_data) -> list[tuple[str, Plan]]:
    """Every real plan but the largest research network."""
    archive = shared_data("schedules") / "oracle.tar.gz"
    return [(one.file, one.plan) for one in stored_schedules(archive) if not one.file.startswith("34")]


def test_our_own_dates_deviate_nowhere(plans):
    """A file with our dates is equal in every field."""
    for file, plan in plans:
        assert compare(_stored_as(plan, critical_path(plan))).deviations == (), file


def test_only_the_task_that_was_read_otherwise_is_left_unexplained(plans):
    """Hundreds of tasks follow it, forward and backward."""
    n_following = 0
    for file, plan in plans:
        root = _first_driver(plan)
        if root is None:
            continue
        duration, remaining = plan.tasks.duration.copy(), plan.tasks.remaining_duration.copy()
        duration[root] += 5 * plan.seconds_per_day
        remaining[root] = NONE
        longer = replace(plan, tasks=replace(plan.tasks, duration=duration, remaining_duration=remaining))
        of = compare(_stored_as(plan, critical_path(longer)))
        followers = [one for one in of.deviations if one.task_idx != root]
        n_following += len({one.task_idx for one in followers})

        assert [one for one in followers if one.cause is Cause.UNEXPLAINED] == [], file

    assert n_following > 500
