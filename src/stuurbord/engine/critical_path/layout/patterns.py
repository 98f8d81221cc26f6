"""How the work of an assignment lies over its time: a stored pattern, or one of the named contours.

A pattern moves rigidly: all that dates need of it is where in working time it begins and ends, and the
same of what is not done yet. Everything is counted on the clock of the assignment.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from stuurbord.plan.model import Contour, Plan

_AVERAGE_RATE: Final[dict[int, float]] = {
    Contour.BACK_LOADED: 0.60,
    Contour.FRONT_LOADED: 0.60,
    Contour.DOUBLE_PEAK: 0.50,
    Contour.EARLY_PEAK: 0.50,
    Contour.LATE_PEAK: 0.50,
    Contour.BELL: 0.50,
    Contour.TURTLE: 0.70,
}
"""Mean of the ten equal stretches into which Microsoft Project divides each contour."""


class Pattern(NamedTuple):
    """The stored pattern of one assignment, in working seconds since the start of its task.

    Attributes
    ----------
    begin, end
        Where all work lies; between them the assignment may rest.
    rest_begin, rest_end
        Where the work lies that is not done yet; equal if none is.
    worked
        Working seconds between begin and end in which there is work.
    """

    begin: int
    end: int
    rest_begin: int
    rest_end: int
    worked: int

    @property
    def is_interrupted(self) -> bool:
        """Tell whether the assignment rests in between."""
        return self.worked < self.end - self.begin


def stored_patterns(plan: Plan, *, computes_contours: bool = False) -> dict[int, Pattern]:
    """Return assignment → its stored pattern; periods of one assignment stand together and ascend.

    Parameters
    ----------
    computes_contours
        Leave out what follows from a named contour; what was edited by hand or interrupted stays.
    """
    periods = plan.periods
    if not len(periods):
        return {}
    first = np.flatnonzero(np.diff(periods.assignment_idx, prepend=-1))
    last = np.append(first[1:], len(periods)) - 1
    ends = periods.offset + periods.length
    n_done = np.add.reduceat(periods.is_actual.astype(np.int64), first)
    rest_begin = np.where(
        first + n_done <= last, periods.offset[np.minimum(first + n_done, last)], ends[last]
    )
    rows = periods.assignment_idx[first].tolist()
    # Work stored before its task begins is taken to begin with it.
    end = np.maximum(ends[last], 0)
    columns = (np.maximum(periods.offset[first], 0), end, np.maximum(rest_begin, 0), end)
    worked = np.add.reduceat(periods.length, first)
    numbers = zip(*(column.tolist() for column in (*columns, worked)), strict=True)
    found = {row: Pattern(*one) for row, one in zip(rows, numbers, strict=True)}
    if not computes_contours:
        return found
    contour = plan.assignments.contour.tolist()
    return {row: one for row, one in found.items() if one.is_interrupted or contour[row] not in _AVERAGE_RATE}


def contour_length(work: int, units: float, contour: int, duration: int) -> int:
    """Return how many working seconds the work takes; the task's duration where units tell nothing."""
    rate = units * _AVERAGE_RATE.get(contour, 1.0)
    return round(work / rate) if rate > 0 else duration
