"""A plan in a few lines: the work packages that still lie between now and the project's goal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.safestring import SafeString

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.calendar import DAY
from stuurbord.plan.model import Booleans
from stuurbord.web.look.gantt import Marks, Timescale, ground, head, row_drawing
from stuurbord.web.projects.plans import is_work
from stuurbord.web.steering.task_facts import bar_of, closed_days, is_done, room_in_words

SHOWN = 8
WIDTH = 420
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Package:
    """One work package: its least float is that of its least free unfinished part."""

    uid: int
    wbs: str
    name: str
    finish: date
    is_critical: bool
    room: str
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Overview:
    """The packages with the drawing above and behind them."""

    packages: list[Package]
    head: SafeString
    ground: SafeString
    n_tasks: int
    """All tasks of the plan that are work, not summaries."""


def overview(plan: Plan, schedule: Schedule, goal: str, today: date) -> Overview:
    """Return the packages to do before the goal, in the order of the plan."""
    chosen = packages_before(plan, schedule, goal)
    n_tasks = int(is_work(plan, schedule).sum())
    if not chosen:
        return Overview([], SafeString(""), SafeString(""), n_tasks)
    status = plan.status_date
    marks = Marks(today, None if status == NONE else moment(status).date())
    scale = _scale(plan, schedule, chosen)
    closures = closed_days(plan, scale.first_day, scale.last_day)
    return Overview(
        packages=[_package(plan, schedule, idx, scale) for idx in chosen],
        head=head(scale, marks),
        ground=ground(scale, closures, marks),
        n_tasks=n_tasks,
    )


def packages_before(plan: Plan, schedule: Schedule, goal: str) -> list[int]:
    """Return the positions of unfinished work packages that start before the goal, eight at most.

    The highest level that has enough of them is taken; where it has too few, those with the least float are
    opened. Of too many, the ones with the least float stay, then the first to finish.
    """
    limit = _goal_finish(plan, schedule, goal)
    is_open = (schedule.start != NONE) & ~is_done(plan)

    def parts(parent: int) -> list[int]:
        found = (plan.tasks.parent_idx == parent).nonzero()[0].tolist()
        return [
            idx
            for idx in found
            if is_open[idx]
            and schedule.start[idx] < limit
            and (plan.tasks.is_summary[idx] or not plan.tasks.is_milestone[idx])
        ]

    chosen = parts(-1)
    while len(chosen) == 1 and plan.tasks.is_summary[chosen[0]]:
        chosen = parts(chosen[0])
    while len(chosen) < _ENOUGH:
        opened = _opened(plan, schedule, chosen, parts)
        if opened is None:
            break
        chosen = opened
    most_urgent = sorted(chosen, key=lambda idx: _urgency(plan, schedule, idx))
    return sorted(most_urgent[:SHOWN])


def _opened(
    plan: Plan, schedule: Schedule, chosen: list[int], parts: Callable[[int], list[int]]
) -> list[int] | None:
    """Return the list with its least free summary replaced by its parts; None if that is not possible."""
    summaries = [idx for idx in chosen if plan.tasks.is_summary[idx]]
    for idx in sorted(summaries, key=lambda one: _urgency(plan, schedule, one)):
        inside = parts(idx)
        if inside and len(chosen) - 1 + len(inside) <= SHOWN:
            return sorted([one for one in chosen if one != idx] + inside)
    return None


def _goal_finish(plan: Plan, schedule: Schedule, goal: str) -> int:
    if goal and goal in plan.tasks.gate:
        finish = int(schedule.finish[plan.tasks.gate.index(goal)])
        if finish != NONE:
            return finish
    return schedule.project_finish + 1


def leaves_of(plan: Plan, idx: int) -> Booleans:
    """Tell which tasks are work within a package: the task itself where it has no parts."""
    tasks = plan.tasks
    if not tasks.is_summary[idx]:
        return np.arange(len(tasks)) == idx
    level = tasks.outline_level
    deeper = np.flatnonzero(level[idx + 1 :] <= level[idx])
    end = idx + 1 + (int(deeper[0]) if len(deeper) else len(tasks) - idx - 1)
    inside = np.zeros(len(tasks), np.bool_)
    inside[idx + 1 : end] = True
    return inside & ~tasks.is_summary


def _least_free(plan: Plan, schedule: Schedule, idx: int) -> int | None:
    """Return the unfinished task in a package with the least float, None if there is none."""
    wanted = leaves_of(plan, idx) & ~is_done(plan) & (schedule.total_float != NONE)
    positions = wanted.nonzero()[0].tolist()
    return min(positions, key=lambda one: _float_days(plan, schedule, one), default=None)


def _float_days(plan: Plan, schedule: Schedule, idx: int) -> float:
    return int(schedule.total_float[idx]) / (DAY if plan.tasks.is_elapsed[idx] else plan.seconds_per_day)


def _urgency(plan: Plan, schedule: Schedule, idx: int) -> tuple[float, int]:
    """What orders packages: the least float, then the finish."""
    least = _least_free(plan, schedule, idx)
    room = float("inf") if least is None else _float_days(plan, schedule, least)
    return room, int(schedule.finish[idx])


def _package(plan: Plan, schedule: Schedule, idx: int, scale: Timescale) -> Package:
    tasks, least = plan.tasks, _least_free(plan, schedule, idx)
    is_critical = least is not None and bool(schedule.is_critical[least])
    bar = replace(
        bar_of(plan, schedule, idx, None),
        kind="task",
        is_critical=is_critical,
        float_until=_float_end(schedule, idx, least),
        deadline=None,
    )
    return Package(
        uid=int(tasks.uid[idx]),
        wbs=tasks.wbs[idx],
        name=tasks.name[idx],
        finish=moment(bar.finish).date(),
        is_critical=is_critical,
        room="" if least is None else room_in_words(plan, schedule, least),
        drawing=row_drawing(scale, bar, baseline="tick"),
    )


def _float_end(schedule: Schedule, idx: int, least: int | None) -> int | None:
    """Return the finish of a package moved on by the float of its least free part."""
    if least is None:
        return None
    return int(schedule.finish[idx] + schedule.late_finish[least] - schedule.finish[least])


def _scale(plan: Plan, schedule: Schedule, chosen: list[int]) -> Timescale:
    """From just before today's work to the last finish; work long begun is cut at the left."""
    status = plan.status_date
    start = min(int(schedule.start[idx]) for idx in chosen)
    if status != NONE:
        start = max(start, status - 150 * DAY)
    finish = max(int(schedule.finish[idx]) for idx in chosen)
    return Timescale.filling(start, max(finish, start + 60 * DAY), WIDTH)


