"""How a foreign table is read: which of its columns is which of ours, decided once by a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stuurbord.exchange.workbook.declaration import ORDER, sheet

SUMMARY_COSTS: Final = ("own", "totals")
START_DATES: Final = ("constrain", "inform")
DECIMALS: Final = ("", ",", ".")
DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
DURATION_UNITS: Final = ("d", "h", "w", "mo", "min")


def _nothing() -> Mapping_[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One of our fields and the foreign columns it is read from.

    Attributes
    ----------
    field
        ``sheet.field``, such as ``projects.name`` or ``planning.duration``.
    headers
        Column names in the foreign table; several are joined with ``join``, equal parts once.
    year
        For ``budget.…``: the year this column is of, where a table has a column per year.
    prefix
        Put before the value, for codes that are mere numbers elsewhere.
    values
        Foreign value → ours; others stay.
    multiply
        Factor on a number, such as ``1000`` for amounts in thousands.
    """

    field: str
    headers: tuple[str, ...]
    join: str = " – "
    year: int | None = None
    prefix: str = ""
    values: Mapping_[str, str] = dataclasses.field(default_factory=_nothing)
    multiply: int = 1

    def __post_init__(self) -> None:
        check_field(self.field)
        if not self.headers:
            raise ValueError(f"{self.field} names no column")
        if self.year is not None and not self.field.startswith("budget."):
            raise ValueError(f"{self.field} has a year, which only columns of the budget have")


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that is needed to read one kind of foreign table.

    Attributes
    ----------
    target
        Sheet that a row of the table is a row of; columns may feed others besides.
    sheet, header_row
        Where the table usually stands; empty and 0: found by itself. A header that is found elsewhere and
        has the columns goes before ``header_row``.
    constants
        ``sheet.field`` → the value of every row.
    project_from_file
        The table is of one project, and the file's name is its code.
    total_row
        (column name, value) of the row that is the project's total and no task; its name is the project's.
    calendar_sheet
        Sheet with hours, weekdays and holidays, as ProTrack writes them.
    summary_costs
        ``own`` or ``totals``: whether a summary's cost already counts its parts.
    start_dates
        ``constrain`` or ``inform``: whether a start date holds a task back.
    skip_zero
        Leave out budget rows of which each amount is zero.
    """

    name: str
    target: str
    columns: tuple[ColumnMapping, ...]
    sheet: str = ""
    header_row: int = 0
    constants: Mapping_[str, str] = dataclasses.field(default_factory=_nothing)
    decimal: str = ""
    date_order: str = "dmy"
    duration_unit: str = "d"
    project_from_file: bool = False
    total_row: tuple[str, str] | None = None
    calendar_sheet: str = ""
    summary_costs: str = "own"
    start_dates: str = "constrain"
    skip_zero: bool = False

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("target", self.target, tuple(ORDER)),
            ("decimal", self.decimal, DECIMALS),
            ("date_order", self.date_order, DATE_ORDERS),
            ("duration_unit", self.duration_unit, DURATION_UNITS),
            ("summary_costs", self.summary_costs, SUMMARY_COSTS),
            ("start_dates", self.start_dates, START_DATES),
        ):
            if value not in allowed:
                raise ValueError(f"{name} is {value!r}, not one of {', '.join(map(repr, allowed))}")
        for constant in self.constants:
            check_field(constant)
        if not 0 <= self.header_row <= 1_000:
            raise ValueError(f"header_row is {self.header_row}, not within 0–1000")

    def fields_of(self, key: str) -> set[str]:
        """Return the fields of one of our sheets that this mapping fills."""
        given = {column.field for column in self.columns} | set(self.constants)
        return {name.split(".", 1)[1] for name in given if name.split(".", 1)[0] == key}

    def targets(self) -> list[str]:
        """Return the sheets this mapping fills, the main target first."""
        given = {column.field.split(".", 1)[0] for column in self.columns}
        return [self.target, *(key for key in ORDER if key in given and key != self.target)]


def check_field(name: str) -> None:
    """Refuse a field that the workbook does not have."""
    key, _, rest = name.partition(".")
    if key not in ORDER or not any(column.field == rest for column in sheet(key).columns):
        raise ValueError(f"{name!r} is no field; write sheet.field, such as projects.name")
