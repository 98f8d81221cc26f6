"""A file that comes back: which registers stand in it, under which columns, row by row as it holds them.

Nothing here looks at what is stored. The file is read in a process of its own, within the limits of every
table; a CSV file holds one register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where, errors_in
from stuurbord.exchange.foreign_table.csv_text import read_csv
from stuurbord.exchange.tabular.book import Book, Rows, base_name, check_size, is_workbook, open_book
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.limits import Limits
from stuurbord.exchange.tabular.package import SheetMarks, column_number
from stuurbord.exchange.workbook.declaration import META_SHEET
from stuurbord.exchange.workbook.read import header_of
from stuurbord.exchange.workbook.register_write import FORMAT, KEY_HEADER
from stuurbord.exchange.workbook.row_reading import cell_name
from stuurbord.language import LANGUAGES
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.lists.sheets.declaration import RegisterSheet, page_name
from stuurbord.web.lists.sheets.export import SCHEMA
from stuurbord.web.reader import reader

_KEY: Final = plain(KEY_HEADER)


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One register as it stands in a file.

    Attributes
    ----------
    columns
        Field → position in a row.
    key
        Position of ``line:version``; None in a sheet that was not made here.
    first
        Position of the first row below the header, counted from 0 in the file.
    """

    sheet: RegisterSheet
    where: Where
    columns: Mapping[str, int]
    key: int | None
    first: int
    rows: Rows
    marks: SheetMarks

    @property
    def marked_rows(self) -> Mapping[int, frozenset[int]]:
        """Position of a row → the positions in it that hold an error or a formula without a result."""
        found: dict[int, set[int]] = {}
        for cell in (*self.marks.errors, *self.marks.uncomputed):
            letters = cell.rstrip("0123456789")
            row = int(cell[len(letters) :]) - 1 - self.first
            found.setdefault(row, set()).add(column_number(letters) - 1)
        kept = set(self.columns.values())
        return {row: frozenset(one & kept) for row, one in found.items() if row >= 0 and one & kept}

    def place(self, row: int, name: str = "") -> Where:
        """Return where a cell stands, from the position of its row below the header."""
        column = self.columns.get(name, min(self.columns.values()))
        return Where(self.where.file, self.where.sheet, cell_name(self.first + row, column))


