"""Read the cells of one row as its columns expect them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.cells import READERS, read_code, read_text
from stuurbord.exchange.tabular.invisible import hidden_characters, visible
from stuurbord.exchange.tabular.package import SheetMarks
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.exchange.workbook.declaration import Column, Sheet
from stuurbord.exchange.workbook.page import column_letters

_OWN_LANGUAGE: Final = ("duration", "predecessors")


def cell_name(row: int, column: int) -> str:
    """Return Excel's name of a cell from positions counted from 0.

    >>> cell_name(11, 27)
    'AB12'
    """
    return f"{column_letters(column)}{row + 1}"


@dataclass(slots=True)
class RowReading:
    """The columns of one sheet as they stand in a file, ready to read its rows.

    Attributes
    ----------
    columns
        Position in the row → column.
    notations
        Field → how this table writes it, where that is not the workbook's way.
    places
        Position in the row → position in the file, where the two differ.
    """

    sheet: Sheet
    columns: Mapping[int, Column]
    where: Where
    marks: SheetMarks
    findings: list[Finding]
    notations: dict[str, Notation] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in self.columns.values():
            self.notations.setdefault(column.field, column.notation())

    def values(self, row: list[Value], number: int) -> dict[str, Any] | None:
        """Return field → value of a row, or ``None`` if it is empty or lacks a required value.

        ``where`` and ``cells`` are among the fields.
        """
        given = {
            position: row[position]
            for position in self.columns
            if position < len(row) and not _is_empty(row[position])
        }
        if not given and not self._has_mark(number):
            return None
        made: dict[str, Any] = {}
        cells = {column.field: self._cell(number, position) for position, column in self.columns.items()}
        n_before = len(self.findings)
        for position, column in self.columns.items():
            value = self._value(column, given.get(position, ""), cells[column.field])
            if value is not None and value != "":
                made[column.field] = value
        if not made and len(self.findings) == n_before:
            return None
        missing = self._missing(made, cells, n_before)
        first = Where(self.where.file, self.where.sheet, self._cell(number, min(self.columns)))
        return None if missing else {**made, "where": first, "cells": cells}

    def _cell(self, row: int, position: int) -> str:
        """Return where a value stands in the file; a constant counts for the row's first cell."""
        is_moved = bool(self.places)
        return cell_name(row, self.places.get(position, 0) if is_moved else position)

    def _missing(self, made: dict[str, Any], cells: Mapping[str, str], n_before: int) -> bool:
        """Tell which required values are not there; one that was wrong has been told already."""
        told = {finding.where.cell for finding in self.findings[n_before:]}
        missing = [column for column in self.columns.values() if column.required and column.field not in made]
        for column in missing:
            if cells[column.field] not in told:
                text = N_("“{column}” is not filled in, and every row needs it.")
                self._find(
                    "missing_value", text, Severity.ERROR, cells[column.field], column=column.label("nl")
                )
        return bool(missing)

    def _value(self, column: Column, value: Value, cell: str) -> Any:
        if cell in self.marks.errors:
            text = N_("The cell holds Excel's error {error}; type a value.")
            self._find("error_cell", text, Severity.ERROR, cell, error=self.marks.errors[cell])
            return None
        if cell in self.marks.uncomputed:
            text = N_("The formula in this cell was never computed. Open the file in Excel and save it.")
            self._find("formula_without_value", text, Severity.ERROR, cell)
            return None
        if value == "":
            return None
        if column.kind == "percent" and cell in self.marks.above_hundred and isinstance(value, float):
            text = N_("“{value}” lies outside 0–100 %.")
            self._find("percent_out_of_range", text, Severity.ERROR, cell, value=f"{value * 100:.10g} %")
            return None
        if isinstance(value, str):
            if hidden := hidden_characters(value, self._place(cell)):
                self.findings.append(hidden)
            value = visible(value)
        try:
            return _read(column, value, self.notations[column.field])
        except CellProblem as problem:
            self._find(problem.code, problem.text, problem.severity, cell, **problem.fields)
            return problem.used

    def _find(self, code: str, text: str, severity: Severity, cell: str, **fields: Any) -> None:
        self.findings.append(Finding(code, text, severity, self._place(cell), fields))

    def _place(self, cell: str) -> Where:
        return Where(self.where.file, self.where.sheet, cell)

    def _has_mark(self, number: int) -> bool:
        if not self.marks.errors and not self.marks.uncomputed:
            return False
        cells = {self._cell(number, position) for position in self.columns}
        return bool(cells & (self.marks.errors.keys() | self.marks.uncomputed))


def _is_empty(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()


def _read(column: Column, value: Value, notation: Notation) -> Any:
    if column.kind == "duration":
        return value if isinstance(value, float) else read_code(value, notation)
    if column.kind == "predecessors":
        try:
            return read_code(value, notation)
        except CellProblem as problem:
            if problem.severity is Severity.ERROR:
                raise
            return problem.used
    if column.kind == "text":
        return read_text(value, notation)
    return READERS[column.kind](value, notation)
