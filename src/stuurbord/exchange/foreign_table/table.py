"""A foreign table: its rows as they stand in the file, and which of them is the header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.foreign_table.csv_text import read_csv
from stuurbord.exchange.tabular.book import Book, Rows, Value, base_name, check_size, is_workbook, open_book
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.limits import DEFAULT, Limits
from stuurbord.exchange.tabular.package import SheetMarks
from stuurbord.exchange.workbook.declaration import META_SHEET, sheets

_HEADER_WITHIN: Final = 20


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook, or a CSV file.

    Attributes
    ----------
    sheet
        Name of the sheet; empty for CSV.
    header_row
        The row with the column names, counted from 1 as people do.
    cells
        All rows, those above the header included.
    findings
        What was assumed in opening it.
    """

    file: str
    sheet: str
    header_row: int
    cells: Rows
    findings: tuple[Finding, ...] = ()
    book: Book | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """The column names; a column without name is ``""``."""
        return tuple(_as_text(value) for value in self.cells[self.header_row - 1])

    @property
    def rows(self) -> Rows:
        """The rows below the header."""
        return self.cells[self.header_row :]

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """All sheets of the workbook this table came from."""
        return tuple(self.book.sheet_names) if self.book else ()

    @property
    def marks(self) -> SheetMarks:
        """The sheet's error cells and uncomputed formulas."""
        return self.book.marks_of(self.sheet) if self.book else SheetMarks()

    def with_header(self, row: int) -> Table:
        """Return the same table with its header at another row, counted from 1.

        Raises
        ------
        ValueError
            If there is no such row.
        """
        if not 1 <= row <= len(self.cells):
            raise ValueError(f"header row {row} lies outside 1–{len(self.cells)}")
        return replace(self, header_row=row)


def open_table(data: bytes, file: str, sheet: str | None = None, limits: Limits = DEFAULT) -> Table:
    """Open an Excel or CSV file; what it is follows from its bytes, not from its name.

    Parameters
    ----------
    sheet
        Which sheet; without it the first that holds a table.

    Raises
    ------
    UnreadableFile
        If there is no table in it, or not that sheet.
    FileRefused
        If it is too large, a zip bomb or protected with a password.
    """
    file = base_name(file)
    check_size(data, file, limits)
    if not is_workbook(data):
        if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
            text = N_("This is a picture or a PDF, whatever its name says; it holds no table.")
            raise UnreadableFile(Finding("no_table", text, Severity.ERROR, Where(file)))
        rows, findings = read_csv(data, file, limits)
        return _headed(Table(file, "", 1, rows, tuple(findings)))
    book = open_book(data, file, limits)
    if sheet is not None:
        wanted = [name for name in book.sheet_names if plain(name) == plain(sheet)]
        if not wanted:
            text = N_("There is no sheet “{sheet}”; the workbook has: {sheets}.")
            fields = {"sheet": sheet, "sheets": ", ".join(book.sheet_names[:20])}
            raise UnreadableFile(Finding("no_such_sheet", text, Severity.ERROR, Where(file), fields))
        return _headed(Table(file, wanted[0], 1, book.rows(wanted[0]), book=book))
    for name in book.sheet_names:
        rows = book.rows(name) if name != META_SHEET else []
        if _n_filled(rows) >= 2:
            return _headed(Table(file, name, 1, rows, book=book))
    raise _no_table(file)


def signature(headers: Iterable[str]) -> str:
    """Return a hash by which the same kind of table is known again; moved columns give the same.

    >>> signature(["Naam", "Code "]) == signature(["code", "naam"])
    True
    """
    names = sorted({plain(header) for header in headers} - {""})
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def _headed(table: Table) -> Table:
    position = header_position(table.cells)
    if position is None:
        raise _no_table(table.file)
    return replace(table, header_row=position + 1)


def header_position(rows: Rows) -> int | None:
    """Return the position of the header: the first full row of names, below a row of group names if any.

    A row that holds names this product knows goes before one that merely has text.
    """
    known = {label for sheet in sheets() for label in sheet.by_label()}
    best: tuple[int, int] | None = None
    found = None
    for position, row in enumerate(rows[:_HEADER_WITHIN]):
        names = [_as_text(value) for value in row if isinstance(value, str) and value.strip()]
        distinct = {plain(name) for name in names if len(name) <= 80}
        score = (min(len(distinct & known), 8), len(distinct))
        # A later row must be clearly better: rows of text below a header must not win from it.
        if distinct and (best is None or score[0] > best[0] or score[1] >= 2 * best[1] + 1):
            best, found = score, position
    return found


def _n_filled(rows: Rows) -> int:
    return sum(1 for row in rows[:50] if sum(value != "" for value in row) >= 2)


def _as_text(value: Value) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def _no_table(file: str) -> UnreadableFile:
    text = N_("There is no table in this file: no row of column names with rows below it.")
    return UnreadableFile(Finding("no_table", text, Severity.ERROR, Where(file)))
