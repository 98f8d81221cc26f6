"""Uneven work of a plan as timephased data: its offsets dated again from where the task starts now."""

from __future__ import annotations

from typing import Final, NamedTuple

from stuurbord.engine.critical_path import Schedule
from stuurbord.exchange.mspdi.fields import date_text, duration_text
from stuurbord.exchange.mspdi.markup import Markup
from stuurbord.plan.assignment_clock import assignment_clock
from stuurbord.plan.calendar import DAY, HOUR, NONE, OutsideHorizon, WorkingTime, intersection, working_time
from stuurbord.plan.model import Plan, ResourceKind

_YEARS: Final = (2, 6, 30)
"""How far ahead of a start its work is looked for, tried in turn."""
_MINUTES, _HOURS, _DAYS = 0, 1, 2


class DatedWork(NamedTuple):
    """Work between two instants, day by day; none is a rest."""

    start: int
    finish: int
    work: int
    is_actual: bool


def dated_patterns(plan: Plan, schedule: Schedule | None) -> dict[int, list[DatedWork]]:
    """Return assignment position → its uneven work; one that cannot be dated is left out."""
    rows_of: dict[int, list[int]] = {}
    for row, assignment in enumerate(plan.periods.assignment_idx.tolist()):
        rows_of.setdefault(assignment, []).append(row)
    found = {idx: _dated(plan, schedule, idx, rows) for idx, rows in rows_of.items()}
    return {idx: pattern for idx, pattern in found.items() if pattern}


def _dated(plan: Plan, schedule: Schedule | None, idx: int, rows: list[int]) -> list[DatedWork]:
    task = int(plan.assignments.task_idx[idx])
    origin = int(plan.tasks.given_start[task])
    if schedule is not None and schedule.start[task] != NONE:
        origin = int(schedule.start[task])
    if origin == NONE:
        return []
    for years in _YEARS:
        first = origin // DAY - 31
        try:
            return _laid_out(plan, rows, origin, _clock(plan, idx, first, first + years * 366))
        except OutsideHorizon:
            continue
    return []


def _clock(plan: Plan, idx: int, first: int, last: int) -> WorkingTime:
    tasks, resource = plan.tasks, int(plan.assignments.resource_idx[idx])
    task = int(plan.assignments.task_idx[idx])
    is_work = resource >= 0 and plan.resources.kind[resource] == ResourceKind.WORK
    clock = assignment_clock(
        int(tasks.calendar_idx[task]),
        int(plan.resources.calendar_idx[resource]) if is_work else None,
        is_elapsed=bool(tasks.is_elapsed[task]),
        ignores_resource_calendar=bool(tasks.ignores_resource_calendar[task]),
    )
    made = [working_time(one, first, last) for one in clock.calendars(plan.calendars, plan.calendar_idx)]
    return made[0] if len(made) == 1 else intersection(*made)


def _laid_out(plan: Plan, rows: list[int], origin: int, clock: WorkingTime) -> list[DatedWork]:
    periods, begin = plan.periods, clock.before(origin)
    laid: list[DatedWork] = []
    for row in rows:
        offset, length = begin + int(periods.offset[row]), int(periods.length[row])
        work, is_actual = int(periods.work[row]), bool(periods.is_actual[row])
        start, finish = clock.start_at(offset), clock.finish_at(offset + length)
        if laid and laid[-1].finish < start and clock.between(laid[-1].finish, start) > 0:
            laid.append(DatedWork(laid[-1].finish, start, 0, is_actual))
        laid += _by_day(DatedWork(start, finish, work, is_actual), length, clock)
    return laid


def _by_day(one: DatedWork, length: int, clock: WorkingTime) -> list[DatedWork]:
    """Cut a period every 24 hours, as Microsoft Project does, if that leaves whole seconds of work."""
    days, at = [], one.start
    while at < one.finish:
        end = min(at + DAY, one.finish)
        work, rest = divmod(clock.between(at, end) * one.work, length)
        if rest:
            return [one]
        days.append(DatedWork(at, end, work, one.is_actual))
        at = end
    return days


def write_pattern(markup: Markup, uid: int, pattern: list[DatedWork]) -> None:
    """Write the elements ``TimephasedData`` of one assignment; those that are done come first."""
    for one in sorted(pattern, key=lambda period: (not period.is_actual, period.start)):
        lasts = one.finish - one.start
        with markup.element("TimephasedData"):
            markup.put_all(
                Type=2 if one.is_actual else 1,
                UID=uid,
                Start=date_text(one.start),
                Finish=date_text(one.finish),
                Unit=_DAYS if lasts > HOUR else _HOURS if lasts > 60 else _MINUTES,
                Value=duration_text(one.work) if one.work else None,
            )
