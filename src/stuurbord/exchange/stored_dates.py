"""Where the dates that a file stores are not the dates its plan gives: told once per plan, never taken over.

A file holds what another program computed, or what somebody typed over it. Stuurbord computes anew from
durations, links, calendars and constraints; whoever imports has to know when that gives something else, and
what of the file was not followed: interruptions of a task, and starts that nothing in the plan asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.plan import NONE, Plan, moment, working_time
from stuurbord.plan.calendar import DAY, Calendar, OutsideHorizon
from stuurbord.plan.model import Booleans, Constraint, Integers

TOLERANCE: Final = 60  # seconds: formats round to the minute
MOST_NAMED: Final = 5
_NEAR: Final = 31  # days; instants further apart differ, whatever the calendar says
_MOST_DAYS: Final = 100 * 366


def date_findings(plan: Plan, where: Where) -> list[Finding]:
    """Return what a recomputation without forecast gives otherwise than the file says; empty if nothing.

    Parameters
    ----------
    where
        The place in the file of the plan as a whole.

    Raises
    ------
    InvalidPlan
        If the plan cannot be dated at all.
    """
    tasks = plan.tasks
    is_stored = (tasks.given_start != NONE) & (tasks.given_finish != NONE)
    compared = np.flatnonzero(is_stored & tasks.is_active & ~tasks.is_summary)
    if not len(compared):
        return []
    one = _Comparison(plan, critical_path(plan), compared)
    if not one.differs.any():
        return []
    return [_difference(one, where), *_of_tasks(one, where)]


def _of_tasks(one: _Comparison, where: Where) -> Iterator[Finding]:
    """Yield what of the file was not followed, each once, with the first tasks it holds for."""
    if len(idx := _interrupted(one)):
        text = N_(
            "Tasks that the file interrupts; each is read in one piece and ends earlier: {count} ({tasks})."
        )
        yield Finding("splits_ignored", text, Severity.WARNING, where, _counted(one.plan, idx))
    if len(idx := _held_back(one)):
        text = N_(
            "Tasks that start later in the file than links, constraints and calendars ask; these starts do "
            "not hold them back: {count} ({tasks})."
        )
        yield Finding("start_dates_ignored", text, Severity.WARNING, where, _counted(one.plan, idx))


@dataclass(slots=True)
class _Comparison:
    """The stored dates of some tasks beside those of a schedule."""

    plan: Plan
    schedule: Schedule
    idx: Integers
    """The tasks compared."""

    @property
    def start_differs(self) -> Booleans:
        return self._differs(self.plan.tasks.given_start, self.schedule.start)

    @property
    def finish_differs(self) -> Booleans:
        return self._differs(self.plan.tasks.given_finish, self.schedule.finish)

    @property
    def differs(self) -> Booleans:
        differs: Booleans = self.start_differs | self.finish_differs
        return differs

    def _differs(self, stored: Integers, computed: Integers) -> Booleans:
        """Return where two columns differ.

        Instants with no working time between them are the same: 17:00, and 08:00 the next morning.
        """
        tasks, idx = self.plan.tasks, self.idx
        one, other = stored[idx], computed[idx]
        apart: Booleans = np.abs(one - other) > TOLERANCE
        for calendar_idx in np.unique(tasks.calendar_idx[idx][apart]):
            calendar = self.plan.calendar if calendar_idx < 0 else self.plan.calendars[calendar_idx]
            its = apart & (tasks.calendar_idx[idx] == calendar_idx) & ~tasks.is_elapsed[idx]
            apart[its] = _are_apart(calendar, one[its], other[its])
        return apart


def _are_apart(calendar: Calendar, one: Integers, other: Integers) -> Booleans:
    """Return between which instants the calendar works more than the tolerance."""
    apart: Booleans = np.ones(len(one), dtype=np.bool_)
    near = np.flatnonzero(np.abs(one - other) < _NEAR * DAY)
    if not len(near):
        return apart
    first = int(min(one[near].min(), other[near].min())) // DAY - _NEAR
    last = int(max(one[near].max(), other[near].max())) // DAY + _NEAR
    if last - first > _MOST_DAYS:
        return apart
    try:
        days = working_time(calendar, first, last)
    except OutsideHorizon:  # the calendar does not work around these dates at all
        return apart
    apart[near] = np.abs(days.before(one[near]) - days.before(other[near])) > TOLERANCE
    return apart


def _difference(one: _Comparison, where: Where) -> Finding:
    """Return the finding on the dates as a whole: the end of the plan if it moves, else only how many."""
    tasks = one.plan.tasks
    stored = int(tasks.given_finish[one.idx].max())
    computed = int(one.schedule.finish[one.idx].max())
    fields: dict[str, Any] = {"n": int(one.differs.sum()), "total": len(one.idx)}
    is_whole = len(one.idx) == int((tasks.is_active & ~tasks.is_summary).sum())
    if not is_whole or _day(stored) == _day(computed):
        text = N_("Tasks whose dates, recomputed, are not those of the file: {n} of {total}.")
        return Finding("dates_differ", text, Severity.INFO, where, fields)
    text = N_(
        "The file says the plan ends on {stored}; recomputed it ends on {computed}. Tasks with other dates "
        "than in the file: {n} of {total}."
    )
    fields |= {"stored": _day(stored), "computed": _day(computed)}
    return Finding("dates_differ", text, Severity.WARNING, where, fields)


def _interrupted(one: _Comparison) -> Integers:
    """Return the tasks not begun that, from the start the file stores, end earlier than it stores."""
    tasks = one.plan.tasks
    constraint, date = tasks.constraint.copy(), tasks.constraint_date.copy()
    constraint[one.idx], date[one.idx] = Constraint.SNET, tasks.given_start[one.idx]
    held = replace(one.plan, tasks=replace(tasks, constraint=constraint, constraint_date=date))
    at_stored_start = _Comparison(one.plan, critical_path(held), one.idx)
    is_shorter = at_stored_start.schedule.finish[one.idx] < tasks.given_finish[one.idx]
    is_interrupted = ~at_stored_start.start_differs & at_stored_start.finish_differs & is_shorter
    found: Integers = one.idx[is_interrupted & (tasks.actual_start[one.idx] == NONE)]
    return found


def _held_back(one: _Comparison) -> Integers:
    """Return the tasks not begun that start later in the file than here, while what precedes them agrees."""
    tasks, links = one.plan.tasks, one.plan.dependencies
    is_later = tasks.given_start[one.idx] > one.schedule.start[one.idx]
    later: Integers = one.idx[one.start_differs & is_later & (tasks.actual_start[one.idx] == NONE)]
    moved = np.isin(links.predecessor_idx, one.idx[one.differs])
    found: Integers = later[~np.isin(later, links.successor_idx[moved])]
    return found


def _counted(plan: Plan, idx: Integers) -> dict[str, Any]:
    """Return how many tasks there are, and the first by name."""
    names = [(plan.tasks.name[one].strip() or plan.tasks.wbs[one])[:60] for one in idx[:MOST_NAMED]]
    more = ["…"] if len(idx) > MOST_NAMED else []
    return {"count": len(idx), "tasks": "; ".join([*names, *more])}


def _day(instant: int) -> str:
    return f"{moment(instant):%d/%m/%Y}"
