"""What a tracking workbook says of each task: progress per status date, costs due at once, estimates."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from stuurbord.engine.earned_value.series import ProgressSeries, TaskProgress, ThreePointDurations
from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.progress_series.columns import SheetCells
from stuurbord.exchange.tabular.book import Book, Rows
from stuurbord.exchange.tabular.durations import WorkingUnits
from stuurbord.plan.calendar import HOUR, NONE, moment
from stuurbord.plan.model import Floats, Integers, Plan

BASELINE: Final = "Baseline Schedule"
OVERVIEW: Final = "Tracking Overview"
RISKS: Final = "Risk Analysis"
RESOURCES: Final = "Resources"
TRACKING: Final = re.compile(r"(?:Project Control - )?TP\d{1,4}")
"""Name of the sheet of one status date."""
_ASSIGNED: Final = re.compile(r"(\d{1,9})(?:\[(\d{1,6}(?:\.\d{1,6})?) [^\];]*\])?(?:;|$)")
"""``7[2.00 technician];8``: task 7 takes two, task 8 one."""
_MONEY: Final = {
    "earned_value": "Earned Value (EV)",
    "planned_value": "Planned Value (PV)",
    "actual_cost": "Actual Cost",
    "remaining_cost": "Remaining Cost",
}

_TOTALS: Final = {
    "Planned Value (PV)": "Planned Value (PV)",
    "Earned Value (EV)": "Earned Value (EV)",
    "Actual Cost (AC)": "Actual Cost",
}
"""Header in the overview → header in the sheet of a status date."""


class TaskSheets:
    """The sheets of one workbook, with a row per task of its plan."""

    def __init__(self, book: Book, plan: Plan, findings: list[Finding]) -> None:
        self.book, self.plan, self.findings = book, plan, findings
        self.file = book.file
        self.units = WorkingUnits(plan.seconds_per_day, plan.seconds_per_week)
        self.idx_of = {int(uid): idx for idx, uid in enumerate(plan.tasks.uid.tolist())}

    def cells(self, sheet: str, header: int) -> SheetCells:
        """Return a sheet below its header, a position counted from 0; a sheet that is missing is empty."""
        rows: Rows = self.book.rows(sheet) if sheet in self.book.sheet_names else []
        headers = rows[header] if len(rows) > header else []
        return SheetCells(
            self.file, sheet, headers, rows[header + 1 :], header + 2, self.units, self.findings
        )

    def progress(self, series: ProgressSeries) -> TaskProgress:
        """Read the sheet of each status date, which is found by its date."""
        shape = (len(series), len(self.plan.tasks))
        columns = {name: np.full(shape, NONE) for name in ("actual_start", "actual_duration")}
        columns |= {name: np.full(shape, NONE) for name in ("remaining_duration", *_MONEY)}
        percent = np.zeros(shape)
        by_date = self._sheets_by_date()
        for period, when in enumerate(series.period_end.tolist()):
            sheet = by_date.get(when)
            if sheet is None:
                told = N_(
                    "There is no sheet with the tasks on status date {date}; only the totals are known."
                )
                fields = {"date": f"{moment(when):%d/%m/%Y}"}
                where = Where(self.file, OVERVIEW)
                self.findings.append(Finding("tracking_sheet_missing", told, Severity.WARNING, where, fields))
                continue
            self._read_period(self.cells(sheet, 3), period, columns, percent)
        return TaskProgress(percent_complete=percent, **columns)

    def totals(self, when: int) -> dict[str, int]:
        """Return header of the overview → cents of the whole on a status date, where its sheet says so twice.

        That is: the project's own row and the sum of its tasks agree.
        """
        sheet = self._sheets_by_date().get(when)
        if sheet is None:
            return {}
        cells = self.cells(sheet, 3)
        number = cells.position("ID")
        whole = [row for row in range(len(cells.rows)) if cells.number(row, number) == 0]
        tasks = [row for row, task in self._rows_of_tasks(cells) if not self.plan.tasks.is_summary[task]]
        told: dict[str, int] = {}
        for header, name in _TOTALS.items():
            at = cells.position(name)
            summed = sum(max(cells.cents(row, at), 0) for row in tasks)
            given = cells.cents(whole[0], at) if whole else NONE
            if given > 0 and abs(given - summed) <= max(len(tasks), summed // 100):
                told[header] = given
        return told

    def _sheets_by_date(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for name in filter(TRACKING.fullmatch, self.book.sheet_names):
            rows = self.book.rows(name)
            top = SheetCells(self.file, name, [], rows[:1], 1, findings=self.findings)
            when = top.moment(0, 2) if rows else NONE
            if when != NONE:
                found.setdefault(when, name)
        return found

    def _read_period(
        self, cells: SheetCells, period: int, columns: dict[str, Integers], percent: Floats
    ) -> None:
        places = {name: cells.position(header) for name, header in _MONEY.items()}
        started, lasted = cells.position("Actual Start"), cells.position("Actual Duration")
        remaining, done = cells.position("Remaining Duration"), cells.position("Percentage Completed")
        for row, task in self._rows_of_tasks(cells):
            columns["actual_start"][period, task] = cells.moment(row, started)
            columns["actual_duration"][period, task] = cells.seconds(row, lasted)
            columns["remaining_duration"][period, task] = cells.seconds(row, remaining)
            for name, place in places.items():
                columns[name][period, task] = cells.cents(row, place)
            percent[period, task] = min(max(cells.number(row, done) or 0.0, 0.0), 1.0)

    def _rows_of_tasks(self, cells: SheetCells) -> list[tuple[int, int]]:
        """Return (row of the sheet, position of the task); rows of unknown numbers are left out."""
        idx_of, at, found = dict(self.idx_of), cells.position("ID"), []
        for row in range(len(cells.rows)):
            number = cells.number(row, at)
            if number is not None and number in idx_of:
                found.append((row, idx_of.pop(int(number))))
        return found

    def fixed_cost(self) -> Integers:
        """Return the cents of each task that are due when it starts: fixed costs, and costs per use."""
        cells = self.cells(BASELINE, 1)
        fixed = np.zeros(len(self.plan.tasks), np.int64)
        at = cells.position("Fixed Cost")
        for row, task in self._rows_of_tasks(cells):
            fixed[task] = max(cells.cents(row, at), 0)
        fixed += self._cost_per_use()
        # A summary repeats its parts, and no fixed part exceeds the whole.
        fixed[self.plan.tasks.is_summary] = 0
        return np.minimum(fixed, np.maximum(self.plan.baselines[0].cost, 0))

    def _cost_per_use(self) -> Integers:
        """Return what each task pays once for the resources it takes: due at its start as well."""
        cells = self.cells(RESOURCES, 1)
        once = np.zeros(len(self.plan.tasks), np.int64)
        price, assigned = cells.position("Cost/Use"), cells.position("Assigned To")
        for row in range(len(cells.rows) if assigned is not None else 0):
            cents = max(cells.cents(row, price), 0)
            for found in _ASSIGNED.finditer(str(cells.rows[row][assigned or 0]) if cents else ""):
                if int(found[1]) in self.idx_of:
                    once[self.idx_of[int(found[1])]] += round(cents * float(found[2] or 1))
        return once

    def three_points(self) -> ThreePointDurations:
        """Read the estimates: percentages of the duration, or hours where the profile says absolute."""
        cells = self.cells(RISKS, 1)
        profile = cells.position("Description")
        places = [cells.position(name) for name in ("Optimistic", "Most Probable", "Pessimistic")]
        made = np.full((3, len(self.plan.tasks)), NONE)
        for row, task in self._rows_of_tasks(cells):
            points = [cells.number(row, place) for place in places]
            if any(point is None or point < 0 for point in points):
                continue
            is_absolute = profile is not None and "absolute" in str(cells.rows[row][profile])
            unit = float(HOUR) if is_absolute else float(self.plan.tasks.duration[task]) / 100
            made[:, task] = [round((point or 0.0) * unit) for point in points]
        return ThreePointDurations(*made)
