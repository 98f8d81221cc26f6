"""Read the workbook back: columns in any order and language, every cell judged, nothing ever evaluated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange import records
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.tabular.book import Book, Rows, open_book
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.limits import DEFAULT, Limits
from stuurbord.exchange.workbook.declaration import META_SHEET, README, SCHEMA_VERSION, Column, Sheet, sheets
from stuurbord.exchange.workbook.planning_read import plans
from stuurbord.exchange.workbook.planning_rows import PlanningRow, PlanSettings
from stuurbord.exchange.workbook.points import check_points
from stuurbord.exchange.workbook.row_reading import RowReading, cell_name
from stuurbord.exchange.workbook.whole import check_references, check_unique, without_excess

_HEADER_WITHIN: Final = 10
"""The header row stands among the first rows of a sheet; explanations may stand above it."""
RECORD_OF: Final[Mapping[str, Any]] = {
    "projects": records.ProjectRecord,
    "planning": PlanningRow,
    "budget": records.BudgetRecord,
    "risks": records.RiskRecord,
    "responses": records.ResponseActionRecord,
    "estimates": records.EstimateRecord,
    "loadings": records.FactorLoadingRecord,
    "correlations": records.FactorCorrelationRecord,
    "weather": records.WeatherRecord,
    "issues": records.IssueRecord,
    "milestones": records.MilestoneRecord,
    "milestone_reports": records.MilestoneReportRecord,
    "decisions": records.DecisionRecord,
    "people": records.PersonRecord,
}


def read(data: bytes, file: str, limits: Limits = DEFAULT) -> PortfolioRecords:
    """Return everything in a workbook, with a finding for each cell that is not right.

    Nothing is computed from formulas: a cell counts for the value Excel stored in it.

    Raises
    ------
    UnreadableFile
        If this is no readable workbook, or one without any of the known sheets.
    FileRefused
        If it is too large, a zip bomb or protected with a password.
    """
    return _read(open_book(data, file, limits), sheets())


def read_of_project(
    data: bytes, file: str, keys: Collection[str], limits: Limits = DEFAULT
) -> PortfolioRecords:
    """Return some sheets of a workbook that may speak of one project without naming it.

    Parameters
    ----------
    keys
        The sheets to read; the others of the format are passed over in silence.

    Raises
    ------
    UnreadableFile, FileRefused
        As `read`.
    """
    return _read(
        open_book(data, file, limits), tuple(_project_left_out(one) for one in sheets() if one.key in keys)
    )


def _project_left_out(sheet: Sheet) -> Sheet:
    """Return the sheet with the column of the project as one that need not be filled in."""
    columns = tuple(
        replace(column, required=False) if column.field == "project" else column for column in sheet.columns
    )
    return replace(sheet, columns=columns, _by_label={})


def _read(book: Book, declared: tuple[Sheet, ...]) -> PortfolioRecords:
    found = _known_sheets(book, declared)
    if not found:
        names = ", ".join(sheet.name("nl") for sheet in declared)
        text = N_("None of the sheets is known. Expected: {sheets}. Map other tables once instead.")
        raise UnreadableFile(
            Finding("no_known_sheet", text, Severity.ERROR, Where(book.file), {"sheets": names})
        )
    book.load([name for name in book.sheet_names if name in found or name == META_SHEET])
    reading = _WorkbookReading(book, PortfolioRecords())
    reading.check_meta()
    passed_over = _known_sheets(book, sheets())
    for name in book.sheet_names:
        if name in found:
            reading.read_sheet(found[name], name)
        elif name in passed_over:
            continue
        elif name != META_SHEET and plain(name) not in {plain(one) for one in README.values()}:
            text = N_("Sheet “{sheet}” is not part of the format; it is ignored.")
            reading.find("unknown_sheet", text, Severity.INFO, Where(book.file, name), sheet=name)
    reading.finish()
    return reading.made


def is_ours(data: bytes, limits: Limits = DEFAULT) -> bool:
    """Return whether these bytes are a workbook with at least one sheet of this format.

    A folder of files is told apart by this: what is not ours is a foreign table.
    """
    try:
        return bool(_known_sheets(open_book(data, "", limits), sheets(), strict=True))
    except UnreadableFile:
        return False


def _known_sheets(book: Book, declared: tuple[Sheet, ...], strict: bool = False) -> dict[str, Sheet]:
    """Return the file's sheet name → the declared sheet; two of a kind are read one after the other."""
    found: dict[str, Sheet] = {}
    for name in book.sheet_names:
        for sheet in declared:
            labels = {plain(label) for labels in sheet.labels.values() for label in labels}
            if plain(name) in labels:
                found[name] = sheet
    if strict and META_SHEET not in book.sheet_names:
        return {name: sheet for name, sheet in found.items() if header_of(sheet, book.rows(name)) is not None}
    return found


