"""Open a workbook of a user: refused or damaged files end here, what remains is sheets of plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath, PureWindowsPath

from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.tabular.limits import DEFAULT, MEBIBYTE, Limits
from stuurbord.exchange.tabular.package import SheetMarks, damaged, inspect, protected
from stuurbord.exchange.tabular.reading_process import ReadingFailed, Sheets, read_sheets

Value = int | float | str | bool | date | datetime | time | timedelta
Rows = list[list[Value]]

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_OLE_LIMIT = 10 * MEBIBYTE
"""The old binary format cannot be inspected before reading, so only small files are read."""
_KINDS = {
    b"%PDF": "PDF",
    b"{\\rt": "RTF",
    b"<htm": "HTML",
    b"<!DO": "HTML",
    b"<?xm": "XML",
    b"\x89PNG": "PNG",
}


@dataclass(slots=True)
class Book:
    """An opened workbook.

    Attributes
    ----------
    sheet_names
        Hidden sheets included, in the order of the file.
    marks
        Sheet → its error cells and uncomputed formulas; none are known of an old .xls file.
    """

    file: str
    data: bytes
    sheet_names: list[str]
    marks: dict[str, SheetMarks] = field(default_factory=dict)
    limits: Limits = DEFAULT
    loaded: Sheets = field(default_factory=dict)

    def rows(self, sheet: str) -> Rows:
        """Return the values of a sheet from A1; an empty cell is ``""``.

        Raises
        ------
        UnreadableFile, FileRefused
            As `load`.
        """
        self.load([sheet])
        return self.loaded[sheet]

    def load(self, sheets: Iterable[str]) -> None:
        """Read several sheets at once, which is faster than one by one.

        Raises
        ------
        UnreadableFile
            If the sheets are damaged.
        FileRefused
            If they take more memory or time than allowed.
        """
        wanted = [name for name in sheets if name not in self.loaded]
        if wanted:
            self.loaded |= _read(self.data, self.file, wanted, self.limits)

    def marks_of(self, sheet: str) -> SheetMarks:
        """Return what a reader of values passes over in this sheet."""
        return self.marks.get(sheet, SheetMarks())


def open_book(data: bytes, file: str, limits: Limits = DEFAULT) -> Book:
    """Open an Excel workbook (.xlsx, .xlsm, .xls).

    Raises
    ------
    UnreadableFile
        If the bytes are no workbook, or a damaged one.
    FileRefused
        If the file is too large, a zip bomb or protected with a password.
    """
    file = base_name(file)
    check_size(data, file, limits)
    if data.startswith(_ZIP):
        marks = inspect(data, file, limits)
        return Book(file, data, list(marks), marks, limits)
    if data.startswith(_OLE):
        return _old_book(data, file, limits)
    raise _not_a_workbook(data, file)


def check_size(data: bytes, file: str, limits: Limits) -> None:
    """Refuse an empty file and one above the limit."""
    where = Where(file)
    if not data:
        raise UnreadableFile(Finding("empty_file", N_("The file is empty."), Severity.ERROR, where))
    if len(data) > limits.file_bytes:
        text = N_("The file is {size} MB; at most {limit} MB is read.")
        fields = {"size": -(-len(data) // MEBIBYTE), "limit": limits.file_bytes // MEBIBYTE}
        raise FileRefused(Finding("file_too_large", text, Severity.ERROR, where, fields))


def base_name(file: str) -> str:
    """Return a file's name without folders, whichever system wrote it.

    >>> base_name("C:\\\\plannen\\\\sluis.xlsx")
    'sluis.xlsx'
    """
    return PurePosixPath(PureWindowsPath(file).as_posix()).name


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes begin as an Excel workbook does, whatever the file is called."""
    return data.startswith((_ZIP, _OLE))


def _read(data: bytes, file: str, names: list[str] | None, limits: Limits) -> Sheets:
    try:
        return read_sheets(data, names, limits)
    except ReadingFailed as failed:
        if failed.reason == "too_large":
            text = N_("The workbook takes more memory or time to read than is allowed; it is refused.")
            raise FileRefused(
                Finding("workbook_too_demanding", text, Severity.ERROR, Where(file))
            ) from failed
        raise (protected(file) if failed.reason == "protected" else damaged(file)) from failed


def _old_book(data: bytes, file: str, limits: Limits) -> Book:
    # An encrypted .xlsx is an OLE container that names its stream so, in UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise protected(file)
    if len(data) > _OLE_LIMIT:
        text = N_("Old .xls files above {limit} MB are not read. Save it as .xlsx and try again.")
        fields = {"limit": _OLE_LIMIT // MEBIBYTE}
        raise FileRefused(Finding("old_workbook_too_large", text, Severity.ERROR, Where(file), fields))
    sheets = _read(data, file, None, limits)
    return Book(file, data, list(sheets), limits=limits, loaded=sheets)


def _not_a_workbook(data: bytes, file: str) -> UnreadableFile:
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")
    if kind:
        text = N_("This is a {kind} file, not an Excel workbook. Save it as .xlsx and try again.")
    else:
        text = N_("This is not an Excel workbook. Save it as .xlsx and try again.")
    return UnreadableFile(Finding("not_a_workbook", text, Severity.ERROR, Where(file), {"kind": kind}))
