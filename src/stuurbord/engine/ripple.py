"""What another plan comes to: which rows move and by how much, gates and milestones first, money by year."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from stuurbord.engine.cost_curve import expected_cost
from stuurbord.engine.critical_path import Schedule
from stuurbord.plan.calendar import DAY, NONE, moment
from stuurbord.plan.model import Booleans, Integers, Plan

_kept: deque[tuple[Plan, Schedule, dict[int, int]]] = deque(maxlen=8)


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


class MovedTasks(Sequence[MovedTask]):
    """Moved tasks, each made when it is looked at: of thousands mostly the first few are.

    Attributes
    ----------
    facts
        Per task: uid, start and finish before, start and finish; shape (n, 5).
    """

    def __init__(self, facts: Integers) -> None:
        self.facts = facts

    def __len__(self) -> int:
        return len(self.facts)

    @overload
    def __getitem__(self, at: int) -> MovedTask: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[MovedTask]: ...
    def __getitem__(self, at: int | slice) -> MovedTask | Sequence[MovedTask]:
        if isinstance(at, slice):
            return tuple(map(_told, self.facts[at].tolist()))
        return _told(self.facts[at].tolist())

    def __iter__(self) -> Iterator[MovedTask]:
        return map(_told, self.facts.tolist())


@dataclass(frozen=True, slots=True)
class Ripple:
    """What comes of a change of a plan.

    Attributes
    ----------
    moved
        Every task with another date, summaries included, in the order of the new plan; then those that went.
    gates, milestones
        Those among the moved that stand for a gate, and other milestones; then those that the plan no longer
        has, without dates after: the task went, or is no longer the gate.
    late
        Uids of unfinished tasks that end after their deadline now and did not before.
    became_critical, no_longer_critical
        Uids.
    finish_days
        Calendar days that the whole plan ends later.
    cost_by_year
        Calendar year → cents that are spent more in it, less where negative; only years that change.
    """

    moved: Sequence[MovedTask]
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
    facts, rows = _moved(before, after, was)
    tasks = new_plan.tasks
    is_gate = _is_gate(new_plan)
    lost_gates, lost_milestones = _lost(before, new_plan)
    is_there = was >= 0
    old_critical = is_there & schedule.is_critical[np.maximum(was, 0)]
    return Ripple(
        moved=MovedTasks(facts),
        gates=(*MovedTasks(facts[: len(rows)][is_gate[rows]]), *lost_gates),
        milestones=(
            *MovedTasks(facts[: len(rows)][tasks.is_milestone[rows] & ~is_gate[rows]]),
            *lost_milestones,
        ),
        late=tuple(tasks.uid[_late(new_plan, new_schedule) & ~_was_late(plan, schedule, was)].tolist()),
        became_critical=tuple(tasks.uid[new_schedule.is_critical & ~old_critical].tolist()),
        no_longer_critical=tuple(tasks.uid[old_critical & ~new_schedule.is_critical].tolist()),
        finish_days=new_schedule.project_finish // DAY - schedule.project_finish // DAY,
        cost_by_year=_cost_by_year(before, after),
    )


def _is_gate(plan: Plan) -> Booleans:
    return np.fromiter(map(bool, plan.tasks.gate), np.bool_, len(plan.tasks))


def _lost(before: tuple[Plan, Schedule], new_plan: Plan) -> tuple[MovedTasks, MovedTasks]:
    """Return the gates that no task of the new plan stands for, and the other milestones that went."""
    plan, schedule = before
    if plan is new_plan:  # other dates of the same tasks
        return _without_dates(plan, schedule, ()), _without_dates(plan, schedule, ())
    left, there = set(new_plan.tasks.gate), set(new_plan.tasks.uid.tolist())
    gates = [row for row, gate in enumerate(plan.tasks.gate) if gate and gate not in left]
    points = np.flatnonzero(plan.tasks.is_milestone & ~_is_gate(plan)).tolist()
    milestones = [row for row in points if int(plan.tasks.uid[row]) not in there]
    return _without_dates(plan, schedule, gates), _without_dates(plan, schedule, milestones)


def _without_dates(plan: Plan, schedule: Schedule, rows: Sequence[int]) -> MovedTasks:
    """Return rows of a plan as tasks that have no dates any more."""
    gone, nothing = np.array(rows, np.int64), np.full(len(rows), NONE)
    dates = [plan.tasks.uid[gone], schedule.start[gone], schedule.finish[gone], nothing, nothing]
    return MovedTasks(np.stack(dates, axis=1))


def _positions(plan: Plan, new_plan: Plan) -> Integers:
    """Return the position that each row of the new plan had, −1 where it is new."""
    if np.array_equal(plan.tasks.uid, new_plan.tasks.uid):
        return np.arange(len(plan.tasks))
    position = {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
    return np.array([position.get(uid, -1) for uid in new_plan.tasks.uid.tolist()], np.int64)


def _moved(
    before: tuple[Plan, Schedule], after: tuple[Plan, Schedule], was: Integers
) -> tuple[Integers, Integers]:
    """Return the facts of `MovedTasks`, and the rows of the new plan that the first of them are."""
    (plan, schedule), (new_plan, new_schedule) = before, after
    old = [np.where(was >= 0, dates[np.maximum(was, 0)], NONE) for dates in (schedule.start, schedule.finish)]
    new = [new_schedule.start, new_schedule.finish]
    rows = np.flatnonzero((old[0] != new[0]) | (old[1] != new[1]))
    is_gone = np.ones(len(plan.tasks), np.bool_)
    is_gone[was[was >= 0]] = False
    gone = _without_dates(plan, schedule, np.flatnonzero(is_gone).tolist())
    moved = np.stack([new_plan.tasks.uid[rows], *(dates[rows] for dates in (*old, *new))], axis=1)
    return np.concatenate([moved, gone.facts]), rows


def _told(facts: Sequence[int]) -> MovedTask:
    uid, start_before, finish_before, start, finish = facts
    both = NONE not in (finish_before, finish)
    days = finish // DAY - finish_before // DAY if both else None
    return MovedTask(uid, start_before, finish_before, start, finish, days)


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
    old, new = _spent_kept(*before), _spent(*after)
    changes = {year: new.get(year, 0) - old.get(year, 0) for year in sorted(old.keys() | new.keys())}
    return {year: cents for year, cents in changes.items() if cents}


def _spent_kept(plan: Plan, schedule: Schedule) -> dict[int, int]:
    """Return what is spent on a plan that many changes are compared with, one after the other."""
    for known_plan, known_schedule, spent in tuple(_kept):
        if known_plan is plan and known_schedule is schedule:
            return spent
    spent = _spent(plan, schedule)
    _kept.append((plan, schedule, spent))
    return spent


def _spent(plan: Plan, schedule: Schedule) -> dict[int, int]:
    """Return the cents that are spent per calendar year."""
    months, forecast = expected_cost(plan, schedule)
    spent: dict[int, int] = {}
    amounts = np.diff(forecast, prepend=0).tolist()
    for month, cents in zip(months.tolist(), amounts, strict=True):
        year = moment(month * DAY).year
        spent[year] = spent.get(year, 0) + cents
    return spent
