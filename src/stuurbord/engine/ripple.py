"""What another plan comes to: which rows move and by how much, gates and milestones first, money by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stuurbord.engine.cost_curve import CurveStatus, cost_curve
from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import DAY, NONE, moment
from stuurbord.plan.model import Booleans, Integers, Plan


@dataclass(frozen=True, slots=True)
class MovedTask:
    """A task whose dates, or whose place on the critical path, are not what they were.

    Attributes
    ----------
    start, finish, start_before, finish_before
        Instants; `NONE` on the side where the task is not there or takes no part.
    days
        Calendar days that the finish lies later; negative is earlier; None without two finishes.
    """

    uid: int
    start_before: int
    finish_before: int
    start: int
    finish: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Ripple:
    """What comes of a change of a plan.

    Attributes
    ----------
    moved
        Every task with another date, summaries included, in the order of the new plan; then those that went.
    gates, milestones
        Those among the moved that stand for a gate, and other milestones.
    late
        Uids of unfinished tasks that end after their deadline now and did not before.
    became_critical, no_longer_critical
        Uids.
    finish_days
        Calendar days that the whole plan ends later.
    cost_by_year
        Calendar year → cents that are spent more in it, less where negative; only years that change.
    """

    moved: tuple[MovedTask, ...]
    gates: tuple[MovedTask, ...]
    milestones: tuple[MovedTask, ...]
    late: tuple[int, ...]
    became_critical: tuple[int, ...]
    no_longer_critical: tuple[int, ...]
    finish_days: int
    cost_by_year: dict[int, int]


def ripple(before: tuple[Plan, Schedule], after: tuple[Plan, Schedule]) -> Ripple:
    """Compare two plans with their schedules; tasks are the same where their uid is.

    Parameters
    ----------
    before, after
        The plan and its schedule.
    """
    (plan, schedule), (new_plan, new_schedule) = before, after
    was = _positions(plan, new_plan)
    moved = _moved(before, after, was)
    tasks = new_plan.tasks
    by_uid = dict(zip(tasks.uid.tolist(), range(len(tasks)), strict=True))
    is_there = was >= 0
    old_critical = is_there & schedule.is_critical[np.maximum(was, 0)]
    return Ripple(
        moved=moved,
        gates=tuple(one for one in moved if one.uid in by_uid and tasks.gate[by_uid[one.uid]]),
        milestones=tuple(one for one in moved if _is_milestone(new_plan, by_uid.get(one.uid))),
        late=tuple(tasks.uid[_late(new_plan, new_schedule) & ~_was_late(plan, schedule, was)].tolist()),
        became_critical=tuple(tasks.uid[new_schedule.is_critical & ~old_critical].tolist()),
        no_longer_critical=tuple(tasks.uid[old_critical & ~new_schedule.is_critical].tolist()),
        finish_days=new_schedule.project_finish // DAY - schedule.project_finish // DAY,
        cost_by_year=_cost_by_year(before, after),
    )


def _positions(plan: Plan, new_plan: Plan) -> Integers:
    """Return the position that each row of the new plan had, −1 where it is new."""
    if np.array_equal(plan.tasks.uid, new_plan.tasks.uid):
        return np.arange(len(plan.tasks))
    position = {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
    return np.array([position.get(uid, -1) for uid in new_plan.tasks.uid.tolist()], np.int64)


def _moved(
    before: tuple[Plan, Schedule], after: tuple[Plan, Schedule], was: Integers
) -> tuple[MovedTask, ...]:
    (plan, schedule), (new_plan, new_schedule) = before, after
    old = [np.where(was >= 0, dates[np.maximum(was, 0)], NONE) for dates in (schedule.start, schedule.finish)]
    new = [new_schedule.start, new_schedule.finish]
    rows = np.flatnonzero((old[0] != new[0]) | (old[1] != new[1])).tolist()
    moved = [
        _told(
            int(new_plan.tasks.uid[row]),
            (int(old[0][row]), int(old[1][row])),
            (int(new[0][row]), int(new[1][row])),
        )
        for row in rows
    ]
    gone = np.setdiff1d(np.arange(len(plan.tasks)), was[was >= 0]).tolist()
    moved += [
        _told(int(plan.tasks.uid[row]), (int(schedule.start[row]), int(schedule.finish[row])), (NONE, NONE))
        for row in gone
    ]
    return tuple(moved)


def _told(uid: int, before: tuple[int, int], after: tuple[int, int]) -> MovedTask:
    both = NONE not in (before[1], after[1])
    return MovedTask(uid, *before, *after, after[1] // DAY - before[1] // DAY if both else None)


def _is_milestone(plan: Plan, row: int | None) -> bool:
    return row is not None and bool(plan.tasks.is_milestone[row]) and not plan.tasks.gate[row]


def _late(plan: Plan, schedule: Schedule) -> Booleans:
    tasks = plan.tasks
    is_open = (tasks.percent_complete < 1) & (tasks.actual_finish == NONE)
    late: Booleans = (
        is_open & (tasks.deadline != NONE) & (schedule.finish != NONE) & (schedule.finish > tasks.deadline)
    )
    return late


def _was_late(plan: Plan, schedule: Schedule, was: Integers) -> Booleans:
    found: Booleans = (was >= 0) & _late(plan, schedule)[np.maximum(was, 0)]
    return found


def _cost_by_year(before: tuple[Plan, Schedule], after: tuple[Plan, Schedule]) -> dict[int, int]:
    old, new = _spent(*before), _spent(*after)
    changes = {year: new.get(year, 0) - old.get(year, 0) for year in sorted(old.keys() | new.keys())}
    return {year: cents for year, cents in changes.items() if cents}


def _spent(plan: Plan, schedule: Schedule) -> dict[int, int]:
    """Return the cents that are spent per calendar year."""
    curve = cost_curve(plan, schedule)
    if curve.status == CurveStatus.NO_COST:
        return {}
    spent: dict[int, int] = {}
    amounts = np.diff(curve.forecast, prepend=0).tolist()
    for month, cents in zip(curve.months.tolist(), amounts, strict=True):
        year = moment(month * DAY).year
        spent[year] = spent.get(year, 0) + cents
    return spent
