"""Read a progress sheet back: every row that tells something, every cell judged, nothing ever evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where, errors_in
from stuurbord.exchange.progress_sheet.columns import FORMAT, OPEN, PROGRESS, SCHEMA, ToldRow
from stuurbord.exchange.tabular.book import Book, Rows, base_name, open_book
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.limits import DEFAULT, Limits
from stuurbord.exchange.workbook.declaration import META_SHEET, Column
from stuurbord.exchange.workbook.read import header_of
from stuurbord.exchange.workbook.register_write import KEY_HEADER
from stuurbord.exchange.workbook.row_reading import RowReading

MOST_ROWS: Final = 20_000
"""Rows that are read; a plan has no more."""
_OPEN_FIELDS: Final = frozenset(column.field for column in OPEN)
_DIGITS: Final = 18


@dataclass(slots=True)
class ReadProgress:
    """What a progress sheet tells, with what was noticed.

    Attributes
    ----------
    facts
        What the hidden sheet says of where it came from; empty for a table that was not made here.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    rows: list[ToldRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(data: bytes, file: str, limits: Limits = DEFAULT) -> ReadProgress:
    """Return the rows of a progress sheet in which something is filled in.

    Raises
    ------
    UnreadableFile
        If this is no readable workbook, or one without a progress sheet.
    FileRefused
        If it is too large, a zip bomb or protected with a password.
    """
    file = base_name(file)
    book = open_book(data, file, limits)
    name = _sheet_of(book)
    book.load([one for one in (name, META_SHEET) if one in book.sheet_names])
    made = ReadProgress(_facts(book))
    where = Where(file, name)
    if made.facts.get("schema", "")[:9].isdecimal() and int(made.facts["schema"][:9]) > SCHEMA:
        told = N_("A newer version made this workbook; columns it added are not read.")
        made.findings.append(Finding("newer_workbook", told, Severity.WARNING, Where(file)))
    rows = book.rows(name)
    header = header_of(PROGRESS, rows)
    if header is None:
        told = N_("The header row is not found: none of the first rows has the labels of this sheet.")
        raise UnreadableFile(Finding("no_header", told, Severity.ERROR, where))
    columns, key = _columns(rows[header])
    if key is None or not any(column.field in _OPEN_FIELDS for column in columns.values()):
        told = N_(
            "The columns to fill in, or the hidden one that names the tasks, are gone. Use a new sheet."
        )
        raise UnreadableFile(Finding("no_task_column", told, Severity.ERROR, where))
    if len(rows) - header - 1 > MOST_ROWS:
        told = N_("The sheet has {n} rows; at most {most} are read.")
        fields = {"n": len(rows) - header - 1, "most": MOST_ROWS}
        raise UnreadableFile(Finding("too_many_rows", told, Severity.ERROR, where, fields))
    _read_rows(
        made, RowReading(PROGRESS, columns, where, book.marks_of(name), made.findings), rows, header, key
    )
    return made


def _sheet_of(book: Book) -> str:
    names = {plain(label) for labels in PROGRESS.labels.values() for label in labels}
    found = next((one for one in book.sheet_names if plain(one) in names), None)
    if found is None:
        told = N_("There is no progress sheet in this workbook. Download one first and fill that in.")
        raise UnreadableFile(Finding("no_known_sheet", told, Severity.ERROR, Where(book.file)))
    return found


def _facts(book: Book) -> dict[str, str]:
    if META_SHEET not in book.sheet_names:
        return {}
    rows = book.rows(META_SHEET)
    facts = {str(row[0]): str(row[1]) for row in rows if len(row) > 1 and row[0] != ""}
    return facts if facts.get("format") == FORMAT else {}


def _columns(header: list[Any]) -> tuple[dict[int, Column], int | None]:
    """Return position → column to fill in, and the position of the key."""
    by_label = PROGRESS.by_label()
    found: dict[int, Column] = {}
    key = None
    for position, value in enumerate(header):
        label = plain(str(value))
        if KEY_HEADER in str(value):
            key = position
        elif (column := by_label.get(label)) is not None and column not in found.values():
            found[position] = column
    return found, key


def _read_rows(made: ReadProgress, reading: RowReading, rows: Rows, header: int, key: int) -> None:
    told_columns = {at: column for at, column in reading.columns.items() if column.field in _OPEN_FIELDS}
    named = next((at for at, column in reading.columns.items() if column.field == "name"), None)
    own = RowReading(PROGRESS, told_columns, reading.where, reading.marks, made.findings)
    for number, row in enumerate(rows[header + 1 :], start=header + 1):
        n_before = len(made.findings)
        values = own.values(row, number)
        has_errors = bool(errors_in(made.findings[n_before:]))
        if values is None:
            continue
        uid, revision = _key_of(row[key] if key < len(row) else "")
        name = str(row[named])[:400] if named is not None and named < len(row) else ""
        made.rows.append(_told(values, uid, revision, name, has_errors=has_errors))


def _told(
    values: Mapping[str, Any], uid: int | None, revision: int | None, name: str, *, has_errors: bool
) -> ToldRow:
    percent: Decimal | None = values.get("percent")
    return ToldRow(
        uid=uid,
        revision=revision,
        name=name,
        percent=None if percent is None else round(percent * 100),
        actual_start=values.get("actual_start"),
        actual_finish=values.get("actual_finish"),
        remaining_days=values.get("remaining_days"),
        remark=str(values.get("remark", ""))[:1000],
        where=values["where"],
        cells=values["cells"],
        has_errors=has_errors,
    )


def _key_of(value: Any) -> tuple[int | None, int | None]:
    """Return task and revision from ``uid:revision``."""
    uid, _sign, revision = str(value).partition(":")
    sign = -1 if uid.startswith("-") else 1
    digits = uid.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS):
        return None, None
    is_number = revision.isascii() and revision.isdecimal() and len(revision) < 10
    return sign * int(digits), int(revision) if is_number else None
