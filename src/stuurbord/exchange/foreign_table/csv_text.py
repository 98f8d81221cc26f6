"""Read separated text as offices make it: any of four separators, UTF-8 or what Windows made of it."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from typing import Final

from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.tabular.book import Rows
from stuurbord.exchange.tabular.limits import Limits

_SEPARATORS: Final = ";,\t|"
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_ROWS: Final = 50


def read_csv(data: bytes, file: str, limits: Limits) -> tuple[Rows, list[Finding]]:
    """Return the rows of a CSV file as text, and what was assumed in reading it.

    Raises
    ------
    UnreadableFile
        If the bytes are no text, or a quote in it is not closed: rows would be swallowed as one cell.
    FileRefused
        If there are more rows or columns than the limits allow.
    """
    text, findings = _decoded(data, file)
    separator = _separator(text)
    rows: Rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1  # where the row begins that is being read
    try:
        for row in reader:
            if len(rows) >= limits.rows or len(row) > limits.columns:
                told = N_("The table has more than {rows} rows or {columns} columns; it is refused.")
                fields = {"rows": limits.rows, "columns": limits.columns}
                where = Where(file, line=reader.line_num)
                raise FileRefused(Finding("too_many_rows", told, Severity.ERROR, where, fields))
            rows.append(list(row))
            line = reader.line_num + 1
    except csv.Error as error:
        told = N_(
            "From this row on the table cannot be read: a quote is not closed, text follows a closing quote, "
            "or a cell is far too long."
        )
        where = Where(file, line=line)
        raise UnreadableFile(Finding("broken_csv", told, Severity.ERROR, where)) from error
    return rows, findings


def _decoded(data: bytes, file: str) -> tuple[str, list[Finding]]:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in data:
        text = N_("This is neither a table as text (CSV) nor an Excel workbook.")
        raise UnreadableFile(Finding("not_a_table", text, Severity.ERROR, Where(file)))
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = N_("The text is no UTF-8; it is read as Windows-1252 (Western Europe).")
        return data.decode("cp1252", errors="replace"), [
            Finding("windows_text", text, Severity.INFO, Where(file))
        ]


def _separator(text: str) -> str:
    """Return the separator that cuts the first rows into most columns of equal number."""

    def score(separator: str) -> tuple[int, int]:
        sample = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            widths = [len(row) for row in islice(sample, _SAMPLE_ROWS) if row]
        except csv.Error:
            return (0, 0)
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_SEPARATORS, key=score)
