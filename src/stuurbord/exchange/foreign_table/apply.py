"""Read a foreign table through its mapping: the same records and findings as the workbook gives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.foreign_table.agenda import read_agenda
from stuurbord.exchange.foreign_table.mapping import ColumnMapping, Mapping
from stuurbord.exchange.foreign_table.suggest import required_fields
from stuurbord.exchange.foreign_table.table import Table
from stuurbord.exchange.records import PortfolioRecords, ProjectRecord
from stuurbord.exchange.tabular.book import Value, base_name
from stuurbord.exchange.tabular.cells import read_text
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.limits import DEFAULT
from stuurbord.exchange.tabular.numbers import read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.exchange.workbook.declaration import Column, sheet
from stuurbord.exchange.workbook.planning_read import plans
from stuurbord.exchange.workbook.planning_rows import PlanningRow, PlanSettings
from stuurbord.exchange.workbook.points import check_points
from stuurbord.exchange.workbook.read import RECORD_OF
from stuurbord.exchange.workbook.row_reading import RowReading
from stuurbord.exchange.workbook.whole import check_unique, without_excess
from stuurbord.plan import Calendar

_AMOUNTS = (
    "budgeted_commitment",
    "committed",
    "forecast_commitment",
    "budgeted_payment",
    "paid",
    "forecast_payment",
)


def apply(table: Table, mapping: Mapping, file: str = "") -> PortfolioRecords:
    """Return what the table holds, with a finding per cell that is not right.

    Parameters
    ----------
    file
        Name of the file, which may give the project its code; without it the table's own.
    """
    table = _headed(table, mapping)
    applying = _Applying(table, mapping, base_name(file or table.file))
    applying.made.findings += table.findings
    if applying.is_complete():
        applying.read()
    applying.made.findings = without_excess(applying.made.findings, table.file, DEFAULT.findings)
    return applying.made


def _headed(table: Table, mapping: Mapping) -> Table:
    """Return the table with the mapping's header row, unless the one that was found has its columns."""
    wanted = {plain(header) for column in mapping.columns for header in column.headers}
    is_found = wanted <= {plain(header) for header in table.headers}
    if is_found or not 1 <= mapping.header_row <= len(table.cells):
        return table
    return table.with_header(mapping.header_row)


@dataclass(slots=True)
class _Source:
    """One kind of record a row gives, and the columns that feed it."""

    key: str
    columns: list[ColumnMapping]
    year: int | None = None


