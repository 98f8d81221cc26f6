"""The rows of a table of progress: its header found, its cells read, what is no figure told and left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.foreign_table.csv_text import read_csv
from stuurbord.exchange.progress_series.amounts import decimal_mark, read_cents
from stuurbord.exchange.progress_series.columns import as_instant
from stuurbord.exchange.tabular.book import Rows, Value, is_workbook, open_book
from stuurbord.exchange.tabular.dates import read_moment
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.tabular.limits import Limits
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Integers

_LABELS: Final = {
    "period_end": "period end|status date|date|datum|statusdatum|einde periode|fin de periode|date d etat",
    "pv": "pv|planned value|bcws|geplande waarde|valeur planifiee",
    "ev": "ev|earned value|bcwp|verdiende waarde|valeur acquise",
    "ac": "ac|actual cost|acwp|werkelijke kosten|cout reel",
}
_COLUMN_OF: Final = {label: name for name, labels in _LABELS.items() for label in labels.split("|")}
_AMOUNTS: Final = ("pv", "ev", "ac")
_HEADER_WITHIN: Final = 20
_NOTHING: Final = frozenset({"", "nan", "na", "n/a", "null", "none", "nat", "-"})
"""What programs and people write where they have no figure."""


@dataclass(frozen=True, slots=True, eq=False)
class ProgressRows:
    """Rows as they stand in the table; arrays of shape (n_rows,), money in cents, `NONE` where not given."""

    days_only: bool
    line: Integers
    period_end: Integers
    planned_value: Integers
    earned_value: Integers
    actual_cost: Integers

    def __len__(self) -> int:
        return len(self.line)

    def chosen(self, order: Integers) -> ProgressRows:
        """Return these rows in this order."""
        columns = (self.line, self.period_end, self.planned_value, self.earned_value, self.actual_cost)
        return ProgressRows(self.days_only, *(column[order] for column in columns))


def read_rows(data: bytes, file: str, limits: Limits) -> tuple[ProgressRows, list[Finding]]:
    """Return the rows with a date, and a finding per cell that is not right."""
    findings: list[Finding] = []
    if is_workbook(data):
        book = open_book(data, file, limits)
        cells = book.rows(book.sheet_names[0])
    else:
        cells, findings = read_csv(data, file, limits)
    header, positions = _header(cells, file)
    reading = _Reading(file, positions, _decimal(cells[header:], positions, data), findings)
    found = [
        row
        for number, values in enumerate(cells[header + 1 :], start=header + 2)
        if (row := reading.row(values, number)) is not None
    ]
    columns = np.array(found, np.int64).reshape(len(found), 5).T
    if not reading.has_times:  # a day without a time counts to its end
        columns[1] += DAY
    return ProgressRows(not reading.has_times, *columns), findings


class _Reading:
    """Cells by their column, with what was wrong with them."""

    def __init__(self, file: str, positions: dict[str, int], decimal: str, findings: list[Finding]) -> None:
        self.file, self.positions, self.decimal, self.findings = file, positions, decimal, findings
        self.has_times = False

    def row(self, values: list[Value], line: int) -> tuple[int, int, int, int, int] | None:
        """Return (line, instant, planned, earned, spent), or None for a row without date."""
        if all(self._is_nothing(value) for value in values):
            return None
        period_end = self._period_end(self._cell(values, "period_end"), line)
        if period_end is None:
            return None
        planned, earned, spent = (self._cents(self._cell(values, name), line) for name in _AMOUNTS)
        return line, period_end, planned, earned, spent

    def _cell(self, values: list[Value], name: str) -> Value:
        position = self.positions.get(name)
        value = values[position] if position is not None and position < len(values) else ""
        return "" if self._is_nothing(value) else value

    @staticmethod
    def _is_nothing(value: Value) -> bool:
        return isinstance(value, str) and value.strip().casefold() in _NOTHING

    def _period_end(self, value: Value, line: int) -> int | None:
        if value == "":
            told = N_("This row has no status date; it is left out.")
            self._tell(CellProblem("progress_without_date", told), line)
            return None
        when: date | None
        try:
            when = read_moment(value, Notation())
        except CellProblem as problem:
            self._tell(problem, line)
            when = problem.used
        if when is None:
            return None
        found = as_instant(when)
        # Midnight is how programs write a day without a time.
        self.has_times |= found % DAY != 0
        return found

    def _cents(self, value: Value, line: int) -> int:
        if value == "":
            return NONE
        try:
            return read_cents(value, self.decimal)
        except CellProblem as problem:
            self._tell(problem, line)
            return NONE

    def _tell(self, problem: CellProblem, line: int) -> None:
        """Keep a problem as a warning: the cell is left out and the rest is read."""
        severity = Severity.INFO if problem.severity is Severity.INFO else Severity.WARNING
        self.findings.append(
            Finding(problem.code, problem.text, severity, Where(self.file, line=line), problem.fields)
        )


def _header(cells: Rows, file: str) -> tuple[int, dict[str, int]]:
    """Return the position of the first row that names the dates and two of the amounts, and its columns."""
    best: dict[str, int] = {}
    for number, row in enumerate(cells[:_HEADER_WITHIN]):
        named: dict[str, int] = {}
        for position, value in enumerate(row):
            name = _COLUMN_OF.get(plain(value)) if isinstance(value, str) and len(value) <= 80 else None
            if name is not None:
                named.setdefault(name, position)
        if {"period_end", "pv", "ev"} <= named.keys():
            return number, named
        best = named if len(named) > len(best) else best
    missing = [name for name in ("period_end", "pv", "ev") if name not in best]
    told = N_("The table has no column {columns}. Its first row names period_end, pv, ev and ac.")
    fields = {"columns": ", ".join(missing)}
    raise UnreadableFile(
        Finding("progress_columns_missing", told, Severity.ERROR, Where(file, line=1), fields)
    )


def _decimal(cells: Rows, positions: dict[str, int], data: bytes) -> str:
    """Return which mark separates decimals, judged on the columns with amounts."""
    texts = [
        value
        for row in cells[1:]
        for name in _AMOUNTS
        if (position := positions.get(name, len(row))) < len(row)
        and isinstance(value := row[position], str)
        and len(value) <= 100
    ]
    first_line = data[:4096].replace(b"\0", b"").splitlines()[0] if data.strip() else b""
    separator = next((mark for mark in ";\t|" if mark.encode() in first_line), ",")
    return decimal_mark(texts, separator)
