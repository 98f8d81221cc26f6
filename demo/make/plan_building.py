"""From an outline to a plan with a baseline, and with the progress of the status date.

The same network is scheduled twice: as it was promised, which gives the baseline, and as it went and goes
now. What lies before the status date in the second is done or has begun; the rest is ahead.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from demo.make import calendars
from demo.make.costs import Costs, costs
from demo.make.links import dependencies
from demo.make.outline import DAY, Line, read
from demo.make.project import DemoProject
from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.errors import Severity
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    BaselineRow,
    Constraint,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskKind,
    TaskRow,
    WorkingTime,
    freeze,
    instant,
    working_time,
)
from stuurbord.plan.calendar import ROUND_THE_CLOCK, Calendar, day_number

STATUS_DATE: Final = instant(datetime(2026, 11, 20, 17))  # noqa: DTZ001 - planning time is naive by design
_SETTLED: Final = instant(datetime(2026, 10, 16))  # noqa: DTZ001
"""Work promised before this day went as work goes: some days more or less."""
_MORNING, _EVENING = time(8), time(17)


@dataclass(slots=True)
class Made:
    """A demo plan and what the workbook needs of it."""

    project: DemoProject
    plan: Plan
    schedule: Schedule
    """The forecast: what is not done lies after the status date."""
    uid_of_gate: dict[str, int] = field(default_factory=dict)
    uid_of_key: dict[str, int] = field(default_factory=dict)

    def position(self, uid: int) -> int:
        """Return where a task stands in the plan."""
        return int((self.plan.tasks.uid == uid).nonzero()[0][0])


def build(project: DemoProject) -> Made:
    """Return the plan of a project with baseline, progress and cost."""
    lines = read(project.outline)
    links = dependencies(lines)
    amounts = costs(project, lines)
    promised = [_row(line, is_base=True) for line in lines]
    base = critical_path(_frozen(project, lines, promised, links))
    rows = [_row(line, is_base=False) for line in lines]
    for line, row, finish in zip(lines, rows, base.finish.tolist(), strict=True):
        if finish < _SETTLED:
            row.duration = _as_it_went(project.code, line, row.duration)
    course = critical_path(_frozen(project, lines, rows, links))
    for line, row in zip(lines, rows, strict=True):
        _record_progress(line, row, course)
    _roll_up(lines, rows)
    if project.has_baseline:
        _record_baseline(project, lines, rows, base, amounts)
    _record_cost(rows, amounts)
    plan = _frozen(project, lines, rows, links, STATUS_DATE)
    made = Made(project, plan, critical_path(plan, unstarted_after_status_date=True))
    made.uid_of_gate = {line.gate: line.number for line in lines if line.gate}
    made.uid_of_key = {line.key: line.number for line in lines if line.key}
    return made


def _frozen(
    project: DemoProject,
    lines: list[Line],
    rows: list[TaskRow],
    links: list[DependencyRow],
    status_date: int = NONE,
) -> Plan:
    codes = {code: number for number, code in enumerate(project.resources, start=1)}
    draft = PlanDraft(
        name=f"{project.code} {project.name}",
        author=project.author,
        start=_at(project.start, _MORNING),
        status_date=status_date,
        calendar=calendars.AGENCY.name,
        calendars=[calendars.AGENCY, *calendars.BY_WORD.values()],
        tasks=rows,
        dependencies=links,
        resources=[
            ResourceRow(codes[code], name, max_units=units)
            for code, (name, units) in project.resources.items()
        ],
        assignments=_assignments(lines, rows, codes),
    )
    plan, findings = freeze(draft)
    wrong = [one.message() for one in findings if one.severity is not Severity.INFO]
    if wrong:
        raise ValueError(f"{project.code}: {' '.join(wrong)}")
    return plan


def _row(line: Line, is_base: bool) -> TaskRow:
    row = TaskRow(
        line.number,
        line.name,
        line.level,
        gate=line.gate,
        legal_basis=line.legal_basis,
        step=line.step,
        notes=line.notes,
    )
    if line.calendar:
        row.calendar = calendars.BY_WORD[line.calendar].name
        row.ignores_resource_calendar = True  # crews work when the window is open
    if line.duration is not None and not line.is_summary:
        row.duration = int(line.duration.base if is_base else line.duration.now)
        row.is_milestone = row.duration == 0
        row.is_elapsed = line.is_elapsed
        row.kind = TaskKind.FIXED_DURATION if line.is_elapsed else TaskKind.FIXED_UNITS
    if line.deadline:
        row.deadline = _at(line.deadline, _EVENING)
    _constrain(row, line, is_base)
    return row


def _constrain(row: TaskRow, line: Line, is_base: bool) -> None:
    if line.not_before:
        at = _EVENING if row.is_milestone else _MORNING
        row.constraint, row.constraint_date = Constraint.SNET, _at(line.not_before[0 if is_base else 1], at)
    elif line.no_later:
        row.constraint, row.constraint_date = Constraint.FNLT, _at(line.no_later, _EVENING)
    elif line.as_late:
        row.constraint = Constraint.ALAP
    elif line.by_hand:
        row.is_manual = True
        row.given_start, row.given_finish = _at(line.by_hand[0], _MORNING), _at(line.by_hand[1], _EVENING)
        row.duration = _clock(calendars.AGENCY).between(row.given_start, row.given_finish)


def _at(day: date, hour: time) -> int:
    return instant(datetime.combine(day, hour))


def _as_it_went(code: str, line: Line, duration: int) -> int:
    """Return a duration that came out some days shorter or longer; the same each time."""
    days = duration // DAY
    if line.is_elapsed or days < 5 or line.duration is None or line.duration.base != line.duration.now:
        return duration
    dice = zlib.crc32(f"{code} {line.name}".encode()) % 100
    return (days + round(days * (dice - 42) / 350)) * DAY


def _clock_of(line: Line) -> Calendar:
    if line.is_elapsed:
        return ROUND_THE_CLOCK
    return calendars.BY_WORD[line.calendar] if line.calendar else calendars.AGENCY


def _clock(calendar: Calendar) -> WorkingTime:
    first, last = date(calendars.FIRST_YEAR, 1, 1), date(calendars.LAST_YEAR, 12, 31)
    return working_time(calendar, day_number(first), day_number(last))


def _record_progress(line: Line, row: TaskRow, course: Schedule) -> None:
    if line.is_summary or row.is_manual:
        return
    start, finish = int(course.start[line.number - 1]), int(course.finish[line.number - 1])
    if finish <= STATUS_DATE:
        row.actual_start, row.actual_finish, row.percent_complete = start, finish, 1.0
        row.remaining_duration = 0
    elif start < STATUS_DATE:
        row.actual_start = start
        done = _clock(_clock_of(line)).between(start, STATUS_DATE)
        row.remaining_duration = row.duration - done
        row.percent_complete = round(done / row.duration, 2)


def _roll_up(lines: list[Line], rows: list[TaskRow]) -> None:
    """Give summaries the progress of their parts, weighed by duration."""
    for line in reversed(lines):
        if not line.is_summary:
            continue
        row, parts = rows[line.number - 1], [rows[one.number - 1] for one in _leaves(line)]
        weights = [max(part.duration, 1) for part in parts]
        done = sum(w * part.percent_complete for w, part in zip(weights, parts, strict=True))
        started = [part.actual_start for part in parts if part.actual_start != NONE]
        row.percent_complete = round(done / sum(weights), 2)
        row.actual_start = min(started, default=NONE)
        if all(part.actual_finish != NONE for part in parts):
            row.percent_complete = 1.0
            row.actual_finish = max(part.actual_finish for part in parts)
        elif row.percent_complete >= 1:
            row.percent_complete = 0.99


def _leaves(line: Line) -> Iterable[Line]:
    for child in line.children:
        yield from _leaves(child) if child.is_summary else (child,)


def _record_baseline(
    project: DemoProject, lines: list[Line], rows: list[TaskRow], base: Schedule, amounts: Costs
) -> None:
    for line, row in zip(lines, rows, strict=True):
        start, finish = int(base.start[line.number - 1]), int(base.finish[line.number - 1])
        if line.is_summary:
            duration = _clock(calendars.AGENCY).between(start, finish)
            cost = sum(amounts.base[one.number] for one in _leaves(line))
        else:
            duration = int(line.duration.base) if line.duration else row.duration
            cost = amounts.base[line.number]
        row.baselines[0] = BaselineRow(start, finish, duration, _work(line, duration), cost)


def _record_cost(rows: list[TaskRow], amounts: Costs) -> None:
    for row in rows:
        row.cost = amounts.now.get(row.uid, 0)
        row.actual_cost = round(row.cost * row.percent_complete)


def _work(line: Line, duration: int) -> int:
    return 0 if line.is_summary else round(duration * sum(units for _, units in line.resources))


def _assignments(lines: list[Line], rows: list[TaskRow], codes: dict[str, int]) -> list[AssignmentRow]:
    made: list[AssignmentRow] = []
    for line, row in zip(lines, rows, strict=True):
        row.work = _work(line, row.duration)
        for code, units in line.resources:
            work = round(row.duration * units)
            left = work if row.remaining_duration == NONE else round(row.remaining_duration * units)
            made.append(
                AssignmentRow(len(made) + 1, line.number, codes[code], units, work, remaining_work=left)
            )
    return made
