"""The tracking workbook of ProTrack (OR-AS) and PMConverter: a baseline and what was reported since.

Sheets: ``Baseline Schedule`` (read through the shipped mapping), ``Risk Analysis``, ``Agenda``, one sheet
per status date (``Project Control - TP1``, ``TP2`` …) with a row per task, and ``Tracking Overview`` with
ProTrack's own indices and forecasts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from stuurbord.engine.earned_value.series import ProgressSeries, TrackedProject
from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where, errors_in
from stuurbord.exchange.foreign_table import apply, known_mappings, open_table
from stuurbord.exchange.foreign_table.table import Table
from stuurbord.exchange.progress_series.baseline_mending import mended
from stuurbord.exchange.progress_series.checks import check_values
from stuurbord.exchange.progress_series.columns import CELL, SheetCells, column_letter, column_position
from stuurbord.exchange.progress_series.reported_figures import reported_figures
from stuurbord.exchange.progress_series.table_rows import ProgressRows
from stuurbord.exchange.progress_series.task_sheets import (
    BASELINE,
    OVERVIEW,
    RESOURCES,
    RISKS,
    TRACKING,
    TaskSheets,
)
from stuurbord.exchange.tabular.book import Book, Rows, is_workbook, open_book
from stuurbord.exchange.tabular.limits import DEFAULT, Limits
from stuurbord.exchange.workbook.whole import without_excess
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Integers, Plan

_ROUNDS: Final = 3
"""Times cells that are wrong are left out: what one names may be what another left out."""
_BEYOND: Final = 2
"""Budgets; an amount above so many is asked after in the sheet of its status date."""
_OPTIONAL: Final = frozenset({"planning.predecessors", "planning.resources"})
"""Fields of the mapping without which a baseline is still one."""


@dataclass(frozen=True, slots=True)
class TrackingReading:
    """A tracked project as it was read, and what was doubtful in its file."""

    project: TrackedProject
    findings: tuple[Finding, ...]


def is_tracking_workbook(data: bytes, file: str, limits: Limits = DEFAULT) -> bool:
    """Tell whether the bytes are a workbook with the sheets of a baseline and its tracking."""
    if not is_workbook(data):
        return False
    names = open_book(data, file, limits).sheet_names
    return BASELINE in names and OVERVIEW in names


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
    wanted = (OVERVIEW, RISKS, RESOURCES)
    book.load(name for name in book.sheet_names if name in wanted or TRACKING.fullmatch(name))
    return _Reading(table, book, limits).read()


class _Reading:
    """One workbook while it is read."""

    def __init__(self, table: Table, book: Book, limits: Limits) -> None:
        self.table, self.book, self.limits = table, book, limits
        self.findings: list[Finding] = []

    def read(self) -> TrackingReading:
        plan = self._plan()
        sheets = TaskSheets(self.book, plan, self.findings)
        overview = sheets.cells(OVERVIEW, 1)
        rows = self._dated(overview)
        series = self._series(sheets, overview, rows, self._budget(plan, sheets.cells(BASELINE, 1)))
        self._check(series, overview, rows)
        project = TrackedProject(
            code=self.table.file.rpartition(".")[0] or self.table.file,
            name=plan.name,
            plan=plan,
            series=series,
            progress=sheets.progress(series),
            fixed_cost=sheets.fixed_cost(),
            three_points=sheets.three_points(),
            period_names=tuple(str(overview.rows[row][0]).strip()[:80] for row in rows),
            reported=reported_figures(overview, rows),
        )
        # The overview is read for the series and for ProTrack's own figures: tell once what is wrong there.
        once = list({(one.code, one.where): one for one in self.findings}.values())
        found = without_excess(once, self.table.file, self.limits.findings)
        return TrackingReading(project, tuple(found))

    def _plan(self) -> Plan:
        """Return the baseline's plan; where its links or resources contradict themselves, without them."""
        mapping = known_mappings()["protrack"]
        self.table = mended(self.table, self.book, self.findings)
        made = apply(self.table, mapping)
        for _ in range(_ROUNDS):
            wrong = errors_in(made.findings)
            cells = self._without(wrong)
            if cells is None:
                break
            told = N_("Cells of the baseline that cannot be right count as empty; each is named.")
            self.findings.append(
                Finding("baseline_cells_left_out", told, Severity.WARNING, Where(self.table.file, BASELINE))
            )
            self.findings += [replace(one, severity=Severity.WARNING) for one in wrong if one.where.cell]
            self.table = replace(self.table, cells=cells)
            self.book.loaded[self.table.sheet] = cells
            made = apply(self.table, mapping)
        wrong = errors_in(made.findings)
        if wrong or len(made.plans) != 1:
            bare = [one for one in mapping.columns if one.field not in _OPTIONAL]
            again = apply(self.table, replace(mapping, columns=tuple(bare)))
            if errors_in(again.findings) or len(again.plans) != 1:
                told = N_("The baseline holds no plan that can be read.")
                where = Where(self.table.file, BASELINE)
                raise UnreadableFile(*(wrong or [Finding("no_baseline_plan", told, Severity.ERROR, where)]))
            told = N_("The links between the tasks contradict themselves; the plan is read without them.")
            where = Where(self.table.file, BASELINE)
            self.findings.append(Finding("links_left_out", told, Severity.WARNING, where))
            self.findings += [replace(one, severity=Severity.WARNING) for one in wrong]
            made = again
        self.findings += [one for one in made.findings if one.severity is not Severity.ERROR]
        (plan,) = made.plans.values()
        return plan

    def _without(self, wrong: Iterable[Finding]) -> Rows | None:
        """Return the baseline without the cells that are wrong, which say nothing; None if there are none."""
        cells, n_emptied = [list(row) for row in self.table.cells], 0
        for finding in wrong:
            found = CELL.fullmatch(finding.where.cell) if finding.where.sheet == self.table.sheet else None
            row, at = (int(found[2]) - 1, column_position(found[1])) if found else (len(cells), 0)
            if row < len(cells) and at < len(cells[row]) and cells[row][at] != "":
                cells[row][at], n_emptied = "", n_emptied + 1
        return cells if n_emptied else None

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

    def _series(
        self, sheets: TaskSheets, overview: SheetCells, rows: list[int], budget: int
    ) -> ProgressSeries:
        plan = sheets.plan
        ends = [overview.moment(row, overview.position("Status date")) for row in rows]

        def column(header: str) -> Integers:
            at = overview.position(header)
            told = np.array([overview.cents(row, at) for row in rows], np.int64)
            for place in np.flatnonzero(_is_doubtful(told, budget)).tolist():
                repeated = sheets.totals(ends[place]).get(header)
                if repeated is not None and repeated != told[place]:
                    told[place] = repeated
                    self._tell_repeated(overview, rows[place], at, header)
            return told

        baseline = plan.baselines[0]
        is_dated = ~plan.tasks.is_summary & (baseline.start != NONE) & (baseline.finish != NONE)
        try:
            return ProgressSeries(
                period_end=np.array(ends, np.int64),
                planned_value=column("Planned Value (PV)"),
                earned_value=column("Earned Value (EV)"),
                actual_cost=column("Actual Cost (AC)"),
                budget_at_completion=budget,
                baseline_start=int(baseline.start[is_dated].min()),
                baseline_finish=int(baseline.finish[is_dated].max()),
                calendar=plan.calendar,
            )
        except ValueError as error:
            told = N_("The baseline has no work, no money or no time in it; nothing can be earned.")
            where = Where(self.table.file, BASELINE)
            raise UnreadableFile(Finding("empty_baseline", told, Severity.ERROR, where)) from error

    def _tell_repeated(self, overview: SheetCells, row: int, at: int | None, header: str) -> None:
        told = N_("“{header}” is missing here or cannot be; the sheet of this status date tells it.")
        cell = f"{column_letter(at or 0)}{overview.first_line + row}"
        where = Where(self.table.file, OVERVIEW, cell)
        finding = Finding("total_from_status_sheet", told, Severity.WARNING, where, {"header": header})
        self.findings.append(finding)

    def _budget(self, plan: Plan, cells: SheetCells) -> int:
        """Return the total of the project's own row; the sum of the tasks, each rounded, if it disagrees."""
        cost = plan.baselines[0].cost
        summed = int(cost[~plan.tasks.is_summary & (cost != NONE)].sum())
        number, total = cells.position("ID"), cells.position("Total Cost")
        for row in range(len(cells.rows)):
            if cells.number(row, number) == 0:
                given = cells.cents(row, total)
                return given if abs(given - summed) <= len(plan.tasks) else summed
        return summed

    def _check(self, series: ProgressSeries, overview: SheetCells, rows: list[int]) -> None:
        lines = np.array(rows, np.int64) + overview.first_line
        columns = (series.planned_value, series.earned_value, series.actual_cost)
        table = ProgressRows(False, lines, series.period_end, *columns)
        place = Where(self.table.file, OVERVIEW)
        check_values(table, series.budget_at_completion, place, self.findings)


def _is_doubtful(values: Integers, budget: int) -> Booleans:
    """Tell which cumulative amounts are missing, nothing, out of order, or beyond anything planned."""
    known = np.where(values == NONE, budget * _BEYOND, values)
    later = np.minimum.accumulate(known[::-1])[::-1]
    falls = (values < np.maximum.accumulate(values)) | (values > later)
    doubtful: Booleans = (values <= 0) | falls | (values > budget * _BEYOND)
    return doubtful
