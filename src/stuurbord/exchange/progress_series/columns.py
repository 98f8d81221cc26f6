"""Columns of one sheet by the name in their header, and cells as the figures they should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, TypeVar

from stuurbord.errors import N_, Finding, Where
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.dates import read_moment
from stuurbord.exchange.tabular.durations import WorkingUnits, read_duration
from stuurbord.exchange.tabular.numbers import MOST_EURO, read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation, shown
from stuurbord.plan.calendar import NONE, instant

Read = TypeVar("Read")
CELL: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
"""A cell as findings name it."""
_NOTATION = Notation(decimal=".", date_order="dmy")


def column_letter(position: int) -> str:
    """Return the name of a column, counted from 0.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """Return where the column of this name stands, counted from 0.

    >>> column_position("A"), column_position("AB")
    (0, 27)
    """
    position = 0
    for letter in letters:
        position = 26 * position + ord(letter) - ord("A") + 1
    return position - 1


@dataclass(slots=True)
class SheetCells:
    """The rows below a header.

    Attributes
    ----------
    first_line
        Line of the sheet, counted from 1, of the first row.
    units
        What a day of work is, for durations.
    """

    file: str
    sheet: str
    headers: Sequence[Value]
    rows: Sequence[Sequence[Value]]
    first_line: int
    units: WorkingUnits = field(default_factory=WorkingUnits)
    findings: list[Finding] = field(default_factory=list)

    def position(self, header: str, nth: int = 0) -> int | None:
        """Return where the ``nth`` column of this name stands."""
        found = [at for at, one in enumerate(self.headers) if str(one).strip() == header]
        return found[nth] if nth < len(found) else None

    def moment(self, row: int, position: int | None) -> int:
        """Return an instant, or `NONE`."""
        value = self._read(row, position, lambda cell: read_moment(cell, _NOTATION))
        return NONE if value is None else as_instant(value)

    def cents(self, row: int, position: int | None) -> int:
        """Return an amount in cents, or `NONE`."""
        value = self._read(row, position, _amount)
        return NONE if value is None else int((value * 100).to_integral_value(ROUND_HALF_EVEN))

    def number(self, row: int, position: int | None) -> float | None:
        """Return a number as it stands there."""
        value = self._read(row, position, lambda cell: read_number(cell, _NOTATION))
        return None if value is None else float(value)

    def seconds(self, row: int, position: int | None, unit: str = "d") -> int:
        """Return working seconds, or `NONE`; a number without unit counts ``unit``."""
        value = self._read(row, position, lambda cell: read_duration(cell, self.units, unit).seconds)
        return NONE if value is None else value

    def _read(self, row: int, position: int | None, reader: Callable[[Value], Read]) -> Read | None:
        cells = self.rows[row]
        value = cells[position] if position is not None and position < len(cells) else ""
        if value == "" or position is None:
            return None
        try:
            return reader(value)
        except CellProblem as problem:
            cell = f"{column_letter(position)}{self.first_line + row}"
            where = Where(self.file, self.sheet, cell)
            self.findings.append(Finding(problem.code, problem.text, problem.severity, where, problem.fields))
            used: Read | None = problem.used
            return used


def as_instant(value: date | datetime) -> int:
    """Return a moment as an instant; a day without time counts from its start."""
    if isinstance(value, datetime):
        return instant(value)  # to the nearest second: Excel keeps fractions of a day
    return instant(datetime.combine(value, time()))


def _amount(value: Value) -> Decimal:
    amount = read_number(value, _NOTATION)
    if abs(amount) >= MOST_EURO:
        told = N_("“{value}” is larger than any budget; check the amount.")
        raise CellProblem("amount_out_of_range", told, value=shown(value))
    return amount
