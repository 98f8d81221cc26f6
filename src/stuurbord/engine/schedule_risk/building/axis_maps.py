"""Staircases from one axis to another: where both work they rise together, else one of them rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.network import EARLIEST, LATEST, AxisMap
from stuurbord.plan.calendar import MINUTE, Instants, WorkingTime

if TYPE_CHECKING:
    from stuurbord.engine.schedule_risk.building.axes import Axis

_MOST_CELLS: Final = 10_000_000
"""Of all scenarios together (a cell takes 5 bytes); beyond it the cells become coarser."""


def staircase(one: Axis, other: Axis, until: int) -> AxisMap:
    """Return the map from one axis to another, up to an instant.

    The cell is the greatest step that meets every border of both calendars, and never below a minute;
    where that is not exact (a calendar that counts in seconds), an error is below a minute.
    """
    n_scenarios = max(len(one.courses), len(other.courses))
    pairs = [_Pair(*_course(one, scenario), *_course(other, scenario)) for scenario in range(n_scenarios)]
    end = max(pair.course.before(until) - pair.zero for pair in pairs)
    # Scenarios lose whole days, so what holds for two of them holds for all.
    step = int(np.gcd.reduce(np.concatenate([_borders(pair) for pair in pairs[:2]])))
    cell = max(step, MINUTE)
    is_exact = cell == step and end * n_scenarios <= cell * _MOST_CELLS
    cell *= max(1, -(-end * n_scenarios // (cell * _MOST_CELLS)))
    n_cells = max(-(-end // cell), 1)
    row_of = _exact_row if is_exact else _row
    rows = [row_of(pair, cell, n_cells) for pair in pairs]
    base, slope = (np.stack(column) for column in zip(*rows, strict=True))
    return AxisMap(cell, base, slope)


class _Pair(NamedTuple):
    """Two calendars in one scenario, and the working time of each before the origin."""

    course: WorkingTime
    zero: int
    other: WorkingTime
    other_zero: int


def _course(axis: Axis, scenario: int) -> tuple[WorkingTime, int]:
    at = scenario % len(axis.courses)
    return axis.courses[at], axis.zeros[at]


def _borders(pair: _Pair) -> Instants:
    """Return the positions on the first axis at which either calendar begins or stops to work."""
    one, other = pair.course, pair.other
    edges = np.concatenate([other.starts, other.ends])
    inside = edges[(edges >= one.first) & (edges <= one.last)]
    positions = np.concatenate([one.before(inside), one.cum]) - pair.zero
    return positions[positions > 0]


def _row(pair: _Pair, cell: int, n_cells: int) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    one, other = pair.course, pair.other
    total = int(one.cum[-1])
    begins = np.arange(n_cells, dtype=np.int64) * cell + pair.zero
    start = one.start_at(np.minimum(begins, total - 1))
    finish = one.finish_at(np.minimum(begins + cell, total))
    low = other.before(np.clip(start, other.first, other.last))
    high = other.before(np.clip(finish, other.first, other.last))
    base = np.clip(low - pair.other_zero, EARLIEST + 1, LATEST - 1).astype(np.int32)
    return base, (2 * (high - low) >= cell).astype(np.int8)


def _exact_row(pair: _Pair, cell: int, n_cells: int) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Return the same where every border of both lies between cells: from the borders, not cell by cell."""
    one, other = pair.course, pair.other
    edges = np.clip(np.concatenate([other.starts, other.ends]), one.first, one.last)
    places = np.clip((one.before(edges) - pair.zero) // cell, 0, n_cells)
    change = np.bincount(places[: len(other.starts)], minlength=n_cells + 1)
    change -= np.bincount(places[len(other.starts) :], minlength=n_cells + 1)
    slope = np.cumsum(change[:-1])
    steps = np.zeros(n_cells, np.int64)
    steps[1:] = slope[:-1] * cell
    # While the first rests, the other may go on: that is a leap where the first starts again.
    at_starts = other.before(np.clip(one.starts[1:], other.first, other.last))
    leaps = at_starts - other.before(np.clip(one.ends[:-1], other.first, other.last))
    cells = (one.cum[1:-1] - pair.zero) // cell
    is_inside = (cells > 0) & (cells < n_cells)
    np.add.at(steps, cells[is_inside], leaps[is_inside])
    begin = min(max(one.start_at(pair.zero), other.first), other.last)
    base = other.before(begin) - pair.other_zero + np.cumsum(steps)
    return np.clip(base, EARLIEST + 1, LATEST - 1).astype(np.int32), slope.astype(np.int8)
