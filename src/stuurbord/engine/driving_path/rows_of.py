"""Which rows of a table point to one row of another, without a look at all of them each time."""

from __future__ import annotations

import numpy as np

from stuurbord.plan.model import Integers


class RowsOf:
    """The rows of a column by the value they hold.

    >>> RowsOf(np.array([2, 0, 2])).of(2)
    [0, 2]
    """

    def __init__(self, column: Integers) -> None:
        self._order = np.argsort(column, kind="stable")
        self._values = column[self._order]

    def of(self, value: int) -> list[int]:
        """Return the rows that hold a value, in their order in the table."""
        first, end = np.searchsorted(self._values, [value, value + 1])
        rows: list[int] = self._order[first:end].tolist()
        return rows
