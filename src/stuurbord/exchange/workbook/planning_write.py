"""From a plan to the rows of a planning sheet; what a row cannot hold (custom hours, several constraints
on working time, later baselines) stays behind in the plan's own file.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from stuurbord.exchange.tabular.durations import Duration, WorkingUnits, write_duration
from stuurbord.exchange.tabular.predecessors import Link, write_links
from stuurbord.exchange.workbook.calendars import office_hours
from stuurbord.exchange.workbook.declaration import Manual
from stuurbord.exchange.workbook.planning_rows import PlanningRow
from stuurbord.plan import NONE, Calendar, Constraint, DependencyKind, LagUnit, Plan, moment
from stuurbord.plan.calendar import DAY, ROUND_THE_CLOCK, STANDARD

_SHOWN: Final = {
    STANDARD.name: {"nl": "Standaard", "en": "Standard", "fr": "Standard"},
    ROUND_THE_CLOCK.name: {"nl": "24 uur", "en": "24 hours", "fr": "24 heures"},
}
_HOUR: Final = {"nl": "u", "en": "h", "fr": "h"}
_FINISH_CONSTRAINTS: Final = (Constraint.FNET, Constraint.FNLT, Constraint.MFO)


def planning_rows(project: str, plan: Plan, language: str = "nl") -> list[PlanningRow]:
    """Return one row per task, in outline order."""
    writing = _PlanWriting(project, plan, language)
    return [writing.row(idx) for idx in range(len(plan.tasks))]


def plan_facts(plan: Plan, language: str = "nl") -> dict[str, Any]:
    """Return what the project's own row says of its plan: start, status date and calendar."""
    opens, closes = office_hours(plan.calendar)
    return {
        "plan.start": _start_cell(plan.start, opens),
        "plan.status_date": _finish_cell(plan.status_date, closes),
        "plan.calendar": calendar_label(plan.calendar, language),
    }


def calendar_label(calendar: Calendar, language: str = "nl") -> str:
    """Return how the sheet calls a calendar."""
    return _SHOWN[calendar.name][language] if calendar.name in _SHOWN else calendar.name


class _PlanWriting:
    def __init__(self, project: str, plan: Plan, language: str) -> None:
        self.project, self.plan, self.language = project, plan, language
        self.hour = _HOUR[language]
        self.units = WorkingUnits(
            plan.seconds_per_day, plan.seconds_per_week, plan.days_per_month * plan.seconds_per_day
        )
        self.opens, self.closes = office_hours(plan.calendar)
        self.links: dict[int, list[Link]] = {}
        one = plan.dependencies
        for row in range(len(one)):
            link = Link(
                str(plan.tasks.uid[one.predecessor_idx[row]]),
                DependencyKind(int(one.kind[row])),
                int(one.lag[row]),
                LagUnit(int(one.lag_unit[row])),
            )
            self.links.setdefault(int(one.successor_idx[row]), []).append(link)
        self.resources: dict[int, list[str]] = {}
        given = plan.assignments
        for row in range(len(given)):
            if given.resource_idx[row] >= 0:
                name = plan.resources.name[given.resource_idx[row]]
                units = float(given.units[row])
                shown = f"{units * 100:.10g}".replace(".", ",")
                text = name if units == 1.0 else f"{name}[{shown}%]"
                self.resources.setdefault(int(given.task_idx[row]), []).append(text)

    def row(self, idx: int) -> PlanningRow:
        """Return the row of one task."""
        tasks = self.plan.tasks
        is_summary = bool(tasks.is_summary[idx])
        duration = Duration(int(tasks.duration[idx]), bool(tasks.is_elapsed[idx]))
        milestone = bool(tasks.is_milestone[idx])
        row = PlanningRow(
            project=self.project,
            name=tasks.name[idx],
            number=int(tasks.uid[idx]),
            wbs=tasks.wbs[idx],
            level=int(tasks.outline_level[idx]),
            duration=None if is_summary and not duration.seconds else self._duration(duration),
            predecessors=write_links(self.links.get(idx, ()), self.units, self.hour),
            deadline=_finish_cell(int(tasks.deadline[idx]), self.closes),
            percent_complete=_fraction(float(tasks.percent_complete[idx])),
            actual_start=_start_cell(int(tasks.actual_start[idx]), self.opens),
            actual_finish=_finish_cell(int(tasks.actual_finish[idx]), self.closes),
            cost=_euro(int(tasks.cost[idx])),
            actual_cost=_euro(int(tasks.actual_cost[idx])),
            resources="; ".join(self.resources.get(idx, ())),
            is_milestone=milestone if milestone or (duration.seconds == 0 and not is_summary) else None,
            gate=tasks.gate[idx],
            legal_basis=tasks.legal_basis[idx],
            legal_minimum=int(tasks.legal_minimum[idx]) or None,
            legal_is_unverified=bool(tasks.legal_is_unverified[idx]) or None,
            step=tasks.step[idx],
            calendar=self._calendar(int(tasks.calendar_idx[idx])),
            notes=tasks.notes[idx],
        )
        self._dates(row, idx)
        self._promise(row, idx)
        return row

    def _duration(self, duration: Duration) -> str:
        return write_duration(duration, self.units, self.hour)

    def _calendar(self, position: int) -> str:
        return calendar_label(self.plan.calendars[position], self.language) if position >= 0 else ""

    def _dates(self, row: PlanningRow, idx: int) -> None:
        tasks = self.plan.tasks
        kind = Constraint(int(tasks.constraint[idx]))
        row.finish = _finish_cell(int(tasks.given_finish[idx]), self.closes)
        if tasks.is_manual[idx]:
            row.constraint = Manual.MANUAL
            row.start = _start_cell(int(tasks.given_start[idx]), self.opens)
        elif kind in _FINISH_CONSTRAINTS:
            row.constraint = kind
            row.finish = _finish_cell(int(tasks.constraint_date[idx]), self.closes)
        elif kind is Constraint.ALAP:
            row.constraint = kind
        elif kind is not Constraint.ASAP:
            row.constraint = None if kind is Constraint.SNET and not tasks.is_summary[idx] else kind
            row.start = _start_cell(int(tasks.constraint_date[idx]), self.opens)

    def _promise(self, row: PlanningRow, idx: int) -> None:
        baseline = self.plan.baselines.get(0)
        if baseline is None:
            return
        row.baseline_start = _start_cell(int(baseline.start[idx]), self.opens)
        row.baseline_finish = _finish_cell(int(baseline.finish[idx]), self.closes)
        if baseline.duration[idx] != NONE:
            is_elapsed = bool(self.plan.tasks.is_elapsed[idx])
            row.baseline_duration = self._duration(Duration(int(baseline.duration[idx]), is_elapsed))
        if baseline.cost[idx] != NONE:
            row.baseline_cost = Decimal(int(baseline.cost[idx])) / 100


def _start_cell(value: int, opens: int) -> date | datetime | None:
    """Return a start: the day alone where work opens then, since a sheet reads better so."""
    if value == NONE:
        return None
    is_usual = value % DAY in (opens % DAY, 0)  # midnight cannot be told from a day alone
    return moment(value).date() if is_usual else moment(value)


def _finish_cell(value: int, closes: int) -> date | datetime | None:
    """Return a finish: the day alone where work closes then; midnight ends the day before."""
    if value == NONE:
        return None
    is_usual = value % DAY in (closes % DAY, 0)
    return moment(value - 1).date() if is_usual else moment(value)


def _fraction(value: float) -> Decimal | None:
    return Decimal(repr(value)) if value else None


def _euro(cents: int) -> Decimal | None:
    return Decimal(cents) / 100 if cents else None
