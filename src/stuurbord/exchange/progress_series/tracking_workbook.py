"""The tracking workbook of ProTrack (OR-AS) and PMConverter: a baseline and what was reported since.

Sheets: ``Baseline Schedule`` (read through the shipped mapping), ``Risk Analysis``, ``Agenda``, one sheet
per status date (``Project Control - TP1``, ``TP2`` …) with a row per task, and ``Tracking Overview`` with
ProTrack's own indices and forecasts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.earned_value.series import (
    ProgressSeries,
    TaskProgress,
    ThreePointDurations,
    TrackedProject,
)
from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where, errors_in
from stuurbord.exchange.foreign_table import apply, known_mappings, open_table
from stuurbord.exchange.foreign_table.table import Table
from stuurbord.exchange.progress_series.columns import SheetCells
from stuurbord.exchange.progress_series.reported_figures import reported_figures
from stuurbord.exchange.tabular.book import Book, Rows
from stuurbord.exchange.tabular.durations import WorkingUnits
from stuurbord.exchange.tabular.limits import DEFAULT, Limits
from stuurbord.exchange.workbook.whole import without_excess
from stuurbord.plan.calendar import HOUR, NONE
from stuurbord.plan.model import Booleans, Floats, Integers, Plan

BASELINE: Final = "Baseline Schedule"
OVERVIEW: Final = "Tracking Overview"
RISKS: Final = "Risk Analysis"
_TRACKING: Final = re.compile(r"(?:Project Control - )?TP(\d{1,4})")
_MONEY: Final = {
    "earned_value": "Earned Value (EV)",
    "planned_value": "Planned Value (PV)",
    "actual_cost": "Actual Cost",
    "remaining_cost": "Remaining Cost",
}


@dataclass(frozen=True, slots=True)
class TrackingReading:
    """A tracked project as it was read, and what was doubtful in its file."""

    project: TrackedProject
    findings: tuple[Finding, ...]


def is_tracking_workbook(sheet_names: list[str] | tuple[str, ...]) -> bool:
    """Tell whether sheets of these names make a tracking workbook."""
    return BASELINE in sheet_names and OVERVIEW in sheet_names


def read_tracking_workbook(data: bytes, file: str, limits: Limits = DEFAULT) -> TrackingReading:
    """Read a tracking workbook.

    Raises
    ------
    UnreadableFile
        If it is no such workbook, or its plan or its status dates cannot be made out.
    FileRefused
        If it is too large, a zip bomb or protected with a password.
    """
    table = open_table(data, file, BASELINE, limits)
    book = table.book
    if book is None or OVERVIEW not in book.sheet_names:
        told = N_("This is no tracking workbook: it has no sheet “{sheet}”.")
        place, fields = Where(table.file), {"sheet": OVERVIEW if book else BASELINE}
        raise UnreadableFile(Finding("not_a_tracking_workbook", told, Severity.ERROR, place, fields))
    book.load(name for name in book.sheet_names if name in (OVERVIEW, RISKS) or _TRACKING.fullmatch(name))
    return _Reading(table, book, limits).read()


class _Reading:
    """One workbook while it is read."""

    def __init__(self, table: Table, book: Book, limits: Limits) -> None:
        self.table, self.book, self.limits = table, book, limits
        self.findings: list[Finding] = []

    def read(self) -> TrackingReading:
        plan = self._plan()
        units = WorkingUnits(plan.seconds_per_day, plan.seconds_per_week)
        overview = self._cells(OVERVIEW, 1, units)
        rows = self._dated(overview)
        series = self._series(plan, overview, rows)
        project = TrackedProject(
            code=self.table.file.rpartition(".")[0] or self.table.file,
            name=plan.name,
            plan=plan,
            series=series,
            progress=self._progress(plan, series, units),
            fixed_cost=self._fixed_cost(plan, units),
            three_points=self._three_points(plan, units),
            period_names=tuple(str(overview.rows[row][0]).strip()[:80] for row in rows),
            reported=reported_figures(overview, rows),
        )
        found = without_excess(self.findings, self.table.file, self.limits.findings)
        return TrackingReading(project, tuple(found))

    def _plan(self) -> Plan:
        made = apply(self.table, known_mappings()["protrack"])
        self.findings += made.findings
        wrong = errors_in(made.findings)
        if wrong or len(made.plans) != 1:
            told = N_("The baseline holds no plan that can be read.")
            where = Where(self.table.file, BASELINE)
            raise UnreadableFile(*(wrong or [Finding("no_baseline_plan", told, Severity.ERROR, where)]))
        (plan,) = made.plans.values()
        return plan

    def _cells(self, sheet: str, header: int, units: WorkingUnits) -> SheetCells:
        rows: Rows = self.book.rows(sheet) if sheet in self.book.sheet_names else []
        headers = rows[header] if len(rows) > header else []
        return SheetCells(
            self.table.file, sheet, headers, rows[header + 1 :], header + 2, units, self.findings
        )

    def _dated(self, overview: SheetCells) -> list[int]:
        """Return the rows with a status date, each later than the one before; others are told."""
        at, kept, latest = overview.position("Status date"), [], NONE
        for row in range(len(overview.rows)):
            when = overview.moment(row, at)
            if when == NONE:
                continue
            if when <= latest:
                told = N_("This status date is not later than the one before it; the row is left out.")
                where = Where(self.table.file, OVERVIEW, line=overview.first_line + row)
                self.findings.append(Finding("status_dates_unordered", told, Severity.WARNING, where))
                continue
            kept.append(row)
            latest = when
        if not kept:
            told = N_("There is no status date in the sheet “{sheet}”.")
            where = Where(self.table.file, OVERVIEW)
            fields = {"sheet": OVERVIEW}
            raise UnreadableFile(Finding("no_status_dates", told, Severity.ERROR, where, fields))
        return kept

    def _series(self, plan: Plan, overview: SheetCells, rows: list[int]) -> ProgressSeries:
        def column(header: str) -> Integers:
            at = overview.position(header)
            return np.array([overview.cents(row, at) for row in rows], np.int64)

        at = overview.position("Status date")
        baseline, is_work = plan.baselines[0], ~plan.tasks.is_summary
        try:
            return ProgressSeries(
                period_end=np.array([overview.moment(row, at) for row in rows], np.int64),
                planned_value=column("Planned Value (PV)"),
                earned_value=column("Earned Value (EV)"),
                actual_cost=column("Actual Cost (AC)"),
                budget_at_completion=self._budget(plan, is_work, overview.units),
                baseline_start=int(baseline.start[is_work].min()),
                baseline_finish=int(baseline.finish[is_work].max()),
                calendar=plan.calendar,
            )
        except ValueError as error:
            told = N_("The baseline has no work, no money or no time in it; nothing can be earned.")
            where = Where(self.table.file, BASELINE)
            raise UnreadableFile(Finding("empty_baseline", told, Severity.ERROR, where)) from error

    def _budget(self, plan: Plan, is_work: Booleans, units: WorkingUnits) -> int:
        """Return the total of the project's own row; the sum of the tasks, each rounded, if it disagrees."""
        cost = plan.baselines[0].cost
        summed = int(cost[is_work & (cost != NONE)].sum())
        cells = self._cells(BASELINE, 1, units)
        number, total = cells.position("ID"), cells.position("Total Cost")
        for row in range(len(cells.rows)):
            if cells.number(row, number) == 0:
                given = cells.cents(row, total)
                return given if abs(given - summed) <= len(plan.tasks) else summed
        return summed

    def _progress(self, plan: Plan, series: ProgressSeries, units: WorkingUnits) -> TaskProgress:
        """Read the sheet of each status date; the sheets count from 1 as the rows of the overview do."""
        sheet_of = {
            int(found[1]): name for name in self.book.sheet_names if (found := _TRACKING.fullmatch(name))
        }
        shape = (len(series), len(plan.tasks))
        columns = {name: np.full(shape, NONE) for name in ("actual_start", "actual_duration")}
        columns |= {name: np.full(shape, NONE) for name in ("remaining_duration", *_MONEY)}
        percent = np.zeros(shape)
        by_date = self._sheets_by_date(list(sheet_of.values()))
        for period, when in enumerate(series.period_end.tolist()):
            sheet = by_date.get(when)
            if sheet is None:
                told = N_(
                    "There is no sheet with the tasks on status date {date}; only the totals are known."
                )
                fields = {"date": f"{np.datetime64(when, 's').astype('datetime64[D]')}"}
                where = Where(self.table.file, OVERVIEW)
                self.findings.append(Finding("tracking_sheet_missing", told, Severity.WARNING, where, fields))
                continue
            self._read_period(plan, self._cells(sheet, 3, units), period, columns, percent)
        return TaskProgress(percent_complete=percent, **columns)

    def _sheets_by_date(self, names: list[str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for name in names:
            rows = self.book.rows(name)
            top = SheetCells(self.table.file, name, [], rows[:1], 1, findings=self.findings)
            when = top.moment(0, 2) if rows else NONE
            if when != NONE:
                found.setdefault(when, name)
        return found

    def _read_period(
        self,
        plan: Plan,
        cells: SheetCells,
        period: int,
        columns: dict[str, Integers],
        percent: Floats,
    ) -> None:
        places = {name: cells.position(header) for name, header in _MONEY.items()}
        started, lasted = cells.position("Actual Start"), cells.position("Actual Duration")
        remaining, done = cells.position("Remaining Duration"), cells.position("Percentage Completed")
        for row, task in self._rows_of_tasks(plan, cells):
            columns["actual_start"][period, task] = cells.moment(row, started)
            columns["actual_duration"][period, task] = cells.seconds(row, lasted)
            columns["remaining_duration"][period, task] = cells.seconds(row, remaining)
            for name, place in places.items():
                columns[name][period, task] = cells.cents(row, place)
            percent[period, task] = min(max(cells.number(row, done) or 0.0, 0.0), 1.0)

    def _rows_of_tasks(self, plan: Plan, cells: SheetCells) -> list[tuple[int, int]]:
        """Return (row of the sheet, position of the task); rows of unknown numbers are left out."""
        idx_of = {int(uid): idx for idx, uid in enumerate(plan.tasks.uid.tolist())}
        at, found = cells.position("ID"), []
        for row in range(len(cells.rows)):
            number = cells.number(row, at)
            if number is not None and number in idx_of:
                found.append((row, idx_of.pop(int(number))))
        return found

    def _fixed_cost(self, plan: Plan, units: WorkingUnits) -> Integers:
        cells = self._cells(BASELINE, 1, units)
        fixed = np.zeros(len(plan.tasks), np.int64)
        at = cells.position("Fixed Cost")
        for row, task in self._rows_of_tasks(plan, cells):
            fixed[task] = max(cells.cents(row, at), 0)
        # A summary repeats its parts, and no fixed part exceeds the whole.
        fixed[plan.tasks.is_summary] = 0
        return np.minimum(fixed, np.maximum(plan.baselines[0].cost, 0))

    def _three_points(self, plan: Plan, units: WorkingUnits) -> ThreePointDurations:
        """Read the estimates: percentages of the duration, or hours where the profile says absolute."""
        cells = self._cells(RISKS, 1, units)
        profile = cells.position("Description")
        places = [cells.position(name) for name in ("Optimistic", "Most Probable", "Pessimistic")]
        made = np.full((3, len(plan.tasks)), NONE)
        for row, task in self._rows_of_tasks(plan, cells):
            points = [cells.number(row, place) for place in places]
            if any(point is None or point < 0 for point in points):
                continue
            is_absolute = profile is not None and "absolute" in str(cells.rows[row][profile])
            unit = float(HOUR) if is_absolute else float(plan.tasks.duration[task]) / 100
            made[:, task] = [round((point or 0.0) * unit) for point in points]
        return ThreePointDurations(*made)