def unfinished_before(plan: Plan, schedule: Schedule, gate: str) -> list[int]:
    """Return the positions of the unfinished work a gate waits for by links, the last to finish first."""
    if gate not in plan.tasks.gate:
        return []
    goal = plan.tasks.gate.index(gate)
    is_wanted = _predecessors(plan, goal) & ~is_done(plan) & (schedule.finish != NONE)
    is_wanted &= ~plan.tasks.is_summary
    return sorted(is_wanted.nonzero()[0].tolist(), key=lambda idx: -int(schedule.finish[idx]))


def _predecessors(plan: Plan, goal: int) -> Booleans:
    """Tell which tasks lie before one in the network; a link from a summary counts for all its work."""
    before: dict[int, list[int]] = {}
    links = plan.dependencies
    for one, other in zip(links.predecessor_idx.tolist(), links.successor_idx.tolist(), strict=True):
        before.setdefault(other, []).append(one)
    found = np.zeros(len(plan.tasks), np.bool_)
    waiting = [goal]
    while waiting:
        for idx in before.get(waiting.pop(), []):
            for one in _work_of(plan, idx):
                if not found[one]:
                    found[one] = True
                    waiting.append(one)
    return found


def _work_of(plan: Plan, idx: int) -> Iterator[int]:
    yield idx
    if plan.tasks.is_summary[idx]:
        yield from leaves_of(plan, idx).nonzero()[0].tolist()
