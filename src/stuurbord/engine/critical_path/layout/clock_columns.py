"""Compiled calendars laid one after the other, as the searches of the kernels want them."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from stuurbord.engine.critical_path.kernels.buckets import PATTERN_BITS, WORK_BITS
from stuurbord.engine.critical_path.kernels.columns import NEVER, ClockColumns, Column
from stuurbord.engine.critical_path.running.runner import Runner
from stuurbord.plan.calendar import DAY, WorkingTime
from stuurbord.plan.model import Booleans, Integers

_NOTHING: Final = np.empty(0, np.int64)


def clock_columns(clocks: list[WorkingTime], runner: Runner) -> ClockColumns:
    """Return the columns of these calendars, numbered as they come."""
    long, short = runner.instants, runner.positions
    starts, ends, cum = [long(_NOTHING)] * 3 if runner.is_compiled else _ranges(clocks)
    by_day = _by_day(clocks) if runner.is_compiled else _ByDay(*[_NOTHING] * 11)
    return ClockColumns(
        starts=starts,
        ends=ends,
        cum=cum,
        first=short(_offsets([len(clock.cum) for clock in clocks])),
        begin=long(np.array([clock.first for clock in clocks])),
        end=long(np.array([clock.last for clock in clocks])),
        total=long(np.array([clock.cum[-1] for clock in clocks])),
        day_first=short(by_day.day_first),
        days=long(by_day.days),
        work_days=long(by_day.work_days),
        midnight=long(by_day.midnight),
        work_first=short(by_day.work_first),
        work_table=short(by_day.work_table),
        most_days=short(by_day.most_days),
        pattern_first=short(by_day.pattern_first),
        range_start=short(by_day.range_start),
        range_end=short(by_day.range_end),
        range_cum=short(by_day.range_cum),
        outside=long(np.zeros(1)),
    )


def _ranges(clocks: list[WorkingTime]) -> list[Column]:
    """Return starts, ends and cum of all calendars, each closed by an entry after its last range."""
    starts: list[int] = []
    ends: list[int] = []
    cum: list[int] = []
    for clock in clocks:
        of_clock = clock.as_lists()
        starts += of_clock[0]
        ends += of_clock[1]
        cum += of_clock[2]
        starts.append(NEVER)
        ends.append(NEVER)
    return [starts, ends, cum]


class _ByDay(NamedTuple):
    """As the columns of these names in `ClockColumns`."""

    day_first: Integers
    days: Integers
    work_days: Integers
    midnight: Integers
    work_first: Integers
    work_table: Integers
    most_days: Integers
    pattern_first: Integers
    range_start: Integers
    range_end: Integers
    range_cum: Integers


def _by_day(clocks: list[WorkingTime]) -> _ByDay:
    """Return all calendars by day: the work before each, and its pattern."""
    pieces = [_pieces(clock) for clock in clocks]
    n_days = [(clock.last - clock.first) // DAY + 1 for clock in clocks]  # the last one is empty
    day_first = _offsets(n_days)
    day = np.concatenate([one[0] + at for one, at in zip(pieces, day_first.tolist(), strict=False)])
    start, end = (np.concatenate([one[k] for one in pieces]) for k in (1, 2))
    pattern, shown = _patterns(day, start, end, int(day_first[-1]))
    of_day = np.bincount(day, weights=end - start, minlength=int(day_first[-1])).astype(np.int64)
    work = np.concatenate([[0], np.cumsum(of_day)])[:-1]
    work -= np.repeat(work[day_first[:-1]], n_days)
    days = (work << PATTERN_BITS) + pattern
    spans = [slice(at, upto) for at, upto in pairwise(day_first.tolist())]
    of_work = [
        _OfWork.of(days[span], of_day[span] > 0, clock) for span, clock in zip(spans, clocks, strict=True)
    ]
    first, count = _first_of(day, shown)
    rows = np.repeat(first - _offsets(count)[:-1], count) + np.arange(int(count.sum()))
    length = end[rows] - start[rows]
    in_pattern = np.cumsum(length) - length
    pattern_first = _offsets(count)
    in_pattern -= np.repeat(np.concatenate([in_pattern, [0]])[pattern_first[:-1]], count)
    at = _offsets([len(one.days) for one in of_work]).tolist()
    return _ByDay(
        day_first,
        days,
        np.concatenate([one.days for one in of_work]),
        np.concatenate([one.midnight for one in of_work]),
        _offsets([len(one.table) for one in of_work]),
        np.concatenate([one.table + first for one, first in zip(of_work, at, strict=False)]),
        np.array([one.most for one in of_work]),
        pattern_first,
        start[rows],
        end[rows],
        in_pattern,
    )


class _OfWork(NamedTuple):
    """The working days of one calendar and the table that leads to them."""

    days: Integers
    midnight: Integers
    table: Integers
    most: int

    @classmethod
    def of(cls, days: Integers, works: Booleans, clock: WorkingTime) -> _OfWork:
        """Return those of a calendar by day."""
        days, number = days[works], np.flatnonzero(works)
        work = days >> PATTERN_BITS
        n_buckets = (int(clock.cum[-1]) >> WORK_BITS) + 2
        table = np.searchsorted(work, np.arange(n_buckets) << WORK_BITS, side="right") - 1
        most = int(np.diff(table).max()) + 1
        closed = np.full(most, NEVER)
        return cls(
            np.concatenate([days, closed]),
            np.concatenate([clock.first + number * DAY, closed]),
            table,
            most,
        )


def _pieces(clock: WorkingTime) -> tuple[Integers, Integers, Integers]:
    """Return the ranges cut at midnight: day since the first, start and end as seconds of that day."""
    starts, ends = clock.starts - clock.first, clock.ends - clock.first
    first_day, n_days = starts // DAY, (ends - 1) // DAY - starts // DAY + 1
    nth = np.arange(int(n_days.sum())) - np.repeat(np.cumsum(n_days) - n_days, n_days)
    day = np.repeat(first_day, n_days) + nth
    start = np.maximum(np.repeat(starts, n_days) - day * DAY, 0)
    end = np.minimum(np.repeat(ends, n_days) - day * DAY, DAY)
    return day, start, end


def _patterns(day: Integers, start: Integers, end: Integers, n_days: int) -> tuple[Integers, Integers]:
    """Return the pattern of each day, and of each pattern a day that shows it.

    Days are told apart by a sum over their ranges; should two that differ have the same sum, every day
    is a pattern of its own.
    """
    mark = (start * DAY + end + 1) ** 2 % 2_147_483_629
    total = np.bincount(day, weights=mark, minlength=n_days).astype(np.int64)
    _, shown, pattern = np.unique(total, return_index=True, return_inverse=True)
    first, count = _first_of(day, np.arange(n_days))
    like = shown[pattern]
    if (count == count[like]).all():
        row = np.arange(len(day)) - first[day] + first[like[day]]
        if (start[row] == start).all() and (end[row] == end).all():
            return pattern, shown
    return np.arange(n_days), np.arange(n_days)


def _first_of(day: Integers, days: Integers) -> tuple[Integers, Integers]:
    """Return where the pieces of ``days`` begin, and how many there are."""
    first = np.searchsorted(day, days, side="left")
    return first, np.searchsorted(day, days, side="right") - first


def _offsets(counts: list[int] | Integers) -> Integers:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
