"""Periods that a law sets: how long they are in a plan, and that no edit makes one shorter than the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing.refusal import named
from stuurbord.errors import N_, Finding, InvalidPlan, Severity, Where
from stuurbord.plan.calendar import DAY, NONE, day_number, moment
from stuurbord.plan.legal_periods import legal_period
from stuurbord.plan.model import DependencyKind, Integers, Plan

SHORT: Final = N_(
    "“{task}” would be over after {end}. By law it takes at least {minimum} calendar days and runs to "
    "{until}: {article}."
)
SHORT_UNVERIFIED: Final = N_(
    "“{task}” is over after {end}, while a minimum of {minimum} calendar days runs to {until} ({article}). "
    "That minimum was not checked against the law: check it before you count on this date."
)
TAKEN_OUT: Final = N_("“{task}”, a period that the law sets, is no longer in the plan: {article}.")


@dataclass(frozen=True, slots=True)
class ShortPeriod:
    """A legal period that is over before its last day.

    Attributes
    ----------
    end
        The last day that the plan leaves to it: its own, or the day before what waits for it begins.
    until
        Its last day by law, counted as `stuurbord.plan.legal_periods.legal_period` does.
    minimum
        Calendar days that it takes at least.
    is_unverified
        Whether the minimum was not checked against the law; then it only warns.
    """

    uid: int
    name: str
    end: date
    until: date
    minimum: int
    article: str
    is_unverified: bool

    @property
    def n_short(self) -> int:
        """Days that it lacks."""
        return (self.until - self.end).days

    def finding(self, severity: Severity = Severity.WARNING) -> Finding:
        """Return it as a finding; an unverified minimum is told as such."""
        fields: dict[str, Any] = {
            "task": self.name,
            "end": f"{self.end:%d/%m/%Y}",
            "until": f"{self.until:%d/%m/%Y}",
            "minimum": self.minimum,
            "article": self.article or "–",
            "uid": self.uid,
        }
        text = SHORT_UNVERIFIED if self.is_unverified else SHORT
        return Finding("shorter_than_law", text, severity, Where(task=self.name), fields)


def short_periods(plan: Plan, schedule: Schedule) -> tuple[ShortPeriod, ...]:
    """Return the tasks whose period is shorter than the legal minimum, in the order of the plan.

    A period begins when what it counts from has ended, however early its own row begins, and it is over
    when what waits for it begins: a lead or a fixed date takes days away as surely as a shorter duration
    does. The day of the event is not counted, and the last day counts to its last hour (Regulation 1182/71,
    article 3, paragraphs 1 and 2).
    """
    tasks = plan.tasks
    rows = np.flatnonzero((tasks.legal_minimum > 0) & tasks.is_active & ~tasks.is_summary).tolist()
    if not rows:
        return ()
    found = []
    for idx in rows:
        minimum = int(tasks.legal_minimum[idx])
        if (days := _too_early(plan, schedule, idx)) is not None:
            basis, unverified = tasks.legal_basis[idx], bool(tasks.legal_is_unverified[idx])
            uid = int(tasks.uid[idx])
            found.append(ShortPeriod(uid, named(plan, idx), *days, minimum, basis, unverified))
    return tuple(found)


def legal_until(plan: Plan, schedule: Schedule) -> Integers:
    """Return per task the instant at which the least period by law is over, where the plan takes longer.

    `NONE` for all others: work that no law sets, and a period that is planned as short as the law allows or
    of which the law says no least length. Such a period is the law's as far as it goes.
    """
    tasks = plan.tasks
    until = np.full(len(tasks), NONE, np.int64)
    timed = (tasks.legal_minimum > 0) & ~tasks.is_summary & (schedule.start != NONE)
    for idx in np.flatnonzero(timed).tolist():
        event = _date(_day(int(schedule.start[idx])))
        over = (day_number(legal_period(event, int(tasks.legal_minimum[idx])).last_day) + 1) * DAY
        if over < schedule.finish[idx]:
            until[idx] = over
    return until


def taken_out(before: Plan, after: Plan) -> tuple[Finding, ...]:
    """Return a warning for each legal period of a plan that has no place in another any more."""
    active = set(after.tasks.uid[after.tasks.is_active].tolist())
    tasks = before.tasks
    rows = np.flatnonzero((tasks.legal_minimum > 0) & tasks.is_active).tolist()
    return tuple(
        Finding(
            "legal_period_taken_out",
            TAKEN_OUT,
            where=Where(task=named(before, idx)),
            fields={"task": named(before, idx), "article": tasks.legal_basis[idx] or "–"},
        )
        for idx in rows
        if int(tasks.uid[idx]) not in active
    )


def check_legal_minimum(before: Plan, after: Plan, dating: Callable[[Plan], Schedule]) -> None:
    """Refuse a plan in which a legal period has become shorter than the law allows.

    A period that was too short before, in a plan that came from elsewhere, may stay so; it may not become
    shorter still. A minimum that nobody verified refuses nothing.

    Raises
    ------
    InvalidPlan
        With a finding per period, naming the law.
    """
    if not after.tasks.legal_minimum.any() or before is after:
        return
    found = [one for one in short_periods(after, dating(after)) if not one.is_unverified]
    if not found:
        return
    known = {one.uid: one.n_short for one in short_periods(before, dating(before))}
    worse = [one for one in found if one.n_short > known.get(one.uid, 0)]
    if worse:
        raise InvalidPlan(*(one.finding(Severity.ERROR) for one in worse))


def _too_early(plan: Plan, schedule: Schedule, idx: int) -> tuple[date, date] | None:
    """Return the day after which a period is over, and its last day by law; None where that comes in time.

    Its own row may end on a closed day, and so may a milestone that only marks the end. What is done after
    the period begins at the earliest on the day after the last.
    """
    start, finish = int(schedule.start[idx]), int(schedule.finish[idx])
    if NONE in (start, finish):
        return None
    minimum = int(plan.tasks.legal_minimum[idx])
    began = [start, *(int(schedule.finish[one]) for one in _before(plan, idx))]
    event = _day(max(one for one in began if one != NONE))
    until = day_number(legal_period(_date(event), minimum).last_day)
    ends = [_day(finish)] if _day(finish) < event + minimum else []
    for one in _waiting(plan, idx):
        begins = int(schedule.start[one])
        if plan.tasks.is_milestone[one] and begins != NONE and _day(begins) < event + minimum:
            ends.append(_day(begins))
        elif not plan.tasks.is_milestone[one] and begins != NONE and begins // DAY <= until:
            ends.append(begins // DAY - 1)
    return (_date(min(ends)), _date(until)) if ends else None


def _date(day: int) -> date:
    return moment(day * DAY).date()


def _day(end: int) -> int:
    """Return the day that an end falls on; midnight ends the day before."""
    return (end - 1) // DAY


def _before(plan: Plan, idx: int) -> list[int]:
    """Return what has to end before a task begins."""
    links = plan.dependencies
    is_it = (links.successor_idx == idx) & (links.kind == DependencyKind.FS)
    found: list[int] = links.predecessor_idx[is_it].tolist()
    return found


def _after(plan: Plan, idx: int) -> list[int]:
    """Return what begins after a task ends."""
    links = plan.dependencies
    is_it = (links.predecessor_idx == idx) & (links.kind == DependencyKind.FS)
    found: list[int] = links.successor_idx[is_it].tolist()
    return found


def _waiting(plan: Plan, idx: int) -> Iterator[int]:
    """Yield what waits for the end of a period; a row for its last day belongs to the period itself."""
    step = plan.tasks.step[idx]
    for one in _after(plan, idx):
        is_last_day = bool(step) and plan.tasks.step[one] == step and not plan.tasks.legal_minimum[one]
        yield from _after(plan, one) if is_last_day else (one,)
