"""Points 5 and 9: dates that stop the logic, and dates on the wrong side of the status date."""

from __future__ import annotations

from typing import Any

from stuurbord.engine.editing import Edit, Move, Progress, SetFacts
from stuurbord.engine.editing.dates import clock_of
from stuurbord.engine.schedule_mending.result import Mend, MendCode, Mending, Unmended, WhyNot
from stuurbord.engine.schedule_quality import Point
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint, Plan

_HARD = (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT)


def hard_date_mends(plan: Plan, point: Point) -> Mending:
    """Return hard dates as deadlines: the task follows its links again, and a late end still shows.

    What must start on a date may not begin before it any more; what must, or may at the latest, finish on a
    date has that as its deadline. An earlier deadline stays.
    """
    tasks, mends, unmended = plan.tasks, [], []
    for idx in point.task_idx:
        uid = int(tasks.uid[idx])
        if tasks.second_constraint[idx] in _HARD and tasks.second_constraint_date[idx] != NONE:
            unmended.append(Unmended(uid, WhyNot.SECOND_CONSTRAINT))
            continue
        facts = _softened(plan, idx)
        mends.append(Mend(5, MendCode.DEADLINE, uid, (SetFacts([uid], facts),)))
    return Mending(5, tuple(mends), tuple(unmended))


def _softened(plan: Plan, idx: int) -> dict[str, Any]:
    tasks, kind = plan.tasks, plan.tasks.constraint[idx]
    on = int(tasks.constraint_date[idx])
    is_start = kind in (Constraint.MSO, Constraint.SNLT)
    ends = _end_from(plan, idx, on) if is_start else on
    known = int(tasks.deadline[idx])
    facts: dict[str, Any] = {"deadline": ends if known == NONE else min(known, ends)}
    if kind == Constraint.MSO:
        return facts | {"constraint": int(Constraint.SNET), "constraint_date": on}
    return facts | {"constraint": int(Constraint.ASAP)}


def _end_from(plan: Plan, idx: int, start: int) -> int:
    """Return when a task ends that begins on an instant."""
    duration = int(plan.tasks.duration[idx])
    if plan.tasks.is_elapsed[idx]:
        return start + duration
    return int(clock_of(plan, idx, start).finish_after(start, duration))


def date_mends(plan: Plan, point: Point) -> Mending:
    """Return what has not begun as work after the status date, and starts ahead of it as plans."""
    mends, unmended = [], []
    for idx in point.task_idx:
        uid, found = int(plan.tasks.uid[idx]), _redated(plan, idx)
        if isinstance(found, WhyNot):
            unmended.append(Unmended(uid, found))
        else:
            mends.append(Mend(9, found[0], uid, found[1]))
    return Mending(9, tuple(mends), tuple(unmended))


def _redated(plan: Plan, idx: int) -> tuple[MendCode, tuple[Edit, ...]] | WhyNot:
    tasks, now, uid = plan.tasks, plan.status_date, int(plan.tasks.uid[idx])
    begun, ended = int(tasks.actual_start[idx]), int(tasks.actual_finish[idx])
    if begun > now or ended > now:
        if tasks.percent_complete[idx] > 0 or ended != NONE:
            return WhyNot.DONE_AHEAD
        return MendCode.NOT_BEGUN, (Progress(uid, 0.0), Move(uid, begun))
    if begun != NONE:
        return WhyNot.PROGRESS_ASKED
    if tasks.is_elapsed[idx]:
        return MendCode.AFTER_STATUS, (Move(uid, now),)
    return MendCode.AFTER_STATUS, (Move(uid, int(clock_of(plan, idx, now).next_start(now))),)
