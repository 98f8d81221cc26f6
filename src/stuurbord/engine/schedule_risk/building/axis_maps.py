"""Staircases from one axis to another: where both work they rise together, else one of them rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.network import EARLIEST, LATEST, AxisMap
from stuurbord.plan.calendar import MINUTE, WorkingTime
from stuurbord.plan.model import Booleans, Integers

if TYPE_CHECKING:
    from stuurbord.engine.schedule_risk.building.axes import Axis

_MOST_CELLS: Final = 10_000_000
"""Of all scenarios together (a cell takes 5 bytes); beyond it the cells become coarser."""

Steps = tuple[NDArray[np.int32], NDArray[np.int8]]


def staircase(one: Axis, other: Axis, origin: int, until: int) -> AxisMap:
    """Return the map from one axis to another, up to an instant.

    The cell is the greatest step that meets every border of both calendars, and never below a minute;
    where that is not exact (a calendar that counts in seconds), an error is below a minute. Scenarios lose
    whole working ranges, so the step of the calendars that lose nothing is exact for all.
    """
    n_scenarios = max(one.n_scenarios, other.n_scenarios)
    pieces = _Pieces.of(one, other, origin)
    end = one.longest(until)
    step = int(np.gcd.reduce(pieces.length[pieces.one >= 0], initial=0)) or MINUTE
    cell = max(step, MINUTE)
    is_exact = cell == step and end * n_scenarios <= cell * _MOST_CELLS
    cell *= max(1, -(-end * n_scenarios // (cell * _MOST_CELLS)))
    n_cells = max(-(-end // cell), 1)
    if is_exact:
        return AxisMap(cell, *_exact_steps(one, other, pieces.cut(cell), n_cells))
    pairs = [Pair(*one.in_scenario(place), *other.in_scenario(place)) for place in range(n_scenarios)]
    base, slope = zip(*(steps_of(pair, cell, n_cells) for pair in pairs), strict=True)
    return AxisMap(cell, np.stack(base), np.stack(slope))


class Pair(NamedTuple):
    """Two calendars in one scenario, and the working time of each before the origin."""

    course: WorkingTime
    zero: int
    other: WorkingTime
    other_zero: int


def steps_of(pair: Pair, cell: int, n_cells: int) -> Steps:
    """Return base and slope of each cell in one scenario: read cell by cell, however the borders lie."""
    one, other = pair.course, pair.other
    total = int(one.cum[-1])
    begins = np.arange(n_cells, dtype=np.int64) * cell + pair.zero
    start = one.start_at(np.minimum(begins, total - 1))
    finish = one.finish_at(np.minimum(begins + cell, total))
    low = other.before(np.clip(start, other.first, other.last))
    high = other.before(np.clip(finish, other.first, other.last))
    base = np.clip(low - pair.other_zero, EARLIEST + 1, LATEST - 1).astype(np.int32)
    return base, (2 * (high - low) >= cell).astype(np.int8)


class _Pieces(NamedTuple):
    """The time from the origin on, cut at every border of two calendars; shape (n_pieces,) each.

    Attributes
    ----------
    one, other
        Working range of each calendar in which a piece lies, −1 for none.
    """

    length: Integers
    one: Integers
    other: Integers

    @classmethod
    def of(cls, one: Axis, other: Axis, origin: int) -> _Pieces:
        """Return the pieces of two calendars that lose nothing."""
        edges = [edge for axis in (one, other) for edge in (axis.whole.starts, axis.whole.ends)]
        borders = np.unique(np.concatenate([np.array([origin], np.int64), *edges]))
        borders = borders[borders >= origin]
        begins = borders[:-1]
        return cls(np.diff(borders), _range_at(one.whole, begins), _range_at(other.whole, begins))

    def cut(self, cell: int) -> _Pieces:
        """Return pieces of one cell each where the first calendar works."""
        times = np.where(self.one >= 0, self.length // cell, 1)
        length = np.where(self.one >= 0, cell, self.length)
        return _Pieces(*(np.repeat(column, times) for column in (length, self.one, self.other)))


def _range_at(course: WorkingTime, instants: Integers) -> Integers:
    place = np.searchsorted(course.starts, instants, side="right") - 1
    found: Integers = np.where(instants < course.ends[place], place, -1)
    return found


def _works(axis: Axis, place: Integers) -> Booleans:
    """Return in which scenarios an axis works in each piece, shape (n_scenarios, n_pieces)."""
    works: Booleans = (place >= 0)[None, :] if axis.kept is None else axis.kept[:, place] & (place >= 0)
    return works


def _exact_steps(one: Axis, other: Axis, pieces: _Pieces, n_cells: int) -> Steps:
    """Return base and slope of all scenarios where every border lies between cells."""
    its_works = _works(other, pieces.other)
    spent = its_works * pieces.length.astype(np.int32)
    after = np.cumsum(spent, axis=1, dtype=np.int32)
    is_work = pieces.one >= 0
    before, slope = (after - spent)[:, is_work], its_works[:, is_work].astype(np.int8)
    if one.kept is None:
        columns = np.minimum(np.arange(n_cells), before.shape[1] - 1)
        return before[:, columns], slope[:, columns]
    works = one.kept[:, pieces.one[is_work]]
    cells = np.cumsum(works, axis=1, dtype=np.int32) - 1
    rows, columns = np.nonzero(works & (cells < n_cells))
    at = rows if len(before) > 1 else 0
    base = np.repeat(after[:, -1:], n_cells, axis=1)
    base = np.repeat(base, len(works) // len(base), axis=0)
    rises = np.zeros(base.shape, np.int8)
    base[rows, cells[rows, columns]] = before[at, columns]
    rises[rows, cells[rows, columns]] = slope[at, columns]
    return base, rises