@dataclass(slots=True)
class _WorkbookReading:
    book: Book
    made: PortfolioRecords
    planning: list[PlanningRow] = field(default_factory=list)
    settings: dict[str, PlanSettings] = field(default_factory=dict)

    def find(self, code: str, text: str, severity: Severity, where: Where, **fields: Any) -> None:
        self.made.findings.append(Finding(code, text, severity, where, fields))

    def check_meta(self) -> None:
        """Tell if a newer product made this file: it may hold more than is read here."""
        if META_SHEET not in self.book.sheet_names:
            return
        facts = {str(row[0]): row[1] for row in self.book.rows(META_SHEET) if len(row) > 1}
        version = facts.get("schema_version", SCHEMA_VERSION)
        if isinstance(version, (int, float)) and version > SCHEMA_VERSION:
            text = N_("A newer version made this workbook; columns it added are not read.")
            self.find("newer_workbook", text, Severity.WARNING, Where(self.book.file))

    def read_sheet(self, sheet: Sheet, name: str) -> None:
        rows = self.book.rows(name)
        if not any(value != "" for row in rows for value in row):
            return
        where = Where(self.book.file, name)
        header = header_of(sheet, rows)
        if header is None:
            text = N_("The header row is not found: none of the first rows has the labels of this sheet.")
            self.find("no_header", text, Severity.ERROR, where)
            return
        columns = self._columns(sheet, rows[header], header, where)
        if columns is None:
            return
        reading = RowReading(sheet, columns, where, self.book.marks_of(name), self.made.findings)
        for number, row in enumerate(rows[header + 1 :], start=header + 1):
            values = reading.values(row, number)
            if values is not None:
                self._keep(sheet, values)

    def _columns(
        self, sheet: Sheet, header: list[Any], number: int, where: Where
    ) -> dict[int, Column] | None:
        """Return position → column, or ``None`` if the rows cannot be understood."""
        columns: dict[int, Column] = {}
        is_clear = True
        for position, value in enumerate(header):
            label = str(value).strip()
            column = sheet.by_label().get(plain(label))
            place = Where(where.file, where.sheet, cell_name(number, position))
            if column is None:
                if label:
                    text = N_("Column “{column}” is not part of the format; it is ignored.")
                    self.find("unknown_column", text, Severity.INFO, place, column=label[:60])
            elif column in columns.values():
                text = N_("Column “{column}” occurs twice; which of the two counts?")
                self.find("duplicate_column", text, Severity.ERROR, place, column=label[:60])
                is_clear = False
            else:
                columns[position] = column
        for column in sheet.columns:
            if column.required and column not in columns.values():
                text = N_("The required column “{column}” is missing.")
                self.find("missing_column", text, Severity.ERROR, where, column=column.label("nl"))
                is_clear = False
        return columns if is_clear else None

    def _keep(self, sheet: Sheet, values: dict[str, Any]) -> None:
        if sheet.key == "planning":
            self.planning.append(PlanningRow(**values))
            return
        values.pop("cells")
        of_plan = {name: values.pop(name) for name in list(values) if name.startswith("plan.")}
        if "project" in RECORD_OF[sheet.key].__dataclass_fields__:
            values.setdefault("project", "")
        record = RECORD_OF[sheet.key](**values)
        getattr(self.made, sheet.key).append(record)
        if sheet.key == "projects":
            self.settings.setdefault(
                record.code,
                PlanSettings(
                    name=record.name,
                    start=of_plan.get("plan.start"),
                    status_date=of_plan.get("plan.status_date"),
                    calendar=of_plan.get("plan.calendar", ""),
                ),
            )

    def finish(self) -> None:
        """Check what only the whole file can tell, and make the plans."""
        check_unique(self.made)
        check_points(self.made)
        check_references(self.made, self.planning)
        self.made.plans, found = plans(self.planning, self.settings)
        self.made.findings += found
        self.made.findings = without_excess(self.made.findings, self.book.file, self.book.limits.findings)


def header_of(sheet: Sheet, rows: Rows) -> int | None:
    """Return the position of the row with most labels of this sheet; one label is no header."""
    labels = sheet.by_label()
    scores = [len({plain(str(value)) for value in row} & labels.keys()) for row in rows[:_HEADER_WITHIN]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None
