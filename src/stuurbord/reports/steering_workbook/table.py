"""A sheet as data: columns declared once, rows of plain values, formulas that carry their computed value.

A formula stands in a column as text with the keys of other columns between braces; beside it stands the same
computation in Python. So every cell opens with its value in readers that do not calculate, and stays alive
in those that do. A formula whose facts are missing shows nothing rather than zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Formula:
    """What Excel computes, and the same in Python.

    Attributes
    ----------
    text
        Excel's expression, English names and commas, with ``{key}`` for the cell of a column in the same row.
    compute
        The same over the values of a row; called only when all of them are known.
    missing
        What the cell shows when one of them is not.
    """

    text: str
    compute: Callable[[Row], Any]
    missing: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns that it reads, each once."""
        names = (name for _, name, _, _ in Formatter().parse(self.text) if name)
        return tuple(dict.fromkeys(names))

    def value(self, row: Row) -> Any:
        """Return the value for a row."""
        return self.missing if any(row.get(name) is None for name in self.needs) else self.compute(row)

    def expression(self, cells: Mapping[str, str]) -> str:
        """Return the formula for the cells of one row: ``=IF(OR(A1="",B1=""),"",A1-B1)``."""
        empty = ",".join(f'{cells[name]}=""' for name in self.needs)
        test = empty if len(self.needs) == 1 else f"OR({empty})"
        missing = self.missing.replace('"', '""')
        return f'=IF({test},"{missing}",{self.text.format(**cells)})'


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. ``kind`` names its format in `look.Look`."""

    key: str
    heading: str
    kind: str
    width: float
    formula: Formula | None = None
    """It may read only columns to the left of it."""
    has_total: bool = False
    """A sum below the rows, or the same formula over the sums."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A value that stands in a column of formulas as it was stored, because it is not what they give."""

    value: Any


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: what it is called, what to know of it, its rows, and what stands there without any."""

    name: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: str
    frozen: int = 2
    """Columns that stay in view."""
    total_label: str = ""
    marks_beyond: tuple[str, ...] = ()
    """A pair of columns: the first turns red where it exceeds the second."""
    computed: tuple[dict[str, Any], ...] = field(init=False)
    """The rows with the values of their formulas; what is `Stored` stays."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "computed", tuple(self._computed(row) for row in self.rows))

    def _computed(self, row: Row) -> dict[str, Any]:
        values = dict(row)
        for column in self.columns:
            if column.formula and column.key not in values:
                made = column.formula.value(values)
                values[column.key] = None if made == "" else made
        return values

    def totals(self) -> dict[str, Any]:
        """Return key → sum, or the formula over the sums; nothing where unlike things would be compared."""
        sums: dict[str, Any] = {}
        for column in self.columns:
            if not column.has_total:
                continue
            if column.formula is None:
                known = [row[column.key] for row in self.rows if row[column.key] is not None]
                sums[column.key] = sum(known[1:], known[0]) if known else None
            elif self._are_comparable(column.formula.needs):
                made = column.formula.value(sums)
                sums[column.key] = None if made == "" else made
        return sums

    def _are_comparable(self, keys: tuple[str, ...]) -> bool:
        """Tell whether the same rows have a value in each of these columns."""
        filled = {tuple(row.get(key) is not None for row in self.rows) for key in keys}
        return len(filled) == 1
