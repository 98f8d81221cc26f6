"""From the rows of a planning sheet to one plan per project, with a finding per cell that is not right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from stuurbord.errors import N_, Finding, InvalidPlan, Severity, Where
from stuurbord.exchange.fidelity import compare, date_findings, stores_dates
from stuurbord.exchange.tabular.durations import Duration, WorkingUnits, read_duration
from stuurbord.exchange.tabular.predecessors import read_links
from stuurbord.exchange.tabular.problem import CellProblem
from stuurbord.exchange.workbook.calendars import calendar_named, office_hours, units_of, years_needed
from stuurbord.exchange.workbook.declaration import Manual
from stuurbord.exchange.workbook.outline import in_tree_order, outline_levels
from stuurbord.exchange.workbook.planning_rows import DATES, PlanningRow, PlanSettings
from stuurbord.exchange.workbook.resources import read_resources
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    BaselineRow,
    Calendar,
    Constraint,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
    working_time,
)
from stuurbord.plan.calendar import DAY, day_number
from stuurbord.plan.holidays import flemish_administration

_FINISH_CONSTRAINTS: Final = (Constraint.FNET, Constraint.FNLT, Constraint.MFO)


def plans(
    rows: Iterable[PlanningRow], settings: Mapping[str, PlanSettings]
) -> tuple[dict[str, Plan], list[Finding]]:
    """Return project code → plan, and all findings; a plan that contradicts itself is left out.

    Parameters
    ----------
    settings
        Project code → what holds for its plan as a whole; a project may be absent.
    """
    per_project: dict[str, list[PlanningRow]] = {}
    for row in rows:
        per_project.setdefault(row.project, []).append(row)
    made: dict[str, Plan] = {}
    findings: list[Finding] = []
    for code, its_rows in per_project.items():
        reading = _PlanReading(its_rows, settings.get(code, PlanSettings(name=code)))
        try:
            made[code], found = freeze(reading.draft())
            if stores_dates(made[code]):
                found = (*found, *date_findings(compare(made[code]), Where()))
        except InvalidPlan as problem:
            found = problem.findings
        findings += [_placed(finding, its_rows[0].where, code) for finding in found]
    return made, findings


def _placed(finding: Finding, where: Where, code: str) -> Finding:
    """Give a finding on the plan as a whole a place: its sheet and project."""
    if finding.where != Where():
        return finding
    return replace(finding, where=Where(where.file, where.sheet, project=code))


@dataclass(slots=True)
class _PlanReading:
    rows: list[PlanningRow]
    settings: PlanSettings
    findings: list[Finding] = field(default_factory=list)
    units: WorkingUnits = field(default_factory=WorkingUnits)
    calendar: Calendar | None = None

    def draft(self) -> PlanDraft:
        """Return everything the rows say, as a draft."""
        self.rows = in_tree_order(self.rows, self.findings)
        calendars = self._calendars()
        self.calendar = calendars[0]
        self.units = units_of(self.calendar)
        levels = outline_levels(self.rows)
        uids = self._numbers()
        draft = PlanDraft(
            name=self.settings.name,
            start=self._instant(self.settings.start),
            status_date=self._instant(self.settings.status_date, at_end=True),
            seconds_per_day=self.units.day,
            seconds_per_week=self.units.week,
            calendar=self.calendar.name,
            calendars=calendars,
            findings=self.findings,
        )
        is_summary = [idx + 1 < len(levels) and levels[idx + 1] > level for idx, level in enumerate(levels)]
        for row, uid, level, summary in zip(self.rows, uids, levels, is_summary, strict=True):
            draft.tasks.append(self._task(row, uid, level, summary))
        self._link(draft, uids)
        self._assign(draft)
        return draft

    def _problem(self, problem: CellProblem, where: Where) -> None:
        self.findings.append(Finding(problem.code, problem.text, problem.severity, where, problem.fields))

    def _calendars(self) -> list[Calendar]:
        """Return the project's calendar first, then those of its tasks; unknown names are findings."""
        years = years_needed(self.rows, self.settings)
        own = self.settings.given_calendar or calendar_named(self.settings.calendar, years)
        if own is None:
            own = flemish_administration(*years)
            text = N_("Calendar “{calendar}” is unknown; the Flemish administration's is used instead.")
            where = replace(self.rows[0].where, cell="")
            fields = {"calendar": self.settings.calendar}
            self.findings.append(Finding("unknown_project_calendar", text, where=where, fields=fields))
        found = {own.name: own}
        for row in self.rows:
            named = calendar_named(row.calendar, years) if row.calendar else None
            if named is not None:
                row.calendar = named.name
                found.setdefault(named.name, named)
        return list(found.values())

    def _numbers(self) -> list[int]:
        """Return each task's number; rows without one get the next that is free."""
        taken = {row.number for row in self.rows if row.number is not None}
        free = iter(range(max(taken, default=0) + 1, max(taken, default=0) + len(self.rows) + 1))
        missing = [row for row in self.rows if row.number is None]
        if taken and missing:
            text = N_("This task has no number; it gets the next free one.")
            for row in missing:
                self.findings.append(Finding("task_without_number", text, Severity.INFO, row.where))
        return [next(free) if row.number is None else row.number for row in self.rows]

    def _task(self, row: PlanningRow, uid: int, level: int, is_summary: bool) -> TaskRow:
        dates = {
            name: self._instant(getattr(row, name), "finish" in name or name == "deadline") for name in DATES
        }
        duration = self._duration(row, "duration")
        if duration is None and not is_summary:
            duration = self._duration_between(row, dates)
        duration = duration or Duration(0)
        is_milestone = (
            not is_summary and duration.seconds == 0 if row.is_milestone is None else row.is_milestone
        )
        counts_cost = not (is_summary and self.settings.summary_costs_are_totals)
        task = TaskRow(
            uid=uid,
            name=row.name,
            outline_level=level,
            wbs=row.wbs,
            is_milestone=is_milestone,
            is_elapsed=duration.is_elapsed,
            duration=duration.seconds,
            calendar=row.calendar,
            deadline=dates["deadline"],
            percent_complete=float(row.percent_complete or 0),
            actual_start=dates["actual_start"],
            actual_finish=dates["actual_finish"],
            cost=_cents(row.cost) if counts_cost else 0,
            actual_cost=_cents(row.actual_cost) if counts_cost else 0,
            notes=row.notes,
            gate=row.gate,
            legal_basis=row.legal_basis,
            legal_minimum=row.legal_minimum or 0,
            legal_is_unverified=bool(row.legal_is_unverified),
            step=row.step,
            where=replace(row.where, task=row.name),
        )
        self._constrain(task, row, dates, is_summary)
        self._promise(task, row, dates)
        return task

    def _constrain(self, task: TaskRow, row: PlanningRow, dates: Mapping[str, int], is_summary: bool) -> None:
        """Let the sheet's dates hold the task where they are meant to."""
        kind = row.constraint
        task.given_finish = dates["finish"]
        if kind is Manual.MANUAL:
            task.is_manual, task.given_start = True, dates["start"]
        elif kind is not None:
            task.constraint = kind
            task.constraint_date = dates["finish" if kind in _FINISH_CONSTRAINTS else "start"]
            if kind in (Constraint.ASAP, Constraint.ALAP):
                task.constraint_date = NONE
        elif dates["start"] != NONE and self.settings.start_is_constraint and not is_summary:
            task.constraint, task.constraint_date = Constraint.SNET, dates["start"]
        elif dates["start"] != NONE:
            task.given_start = dates["start"]

    def _promise(self, task: TaskRow, row: PlanningRow, dates: Mapping[str, int]) -> None:
        duration = self._duration(row, "baseline_duration")
        baseline = BaselineRow(
            start=dates["baseline_start"],
            finish=dates["baseline_finish"],
            duration=NONE if duration is None else duration.seconds,
            cost=NONE if row.baseline_cost is None else _cents(row.baseline_cost),
        )
        if baseline != BaselineRow():
            task.baselines[0] = baseline

    def _duration(self, row: PlanningRow, name: str) -> Duration | None:
        value = getattr(row, name)
        if value is None or value == "":
            return None
        try:
            return read_duration(value, self.units, self.settings.default_unit)
        except CellProblem as problem:
            self._problem(problem, row.where_of(name))
            return problem.used if isinstance(problem.used, Duration) else Duration(0)

    def _duration_between(self, row: PlanningRow, dates: Mapping[str, int]) -> Duration | None:
        """Return the working time between the row's start and finish, where both are given."""
        start, finish = dates["start"], dates["finish"]
        if NONE in (start, finish):
            return None
        if finish < start:
            text = N_("“{task}” finishes before it starts.")
            where = row.where_of("finish")
            fields = {"task": row.name}
            self.findings.append(Finding("finish_before_start", text, Severity.ERROR, where, fields))
            return None
        if self.calendar is None:
            return None
        # A month to either side: the dates themselves may all be closed.
        days = working_time(self.calendar, start // DAY - 31, finish // DAY + 31)
        return Duration(days.between(start, finish))

    def _instant(self, value: date | datetime | None, at_end: bool = False) -> int:
        """Return a moment; a day alone means the start, or the end, of its working hours."""
        if value is None:
            return NONE
        if isinstance(value, datetime):
            return instant(value)
        midnight = day_number(value) * DAY
        opens, closes = office_hours(self.calendar)
        return midnight + (closes if at_end else opens)

    def _link(self, draft: PlanDraft, uids: list[int]) -> None:
        """Read the predecessors, now that every number and WBS code is known."""
        known = {str(uid): uid for uid in uids}
        by_wbs: dict[str, int] = {}
        for row, uid in zip(self.rows, uids, strict=True):
            if row.wbs:
                by_wbs.setdefault(row.wbs.rstrip("."), uid)
        for row, uid in zip(self.rows, uids, strict=True):
            if not row.predecessors:
                continue
            where = replace(row.where_of("predecessors"), task=row.name)
            links, problems = read_links(row.predecessors, self.units)
            for problem in problems:
                self._problem(problem, where)
            for link in links:
                predecessor = known.get(link.reference, by_wbs.get(link.reference))
                if predecessor is None:
                    text = N_("Predecessor {number} does not exist in project {project}.")
                    fields = {"number": link.reference, "project": row.project}
                    self.findings.append(Finding("unknown_predecessor", text, Severity.ERROR, where, fields))
                    continue
                draft.dependencies.append(
                    DependencyRow(predecessor, uid, link.kind, link.lag, link.lag_unit, where)
                )

    def _assign(self, draft: PlanDraft) -> None:
        uid_of: dict[str, int] = {}
        for row, task in zip(self.rows, draft.tasks, strict=True):
            for name, units in read_resources(row.resources):
                if name not in uid_of:
                    uid_of[name] = len(uid_of) + 1
                    draft.resources.append(ResourceRow(uid_of[name], name))
                work = 0 if task.is_elapsed else round(task.duration * units)
                number = len(draft.assignments) + 1
                draft.assignments.append(
                    AssignmentRow(number, task.uid, uid_of[name], units=units, work=work)
                )


def _cents(amount: Decimal | None) -> int:
    return 0 if amount is None else int(amount * 100)