@dataclass(slots=True)
class _Applying:
    table: Table
    mapping: Mapping
    file: str
    made: PortfolioRecords = field(default_factory=PortfolioRecords)
    planning: list[PlanningRow] = field(default_factory=list)
    project_name: str = ""
    positions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, header in enumerate(self.table.headers):
            self.positions.setdefault(plain(header), position)

    @property
    def where(self) -> Where:
        return Where(self.table.file, self.table.sheet)

    @property
    def code(self) -> str:
        """The project's code where the whole file is one project."""
        return PurePath(self.file).stem.strip()[:60]

    def is_complete(self) -> bool:
        """Tell what the mapping needs and neither it nor the table has."""
        n_before = len(self.made.findings)
        for key in self.mapping.targets():
            given = self.mapping.fields_of(key) | {"project", "year"}
            if key == self.mapping.target and not self.mapping.project_from_file:
                given = self.mapping.fields_of(key)
            for missing in sorted(set(required_fields(key)) - given):
                text = N_("The mapping does not say which column is “{column}”, and every row needs it.")
                label = sheet(key).column(missing).label("nl")
                self._find("mapping_incomplete", text, Severity.ERROR, column=label)
        for column in self.mapping.columns:
            absent = [header for header in column.headers if plain(header) not in self.positions]
            key, name = column.field.split(".", 1)
            if absent:
                text = N_("Column “{column}” of the mapping is not in this table.")
                is_needed = name in required_fields(key) and len(absent) == len(column.headers)
                severity = Severity.ERROR if is_needed else Severity.WARNING
                self._find("mapped_column_missing", text, severity, column=absent[0])
        return not any(one.severity is Severity.ERROR for one in self.made.findings[n_before:])

    def _find(self, code: str, text: str, severity: Severity, **fields: Any) -> None:
        self.made.findings.append(Finding(code, text, severity, self.where, fields))

    def read(self) -> None:
        """Read every row for every kind of record it gives."""
        sources = self._sources()
        readings = [self._reading(source) for source in sources]
        for number, row in enumerate(self.table.rows, start=self.table.header_row):
            if self._is_total(row):
                self.project_name = self._name_in(row)
                continue
            code = ""
            for source, reading in zip(sources, readings, strict=True):
                values = reading.values(self._virtual(source, row), number)
                if values is not None:
                    code = values.get("code", "") if source.key == "projects" else code
                    self._keep(source, values, code)
        check_unique(self.made)
        check_points(self.made)
        if self.planning:
            self._plan()

    def _sources(self) -> list[_Source]:
        """Return the kinds of record, with one of the budget per year that has columns of its own."""
        found = []
        for key in self.mapping.targets():
            columns = [one for one in self.mapping.columns if one.field.startswith(f"{key}.")]
            given = sorted({one.year for one in columns if one.year is not None})
            years: list[int | None] = [*given] or [None]
            for year in years:
                found.append(_Source(key, [one for one in columns if one.year in (None, year)], year))
        return found

    def _reading(self, source: _Source) -> RowReading:
        """Return a reader of rows in which the source's columns stand side by side."""
        declared = sheet(source.key)
        columns: dict[int, Column] = {}
        places: dict[int, int] = {}
        notations: dict[str, Notation] = {}
        for number, one in enumerate(source.columns):
            column = declared.column(one.field.split(".", 1)[1])
            columns[number] = column
            places[number] = min((self.positions.get(plain(header), 0) for header in one.headers), default=0)
            notations[column.field] = column.notation(self.mapping.decimal, self.mapping.date_order)
        for constant in self.mapping.constants:
            key, name = constant.split(".", 1)
            if key == source.key and name not in notations:
                columns[len(columns)] = declared.column(name)
        marks = self.table.marks
        return RowReading(declared, columns, self.where, marks, self.made.findings, notations, places)

    def _virtual(self, source: _Source, row: list[Value]) -> list[Value]:
        """Return the source's values of a row: joined, translated, multiplied; constants behind them."""
        values = [self._value(one, row) for one in source.columns]
        if all(value == "" for value in values):
            return []
        filled = {one.field.split(".", 1)[1] for one in source.columns}
        for constant, value in self.mapping.constants.items():
            key, name = constant.split(".", 1)
            if key == source.key and name not in filled:
                values.append(value)
        return values

    def _value(self, column: ColumnMapping, row: list[Value]) -> Value:
        parts = [self._cell(row, header) for header in column.headers]
        value = parts[0] if len(parts) == 1 else _joined(parts, column.join)
        if value == "":
            return ""
        if column.values:
            by_label = {plain(old): new for old, new in column.values.items()}
            value = by_label.get(plain(_shown(value)), value)
        if column.multiply != 1:
            value = self._multiplied(value, column.multiply)
        return f"{column.prefix}{_shown(value)}" if column.prefix else value

    def _multiplied(self, value: Value, factor: int) -> Value:
        try:
            return float(read_number(value, Notation(self.mapping.decimal)) * factor)
        except CellProblem:
            return value  # the column's own reader tells what is wrong with it

    def _cell(self, row: list[Value], header: str) -> Value:
        position = self.positions.get(plain(header))
        return row[position] if position is not None and position < len(row) else ""

    def _is_total(self, row: list[Value]) -> bool:
        if self.mapping.total_row is None:
            return False
        header, value = self.mapping.total_row
        return _shown(self._cell(row, header)) == value

    def _name_in(self, row: list[Value]) -> str:
        named = [one for one in self.mapping.columns if one.field == "planning.name"]
        return _shown(self._value(named[0], row)) if named else ""

    def _keep(self, source: _Source, values: dict[str, Any], code: str) -> None:
        values = {name: value for name, value in values.items() if not name.startswith("plan.")}
        if source.key != "projects" and "project" not in values:
            values["project"] = self.code if self.mapping.project_from_file else code
            if not values["project"]:
                return  # its own row was refused, and told
        if source.year is not None:
            values["year"] = source.year
        if source.key == "planning":
            self.planning.append(PlanningRow(**values))
            return
        values.pop("cells")
        amounts = [values[name] for name in _AMOUNTS if name in values]
        is_empty = not amounts or (self.mapping.skip_zero and not any(amounts))
        if source.key == "budget" and is_empty:
            return
        getattr(self.made, source.key).append(RECORD_OF[source.key](**values))

    def _plan(self) -> None:
        """Make the plans, and the project itself where the file is one."""
        calendar = self._calendar()
        common = PlanSettings(
            given_calendar=calendar,
            default_unit=self.mapping.duration_unit,
            summary_costs_are_totals=self.mapping.summary_costs == "totals",
            start_is_constraint=self.mapping.start_dates == "constrain",
        )
        codes = {row.project for row in self.planning}
        settings = {code: replace(common, name=self.project_name or code) for code in codes}
        if self.mapping.project_from_file:
            name = self.project_name or self.code
            self.made.projects.append(ProjectRecord(self.code, name, where=self.where))
        self.made.plans, found = plans(self.planning, settings)
        self.made.findings += found

    def _calendar(self) -> Calendar | None:
        book, wanted = self.table.book, plain(self.mapping.calendar_sheet)
        if book is None or not wanted:
            return None
        name = next((one for one in book.sheet_names if plain(one) == wanted), None)
        calendar = read_agenda(book.rows(name), name) if name else None
        if calendar is None:
            text = N_(
                "Sheet “{sheet}” gives no working hours; the Flemish administration's calendar is used."
            )
            self._find("no_agenda", text, Severity.WARNING, sheet=self.mapping.calendar_sheet)
        return calendar


def _joined(parts: list[Value], between: str) -> str:
    """Return the parts in a row; one that says no more than another is left out."""
    texts = list(dict.fromkeys(text for part in parts if (text := _shown(part))))
    return between.join(texts)


def _shown(value: Value) -> str:
    try:
        return str(read_text(value, Notation())) if value != "" else ""
    except CellProblem as problem:
        return str(problem.used)
