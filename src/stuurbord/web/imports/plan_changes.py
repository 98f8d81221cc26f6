"""What a new revision of a plan changes, for the dry run: tasks, finish, status date and milestones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, moment
from stuurbord.web.imports.plan_arrivals import PlanArrival
from stuurbord.web.projects.models import PlanRevision
from stuurbord.web.projects.plans import is_work, plan_of, schedule_of

Field = tuple[str, str, str]
MOST_MILESTONES: Final = 40
_PLACES: Final = frozenset({"uid", "parent_idx", "calendar_idx", "given_start", "given_finish"})
"""Columns that number or repeat; a task moves when its parent or calendar does, which is told of them."""


def plan_fields(arrival: PlanArrival, current: PlanRevision | None) -> tuple[Field, ...]:
    """Return field, old and new value of what the arrival changes; dates are ISO."""
    plan, schedule = arrival.plan, arrival.schedule
    if current is None:
        fields = [("revision", "", "1"), ("tasks", "", str(_n_tasks(plan, schedule)))]
        return (*fields, *_facts(None, None, plan, schedule))
    before, old = plan_of(current.pk), schedule_of(current.pk)
    fields = [("revision", str(current.number), str(current.number + 1))]
    if _n_tasks(before, old) != _n_tasks(plan, schedule):
        fields.append(("tasks", str(_n_tasks(before, old)), str(_n_tasks(plan, schedule))))
    was, now = set(before.tasks.uid.tolist()), set(plan.tasks.uid.tolist())
    counts = (("tasks_added", len(now - was)), ("tasks_removed", len(was - now)))
    fields += [(name, "", str(number)) for name, number in counts if number]
    if n_changed := n_changed_tasks(before, plan):
        fields.append(("tasks_changed", "", str(n_changed)))
    return (*fields, *_facts(before, old, plan, schedule), *_milestones(before, old, plan, schedule))


def _n_tasks(plan: Plan, schedule: Schedule) -> int:
    return int(is_work(plan, schedule).sum())


def n_changed_tasks(before: Plan, after: Plan) -> int:
    """Return how many tasks that stayed say something else of themselves or of their predecessors."""
    _, old, new = np.intersect1d(before.tasks.uid, after.tasks.uid, return_indices=True)
    if not len(old):
        return 0
    differs = np.zeros(len(old), dtype=bool)
    for name, (dtype, _) in before.tasks.columns().items():
        if name in _PLACES:
            continue
        one, other = getattr(before.tasks, name), getattr(after.tasks, name)
        if dtype is str:
            differs |= np.array([one[a] != other[b] for a, b in zip(old, new, strict=True)])
        else:
            differs |= one[old] != other[new]
    links, other_links = _links(before), _links(after)
    for position, uid in enumerate(before.tasks.uid[old].tolist()):
        differs[position] |= links.get(uid) != other_links.get(uid)
    return int(differs.sum())


def _links(plan: Plan) -> dict[int, set[tuple[int, ...]]]:
    """Return each task's incoming links by uid."""
    found: dict[int, set[tuple[int, ...]]] = {}
    one = plan.dependencies
    uid = plan.tasks.uid
    columns = (one.kind.tolist(), one.lag.tolist(), one.lag_unit.tolist())
    ends = (uid[one.predecessor_idx].tolist(), uid[one.successor_idx].tolist()) if len(one) else ([], [])
    for predecessor, successor, *link in zip(*ends, *columns, strict=True):
        found.setdefault(successor, set()).add((predecessor, *link))
    return found


def _facts(before: Plan | None, old: Schedule | None, plan: Plan, schedule: Schedule) -> list[Field]:
    """Return finish and status date; for a new plan its baseline too."""
    pairs: list[tuple[str, int, int]] = [
        ("finish", NONE if old is None else old.project_finish, schedule.project_finish),
        ("status_date", NONE if before is None else before.status_date, plan.status_date),
    ]
    fields = [(name, _day(was), _day(now)) for name, was, now in pairs]
    n_before, n_now = (0 if before is None else len(before.baselines)), len(plan.baselines)
    if n_before != n_now:
        fields.append(("baselines", "" if before is None else str(n_before), str(n_now)))
    return [one for one in fields if one[1] != one[2]]


def _milestones(before: Plan, old: Schedule, plan: Plan, schedule: Schedule) -> list[Field]:
    """Return the milestones that move, come or go, by their new date; the rest is counted."""
    was, now = dict(_dated(before, old)), dict(_dated(plan, schedule))
    moved = [
        (f"milestone:{name}", was.get(uid, ("", ""))[1], now.get(uid, ("", ""))[1])
        for uid, (name, _) in (was | now).items()
        if was.get(uid, ("", ""))[1] != now.get(uid, ("", ""))[1]
    ]
    moved.sort(key=lambda one: (one[2] or one[1], one[0]))
    if len(moved) <= MOST_MILESTONES:
        return moved
    return [*moved[:MOST_MILESTONES], ("milestones_moved", "", str(len(moved)))]


def _dated(plan: Plan, schedule: Schedule) -> Iterator[tuple[int, tuple[str, str]]]:
    tasks = plan.tasks
    is_told = tasks.is_milestone & ~tasks.is_summary & tasks.is_active
    for idx in np.flatnonzero(is_told):
        yield int(tasks.uid[idx]), (tasks.name[idx][:120], _day(schedule.finish[idx]))


def _day(instant: Any) -> str:
    return "" if instant == NONE else moment(int(instant)).date().isoformat()