@dataclass(slots=True)
class ReadFile:
    """All registers of one file, with what was noticed on the way."""

    sheets: list[ReadSheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_file(data: bytes, file: str, door: Register | None = None) -> ReadFile:
    """Return the registers in a file.

    Parameters
    ----------
    door
        The register whose page it was given to: what a sheet or CSV file holds that names none.

    Raises
    ------
    UnreadableFile
        If this is no readable table, or there is no register in it.
    FileRefused
        If it is too large, a zip bomb or protected with a password.
    """
    limits = Limits(file_bytes=settings.STUURBORD_UPLOAD_LIMIT)
    file = base_name(file)
    made = ReadFile()
    check_size(data, file, limits)
    if not is_workbook(data) and door is not None and not data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8")):
        rows, findings = read_csv(data, file, limits)
        made.findings += findings
        _take(made, door, reader().code, Where(file), rows, SheetMarks())
    else:
        _take_book(made, open_book(data, file, limits), door)
    if not made.sheets:
        told = N_("None of the sheets is a register. Export one first and fill that in.")
        errors = [one for one in made.findings if one.severity is Severity.ERROR]
        raise UnreadableFile(*errors or [Finding("no_known_sheet", told, Severity.ERROR, Where(file))])
    return made


def _take_book(made: ReadFile, book: Book, door: Register | None) -> None:
    facts = _facts(book)
    schema = facts.get("schema", "")[:9]  # whoever writes more digits than that says nothing by it
    if schema.isdecimal() and int(schema) > SCHEMA:
        told = N_("A newer version made this workbook; columns it added are not read.")
        made.findings.append(Finding("newer_workbook", told, Severity.WARNING, Where(book.file)))
    language = facts.get("language", "")
    chosen = _registers_by_sheet(book, facts, door)
    book.load(chosen)
    for name in book.sheet_names:
        where = Where(book.file, name)
        if name in chosen:
            code = language if language in LANGUAGES else reader().code
            _take(made, chosen[name], code, where, book.rows(name), book.marks_of(name))
        elif name != META_SHEET:
            told = N_("Sheet “{sheet}” is not a register; it is ignored.")
            made.findings.append(Finding("unknown_sheet", told, Severity.INFO, where, {"sheet": name}))


def _facts(book: Book) -> dict[str, str]:
    """Return what the hidden sheet tells, if it is ours."""
    if META_SHEET not in book.sheet_names:
        return {}
    facts = {str(row[0]): str(row[1]) for row in book.rows(META_SHEET) if len(row) > 1 and row[0] != ""}
    return facts if facts.get("format") == FORMAT else {}


def _registers_by_sheet(book: Book, facts: Mapping[str, str], door: Register | None) -> dict[str, Register]:
    """Return sheet → register: as the hidden sheet says, else by name in any language, else the door's."""
    by_name = {
        plain(name): register
        for register in REGISTERS.values()
        for name in (register.slug, *(page_name(register, code) for code in LANGUAGES))
    }
    for named in facts.get("sheets", "").split(";"):
        slug, _sign, name = named.partition("=")
        if slug in REGISTERS:
            by_name[plain(name)] = REGISTERS[slug]
    found = {name: by_name[plain(name)] for name in book.sheet_names if plain(name) in by_name}
    others = [name for name in book.sheet_names if name != META_SHEET]
    if not found and door is not None and others:
        return {others[0]: door}
    return found


def _take(
    made: ReadFile, register: Register, language: str, where: Where, rows: Rows, marks: SheetMarks
) -> None:
    sheet = RegisterSheet(register, language)
    header = header_of(sheet.sheet, rows)
    if header is None:
        if any(value != "" for row in rows for value in row):
            told = N_("The header row is not found: none of the first rows has the labels of this sheet.")
            made.findings.append(Finding("no_header", told, Severity.ERROR, where))
        return
    n_errors = len(errors_in(made.findings))
    columns, key = _columns(made, sheet, rows[header], header, where)
    missing = [name for name in sheet.names if name in sheet.fixed and name not in columns]
    # A stored line is known by its key; without that column the fields that name it have to be there.
    if missing and key is None:
        for name in missing:
            told = N_("The required column “{column}” is missing.")
            label = sheet.sheet.column(name).label(language)
            made.findings.append(Finding("missing_column", told, Severity.ERROR, where, {"column": label}))
    if len(errors_in(made.findings)) == n_errors:
        made.sheets.append(ReadSheet(sheet, where, columns, key, header + 1, rows[header + 1 :], marks))


def _columns(
    made: ReadFile, sheet: RegisterSheet, header: list[Any], number: int, where: Where
) -> tuple[dict[str, int], int | None]:
    """Return field → position, and the position of the key."""
    columns: dict[str, int] = {}
    key = None
    by_label = _by_label(sheet)
    for position, value in enumerate(header):
        label = plain(str(value))
        place = Where(where.file, where.sheet, cell_name(number, position))
        shown = {"column": str(value).strip()[:60]}
        if label == _KEY and KEY_HEADER in str(value):
            key = position
        elif label in by_label and by_label[label] not in columns:
            columns[by_label[label]] = position
        elif label in by_label:
            told = N_("Column “{column}” occurs twice; which of the two counts?")
            made.findings.append(Finding("duplicate_column", told, Severity.ERROR, place, shown))
        elif label:
            told = N_("Column “{column}” is not part of the format; it is ignored.")
            made.findings.append(Finding("unknown_column", told, Severity.INFO, place, shown))
    absent = [name for name in sheet.names if name not in columns and name not in sheet.fixed]
    if absent:
        told = N_("These columns are not there; nothing changes in them: {columns}.")
        labels = ", ".join(sheet.sheet.column(name).label(sheet.language) for name in absent)
        made.findings.append(Finding("columns_left_out", told, Severity.INFO, where, {"columns": labels}))
    return columns, key


def _by_label(sheet: RegisterSheet) -> dict[str, str]:
    """Return plain label → field; the labels of the file's own language come first."""
    found = {plain(one.label(sheet.language)): one.field for one in sheet.sheet.columns}
    return {label: column.field for label, column in sheet.sheet.by_label().items()} | found
