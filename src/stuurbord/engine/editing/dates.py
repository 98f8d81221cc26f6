"""Dates that a planner gives to a task."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing.refusal import cannot, named
from stuurbord.errors import N_
from stuurbord.plan.calendar import DAY, NONE, WorkingTime, working_time
from stuurbord.plan.changes import Change, changed
from stuurbord.plan.changes.change import TASKS
from stuurbord.plan.model import Constraint, Plan

_LONGEST_YEARS = 60


def moved(plan: Plan, idx: int, start: int) -> Plan:
    """Return the plan with a task that begins on an instant.

    A manual task has its dates from people, so it begins then. Another may not begin before then (in a plan
    that is laid out from its finish: not end after it would), as in Microsoft Project; whether it does is
    for its links to say.
    """
    tasks = plan.tasks
    if tasks.is_summary[idx] and not tasks.is_manual[idx]:
        text = N_("“{task}” is where its parts are.")
        cannot("summary_follows_parts", text, task=named(plan, idx))
    if tasks.actual_start[idx] != NONE or tasks.actual_finish[idx] != NONE:
        text = N_("“{task}” has begun: change its actual start instead.")
        cannot("task_has_begun", text, task=named(plan, idx))
    if tasks.is_manual[idx]:
        facts = {"given_start": start, "given_finish": _finish(plan, idx, start)}
    elif plan.from_finish:
        facts = {"constraint": int(Constraint.FNLT), "constraint_date": _finish(plan, idx, start)}
    else:
        facts = {"constraint": int(Constraint.SNET), "constraint_date": start}
    key = str(int(tasks.uid[idx]))
    return changed(plan, [Change(TASKS, key, name, None, value) for name, value in facts.items()])


def with_manual_dates(plan: Plan, rows: Iterable[int], dating: Callable[[Plan], Schedule]) -> Plan:
    """Return the plan with the computed dates of some tasks as given ones, where they become manual."""
    fresh = [idx for idx in rows if not plan.tasks.is_manual[idx]]
    if not fresh:
        return plan
    schedule = dating(plan)
    dates = {"given_start": schedule.start, "given_finish": schedule.finish}
    return changed(
        plan,
        [
            Change(TASKS, str(int(plan.tasks.uid[idx])), name, None, int(values[idx]))
            for idx in fresh
            for name, values in dates.items()
            if values[idx] != NONE
        ],
    )


def clock_of(plan: Plan, idx: int, near: int) -> WorkingTime:
    """Return the working time of a task's calendar around an instant."""
    of_task = int(plan.tasks.calendar_idx[idx])
    calendar = plan.calendars[of_task] if of_task >= 0 else plan.calendar
    day = near // DAY
    return working_time(calendar, day - 366, day + _LONGEST_YEARS * 366)


def _finish(plan: Plan, idx: int, start: int) -> int:
    duration = int(plan.tasks.duration[idx])
    if plan.tasks.is_elapsed[idx]:
        return start + duration
    return int(clock_of(plan, idx, start).finish_after(start, duration))
